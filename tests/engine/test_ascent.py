"""Flights from the Earth: azimuths against a search (tests/authorities/launch_azimuth.py), and the arc's two ends."""

import json
from math import degrees, radians
from pathlib import Path

import numpy as np
import pytest

from engine.ascent import ASCENT_S, Ascents, ascents_of
from engine.facts import fact_table
from engine.frames import gcrs_to_itrs
from engine.launch_sites import (
    course_to,
    courses_to,
    ground_azimuth_rad,
    inertial_azimuth_rad,
    launch_sites,
    parse_sites,
    said,
)
from engine.scenario import load_scenario, parse_scenario, shipped_scenarios
from engine.timebase import parse_utc
from engine.world import simulate, world_at

ASKED = json.loads((Path(__file__).parents[1] / "authorities/launch_azimuth.json").read_text(encoding="utf-8"))
MU_KM3_S2, EQUATOR_KM, GLOBE_KM, SIDEREAL_DAY_S = 398_600.4418, 6_378.137, 6_371.0, 86_164.0905


@pytest.fixture(scope="module")
def megaton():
    return simulate(load_scenario("megaton"))


@pytest.fixture(scope="module")
def flights(megaton):
    ascents = ascents_of(megaton)
    first = ascents.released(parse_utc("2036-06-01T00:00:00Z"))
    return [ascents.flight(number) for number in range(first, first + 60)]


@pytest.mark.parametrize("row", ASKED["azimuths"], ids=str)
def test_the_azimuth_is_the_one_a_search_finds(row) -> None:
    latitude, wanted = radians(row["latitude_deg"]), radians(row["inclination_deg"])
    inertial = inertial_azimuth_rad(latitude, wanted, row["ascending"])
    assert degrees(inertial) == pytest.approx(row["inertial_azimuth_deg"], abs=1e-5)
    ground = ground_azimuth_rad(latitude, inertial, ASKED["speed_km_s"])
    assert degrees(ground) == pytest.approx(row["ground_azimuth_deg"], abs=1e-3)


def states(ascents: Ascents, flights, since_s):
    """Positions and velocities (N, P, 3), the velocities by differences over 0.02 s."""
    behind, here, ahead = (ascents.positions_km(flights, since_s + step_s) for step_s in (-0.01, 0.0, 0.01))
    return here, (ahead - behind) / 0.02


def test_the_arc_ends_level_on_the_circle_in_the_shells_inclination(megaton, flights) -> None:
    r_km, v_km_s = states(ascents_of(megaton), flights, np.full((len(flights), 1), ASCENT_S))
    r_km, v_km_s = r_km[:, 0], v_km_s[:, 0]
    radius_km = EQUATOR_KM + 350.0
    assert np.linalg.norm(r_km, axis=1) == pytest.approx(radius_km, abs=1e-6)
    assert np.linalg.norm(v_km_s, axis=1) == pytest.approx((MU_KM3_S2 / radius_km) ** 0.5, abs=1e-4)
    climb_km_s = (r_km * v_km_s).sum(axis=1) / radius_km
    assert climb_km_s == pytest.approx(0.0, abs=1e-4)  # 0.01 s before the end it climbs by that still
    h = np.cross(r_km, v_km_s)
    reached_deg = np.degrees(np.arccos(h[:, 2] / np.linalg.norm(h, axis=1)))
    shells_deg = np.degrees(megaton.constellation.inclination_rad[[flight.shell for flight in flights]])
    assert reached_deg == pytest.approx(shells_deg, abs=0.1)
    assert {flight.course.site.name for flight in flights} == {"starbase", "lc_39a", "slc_37", "slc_6"}


def test_the_arc_begins_at_rest_on_the_pad(megaton, flights) -> None:
    r_km, v_km_s = states(ascents_of(megaton), flights, np.full((len(flights), 1), 0.01))
    for flight, r, v in zip(flights, r_km[:, 0], v_km_s[:, 0], strict=True):
        to_earth = gcrs_to_itrs(flight.liftoff_s + 0.01)
        x, y, z = to_earth @ r
        site = flight.course.site
        assert degrees(np.arctan2(y, x)) == pytest.approx(degrees(site.longitude_rad), abs=1e-6)
        assert degrees(np.arcsin(z / GLOBE_KM)) == pytest.approx(degrees(site.latitude_rad), abs=1e-6)
        # the ground's own speed, from the place of the pad a second before and after
        ahead, behind = (gcrs_to_itrs(flight.liftoff_s + s).T @ (x, y, z) for s in (1.0, -1.0))
        assert v == pytest.approx((ahead - behind) / 2.0, abs=1e-3)  # and what 10 m/s² add in 0.01 s


def test_nothing_jumps_on_the_way(megaton, flights) -> None:
    """Neither place nor velocity, and no engine pushes with more than 6 g."""
    since = np.tile(np.linspace(0.02, 700.0, 7_000), (len(flights), 1))
    _, v_km_s = states(ascents_of(megaton), flights, since)
    push_km_s2 = np.linalg.norm(np.diff(v_km_s, axis=1), axis=2) / (since[0, 1] - since[0, 0])
    assert push_km_s2.max() < 0.06


