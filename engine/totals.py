"""The totals of a world, each as a Quantity with its formula, inputs and source."""

from __future__ import annotations

from collections.abc import Mapping
from math import isfinite
from types import MappingProxyType

import numpy as np

from engine.constants import AU_KM, SECONDS_PER_DAY, SECONDS_PER_JULIAN_YEAR, SUN_LUMINOSITY_W
from engine.kardashev import WORLD_PRIMARY_POWER_W, kardashev_index, solar_fraction
from engine.power import SUM_BELOW
from engine.quantities import Quantity
from engine.scenario import Scenario
from engine.timebase import format_utc, year_of
from engine.world import World

_ON_STATION = "Only satellites on station count as capacity; rising ones do not."


def scenario_quantities(scenario: Scenario) -> Mapping[str, Quantity]:
    """Return the inputs that a scenario states, and the constants the totals use, by name."""

    def given(name: str, title: str, unit: str, value: float, field: str) -> Quantity:
        source = scenario.source(field)
        return Quantity(
            name=name,
            title=title,
            unit=unit,
            value=value,
            formula=f"given by the scenario, field {field}",
            source=source.text,
            confidence=source.confidence,
        )

    half = format_utc(scenario.ramp.half_s)[:10]
    never = not isfinite(scenario.life_s)
    made = [
        given("satellite_mass_kg", "Mass of a satellite", "kg", scenario.satellite_mass_kg, "satellite.mass_kg"),
        given(
            "satellite_power_w",
            "Rated power of a satellite",
            "W",
            scenario.satellite_power_w,
            "satellite.power_w",
        ),
        given(
            "ramp_start_rate_kg_per_year",
            "Mass to orbit at the start",
            "kg/year",
            scenario.start_rate_kg_per_year,
            "ramp.start_rate_kg_per_year",
        ),
        given(
            "ramp_full_rate_kg_per_year",
            "Mass to orbit in the end",
            "kg/year",
            scenario.ramp.full_rate_kg_per_year,
            "ramp.full_rate_kg_per_year",
        ),
        given(
            "ramp_half_rate_year",
            f"When half the rate is reached ({half})",
            "decimal year",
            year_of(scenario.ramp.half_s),
            "ramp.half_rate_utc",
        ),
        given("rise_days", "Time to rise", "days", scenario.rise_s / SECONDS_PER_DAY, "rising.duration_days"),
        given(
            "insertion_altitude_km",
            "Insertion altitude",
            "km",
            scenario.insertion_altitude_km,
            "rising.insertion_altitude_km",
        ),
        given(
            "peak_flop_s_per_w",
            "Compute per watt",
            "FLOP/s/W",
            scenario.peak_flop_s_per_w,
            "compute.peak_flop_s_per_w",
        ),
        given(
            "energy_per_token_j",
            "Energy per token",
            "J/token",
            scenario.energy_per_token_j,
            "compute.energy_per_token_j",
        ),
        given("slots", "Places in the shells", "1", float(scenario.slots), "shells"),
        Quantity(
            name="ramp_time_constant_years",
            title="Time constant of the ramp",
            unit="years",
            value=scenario.ramp.tau_s / SECONDS_PER_JULIAN_YEAR,
            formula="(time of half rate - start) / ln(full rate / starting rate - 1)",
            inputs=("ramp_half_rate_year", "ramp_full_rate_kg_per_year", "ramp_start_rate_kg_per_year"),
        ),
        Quantity(
            name="satellite_life_years",
            title="Design life",
            unit="years",
            value=0.0 if never else scenario.life_s / SECONDS_PER_JULIAN_YEAR,
            formula="given by the scenario, field satellite.life_years; 0 stands for no retirement",
            source=scenario.source("satellite.life_years").text
            if not never
            else "absent from the scenario: no retirement",
            confidence=scenario.source("satellite.life_years").confidence,
        ),
        Quantity(
            name="world_primary_power_w",
            title="World primary power, 2024",
            unit="W",
            value=WORLD_PRIMARY_POWER_W,
            formula="592 EJ of primary energy in 2024 over one year",
            source="Energy Institute Statistical Review 2025 (physical-content method), by way of cesgb.com",
            confidence="A",
        ),
        Quantity(
            name="sun_luminosity_w",
            title="Luminosity of the Sun",
            unit="W",
            value=SUN_LUMINOSITY_W,
            formula="nominal value",
            source="IAU 2015 Resolution B3",
            confidence="A",
        ),
    ]
    return MappingProxyType({quantity.name: quantity for quantity in made})


