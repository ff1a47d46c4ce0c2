"""The command ``check``: whether scenario files are good, with all that is wrong or odd in each."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from engine.scenario import ScenarioError, load_scenario
from engine.scenario_fields import span_text
from engine.warnings_of import warnings_of
from engine.world import simulate, world_at


class Checked(NamedTuple):
    """Lines on the good files, their warnings below each; and sentences on what is wrong with the others."""

    text: str
    problems: tuple[str, ...]


def check(given: Sequence[str]) -> Checked:
    """Return what there is to say about each file or shipped scenario."""
    lines: list[str] = []
    problems: list[str] = []
    for one in given:
        try:
            lines += _good(one)
        except ScenarioError as error:
            problems += str(error).splitlines()
    return Checked("".join(f"{line}\n" for line in lines), tuple(problems))


def _good(given: str) -> list[str]:
    """Return a line on what a good file holds, then its warnings; a bad one raises ``ScenarioError``."""
    scenario = load_scenario(given)
    simulation = simulate(scenario)
    for t_s in (scenario.start_s, scenario.end_s):
        world_at(simulation, t_s)
    launched = scenario.ramp.count_launched(scenario.end_s)
    said = (
        f"{scenario.name}: good. {span_text(scenario.start_s, scenario.end_s)}, {launched:,} launches,"
        f" {scenario.slots:,} slots in {len(scenario.shells):,} shells."
    )
    warnings = warnings_of(world_at(simulation, scenario.opens_at_s))
    return [said, *(f"{scenario.name}: warning: {warning}" for warning in warnings)]
