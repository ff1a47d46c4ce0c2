"""``heliograph route``: a message's way from a city, at one instant or over a span of time."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable
from math import isfinite
from pathlib import Path
from typing import Any

from engine.cities import City, find_city
from engine.commands import world_of
from engine.link_classes import TITLES
from engine.network import Network
from engine.route import network_for, routes
from engine.route_parts import NEAREST, Goal, NoRoute, Route
from engine.satellites import find_satellite
from engine.starlink import starlink_of
from engine.starlink_choice import with_elements
from engine.timebase import format_utc
from engine.timeline_file import parse_step
from engine.world import Simulation, World, check_instant

MOST_ALTERNATIVES = 20
STEP = "60s"
SERIES_COLUMNS = ("utc", "latency_ms", "round_trip_ms", "light_ms", "satellites", "fibre_ms")


def route_text(
    scenario: str,
    at: str | None,
    start: str,
    goal: str | None,
    *,
    elements: Path | None = None,
    count: int = 1,
    span: str | None = None,
    step: str | None = None,
    file_format: str = "text",
    progress: Callable[[float], bool] | None = None,
) -> str:
    """Return the way as text or JSON; with ``span`` a way at every step of it, as CSV or JSON.

    Raises ``ValueError`` with one sentence.  No path is an answer, not an error.
    """
    if not 1 <= count <= MOST_ALTERNATIVES:
        raise ValueError(f"--alternatives is {count}: give 1 to {MOST_ALTERNATIVES}")
    if step is not None and span is None:
        raise ValueError("--step is for a series: give --span too, such as --span 24h")
    if span is not None and count > 1:
        raise ValueError("--alternatives is for one instant: leave it out with --span")
    world = world_of(scenario, at)
    simulation = with_elements(world.simulation, elements)
    begin, end = find_city(start), goal_of(simulation, goal)
    if span is not None:
        return _series(simulation, world.t_s, begin, end, span, step or STEP, file_format, progress or _go_on)
    network = network_for(simulation, world.t_s, end)
    found = routes(network, begin, end, count=count)
    note = starlink_of(simulation).note(world.t_s)
    if file_format == "json":
        return json.dumps(_as_json(world, network, begin, end, found, note), indent=1, ensure_ascii=False) + "\n"
    return _as_text(world, simulation, begin, end, found, note)


def _go_on(_share: float) -> bool:
    return True


def goal_of(simulation: Simulation, text: str | None) -> Goal:
    """Return what ``--to`` names: a city, a satellite by its full name, or without it the nearest compute."""
    if text is None or text.strip().lower() == NEAREST:
        return NEAREST
    if re.fullmatch(
        rf"(?:{re.escape(simulation.scenario.name_prefix)})?[\s#-]*\d[\d,_ ]*", text.strip(), re.IGNORECASE
    ):
        k = find_satellite(simulation, text)
        if k is None:
            raise ValueError(f"--to is {text!r}: the scenario {simulation.scenario.name} launches no such satellite")
        return k
    return find_city(text)


def _titled(goal: Goal, simulation: Simulation) -> str:
    from engine.satellites import satellite_name

    if isinstance(goal, City):
        return goal.title
    return satellite_name(simulation, goal) if isinstance(goal, int) else goal


def _satellites(way: Route) -> str:
    return f"{way.satellites} satellite{'s' if way.satellites != 1 else ''}"


def _head(world: World, simulation: Simulation, start: City, goal: Goal) -> str:
    return f"{start.title} to {_titled(goal, simulation)}, {world.scenario.name} at {format_utc(world.t_s)}"


def _as_text(
    world: World, simulation: Simulation, start: City, goal: Goal, found: tuple[Route, ...] | NoRoute, note: str
) -> str:
    lines = [_head(world, simulation, start, goal), f"over {starlink_of(simulation).title}", ""]
    if isinstance(found, NoRoute):
        return "\n".join([*lines, found.sentence]) + "\n"
    best = found[0]
    rows = [("leg", "from", "to", "km", "light ms", "wait ms", "Gbit/s")]
    for hop in best.hops:
        rows.append(
            (
                TITLES[hop.link_class], hop.start, hop.end, f"{hop.range_km:,.0f}", f"{hop.light_s * 1e3:.3f}",
                f"{hop.wait_s * 1e3:.3f}", f"{hop.rate_bit_s / 1e9:,.3g}",
            )
        )  # fmt: skip
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    for row in rows:
        words = [cell.ljust(width) for cell, width in zip(row[:3], widths[:3], strict=True)]
        numbers = [cell.rjust(width) for cell, width in zip(row[3:], widths[3:], strict=True)]
        lines.append("  ".join(words + numbers).rstrip())
    fibre = best.fibre
    lines += [
        "",
        f"one way      {best.latency_s * 1e3:9.3f} ms: {best.light_s * 1e3:.3f} ms of light over"
        f" {best.length_km:,.0f} km, and waiting; {_satellites(best)}",
        f"there, back  {2e3 * best.latency_s:9.3f} ms",
        f"by fibre     {fibre.latency_s * 1e3:9.3f} ms one way to {fibre.to}, {fibre.great_circle_km:,.0f} km",
    ]
    lines += _prompt_lines(best, simulation)
    for number, other in enumerate(found[1:], 2):
        lines.append(f"way {number:<9}{other.latency_s * 1e3:9.3f} ms one way, {_satellites(other)}")
    if note:
        lines += ["", f"{note}."]
    return "\n".join(lines) + "\n"


def _prompt_lines(best: Route, simulation: Simulation) -> list[str]:
    """Return what a prompt and its answer take, where the way ends at a computer."""
    if isinstance(best.goal, City):
        return []
    from engine.prompt import prompt_quantities
    from engine.quantities import format_quantity

    made = prompt_quantities(best, simulation)
    shown = [quantity for quantity in made.values() if quantity.section == "links"]
    width = max(len(quantity.title) for quantity in shown)
    return ["", *(f"{quantity.title.ljust(width)}  {format_quantity(quantity)}" for quantity in shown)]


def _as_json(
    world: World, network: Network, start: City, goal: Goal, found: tuple[Route, ...] | NoRoute, note: str
) -> dict[str, Any]:
    simulation = network.simulation
    about = {
        "scenario": world.scenario.name,
        "at_utc": format_utc(world.t_s),
        "from": start.title,
        "to": _titled(goal, simulation),
        "starlink": starlink_of(simulation).title,
        "note": note,
    }
    if isinstance(found, NoRoute):
        return about | {"path": None, "reason": found.reason}
    made = about | {
        "path": _path_json(found[0], network),
        "alternatives": [_path_json(other, network) for other in found[1:]],
    }
    if not isinstance(goal, City):
        from engine.prompt import prompt_quantities

        quantities = prompt_quantities(found[0], simulation)
        made["prompt"] = {
            name: {
                "value": each.value,
                "unit": each.unit,
                "formula": each.formula,
                "source": each.source,
                "confidence": each.confidence,
            }
            for name, each in quantities.items()
        }
    return made


def _path_json(found: Route, network: Network) -> dict[str, Any]:
    from engine.motion import motion_of_legs

    motion, budget = motion_of_legs(network, found), network.settings.budget
    rates_km_s, turning_rad_s = motion.range_rate_km_s.tolist(), motion.pointing_rate_rad_s.tolist()
    return {
        "latency_ms": found.latency_s * 1e3,
        "round_trip_ms": found.latency_s * 2e3,
        "light_ms": found.light_s * 1e3,
        "length_km": found.length_km,
        "satellites": found.satellites,
        "fibre": {
            "to": found.fibre.to,
            "great_circle_km": found.fibre.great_circle_km,
            "latency_ms": found.fibre.latency_s * 1e3,
        },
        "hops": [
            {
                "kind": hop.link_class.name.lower(),
                "from": hop.start,
                "to": hop.end,
                "range_km": hop.range_km,
                "latency_ms": hop.latency_s * 1e3,
                "light_ms": hop.light_s * 1e3,
                "wait_ms": hop.wait_s * 1e3,
                "rate_bit_s": hop.rate_bit_s,
                "range_rate_km_s": rate_km_s,
                "pointing_rate_rad_s": rate_rad_s,
                "doppler_hz": _or_none(shift_hz),  # of lasers, as the received light
                "received_w": budget.received_w(hop.range_km) if isfinite(shift_hz) else None,
            }
            for hop, rate_km_s, rate_rad_s, shift_hz in zip(
                found.hops, rates_km_s, turning_rad_s, motion.doppler_hz.tolist(), strict=True
            )
        ],
    }


def _series(
    simulation: Simulation,
    first_s: float,
    start: City,
    goal: Goal,
    span: str,
    step: str,
    file_format: str,
    progress: Callable[[float], bool],
) -> str:
    from engine.route_series import route_series

    last_s = first_s + parse_step(span, "--span")
    check_instant(simulation.scenario, last_s)
    series = route_series(simulation, start, goal, first_s, last_s, parse_step(step), progress)
    fibre_ms = series.fibre.latency_s * 1e3
    rows = [
        (format_utc(t_s), 1e3 * one_way_s, 2e3 * one_way_s, 1e3 * light_s, satellites, fibre_ms)
        for t_s, one_way_s, light_s, satellites in zip(
            series.t_s.tolist(), series.latency_s.tolist(), series.light_s.tolist(), series.satellites.tolist(),
            strict=True,
        )
    ]  # fmt: skip
    if file_format == "json":
        made = {
            "scenario": simulation.scenario.name,
            "from": start.title,
            "to": _titled(goal, simulation),
            "starlink": starlink_of(simulation).title,
            "note": starlink_of(simulation).note(first_s),
            "median_ms": _or_none(series.within_s(0.5) * 1e3),
            "within_95_percent_ms": _or_none(series.within_s(0.95) * 1e3),
            "share_with_a_path": series.joined / len(series.t_s),
            "share_faster_than_fibre": series.faster_than_fibre,
            "reason": series.no_path,
            "series": [
                {name: _or_none(value) for name, value in zip(SERIES_COLUMNS, row, strict=True)} for row in rows
            ],
        }
        return json.dumps(made, indent=1, ensure_ascii=False) + "\n"
    table = io.StringIO()
    writer = csv.writer(table, lineterminator="\n")
    writer.writerow(SERIES_COLUMNS)
    for utc, *times, satellites, fibre in rows:
        cells = [f"{value:.6f}" if isfinite(value) else "" for value in times]
        writer.writerow([utc, *cells, satellites, f"{fibre:.6f}"])
    return table.getvalue()


def _or_none(value: object) -> object:
    """Return None for a number that JSON has no word for."""
    return None if isinstance(value, float) and not isfinite(value) else value