def world_quantities(world: World) -> Mapping[str, Quantity]:
    """Return every quantity of a world: the scenario's inputs and what follows from them at its instant."""
    scenario, fleet, t_s = world.scenario, world.fleet, world.t_s
    sunlit_fraction, orbit_sunlit_fraction = world.sunlit_fraction, world.orbit_sunlit_fraction
    made: dict[str, Quantity] = dict(world.simulation.inputs)

    def add(
        name: str,
        title: str,
        unit: str,
        value: float,
        formula: str,
        inputs: tuple[str, ...],
        leaves_out: str = "",
        **more: str,
    ) -> float:
        made[name] = Quantity(
            name=name,
            title=title,
            unit=unit,
            value=float(value),
            formula=formula,
            inputs=inputs,
            leaves_out=leaves_out,
            **more,
        )
        return float(value)

    ramp = ("ramp_full_rate_kg_per_year", "ramp_half_rate_year", "ramp_time_constant_years")
    rate = add(
        "launch_rate_kg_per_year",
        "Mass launched a year, now",
        "kg/year",
        scenario.ramp.rate_kg_per_year(t_s),
        "full rate / (1 + exp(-(now - time of half rate) / time constant))",
        ramp,
        "launches come one by one here, not by the rocketful",
    )
    add(
        "satellites_launched",
        "Satellites launched",
        "1",
        fleet.launched,
        "mass rate summed since the start / mass of a satellite, rounded",
        ("launch_rate_kg_per_year", "satellite_mass_kg", *ramp),
    )
    add(
        "satellites_retired",
        "Satellites retired",
        "1",
        fleet.retired,
        "satellites launched more than a design life ago",
        ("satellites_launched", "satellite_life_years"),
        "failures before the end of life",
    )
    rising = add(
        "satellites_rising",
        "Satellites rising",
        "1",
        fleet.rising,
        "satellites launched within the time to rise",
        ("satellites_launched", "rise_days"),
    )
    alive = add(
        "satellites_alive",
        "Satellites on station",
        "1",
        fleet.on_station,
        "launched - rising - retired",
        ("satellites_launched", "satellites_rising", "satellites_retired"),
        "failures",
    )
    rated = add(
        "power_rated_w",
        "Rated power",
        "W",
        alive * scenario.satellite_power_w,
        "satellites on station × rated power of a satellite",
        ("satellites_alive", "satellite_power_w"),
        _ON_STATION,
    )
    au = add(
        "sun_distance_au",
        "Distance to the Sun",
        "AU",
        float(np.linalg.norm(world.sun_gcrs_km)) / AU_KM,
        "length of the vector from the Earth's centre to the Sun",
        (),
        source="JPL DE440",
        confidence="A",
    )
    add(
        "sunlit_fraction",
        "In sunlight now",
        "1",
        sunlit_fraction,
        "mean over the satellites on station of the visible share of the Sun's disc"
        + ("" if fleet.on_station < SUM_BELOW else ", taken plane by plane"),
        ("satellites_alive",),
        "the Moon's shadow, the atmosphere, the Earth's flattening",
    )
    add(
        "orbit_sunlit_fraction",
        "In sunlight over an orbit",
        "1",
        orbit_sunlit_fraction,
        "mean over the planes of the sunlit share of their circle, with the Sun held still",
        ("satellites_alive",),
        "the Moon's shadow, the atmosphere, the Earth's flattening",
    )
    live = add(
        "power_live_w",
        "Power now",
        "W",
        rated * sunlit_fraction / au**2,
        "rated power × share in sunlight now / (distance to the Sun in AU)²",
        ("power_rated_w", "sunlit_fraction", "sun_distance_au"),
        "ageing, pointing losses, batteries: in the dark a satellite does nothing",
    )
    add(
        "power_orbit_average_w",
        "Power over an orbit",
        "W",
        rated * orbit_sunlit_fraction / au**2,
        "rated power × share in sunlight over an orbit / (distance to the Sun in AU)²",
        ("power_rated_w", "orbit_sunlit_fraction", "sun_distance_au"),
        "ageing, pointing losses, batteries",
    )
    add(
        "compute_flop_s",
        "AI compute now",
        "FLOP/s",
        live * scenario.peak_flop_s_per_w,
        "power now × compute per watt: peak, not achieved",
        ("power_live_w", "peak_flop_s_per_w"),
        "how much of the peak a model reaches (30 to 50 % is typical), orbital overheads, failures",
    )
    add(
        "tokens_per_s",
        "Tokens per second",
        "tokens/s",
        live / scenario.energy_per_token_j,
        "power now / energy per token, if all of it served that model",
        ("power_live_w", "energy_per_token_j"),
        "orbital overheads, demand, the way down",
    )
    add(
        "mass_on_orbit_kg",
        "Mass in orbit",
        "kg",
        (alive + rising) * scenario.satellite_mass_kg,
        "(satellites on station + rising) × mass of a satellite",
        ("satellites_alive", "satellites_rising", "satellite_mass_kg"),
        "retired satellites, stages, debris",
    )
    add(
        "power_added_w_per_year",
        "Rated power launched a year, now",
        "W/year",
        rate / scenario.satellite_mass_kg * scenario.satellite_power_w,
        "mass launched a year / mass of a satellite × rated power of a satellite",
        ("launch_rate_kg_per_year", "satellite_mass_kg", "satellite_power_w"),
    )
    add(
        "kardashev_index",
        "Kardashev index",
        "1",
        kardashev_index(WORLD_PRIMARY_POWER_W + live),
        "(log₁₀(world primary power + power now, in W) - 6) / 10",
        ("world_primary_power_w", "power_live_w"),
        "any growth of power use on the ground",
        source="Sagan's interpolation, The Cosmic Connection (1973)",
    )
    add(
        "solar_fraction",
        "Share of the Sun",
        "1",
        solar_fraction(live),
        "power now / luminosity of the Sun",
        ("power_live_w", "sun_luminosity_w"),
    )
    return MappingProxyType(made)
