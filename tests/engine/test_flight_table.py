"""Flights between those that were integrated, the circles in which they end, and what is kept on disk.

Expected places come from integrating each flight by itself (``engine.trajectory``, which is held against other
people's integrators in test_against_shots.py).
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from engine.constants import SECONDS_PER_DAY
from engine.files import Cancelled
from engine.flight_builder import DEEP_DAYS, nothing_to_tell, table
from engine.flight_table import FlightTable, flight_share, node_of_share
from engine.lunar_factory import LunarFactory
from engine.lunar_flights import LunarFlights
from engine.mass_driver import muzzle_state_gcrs
from engine.scenario import load_scenario
from engine.targeting import solve_many
from engine.timebase import parse_utc
from engine.trajectory import fly
from engine.world import simulate

MOON = simulate(load_scenario("moon"))
FIRST_S, LAST_S = parse_utc("2066-03-01"), parse_utc("2066-04-02")  # more than a month, through every distance
KM = 1.0


@pytest.fixture(scope="module")
def factory() -> LunarFactory:
    assert MOON.scenario.lunar is not None
    return MOON.scenario.lunar


@pytest.fixture(scope="module")
def near(factory: LunarFactory) -> FlightTable:
    return table(MOON.ephemeris, factory, "high_earth_orbit", FIRST_S, LAST_S, nothing_to_tell, None)


@pytest.fixture(scope="module")
def deep(factory: LunarFactory) -> FlightTable:
    return table(MOON.ephemeris, factory, "deep_space", FIRST_S, LAST_S, nothing_to_tell, None)


LAUNCHES_S = FIRST_S + np.random.default_rng(4).uniform(0.0, 31.0, 24) * SECONDS_PER_DAY
LAUNCHES_S.sort()


def apart_km(one: np.ndarray, other: np.ndarray) -> float:
    return float(np.linalg.norm(one - other, axis=-1).max())


def test_the_share_of_a_flight_and_its_node_are_inverse() -> None:
    s = np.linspace(0.0, 1.0, 1_001)
    assert np.abs(node_of_share(flight_share(s)) - s).max() < 1e-6


def test_flights_between_the_days_are_where_direct_integration_has_them(
    near: FlightTable, factory: LunarFactory
) -> None:
    solved = solve_many(factory.track, LAUNCHES_S, "high_earth_orbit", ephemeris=MOON.ephemeris)
    assert near.number("speed_km_s", LAUNCHES_S) == pytest.approx(solved.speed_km_s, abs=1e-6)
    assert near.number("flight_s", LAUNCHES_S) == pytest.approx(solved.flight_s, abs=5.0)
    start = muzzle_state_gcrs(factory.track, LAUNCHES_S, solved.speed_km_s, MOON.ephemeris)
    flown = fly(start, LAUNCHES_S, ephemeris=MOON.ephemeris, days=solved.flight_s / SECONDS_PER_DAY, stop=())
    every = np.arange(LAUNCHES_S.size)
    for share in (1e-5, 1e-3, 0.02, 0.11, 0.37, 0.5, 0.83, 0.97, 0.9999):
        after_s = share * solved.flight_s
        direct_km = flown.at(every, after_s)[:3].T
        assert apart_km(near.positions_km(MOON.ephemeris, LAUNCHES_S, LAUNCHES_S + after_s), direct_km) < 5.0 * KM


def test_flights_to_deep_space_too(deep: FlightTable, factory: LunarFactory) -> None:
    start = muzzle_state_gcrs(factory.deep_track, LAUNCHES_S, factory.deep_speed_km_s, MOON.ephemeris)
    flown = fly(start, LAUNCHES_S, ephemeris=MOON.ephemeris, days=DEEP_DAYS, stop=())
    for day in (0.01, 0.3, 2.0, 5.0, 9.9):
        after_s = np.full(LAUNCHES_S.size, day * SECONDS_PER_DAY)
        direct_km = flown.at(np.arange(LAUNCHES_S.size), after_s)[:3].T
        assert apart_km(deep.positions_km(MOON.ephemeris, LAUNCHES_S, LAUNCHES_S + after_s), direct_km) < 20.0 * KM


def test_all_payloads_of_an_instant_lie_on_one_line(near: FlightTable) -> None:
    now_s = FIRST_S + 20.0 * SECONDS_PER_DAY
    launch_s, places_km = near.streak(MOON.ephemeris, now_s)
    assert (np.diff(launch_s) < 0.0).all()
    assert launch_s[0] == now_s
    assert near.number("flight_s", launch_s[-1:])[0] == pytest.approx(now_s - launch_s[-1], abs=0.01)
    again_km = near.positions_km(MOON.ephemeris, launch_s, np.full(launch_s.size, now_s))
    assert apart_km(places_km, again_km) < 0.1 * KM


def test_the_circle_begins_where_the_flight_ends(near: FlightTable, factory: LunarFactory) -> None:
    """Place and plane of the arrival, by direct integration; the circle is 100,000 km from the Earth's centre."""
    solved = solve_many(factory.track, LAUNCHES_S, "high_earth_orbit", ephemeris=MOON.ephemeris)
    arrivals = near.arrivals(MOON.ephemeris, LAUNCHES_S)
    place_km, speed = solved.state[:3].T, solved.state[3:].T
    assert np.linalg.norm(place_km, axis=1) == pytest.approx(100_000.0, abs=1.0)
    assert apart_km(arrivals.outward * 1e5, place_km) < 10.0 * KM
    onward = speed / np.linalg.norm(speed, axis=1, keepdims=True)  # level, as it is the perigee
    assert np.degrees(np.arccos(np.einsum("ni,ni->n", onward, arrivals.onward))).max() < 0.05


