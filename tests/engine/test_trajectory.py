"""engine.trajectory against other integrators (shots.json, flights.json), the restricted three bodies, and itself."""

import json
from dataclasses import replace
from math import pi, radians
from pathlib import Path

import numpy as np
import pytest

from engine import dop853_numbers, flight_events
from engine.dop853 import integrate
from engine.ephemeris import EphemerisError, load_ephemeris
from engine.forces import Cislunar
from engine.mass_driver import Track, muzzle_state_gcrs
from engine.timebase import from_year, parse_utc
from engine.trajectory import fly

AUTHORITIES = Path(__file__).parents[1] / "authorities"
SHOTS = json.loads((AUTHORITIES / "shots.json").read_text(encoding="utf-8"))["shots"]
FLIGHTS = json.loads((AUTHORITIES / "flights.json").read_text(encoding="utf-8"))["rows"]
METRE = 1e-3  # km
EAST = Track(
    latitude_rad=0.0,
    longitude_rad=radians(-60.0),
    azimuth_rad=pi / 2,
    elevation_rad=0.0,
    length_km=5.0,
    acceleration_m_s2=980.665,
)
LAUNCH_S = parse_utc("2045-05-09T03:00:00Z")


def shot(speed_km_s, t_s=LAUNCH_S, *, days, track=EAST, **options):
    """Return one flight from the track."""
    state = muzzle_state_gcrs(track, t_s, speed_km_s, load_ephemeris())
    return fly(state, t_s, ephemeris=load_ephemeris(), days=days, **options).flight(0)


@pytest.mark.parametrize("name", ["A", "B", "C", "E3", "E5", "D", "A_EXTRA", "C_EXTRA"])
def test_the_numbers_of_the_method_are_scipys(name):
    scipy = pytest.importorskip("scipy.integrate")
    assert np.array_equal(getattr(dop853_numbers, name), getattr(scipy.DOP853, name))


@pytest.mark.parametrize("row", SHOTS, ids=lambda row: row["name"])
def test_reference_shots(row):
    """From the site and speed alone: 1 km and 0.05 m/s are asked for; timing differs by TDB - TT, under 2 ms."""
    track = replace(EAST, azimuth_rad=radians(row["azimuth_deg"]))
    t_s = parse_utc(row["utc"])
    flight = shot(row["muzzle_speed_m_s"] / 1e3, t_s, track=track, days=row["tof_s"] / 86_400.0 + 0.1)
    for after_s, *state in row["states"]:
        ours = flight.state(t_s + after_s)
        assert np.linalg.norm(ours[:3] - state[:3]) < 0.2
        assert abs(np.linalg.norm(ours[3:]) - np.linalg.norm(state[3:])) < 2e-5
    if row["final_event"] == "perigee":
        perigee = flight.first("perigee")
        assert perigee.after_s == pytest.approx(row["tof_s"], abs=0.1)
        assert np.linalg.norm(perigee.state[:3]) == pytest.approx(row["final_radius_km"], abs=0.05)


@pytest.mark.parametrize("row", FLIGHTS, ids=lambda row: row["name"])
def test_another_integrator_with_the_same_forces(row):
    """1 km after 5 days is asked for."""
    flight = fly(np.array(row["state"]), row["start_s"], ephemeris=load_ephemeris(), days=5.001, stop=()).flight(0)
    for after_s, *state in row["states"]:
        ours = flight.state(row["start_s"] + after_s)
        assert np.linalg.norm(ours[:3] - state[:3]) < 10.0 * METRE
        assert np.linalg.norm(ours[3:] - state[3:]) < 1e-5


