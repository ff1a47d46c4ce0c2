"""What is wrong between the fields of a scenario file that are each right: two numbers that clash.

Each check names the tables that it reads, and is made whenever those have no
fault of their own; so a file with one slip in it still hears of all the others.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from math import gcd, isfinite
from typing import Any

from engine.constants import SECONDS_PER_JULIAN_YEAR, STANDARD_GRAVITY_M_S2
from engine.fields import SUN_SYNCHRONOUS
from engine.growth import Ramp
from engine.orbits import satellite_radius_km, sun_synchronous_inclination_rad
from engine.scenario_fields import MOST_PLANES, MOST_SHELLS, MOST_SLOTS, TABLES
from engine.timebase import parse_utc

Data = dict[str, Any]  # a scenario file as TOML gives it


def contradictions(data: Data, faulty: Collection[str] = ()) -> list[str]:
    """Return every contradiction between tables that are not ``faulty``; the file's top level is named ``""``."""
    problems = []
    for needed, check in _CHECKS:
        if not any(table in faulty for table in needed) and all(
            table in data or table in _MAY_LACK for table in needed
        ):
            problems += check(data)
    return problems


def ramp_of(table: Data, start_utc: str, satellite_mass_kg: float) -> Ramp:
    """Return the ramp that ``[ramp]`` or ``[moon]`` describes."""
    return Ramp.through(
        start_s=parse_utc(start_utc),
        half_s=parse_utc(table["half_rate_utc"]),
        start_rate_kg_per_year=float(table["start_rate_kg_per_year"]),
        full_rate_kg_per_year=float(table["full_rate_kg_per_year"]),
        satellite_mass_kg=float(satellite_mass_kg),
    )


def life_s_of(satellite: Data) -> float:
    """Return a satellite's life, s; infinite where none is given."""
    return float(satellite.get("life_years", float("inf"))) * SECONDS_PER_JULIAN_YEAR


def most_alive_ever(ramp: Ramp, end_s: float, life_s: float) -> float:
    """Return the largest number of satellites in orbit at once; the rate never falls, so it is the last."""
    retired = float(ramp.satellites_launched(end_s - life_s)) if isfinite(life_s) else 0.0
    return float(ramp.satellites_launched(end_s)) - retired


def slots_of(shells: list[Data]) -> int:
    """Return the places in all shells."""
    return sum(group["planes"] * group["slots_per_plane"] * group.get("count", 1) for group in shells)


def _years(data: Data) -> list[str]:
    problems = []
    start, end = parse_utc(data["start_utc"]), parse_utc(data["end_utc"])
    if end <= start:
        problems.append(f"end_utc is {data['end_utc']!r}: it must be after start_utc, {data['start_utc']!r}")
    elif "opens_at_utc" in data and not start <= parse_utc(data["opens_at_utc"]) <= end:
        problems.append(
            f"opens_at_utc is {data['opens_at_utc']!r}:"
            f" it must lie from start_utc, {data['start_utc']!r}, to end_utc, {data['end_utc']!r}"
        )
    return problems


def _earth_ramp(data: Data) -> list[str]:
    return _ramp(data["ramp"], "ramp", data["start_utc"], "start_utc")


def _moon_ramp(data: Data) -> list[str]:
    moon, start = data["moon"], data["start_utc"]
    problems = _ramp(moon, "moon", moon["start_utc"], "moon.start_utc")
    if parse_utc(moon["start_utc"]) < parse_utc(start):
        problems.append(f"moon.start_utc is {moon['start_utc']!r}: it must not be before start_utc, {start!r}")
    return problems


def _moon_dates(data: Data) -> list[str]:
    moon = data["moon"]
    start = max(data["start_utc"], moon["start_utc"], key=parse_utc)
    problems = []
    switch = moon.get("deep_space_from_utc")
    if switch is not None and parse_utc(switch) < parse_utc(data["start_utc"]):
        problems.append(
            f"moon.deep_space_from_utc is {switch!r}: it must not be before start_utc, {data['start_utc']!r}"
        )
    if "all_made_on_moon_utc" in moon and parse_utc(moon["all_made_on_moon_utc"]) <= parse_utc(start):
        problems.append(
            f"moon.all_made_on_moon_utc is {moon['all_made_on_moon_utc']!r}: it must be after moon.start_utc, {start!r}"
        )
    return problems


def _mass_driver(data: Data) -> list[str]:
    """A track too weak for the Moon or for deep space, and a way to stop that a destination has not."""
    from engine.lunar_factory import L2_FLOOR_KM_S, LUNAR_ESCAPE_KM_S  # most have no factory
    from engine.mass_driver import muzzle_speed_km_s

    moon = data["moon"]
    length_km, most_g = (_given(moon, name) for name in ("track_length_km", "track_acceleration_g"))
    speed = muzzle_speed_km_s(length_km, most_g * STANDARD_GRAVITY_M_S2)
    track = f"the track gives {speed:.3f} km/s, {length_km:g} km at {most_g:g} g"
    lengthen = "lengthen moon.track_length_km or raise moon.track_acceleration_g"
    destination = moon.get("destination", "high_earth_orbit")
    least = L2_FLOOR_KM_S if destination == "eml2" else LUNAR_ESCAPE_KM_S
    problems = []
    if speed < least:
        what = "the least that passes the point L2" if destination == "eml2" else "the speed of escape from the Moon"
        problems.append(f"{track}, below {least:.3f} km/s, {what}: {lengthen}")
    deep = _given(moon, "deep_space_speed_km_s")
    if (destination == "deep_space" or "deep_space_from_utc" in moon) and speed < deep:
        problems.append(f"{track}, but moon.deep_space_speed_km_s is {deep:g}: {lengthen}")
    if moon.get("insertion_mode") == "aerobraking" and destination != "earth_orbit":
        problems.append(
            f"moon.insertion_mode is 'aerobraking' but moon.destination is {destination!r}:"
            " only flights to earth_orbit pass through air"
        )
    return problems


