"""The commands that need no window: report, explain, timeline, states and schema; ``check.py`` has check.

Each returns the text or bytes to put out; bad input raises ``ValueError`` with
one sentence, which ``gui.main`` prints, with exit code 2.
"""

from __future__ import annotations

import io
import json
import re
import sys
from pathlib import Path

import numpy as np

from engine.explain import tree, tree_text, unknown_quantity
from engine.files import replacing
from engine.files import write_file as write_file  # callers know it by this place too
from engine.report import Progress, quantities_of, valuation_names, with_network, with_valuation
from engine.report import report as made_report
from engine.satellites import SatelliteStates, satellite_states
from engine.scenario import load_scenario
from engine.scenario_fields import json_schema
from engine.timebase import format_utc, parse_utc
from engine.timeline_file import chosen_names, file_kind, instants, write_timeline
from engine.world import World, simulate, world_at

STATES_COLUMNS = (
    "index,name,shell,phase,r_gcrs_x_km,r_gcrs_y_km,r_gcrs_z_km,v_gcrs_x_km_s,v_gcrs_y_km_s,v_gcrs_z_km_s,sunlit"
)


def world_of(scenario: str, at: str | None) -> World:
    """Return the world of a scenario at an instant in UTC, or at the one it opens with."""
    loaded = load_scenario(scenario)
    t_s = loaded.opens_at_s if at is None else parse_utc(at)
    return world_at(simulate(loaded), t_s)


def report(
    scenario: str,
    at: str | None,
    section: str | None = None,
    file_format: str = "text",
    progress: Progress | None = None,
) -> str:
    """Return the quantities of a scenario at an instant; see ``report.report``."""
    return made_report(world_of(scenario, at), section, file_format, progress)


def explain(scenario: str, name: str, at: str | None, file_format: str, progress: Progress | None = None) -> str:
    """Return a quantity and all that it comes from, down to the sources, as text or JSON."""
    from engine.network_quantities import network_names  # here: the other commands need no network

    world = world_of(scenario, at)
    known = quantities_of(world)
    if name not in known:
        of_network, of_valuation = network_names(), valuation_names()
        if name in of_network:
            known = with_network(known, world, progress)
        elif name in of_valuation:
            known = with_valuation(known, progress)
        else:
            raise unknown_quantity(name, [*known, *of_network, *of_valuation], "QUANTITY")
        if name not in known:
            raise ValueError(f"{name} is of compute satellites: none is at work then in the scenario {scenario}")
    if file_format == "json":
        content = {"scenario": world.scenario.name, "at_utc": format_utc(world.t_s), "explained": tree(name, known)}
        return json.dumps(content, indent=2, ensure_ascii=False, allow_nan=False) + "\n"
    head = f"{world.scenario.title} ({world.scenario.name}) at {format_utc(world.t_s)}"
    return f"{head}\n\n{tree_text(name, known)}"


def timeline_file(
    scenario: str,
    first: str | None,
    last: str | None,
    step: str,
    names: str | None,
    output: Path | None,
    progress: Progress | None = None,
) -> None:
    """Write quantities over a scenario's years to a .csv or .parquet file, or as CSV to standard output."""
    kind = file_kind(output)
    simulation = simulate(load_scenario(scenario))
    t_s = instants(simulation.scenario, first, last, step)
    chosen = chosen_names(simulation, float(t_s[0]), names)
    if output is None:
        write_timeline(simulation, t_s, chosen, kind, sys.stdout.buffer, progress)
    else:
        with replacing(output) as file:
            write_timeline(simulation, t_s, chosen, kind, file, progress)


def parse_indices(text: str, launched: int, option: str = "--indices") -> range:
    """Return the range that ``A:B`` means: from A up to but not including B, either left out for an end."""
    match = re.fullmatch(r"(\d{0,12}):(\d{0,12})|(\d{1,12})", text.strip().replace(",", "").replace("_", ""))
    if not match:
        raise ValueError(f"{option} is {text!r}: give A:B, from satellite A up to but not including B, such as 0:1000")
    if match.group(3):
        return range(int(match.group(3)), int(match.group(3)) + 1)
    first, stop = int(match.group(1) or 0), int(match.group(2) or launched)
    if stop < first:
        raise ValueError(f"{option} is {text!r}: the second number must not be below the first")
    return range(first, stop)


def states(scenario: str, at: str | None, indices: str, file_format: str) -> bytes:
    """Return the states of some satellites as a CSV or NPZ file's bytes."""
    world = world_of(scenario, at)
    wanted = parse_indices(indices, world.fleet.launched)
    if len(wanted) > 5_000_000:
        raise ValueError(f"--indices is {indices!r}: at most 5,000,000 satellites at once are given")
    made = satellite_states(world, np.arange(wanted.start, wanted.stop))
    return _states_csv(made) if file_format == "csv" else _states_npz(made, world)


def _states_csv(states: SatelliteStates) -> bytes:
    lines = [STATES_COLUMNS]
    numbers = np.concatenate([states.r_gcrs_km, states.v_gcrs_km_s, states.sunlit[:, None]], axis=1).tolist()
    rows = zip(states.index.tolist(), states.name, states.shell.tolist(), states.phase, numbers, strict=True)
    for index, name, shell, phase, (x, y, z, vx, vy, vz, sunlit) in rows:
        lines.append(f"{index},{name},{shell},{phase},{x:.6f},{y:.6f},{z:.6f},{vx:.9f},{vy:.9f},{vz:.9f},{sunlit:.6f}")
    return ("\n".join(lines) + "\n").encode()


def _states_npz(states: SatelliteStates, world: World) -> bytes:
    buffer = io.BytesIO()
    columns = {
        "index": states.index,
        "name": np.array(states.name),
        "shell": states.shell,
        "phase": np.array(states.phase),
        **{f"r_gcrs_{axis}_km": states.r_gcrs_km[:, i] for i, axis in enumerate("xyz")},
        **{f"v_gcrs_{axis}_km_s": states.v_gcrs_km_s[:, i] for i, axis in enumerate("xyz")},
        "sunlit": states.sunlit,
        "at_utc": np.array(format_utc(world.t_s)),
        "scenario": np.array(world.scenario.name),
    }
    np.savez_compressed(buffer, allow_pickle=False, **columns)
    return buffer.getvalue()


def schema() -> str:
    """Return the JSON Schema of scenario files."""
    return json.dumps(json_schema(), indent=2, ensure_ascii=False) + "\n"