class ThreeBodies:
    """The circular restricted three-body problem, rotating frame, units of the distance and the mean motion."""

    def __init__(self, mu):
        self.mu = mu

    def sources(self, t_s):
        return np.zeros((0, t_s.size))

    def rates(self, sources, state):
        x, y, z, vx, vy, vz = state
        a, b = x + self.mu, x - 1.0 + self.mu
        near, far = (a * a + y * y + z * z) ** -1.5, (b * b + y * y + z * z) ** -1.5
        pull = (1.0 - self.mu) * near + self.mu * far
        return np.array(
            [
                vx, vy, vz,
                2.0 * vy + x - (1.0 - self.mu) * a * near - self.mu * b * far,
                -2.0 * vx + y - pull * y,
                -pull * z,
            ]
        )  # fmt: skip

    def jacobi(self, state):
        x, y, z, *speed = state
        r1, r2 = np.sqrt((x + self.mu) ** 2 + y * y + z * z), np.sqrt((x - 1.0 + self.mu) ** 2 + y * y + z * z)
        return x * x + y * y + 2.0 * (1.0 - self.mu) / r1 + 2.0 * self.mu / r2 - sum(v * v for v in speed)


def test_jacobi_constant_of_the_restricted_three_bodies():
    """200 starts between the bodies, two months each; kept to 1e-9 of itself unless a body is met at its centre."""
    field, rng = ThreeBodies(0.01215), np.random.default_rng(4)
    angle, distance = rng.uniform(0.0, 2.0 * pi, 200), rng.uniform(0.3, 0.9, 200)
    start = np.zeros((6, 200))
    start[0], start[1], start[2] = distance * np.cos(angle), distance * np.sin(angle), rng.uniform(-0.1, 0.1, 200)
    circle = np.sqrt(1.0 / distance) - distance  # prograde, in the rotating frame
    start[3], start[4] = -circle * np.sin(angle), circle * np.cos(angle)
    run = integrate(
        field,
        np.zeros(200),
        start,
        np.full(200, 4.0 * pi),
        relative=1e-13,
        absolute=np.full(6, 1e-13),
        first_step_s=1e-3,
    )
    before, after = field.jacobi(start), field.jacobi(run.state)
    assert np.abs(after / before - 1.0).max() < 1e-9
    assert np.linalg.norm(run.state - start, axis=0).min() > 0.01  # they did move


def test_dense_output_is_as_good_as_the_steps():
    flight = shot(2.4969, days=5, stop=("perigee",))
    middles_s = 0.5 * (flight.t_s[:-1] + flight.t_s[1:])
    for middle_s in middles_s[[0, 3, 20, 50, -8, -1]].tolist():
        ended = shot(2.4969, days=(middle_s - LAUNCH_S) / 86_400.0, tolerance=1e-12)
        assert np.linalg.norm((flight.state(middle_s) - ended.state(ended.end_s))[:3]) < 20.0 * METRE
    many = flight.state(middles_s)
    assert np.array_equal(many[:, 5], flight.state(float(middles_s[5])))


def test_many_flights_are_each_the_one():
    """Each with its own launch, speed and end: together and alone."""
    times_s, speeds = LAUNCH_S + 86_400.0 * np.arange(12.0), np.linspace(2.2, 2.75, 12)
    states = muzzle_state_gcrs(EAST, times_s, speeds, load_ephemeris())
    together = fly(states, times_s, ephemeris=load_ephemeris(), days=np.linspace(3.0, 9.0, 12))
    for number in range(12):
        alone = shot(speeds[number], times_s[number], days=np.linspace(3.0, 9.0, 12)[number])
        flight = together.flight(number)
        assert [event.name for event in flight.events] == [event.name for event in alone.events]
        assert flight.ended_by == alone.ended_by
        assert flight.end_s == pytest.approx(alone.end_s, abs=0.01)
        middle_s = 0.5 * (flight.start_s + flight.end_s)
        assert np.linalg.norm((flight.state(middle_s) - alone.state(middle_s))[:3]) < METRE
        by_number = together.at(np.array([number]), np.array([middle_s - flight.start_s]))[:, 0]
        assert by_number == pytest.approx(flight.state(middle_s), abs=1e-6)


