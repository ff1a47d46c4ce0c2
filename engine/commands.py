"""The commands that need no window: report, states, check and schema.

Each returns the text or bytes to put out; bad input raises ``ValueError`` with
one sentence, which ``gui.main`` prints, with exit code 2.
"""

from __future__ import annotations

import io
import json
import os
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np

from engine.quantities import Quantity, format_quantity
from engine.satellites import SatelliteStates, satellite_states
from engine.scenario import load_scenario
from engine.scenario_fields import json_schema, span_text
from engine.timebase import format_utc, parse_utc
from engine.world import World, simulate, world_at

STATES_COLUMNS = (
    "index,name,shell,phase,r_gcrs_x_km,r_gcrs_y_km,r_gcrs_z_km,v_gcrs_x_km_s,v_gcrs_y_km_s,v_gcrs_z_km_s,sunlit"
)


def world_of(scenario: str, at: str | None) -> World:
    """Return the world of a scenario at an instant in UTC, or at the one it opens with."""
    loaded = load_scenario(scenario)
    t_s = loaded.opens_at_s if at is None else parse_utc(at)
    return world_at(simulate(loaded), t_s)


def report(scenario: str, at: str | None, as_json: bool) -> str:
    """Return every quantity of a scenario at an instant, as a table or as JSON."""
    world = world_of(scenario, at)
    return report_json(world) if as_json else report_text(world)


def report_json(world: World) -> str:
    """Return ``{"scenario", "at_utc", "quantities": {name: {value, unit, formula, inputs, ...}}}``."""

    def entry(quantity: Quantity) -> dict[str, Any]:
        return {
            "title": quantity.title,
            "value": quantity.value,
            "unit": quantity.unit,
            "formula": quantity.formula,
            "inputs": {name: world.quantities[name].value for name in quantity.inputs},
            "source": quantity.source,
            "confidence": quantity.confidence,
            "leaves_out": quantity.leaves_out,
        }

    content = {
        "scenario": world.scenario.name,
        "at_utc": format_utc(world.t_s),
        "quantities": {name: entry(quantity) for name, quantity in world.quantities.items()},
    }
    return json.dumps(content, indent=2, ensure_ascii=False, allow_nan=False) + "\n"


def report_text(world: World) -> str:
    """Return the totals, then the inputs, one a line with unit and confidence."""
    inputs = world.simulation.inputs
    totals = {name: q for name, q in world.quantities.items() if name not in inputs}
    return (
        f"{world.scenario.title} ({world.scenario.name}) at {format_utc(world.t_s)}\n\n"
        + _table(totals)
        + "\nSupposed\n\n"
        + _table(inputs)
    )


def _table(quantities: Mapping[str, Quantity]) -> str:
    lines = [
        f"  {q.title:<34} {format_quantity(q):>22}   {q.confidence:<10}  {name}\n" for name, q in quantities.items()
    ]
    return "".join(lines)


def parse_indices(text: str, launched: int) -> range:
    """Return the range that ``A:B`` means: from A up to but not including B, either left out for an end."""
    match = re.fullmatch(r"(\d{0,12}):(\d{0,12})|(\d{1,12})", text.strip().replace(",", "").replace("_", ""))
    if not match:
        raise ValueError(f"--indices is {text!r}: give A:B, from satellite A up to but not including B, such as 0:1000")
    if match.group(3):
        return range(int(match.group(3)), int(match.group(3)) + 1)
    first, stop = int(match.group(1) or 0), int(match.group(2) or launched)
    if stop < first:
        raise ValueError(f"--indices is {text!r}: the second number must not be below the first")
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


def check(path: str) -> str:
    """Return one line that says what a good scenario file holds; a bad one raises ``ScenarioError``."""
    scenario = load_scenario(path)
    simulation = simulate(scenario)
    launched = scenario.ramp.count_launched(scenario.end_s)
    world_at(simulation, scenario.start_s)
    world_at(simulation, scenario.end_s)
    return (
        f"{scenario.name}: good. {span_text(scenario.start_s, scenario.end_s)}, {launched:,} launches,"
        f" {scenario.slots:,} slots in {len(scenario.shells):,} shells.\n"
    )


def schema() -> str:
    """Return the JSON Schema of scenario files."""
    return json.dumps(json_schema(), indent=2, ensure_ascii=False) + "\n"


def write_file(path: Path, content: bytes) -> None:
    """Write ``content`` so that a failure leaves the old file or none, never half of one.

    Raises ``ValueError`` with one sentence.
    """
    aside = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        with open(aside, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        os.replace(aside, path)
    except OSError as error:
        aside.unlink(missing_ok=True)
        raise ValueError(f"{path} cannot be written: {error.strerror or error}") from None