def _given(moon: Data, name: str) -> float:
    """Return a number of [moon], or what is taken for it."""
    parameter = TABLES["moon"][name].parameter
    assert parameter is not None and parameter.default is not None
    return float(moon.get(name, parameter.default))


def _ramp(ramp: Data, where: str, start: str, start_name: str) -> list[str]:
    problems = []
    if parse_utc(ramp["half_rate_utc"]) <= parse_utc(start):
        problems.append(f"{where}.half_rate_utc is {ramp['half_rate_utc']!r}: it must be after {start_name}, {start!r}")
    if ramp["start_rate_kg_per_year"] > 0.49 * ramp["full_rate_kg_per_year"]:
        problems.append(
            f"{where}.start_rate_kg_per_year is {ramp['start_rate_kg_per_year']!r}:"
            f" it must be at most 0.49 of full_rate_kg_per_year, {ramp['full_rate_kg_per_year']!r}"
        )
    return problems


def _life(data: Data) -> list[str]:
    life_years, rising_days = data["satellite"].get("life_years"), data["rising"]["duration_days"]
    if life_years is None or life_years * 365.25 > rising_days:
        return []
    return [f"satellite.life_years is {life_years!r}: it must be longer than rising.duration_days, {rising_days!r}"]


def _pattern(data: Data) -> list[str]:
    groups = data["shells"]
    problems = [problem for i, group in enumerate(groups) for problem in _shell_group(group, f"shells[{i}]")]
    for what, given, most in (
        ("shells", sum(group.get("count", 1) for group in groups), MOST_SHELLS),
        ("planes", sum(group["planes"] * group.get("count", 1) for group in groups), MOST_PLANES),
        ("slots", slots_of(groups), MOST_SLOTS),
    ):
        if given > most:
            problems.append(f"the pattern has {given:,} {what} in all: at most {most:,} are allowed")
    return problems


def _shell_group(group: Data, where: str) -> list[str]:
    problems = []
    lowest, highest, count = group["altitude_from_km"], group.get("altitude_to_km"), group.get("count", 1)
    if highest is not None and highest < lowest:
        problems.append(f"{where}.altitude_to_km is {highest!r}: it must not be below altitude_from_km, {lowest!r}")
    if (highest is None or highest == lowest) and count > 1:
        problems.append(f"{where}.count is {count}: more than one shell needs an altitude_to_km above altitude_from_km")
    if group["inclination_deg"] != SUN_SYNCHRONOUS:
        return problems + [
            f"{where}.{name} is {group[name]!r}: only sun-synchronous shells have local times"
            for name in ("local_times_h", "local_time_spread_h")
            if name in group
        ]
    try:
        sun_synchronous_inclination_rad(float(satellite_radius_km(highest or lowest)))
    except ValueError as error:
        problems.append(f"{where}.altitude_to_km is {highest or lowest!r}: {error}")
    return problems


def _multiplier(data: Data) -> list[str]:
    multiplier, slots = data.get("pattern", {}).get("slot_multiplier"), slots_of(data["shells"])
    if multiplier is None or gcd(multiplier, slots) == 1:
        return []
    return [f"pattern.slot_multiplier is {multiplier}: it must share no factor with the {slots:,} slots"]


def _room(data: Data) -> list[str]:
    """More satellites at once than places for them, or than the scenario allows."""
    if _years(data) or _earth_ramp(data):
        return []  # there is no ramp to reckon with
    ramp, satellite, slots = data["ramp"], data["satellite"], slots_of(data["shells"])
    life_s = life_s_of(satellite)
    made = ramp_of(ramp, data["start_utc"], satellite["mass_kg"])
    most = most_alive_ever(made, parse_utc(data["end_utc"]), life_s)
    problems = []
    if most > slots:
        problems.append(
            f"the ramp has {most:,.0f} satellites in orbit at once but the shells have {slots:,} slots:"
            " add shells, planes or slots, or lower the ramp"
        )
    allowed = ramp.get("most_satellites")
    if allowed is not None and most > allowed:
        problems.append(
            f"the ramp has {most:,.0f} satellites in orbit at once, ramp.most_satellites allows {allowed:,.0f}:"
            " lower the ramp, or give a shorter satellite.life_years"
        )
    return problems


_MAY_LACK = {"", "pattern"}
_CHECKS: tuple[tuple[tuple[str, ...], Callable[[Data], list[str]]], ...] = (
    (("",), _years),
    (("", "ramp"), _earth_ramp),
    (("", "moon"), _moon_ramp),
    (("", "moon"), _moon_dates),
    (("moon",), _mass_driver),
    (("satellite", "rising"), _life),
    (("shells",), _pattern),
    (("shells", "pattern"), _multiplier),
    (("", "ramp", "satellite", "shells"), _room),
)
