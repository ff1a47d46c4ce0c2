"""When orbit becomes cheaper than the ground, and whether the claim of December 2025 about cost is met.

Costs change with time only through the launch price, which falls with the mass launched; so they are worked out
here from the same formulas as everywhere (``models/cost.py``) without making a world for each month.

``crossover_quantities`` are not part of ``World.quantities``: they belong to the whole scenario, not to an instant.
Add them beside those where they are shown: ``{**world.quantities, **crossover_quantities(world.simulation)}``.
"""

from __future__ import annotations

from collections.abc import Mapping
from math import ceil
from types import MappingProxyType
from weakref import WeakKeyDictionary

from engine.constants import SECONDS_PER_JULIAN_YEAR
from engine.expression import evaluate
from engine.facts import facts
from engine.models.cost import FORMULAS
from engine.quantities import Quantity
from engine.timebase import format_utc, from_year, year_of
from engine.world import Simulation
from engine.yearly import year_sunlight_share

STEPS_A_YEAR = 12
TO_WITHIN_S = 60.0

_KNOWN: WeakKeyDictionary[Simulation, float | None] = WeakKeyDictionary()


def costs_at(simulation: Simulation, t_s: float) -> dict[str, float]:
    """Return every cost of ``models/cost.py`` at ``t_s``, by name, as in ``World.quantities`` but for 0.1 ms."""
    values = {name: quantity.value for name, quantity in simulation.inputs.items()}
    values["satellites_launched"] = float(simulation.scenario.ramp.count_launched(t_s))
    values["year_sunlight_share"] = year_sunlight_share(simulation)
    for formula in FORMULAS:
        values[formula.name] = evaluate(formula.expression, values)
    return {formula.name: values[formula.name] for formula in FORMULAS}


def orbit_over_ground(simulation: Simulation, t_s: float) -> float:
    """Return the cost of a token in orbit over that on the ground."""
    return costs_at(simulation, t_s)["orbit_over_ground"]


def crossover(simulation: Simulation) -> float | None:
    """Return the first instant of the scenario at which a token is cheaper in orbit, to the minute, or None: never.

    Looked for month by month, then halved; the scenario's start if orbit is cheaper from there on.
    """
    if simulation not in _KNOWN:
        _KNOWN[simulation] = _first_cheaper(simulation)
    return _KNOWN[simulation]


def _first_cheaper(simulation: Simulation) -> float | None:
    start_s, end_s = simulation.scenario.start_s, simulation.scenario.end_s
    steps = max(1, ceil((end_s - start_s) / SECONDS_PER_JULIAN_YEAR * STEPS_A_YEAR))
    before_s = start_s
    for step in range(steps + 1):
        t_s = start_s + (end_s - start_s) * (step / steps)
        if orbit_over_ground(simulation, t_s) < 1.0:
            return t_s if step == 0 else _halved(simulation, before_s, t_s)
        before_s = t_s
    return None


def _halved(simulation: Simulation, dearer_s: float, cheaper_s: float) -> float:
    while cheaper_s - dearer_s > TO_WITHIN_S:
        middle_s = 0.5 * (dearer_s + cheaper_s)
        if orbit_over_ground(simulation, middle_s) < 1.0:
            cheaper_s = middle_s
        else:
            dearer_s = middle_s
    return cheaper_s


def claim_deadline_s() -> float:
    """Return the instant by which the claim says that orbit is cheapest: 7 December 2028."""
    return from_year(facts()["claim_cost_deadline_year"].value)


def claim_met(simulation: Simulation) -> bool:
    """Return whether orbit is cheaper by the claim's deadline, as far as the scenario's own years can tell."""
    crossed_s = crossover(simulation)
    return crossed_s is not None and crossed_s <= claim_deadline_s()


def judgement(simulation: Simulation) -> str:
    """Return ``met``, ``not met``, or ``cannot be judged``.

    The last where the scenario's years do not reach the deadline, or where its satellites compute nothing.
    """
    scenario, deadline_s = simulation.scenario, claim_deadline_s()
    if _computes_nothing(simulation):
        return "cannot be judged"
    if claim_met(simulation):
        return "met"
    too_late = scenario.start_s > deadline_s
    too_short = scenario.end_s < deadline_s and crossover(simulation) is None
    return "cannot be judged" if too_late or too_short else "not met"


def _computes_nothing(simulation: Simulation) -> bool:
    return simulation.scenario.parameters["compute_load_share"] == 0.0


def verdict(simulation: Simulation) -> str:
    """Return the claim and what came of it in this scenario, in one sentence."""
    crossed_s, scenario = crossover(simulation), simulation.scenario
    said = judgement(simulation)
    if _computes_nothing(simulation):
        why = "no satellite of this scenario does AI compute"
    elif said == "cannot be judged":
        why = f"the scenario runs from {format_utc(scenario.start_s)[:10]} to {format_utc(scenario.end_s)[:10]}"
    elif crossed_s is None:
        why = "orbit never becomes cheaper in this scenario"
    elif crossed_s == scenario.start_s:
        why = "orbit is cheaper from this scenario's start"
    else:
        why = f"orbit becomes cheaper on {format_utc(crossed_s)[:10]}"
    said = said if said.startswith("cannot") else f"is {said}"
    return f'The claim "lowest cost within three years", by {format_utc(claim_deadline_s())[:10]}, {said}: {why}.'


def crossover_quantities(simulation: Simulation) -> Mapping[str, Quantity]:
    """Return ``orbit_cheaper_ever`` (1 or 0), ``orbit_cheaper_year`` only if ever, and ``claim_cost_met`` (1 or 0)."""
    crossed_s = crossover(simulation)
    ever = crossed_s is not None
    scan = "cost in orbit over that on the ground, month by month over the scenario's years, then halved"
    prices = "how costs on the ground change with the years, and every cost of orbit but launch"
    made = [
        Quantity(
            name="orbit_cheaper_ever",
            title="Orbit becomes cheaper than the ground" if ever else "Orbit cheaper: never in this scenario",
            unit="1",
            value=float(ever),
            formula=f"1 if it falls below 1, else 0: {scan}",
            inputs=("orbit_over_ground",),
            leaves_out=prices,
            symbol="n_cheaper",
            section="cost",
        )
    ]
    if crossed_s is not None:
        made.append(
            Quantity(
                name="orbit_cheaper_year",
                title=f"When orbit becomes cheaper ({format_utc(crossed_s)[:10]})",
                unit="decimal year",
                value=year_of(crossed_s),
                formula=f"when it first falls below 1, or the scenario's start: {scan}",
                inputs=("orbit_over_ground",),
                leaves_out=prices,
                symbol="t_cheaper",
                section="cost",
            )
        )
    made.append(
        Quantity(
            name="claim_cost_met",
            title=f'Claim "lowest cost within three years": {judgement(simulation)}',
            unit="1",
            value=float(claim_met(simulation)),
            formula=f"1 if orbit becomes cheaper by then, else 0. {verdict(simulation)}",
            inputs=("orbit_cheaper_year" if ever else "orbit_cheaper_ever", "claim_cost_deadline_year"),
            leaves_out=f"that the claim spoke of the lowest cost anywhere, not of these two; {prices}",
            symbol="n_claim",
            section="cost",
        )
    )
    return MappingProxyType({quantity.name: quantity for quantity in made})