def test_a_flight_leaves_the_moon_once():
    """Later passes of the Moon begin and end what its energy says anew, four times here; the first one counts."""
    flight = shot(2.41, days=60)
    (escape,) = (event for event in flight.events if event.name == "lunar_escape")
    assert escape.after_s < 3.0 * 86_400.0
    after_s = np.arange(0.0, 60.0 * 86_400.0, 1_800.0)
    off = flight.state(LAUNCH_S + after_s) - load_ephemeris().moon_state_gcrs(LAUNCH_S + after_s)
    energy = 0.5 * (off[3:] ** 2).sum(axis=0) - 4_902.8 / np.linalg.norm(off[:3], axis=0)
    free = (energy > 0.0) & (np.linalg.norm(off[:3], axis=0) > 60_000.0)
    assert np.count_nonzero(np.diff(free.astype(int)) == 1) > 1
    assert escape.after_s == pytest.approx(after_s[np.argmax(free)], abs=4.0 * 3_600.0)


def test_events_are_where_the_states_say():
    """The definitions, written out again, on states just before and after each."""
    flight = shot(2.36, days=30)
    assert {event.name for event in flight.events} >= {"lunar_escape", "perigee", "apogee", "closest_l2"}
    moon = load_ephemeris().moon_state_gcrs
    for event in flight.events:
        around = event.t_s + np.array([-5.0, 5.0])
        state, body = flight.state(around), moon(around)
        off = state - body
        if event.name in ("perigee", "apogee"):
            turning = (state[:3] * state[3:]).sum(axis=0)
        elif event.name == "closest_l2":
            from_l2 = state - (1.0 + 0.16783) * body
            turning = (from_l2[:3] * from_l2[3:]).sum(axis=0)
        elif event.name in ("apolune", "perilune"):
            turning = (off[:3] * off[3:]).sum(axis=0)
        else:
            distance = np.linalg.norm(off[:3], axis=0)
            hill = np.linalg.norm(body[:3], axis=0) * (4_902.8 / 3.0 / (398_600.4 + 4_902.8)) ** (1 / 3)
            energy = (off[3:] ** 2).sum(axis=0) / 2.0 - 4_902.8 / distance
            turning = np.minimum(distance - hill, 1e4 * energy)
        rising = event.name not in ("apogee", "apolune")
        assert (turning[0] < 0.0 < turning[1]) is rising or (turning[0] > 0.0 > turning[1]) is not rising, event.name


def test_two_bodies_about_the_moon_between_apolune_and_ground():
    """A steep shot at 2 km/s: height and duration by Kepler, to what Earth and rotation add (under a percent)."""
    flight = shot(1.9, track=replace(EAST, elevation_rad=radians(30.0)), days=5)
    v = np.linalg.norm((flight.state(LAUNCH_S) - load_ephemeris().moon_state_gcrs(LAUNCH_S))[3:])
    a = 1.0 / (2.0 / 1_737.4 - v * v / 4_902.8)
    e = np.sqrt(1.0 - (1_737.4 * v * np.cos(radians(30.0))) ** 2 / 4_902.8 / a)
    apolune = flight.first("apolune")
    assert np.linalg.norm((apolune.state - apolune.moon)[:3]) == pytest.approx(a * (1.0 + e), rel=0.01)
    anomaly = np.arccos((1.0 - 1_737.4 / a) / e)
    aloft_s = 2.0 * np.sqrt(a**3 / 4_902.8) * (pi - anomaly + e * np.sin(anomaly))
    assert flight.ended_by == "impact_moon"
    assert flight.lasts_s == pytest.approx(aloft_s, rel=0.01)