def test_no_satellite_is_lost_between_moon_flight_and_orbit(near: FlightTable, deep: FlightTable) -> None:
    ramp = MOON.scenario.lunar_ramp
    assert ramp is not None
    switch_s = FIRST_S + 15.0 * SECONDS_PER_DAY
    flights = LunarFlights(replace(near_factory(), deep_space_from_s=switch_s), ramp, near, deep)
    last = 0
    for day in (9.0, 14.9, 15.1, 19.0, 24.0):
        now_s = FIRST_S + day * SECONDS_PER_DAY
        arrived = flights.arrived(now_s)
        near_first, near_stop = flights.in_flight(near, now_s)
        deep_first, deep_stop = flights.in_flight(deep, now_s)
        gone = deep_first - flights.span(deep, now_s)[0]
        flying = (near_stop - near_first) + (deep_stop - deep_first)
        assert arrived + flying + gone == ramp.count_launched(now_s)
        assert near_stop <= flights.first_deep_k
        assert arrived >= last
        last = arrived
    assert last == flights.first_deep_k  # all of the first destination are there in the end


def near_factory() -> LunarFactory:
    assert MOON.scenario.lunar is not None
    return MOON.scenario.lunar


def test_a_satellite_in_orbit_goes_round_as_kepler_says(near: FlightTable, factory: LunarFactory) -> None:
    ramp = MOON.scenario.lunar_ramp
    assert ramp is not None
    flights = LunarFlights(factory, ramp, near, None)
    k = np.array([ramp.count_launched(LAUNCHES_S[3])])
    arrived_s = float(near.arrivals(MOON.ephemeris, ramp.launch_time_s(k)).t_s[0])
    period_s = 2.0 * np.pi * np.sqrt(flights.orbit_radius_km**3 / 398_600.4418)
    first_km = flights.orbit_positions_km(MOON.ephemeris, k, arrived_s)
    assert apart_km(flights.orbit_positions_km(MOON.ephemeris, k, arrived_s + period_s), first_km) < 0.1 * KM
    assert np.linalg.norm(first_km) == pytest.approx(flights.orbit_radius_km)
    a_unit, b_unit = flights.orbit_basis(MOON.ephemeris, k, MOON.scenario.start_s)
    turned = flights.orbit_rate_rad_s * (arrived_s - MOON.scenario.start_s)
    by_basis_km = flights.orbit_radius_km * (np.cos(turned) * a_unit + np.sin(turned) * b_unit)
    assert apart_km(by_basis_km, first_km) < 0.1 * KM


def test_where_all_goes_to_deep_space_the_first_payload_does(deep: FlightTable) -> None:
    """Its stream is as full as the days of flight and the rate make it."""
    ramp = MOON.scenario.lunar_ramp
    assert ramp is not None
    flights = LunarFlights(replace(near_factory(), destination="deep_space"), ramp, None, deep)
    now_s = FIRST_S + 20.0 * SECONDS_PER_DAY
    assert flights.first_deep_k == 0
    first, stop = flights.in_flight(deep, now_s)
    assert stop == ramp.count_launched(now_s)
    assert first == pytest.approx(ramp.count_launched(now_s - DEEP_DAYS * SECONDS_PER_DAY), abs=1)
    assert stop > first
    assert flights.arrived(now_s) == 0


