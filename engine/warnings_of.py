"""What may be wanted but clashes: a scenario that can be simulated and yet does not add up, in one sentence each.

What cannot be simulated at all is an error, see ``contradictions.py``.
"""

from __future__ import annotations

from collections.abc import Iterator
from math import ceil, inf, isfinite

from engine.constants import SECONDS_PER_JULIAN_YEAR
from engine.scenario import Scenario
from engine.scenario_fields import ROOT, TABLES
from engine.timebase import format_utc
from engine.world import World


def warnings_of(world: World) -> tuple[str, ...]:
    """Return the warnings about a world's scenario; heat and mass are as at the world's instant."""
    scenario = world.scenario
    return (
        *_heat(world),
        *_mass(world),
        *_years(scenario),
        *_upkeep(scenario),
        *_flights(scenario),
        *_moon(scenario),
        *_rest(scenario),
    )


def _value(world: World, name: str) -> float:
    return world.quantities[name].value


def _heat(world: World) -> Iterator[str]:
    out = _value(world, "radiator_emission_w_per_m2")
    taken_in = _value(world, "radiator_infrared_w_per_m2") + _value(world, "radiator_albedo_w_per_m2")
    if out <= taken_in:
        yield (
            f"heat.radiator_temperature_k is {_value(world, 'radiator_temperature_k'):g}:"
            f" the radiator sends out {out:,.0f} W/m² but takes in {taken_in:,.0f} W/m² from the Earth,"
            " so it sheds nothing"
        )


def _mass(world: World) -> Iterator[str]:
    stated, closing = _value(world, "specific_power_w_per_kg"), _value(world, "specific_power_closing_w_per_kg")
    if closing < stated:
        yield (
            f"the mass budget does not close: satellite.mass_kg and satellite.power_w make {stated:.3g} W/kg,"
            f" the parts supposed allow {closing:.3g} W/kg"
        )


def _years(scenario: Scenario) -> Iterator[str]:
    end = f"the scenario ends before that, end_utc is {_day(scenario.end_s)}"
    if scenario.ramp.half_s > scenario.end_s:
        yield f"ramp.half_rate_utc is {_day(scenario.ramp.half_s)}: {end}"
    moon = scenario.lunar_ramp
    if moon is not None and moon.start_s >= scenario.end_s:
        yield f"moon.start_utc is {_day(moon.start_s)}: nothing comes from the Moon, {end}"
    elif moon is not None and moon.half_s > scenario.end_s:
        yield f"moon.half_rate_utc is {_day(moon.half_s)}: {end}"
    for milestone in scenario.milestones:
        if not scenario.start_s <= milestone.t_s <= scenario.end_s:
            yield (
                f"the milestone {milestone.title!r} is on {_day(milestone.t_s)}:"
                f" the scenario runs from {_day(scenario.start_s)} to {_day(scenario.end_s)}"
            )


def _upkeep(scenario: Scenario) -> Iterator[str]:
    if not scenario.parameters["upkeep_free"]:
        return
    given = scenario.parameters
    life_years, failures = scenario.life_s / SECONDS_PER_JULIAN_YEAR, given["failure_share_per_year"]
    free = "upkeep.free is true, but"
    if isfinite(life_years):
        yield f"{free} satellite.life_years is {life_years:g}: what replaces them is not charged"
    if failures > 0:
        yield f"{free} upkeep.failure_share_per_year is {failures:g}: what replaces them is not charged"
    if "upkeep.operations_share_per_year" in scenario.stated and given["operations_share_per_year"] > 0:
        yield f"{free} upkeep.operations_share_per_year is {given['operations_share_per_year']:g}: it is not charged"


def _flights(scenario: Scenario) -> Iterator[str]:
    payload, mass = scenario.parameters["payload_kg_per_flight"], scenario.satellite_mass_kg
    if payload < mass:
        yield (
            f"launch.payload_kg_per_flight is {payload:,.10g}{_taken(scenario, 'launch.payload_kg_per_flight')}:"
            f" one satellite of {mass:,.10g} kg takes {ceil(mass / payload):,} flights"
        )


def _moon(scenario: Scenario) -> Iterator[str]:
    lunar = scenario.lunar
    if lunar is None:
        return
    usual, most = lunar.shot_speed_km_s(-inf), lunar.muzzle_speed_km_s
    if most < usual:
        yield (
            f"the lunar track gives at most {most:.3f} km/s: {lunar.destination} takes about {usual:.3f} km/s,"
            " so it may be out of reach"
        )
    if lunar.destination == "eml2":
        yield "moon.destination is 'eml2': satellites are drawn only on their way, as orbits about L2 are not modelled"
    if isfinite(lunar.deep_space_from_s) and lunar.start_s < scenario.end_s < lunar.deep_space_from_s:
        yield (
            f"moon.deep_space_from_utc is {_day(lunar.deep_space_from_s)}: nothing goes to deep space, the scenario"
            f" ends before that, end_utc is {_day(scenario.end_s)}"
        )
    goes_deep = lunar.destination == "deep_space" or isfinite(lunar.deep_space_from_s)
    for name in ("deep_space_azimuth_deg", "deep_space_speed_km_s"):
        if f"moon.{name}" in scenario.stated and not goes_deep:
            yield f"moon.{name} is set, but nothing goes to deep space: moon.deep_space_from_utc is not"


def _rest(scenario: Scenario) -> Iterator[str]:
    lowest = min(shell.altitude_km for shell in scenario.shells)
    if scenario.insertion_altitude_km > lowest:
        yield (
            f"rising.insertion_altitude_km is {scenario.insertion_altitude_km:g}:"
            f" the lowest shell is at {lowest:g} km, so satellites sink to it"
        )
    known = {*ROOT, "shells", "milestones", *(f"{table}.{name}" for table in TABLES for name in TABLES[table])}
    for name in scenario.sources:
        if name not in known:
            yield f'sources."{name}" is the source of no field: such as "satellite.mass_kg" are understood'


def _taken(scenario: Scenario, field: str) -> str:
    return "" if field in scenario.stated else ", taken as the scenario sets none"


def _day(t_s: float) -> str:
    return format_utc(t_s)[:10]
