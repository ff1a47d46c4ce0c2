"""What each section of the models shows as charts: which quantities together, in which colours.

A line whose quantity the engine does not have is left out, and a chart without
lines too; a section that has quantities but none of these charts gets one of
those that change most.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from engine.quantities import Quantity
from engine.timeline import Timeline

# As the row of sections names them; a section without quantities is not shown.
TITLES = {
    "power": "Power",
    "heat": "Heat",
    "compute": "Compute",
    "growth": "Growth",
    "links": "Links",
    "moon": "Moon",
    "cost": "Cost",
    "valuation": "Value",
    "scale": "Scale",
    "risk": "Risk",
}


@dataclass(frozen=True, slots=True)
class Line:
    """One curve: the first of ``names`` that there is; ``tint`` is a name of ``theme.COLOURS``."""

    names: tuple[str, ...]
    title: str
    tint: str

    def name_in(self, there: Mapping[str, object]) -> str | None:
        return next((name for name in self.names if name in there), None)


@dataclass(frozen=True, slots=True)
class ChartPlan:
    """Curves of one unit on one axis, logarithmic where asked or needed.  ``stacked`` lays them on one another.

    ``crossing`` marks the claim's date, and where the first line falls below the second;
    ``needs`` names a quantity without which, or with nothing but zeros in it, there is no such chart.
    """

    title: str
    lines: tuple[Line, ...]
    stacked: bool = False
    crossing: bool = False
    log: bool = False
    needs: str = ""


def _line(tint: str, title: str, *names: str) -> Line:
    return Line(names, title, tint)


PLANS: dict[str, tuple[ChartPlan, ...]] = {
    "power": (
        ChartPlan("Power", (
            _line("blue", "Rated", "power_rated_w"),
            _line("second", "Now", "power_live_w"),
            _line("gold", "Orbit average", "power_orbit_average_w"),
            _line("rising", "End of life", "power_end_of_life_w"),
        )),
        ChartPlan("Power by origin", (
            _line("gold", "Earth-built", "power_live_w"),
            _line("blue", "Lunar-built", "moon_power_w"),
        ), log=True, needs="moon_power_w"),
        ChartPlan("Power launched a year", (_line("gold", "Rated, a year", "power_added_w_per_year"),)),
    ),
    "heat": (),
    "compute": (
        ChartPlan("AI compute", (
            _line("blue", "Peak", "compute_flop_s"),
            _line("gold", "At utilisation", "compute_flop_s_at_mfu"),
        )),
        ChartPlan("Tokens", (_line("gold", "Tokens", "tokens_per_s"),)),
    ),
    "growth": (
        ChartPlan("Satellites", (
            _line("gold", "On station", "satellites_alive"),
            _line("rising", "Rising", "satellites_rising"),
            _line("error", "Failed", "satellites_failed"),
            _line("faint", "Retired", "satellites_retired"),
        ), stacked=True),
        ChartPlan("Flights a year", (_line("blue", "Flights", "flights_per_year"),)),
        ChartPlan("Mass launched a year", (
            _line("gold", "From the Earth", "launch_rate_kg_per_year"),
            _line("blue", "From the Moon", "moon_launch_rate_kg_per_year"),
        ), log=True),
    ),
    "links": (
        ChartPlan("Starlink satellites that carry all text down", (
            _line("gold", "Satellites", "starlink_satellites_for_text"),
        ), log=True),
    ),
    "moon": (
        ChartPlan("Mass by source", (
            _line("gold", "Launched from the Earth", "earth_launched_total_kg"),
            _line("rising", "Brought to the Moon", "moon_brought_total_kg"),
            _line("blue", "Made on the Moon", "moon_made_total_kg"),
        ), log=True, needs="moon_made_total_kg"),
        ChartPlan("Shots an hour", (_line("gold", "Shots", "moon_shots_per_hour"),), log=True),
        ChartPlan("Power on the Moon", (
            _line("blue", "Smelting", "moon_smelting_w"),
            _line("gold", "Mass driver", "moon_driver_electric_w"),
        ), log=True),
        ChartPlan("Flights a day from the Earth", (
            _line("gold", "All", "flights_total_per_day"),
            _line("blue", "With satellites", "flights_per_day"),
        ), log=True),
    ),
    "cost": (
        ChartPlan("Cost of tokens", (
            _line("gold", "In orbit", "orbit_usd_per_mtoken"),
            _line("blue", "On the ground", "ground_usd_per_mtoken"),
        ), crossing=True, log=True),
        ChartPlan("Launch", (_line("rising", "Price", "launch_usd_per_kg"),)),
    ),
    "scale": (
        ChartPlan("Kardashev index", (_line("gold", "Index", "kardashev_index"),)),
        ChartPlan("Share of the world's", (
            _line("blue", "Electricity", "world_electricity_share"),
            _line("gold", "Primary energy", "world_primary_share"),
        )),
    ),
    "risk": (
        ChartPlan("Area in the way of debris", (_line("rising", "Area", "debris_area_m2"),)),
        ChartPlan("Mass that re-enters a year", (_line("error", "Re-enters", "reentry_kg_per_year"),)),
        ChartPlan("Visible to the naked eye", (
            _line("blue", "At worst", "bright_satellites_unmitigated"),
            _line("gold", "If dimmed", "bright_satellites_mitigated"),
        )),
    ),
}  # fmt: skip

_TINTS = ("gold", "blue")


def _varies(column: np.ndarray) -> bool:
    finite = column[np.isfinite(column)]
    return finite.size > 1 and float(np.ptp(finite)) > 1e-6 * float(np.abs(finite).max())


def _can_be_drawn(column: np.ndarray) -> bool:
    """Whether a curve says something: numbers, and not all of them zero."""
    finite = column[np.isfinite(column)]
    return finite.size > 1 and bool(np.any(finite))


def charts_of(section: str, timeline: Timeline) -> tuple[ChartPlan, ...]:
    """Return the charts of a section that can be drawn from a timeline, with lines of names that it has."""
    columns = timeline.columns
    made = []
    for plan in PLANS.get(section, ()):
        found = [(line, line.name_in(columns)) for line in plan.lines]
        lines = tuple(replace(line, names=(name,)) for line, name in found if name and _can_be_drawn(columns[name]))
        if lines and (not plan.needs or plan.needs in {line.names[0] for line in lines}):
            made.append(replace(plan, lines=lines))
    return tuple(made) or _of_what_changes(section, timeline)


def _of_what_changes(section: str, timeline: Timeline) -> tuple[ChartPlan, ...]:
    """Return a chart for each of the first two quantities of a section that change over the years."""
    changing = [
        quantity
        for name, quantity in timeline.quantities.items()
        if quantity.section == section and name in timeline.columns and _varies(timeline.columns[name])
    ]
    pairs = zip(changing[:2], _TINTS, strict=False)
    return tuple(ChartPlan(quantity.title, (Line((quantity.name,), "", tint),)) for quantity, tint in pairs)


def sections_of(quantities: Mapping[str, Quantity]) -> tuple[str, ...]:
    """Return the sections that have something to show, in their order; the valuation is there once it is asked for."""
    there = {"valuation", *(quantity.section for quantity in quantities.values())}
    return tuple(section for section in TITLES if section in there)