@pytest.mark.parametrize(
    ("speed_km_s", "elevation_deg", "longitude_deg"),
    [(1.0, 0.0, -60.0), (0.02, 45.0, -59.99), (1.5, 10.0, 3.1), (1.9, 30.0, 111.4)],
)
def test_a_slow_shot_says_where_and_when_it_falls(speed_km_s, elevation_deg, longitude_deg):
    flight = shot(speed_km_s, track=replace(EAST, elevation_rad=radians(elevation_deg)), days=30)
    assert flight.ended_by == "impact_moon"
    fall = flight.events[-1]
    assert np.linalg.norm((fall.state - load_ephemeris().moon_state_gcrs(fall.t_s))[:3]) == pytest.approx(
        1_737.4, abs=1e-3
    )
    assert np.degrees(fall.longitude_rad) == pytest.approx(longitude_deg, abs=0.06)
    assert fall.latitude_rad == pytest.approx(0.0, abs=1e-3)
    assert "falls on the Moon" in fall.sentence()


def test_a_dip_below_the_ground_within_one_step_is_seen():
    """Nearly level shots come back past their muzzle's height: coarse steps must not carry them through the Moon."""
    for tolerance in (1e-10, 1e-6, 1e-4):
        for speed_km_s in (2.0, 2.1, 2.2):
            flight = shot(speed_km_s, days=10, track=replace(EAST, elevation_rad=radians(0.3)), tolerance=tolerance)
            assert flight.ended_by == "impact_moon"


def test_impact_on_the_earth():
    flight = shot(2.55, days=10)
    assert flight.ended_by == "impact_earth"
    assert np.linalg.norm(flight.state(flight.end_s)[:3]) == pytest.approx(6_378.137, abs=1e-3)
    assert "falls on the Earth" in flight.events[-1].sentence()


def test_target_radius_and_outward_shots():
    flight = shot(
        2.9, days=60, track=replace(EAST, azimuth_rad=1.5 * pi), stop=("target_radius",), target_radius_km=1.5e6
    )
    assert flight.ended_by == "target_radius"
    assert np.linalg.norm(flight.state(flight.end_s)[:3]) == pytest.approx(1.5e6, abs=1e-3)


def test_l2_is_where_the_pulls_balance():
    """In the frame that turns with Earth and Moon, by the balance of pulls at the mean distance."""
    mu, share = 4_902.800118 / (4_902.800118 + 398_600.4418), flight_events.L2_SHARE
    x = 1.0 - mu + share
    assert x - (1.0 - mu) / (x + mu) ** 2 - mu / share**2 == pytest.approx(0.0, abs=1e-12)


def test_sources_are_the_ephemeris_to_a_millimetre():
    ephemeris, rng = load_ephemeris(), np.random.default_rng(8)
    for start_s in (from_year(2030.0), ephemeris.first_s, ephemeris.last_s - 20.0 * 86_400.0):
        forces = Cislunar(ephemeris, start_s, start_s + 20.0 * 86_400.0)
        times_s = start_s + rng.uniform(0.0, 20.0 * 86_400.0, 500)
        sources, moon = forces.sources(times_s), forces.moon_state(times_s)
        assert np.abs(sources[:3] - ephemeris.moon_gcrs_km(times_s)).max() < 1e-6
        assert np.abs(sources[3:6] - ephemeris.sun_geometric_gcrs_km(times_s)).max() < 1e-5
        assert np.abs(moon - ephemeris.moon_state_gcrs(times_s)).max() < 1e-6


def test_a_launch_outside_the_ephemeris_and_a_time_outside_the_flight():
    with pytest.raises(EphemerisError, match="outside the ephemeris"):
        fly(np.ones(6) * 1e5, from_year(2110.0), ephemeris=load_ephemeris(), days=5)
    flight = shot(2.5, days=2)
    for t_s in (flight.start_s - 10.0, flight.end_s + 10.0):
        with pytest.raises(ValueError, match="the flight lasts from 2045-05-09T03:00:00Z to 2045-05-11"):
            flight.state(t_s)


def test_a_flight_ends_with_the_ephemeris():
    last_s = load_ephemeris().last_s
    flight = shot(2.45, last_s - 86_400.0, days=30)
    assert flight.ended_by == "end of time"
    assert flight.end_s == pytest.approx(last_s, abs=1e-3)
