"""Stocks and flows: how many satellites there are, and what it takes to keep them."""

from __future__ import annotations

from engine.formula import Formula

FORMULAS: tuple[Formula, ...] = (
    Formula(
        name="satellites_alive",
        title="Satellites on station",
        unit="1",
        symbol="N",
        expression="satellites_launched - satellites_rising - satellites_retired - satellites_failed",
        words="launched - rising - retired - failed",
    ),
    Formula(
        name="mass_on_orbit_kg",
        title="Mass in orbit",
        unit="kg",
        symbol="M",
        expression=(
            "(satellites_alive + satellites_failed + satellites_rising) * satellite_mass_kg"
            " + moon_satellites_alive * moon_satellite_mass_kg"
        ),
        words="(on station + failed + rising) × mass of a satellite, and the same for lunar-built ones",
        leaves_out="retired satellites, stages, debris",
    ),
    Formula(
        name="power_added_w_per_year",
        title="Rated power launched a year, now",
        unit="W/year",
        symbol="dP/dt",
        expression="launch_rate_kg_per_year / satellite_mass_kg * satellite_power_w",
        words="mass launched a year / mass of a satellite × rated power of a satellite",
        leaves_out="what is launched from the Moon",
    ),
)