@pytest.mark.parametrize("altitude_km", [150, 200, 350, 400, 35_000])
def test_the_way_up_only_rises_and_passes_where_real_flights_do(altitude_km: int) -> None:
    text = shipped_scenarios()["megaton"].read_text(encoding="utf-8")
    scenario = parse_scenario(text.replace("insertion_altitude_km = 350", f"insertion_altitude_km = {altitude_km}"))
    simulation = simulate(scenario)
    ascents = Ascents(scenario, simulation.constellation, simulation.rise)
    since = np.linspace(0.0, ASCENT_S, 511)
    height_km = np.linalg.norm(ascents.positions_km([ascents.flight(100)], since[None])[0], axis=1) - GLOBE_KM
    assert (np.diff(height_km) >= 0.0).all()
    assert height_km[-1] + GLOBE_KM - EQUATOR_KM == pytest.approx(min(altitude_km, 400.0))
    if altitude_km >= 200:
        assert height_km[150] == pytest.approx(70.0, abs=0.01)


def test_a_flight_carries_its_satellites_and_lets_go_in_their_midst(megaton) -> None:
    ascents = ascents_of(megaton)
    for number in (0, 7, 20_000):
        flight = ascents.flight(number)
        k = np.arange(100 * number, 100 * (number + 1))
        launches_s = megaton.scenario.ramp.launch_time_s(k)
        assert (flight.first_satellite, flight.satellites) == (k[0], len(k))
        assert launches_s[49] < flight.release_s < launches_s[50]
        assert flight.satellite in k


def test_as_many_flights_leave_as_the_quantity_says(megaton) -> None:
    ascents = ascents_of(megaton)
    t_s = parse_utc("2040-06-01T00:00:00Z")
    days = 365.25
    counted = (ascents.released(t_s + days * 43_200.0) - ascents.released(t_s - days * 43_200.0)) / days
    quantities = world_at(megaton, t_s).quantities
    assert counted == pytest.approx(quantities["flights_per_day"].value, rel=1e-3)
    of_sites = {site.name: quantities[f"flights_per_day_{site.name}"].value for site in launch_sites()}
    assert sum(of_sites.values()) == pytest.approx(quantities["flights_per_day"].value)
    first = ascents.released(t_s)
    named = [ascents.flight(j).course.site.name for j in range(first, first + 1_000)]
    for name, per_day in of_sites.items():
        assert named.count(name) / 1_000 == pytest.approx(per_day / sum(of_sites.values()), abs=0.05)


def test_flights_up_are_those_between_pad_and_release(megaton) -> None:
    ascents = ascents_of(megaton)
    after_s = ascents.flight(ascents.next_flight(parse_utc("2036-06-01T00:00:00Z"))).liftoff_s
    for since, count in ((-1.0, 0), (1.0, 1), (ASCENT_S - 1.0, 1), (ASCENT_S + 1.0, 0)):
        assert len(ascents.numbers_up(after_s + since)) == count
    assert len(ascents.numbers_up(after_s + ASCENT_S + 60.0, after_s=120.0)) == 1


def test_a_satellite_that_takes_several_flights_is_flown_to_by_each() -> None:
    text = shipped_scenarios()["sceptic"].read_text(encoding="utf-8").replace("mass_kg = 3_000", "mass_kg = 80_000", 1)
    simulation = simulate(parse_scenario(text))
    ascents = ascents_of(simulation)
    assert ascents.per_flight == pytest.approx(1.0 / 3.0)
    assert [ascents.flight(number).satellite for number in range(6)] == [0, 0, 0, 1, 1, 1]


# -- what no site reaches ---------------------------------------------------------------------


def test_an_inclination_below_every_latitude_gets_the_southernmost_pad_and_says_so() -> None:
    (course,) = courses_to(launch_sites(), radians(10.0), 7.7)
    assert course.site.name == "starbase"
    assert degrees(course.turn_rad) == pytest.approx(10.0 - 25.997, abs=0.01)
    assert "16.0° still missing are a dogleg or plane change" in said(course)


def test_a_range_of_azimuths_that_is_too_narrow_leaves_a_turn() -> None:
    kennedy = next(site for site in launch_sites() if site.name == "lc_39a")
    course = course_to(kennedy, radians(97.6), True, 7.7)
    assert degrees(course.ground_azimuth_rad) == pytest.approx(35.0)
    assert 57.0 < degrees(course.inclination_rad) < 60.0  # "28 to 57 degrees" from 35 to 120, without the Earth's turn
    assert not course.direct


# -- a file of sites --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("latitude_deg", 95.0, "it must be from -85 to 85"),
        ("longitude_deg", "west", "it must be a number"),
        ("longitude_deg", float("nan"), "it must be a number"),
        ("azimuth_to_deg", 10, "it must be more than azimuth_from_deg, 35"),
        ("confidence", "sure", "give one of A, B"),
        ("title", 3, "it must be a text"),
        ("source", None, "is missing"),
    ],
)
def test_a_bad_site_is_one_sentence(field: str, value: object, sentence: str) -> None:
    table = dict(fact_table("launch_sites")["lc_39a"]) | {field: value}
    if value is None:
        del table[field]
    with pytest.raises(ValueError, match=r"^sites\.toml: pad") as error:
        parse_sites({"pad": table}, "sites.toml")
    assert f"sites.toml: pad.{field} is " in str(error.value)
    assert sentence in str(error.value) and "\n" not in str(error.value)


def test_no_site_and_no_table_are_one_sentence() -> None:
    with pytest.raises(ValueError, match="has no launch site"):
        parse_sites({}, "sites.toml")
    with pytest.raises(ValueError, match="must be a table"):
        parse_sites({"pad": 3}, "sites.toml")