@pytest.mark.parametrize(("speed_km_s", "where"), [(2.3, "the Moon"), (2.55, "the Earth")])
def test_a_shot_to_deep_space_that_falls_is_told(factory: LunarFactory, speed_km_s: float, where: str) -> None:
    eastward = replace(factory, deep_speed_km_s=speed_km_s, deep_azimuth_rad=factory.azimuth_rad)
    with pytest.raises(
        ValueError, match=rf"deep_space_speed_km_s is {speed_km_s}: .*, it falls on {where} .*20"
    ) as told:
        table(MOON.ephemeris, eastward, "deep_space", FIRST_S, LAST_S, nothing_to_tell, None)
    assert "\n" not in str(told.value)


def test_what_comes_to_l2_is_in_no_circle(factory: LunarFactory) -> None:
    ramp = MOON.scenario.lunar_ramp
    assert ramp is not None
    there = replace(factory, destination="eml2", site_longitude_rad=np.radians(33.0))
    near = table(MOON.ephemeris, there, "eml2", FIRST_S, FIRST_S + 3.0 * SECONDS_PER_DAY, nothing_to_tell, None)
    flights = LunarFlights(there, ramp, near, None)
    now_s = FIRST_S + 3.0 * SECONDS_PER_DAY
    first, stop = flights.in_flight(near, now_s)
    assert 0 < first < stop  # there are such that have come there
    assert not flights.in_circles
    assert flights.arrived(now_s) == 0


def test_what_air_brakes_flies_into_the_air_and_burns_little(factory: LunarFactory) -> None:
    """The perigee of 110 km is lifted to 550 km: 0.1254 km/s (vis viva: 7.5851 - 7.4597 km/s)."""
    ramp = MOON.scenario.lunar_ramp
    assert ramp is not None
    braked = replace(factory, destination="earth_orbit", insertion_mode="aerobraking")
    near = table(MOON.ephemeris, braked, "earth_orbit", FIRST_S, FIRST_S + SECONDS_PER_DAY, nothing_to_tell, None)
    assert near.numbers["radius_km"] == pytest.approx(6_378.137 + 110.0, abs=0.5)
    assert near.numbers["insertion_km_s"] == pytest.approx(0.1254, abs=1e-4)
    assert braked.insertion_km_s(FIRST_S) == pytest.approx(0.1254, abs=1e-4)
    assert LunarFlights(braked, ramp, near, None).orbit_radius_km == pytest.approx(6_928.137)


# -- on disk -----------------------------------------------------------------------------------


def short(factory: LunarFactory, folder: Path, progress=nothing_to_tell) -> FlightTable:
    return table(MOON.ephemeris, factory, "deep_space", FIRST_S, FIRST_S + SECONDS_PER_DAY, progress, folder)


def test_a_table_is_kept_and_read_again(factory: LunarFactory, tmp_path: Path) -> None:
    made = short(factory, tmp_path)
    (kept,) = tmp_path.glob("*.npz")
    stamp = kept.read_bytes()
    read = short(factory, tmp_path)
    assert read.places.tobytes() == made.places.tobytes()
    assert read.flight_s.tobytes() == made.flight_s.tobytes()
    assert kept.read_bytes() == stamp
    short(replace(factory, deep_speed_km_s=3.1), tmp_path)  # another speed is another table
    assert len(list(tmp_path.glob("*.npz"))) == 2


@pytest.mark.parametrize("rubbish", [b"", b"PK\x03\x04 half a file", b"not a table"])
def test_a_broken_file_is_made_anew(factory: LunarFactory, tmp_path: Path, rubbish: bytes) -> None:
    made = short(factory, tmp_path)
    (kept,) = tmp_path.glob("*.npz")
    kept.write_bytes(rubbish)
    assert short(factory, tmp_path).places.tobytes() == made.places.tobytes()
    assert len(kept.read_bytes()) > 1_000


def test_a_folder_that_cannot_be_written_only_costs_time(factory: LunarFactory, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    assert len(short(factory, tmp_path / "file" / "below").flight_s) > 1


def test_whoever_waits_can_cancel(factory: LunarFactory, tmp_path: Path) -> None:
    with pytest.raises(Cancelled):
        short(factory, tmp_path, progress=lambda share: False)
    assert not list(tmp_path.iterdir())
