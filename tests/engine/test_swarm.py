"""The swarm round the Sun: its cohorts against another integrator and the known ranges, and who is where."""

import json
from math import pi
from pathlib import Path

import numpy as np
import pytest

from engine.constants import AU_KM, MU_SUN_KM3_S2, SECONDS_PER_DAY
from engine.ephemeris import load_ephemeris
from engine.kepler import Orbits, positions_km
from engine.mass_driver import Track
from engine.scenario import parse_scenario, shipped_scenarios
from engine.swarm import Cohorts, Sample, Swarm, deep_cohorts, has_swarm, is_worked_out, sample_of, swarm_of
from engine.timebase import parse_utc
from engine.world import Simulation, open_simulation, simulate, world_at

WEST = Track(
    latitude_rad=0.0, longitude_rad=-pi / 3.0, azimuth_rad=1.5 * pi, elevation_rad=0.0,
    length_km=5.0, acceleration_m_s2=980.665,
)  # fmt: skip
FLIGHT = json.loads((Path(__file__).parents[1] / "authorities" / "swarm.json").read_text(encoding="utf-8"))
YEAR_S = 365.25 * SECONDS_PER_DAY


@pytest.fixture(scope="module")
def simulation() -> Simulation:
    """The scenario moon, with the switch to deep space near its end: two and a half years of cohorts."""
    text = shipped_scenarios()["moon"].read_text(encoding="utf-8")
    assert 'deep_space_from_utc = "2070-01-01T00:00:00Z"' in text
    return simulate(
        parse_scenario(
            text.replace('deep_space_from_utc = "2070-01-01T00:00:00Z"', 'deep_space_from_utc = "2098-06-01T00:00:00Z"')
        )
    )


@pytest.fixture(scope="module")
def swarm(simulation: Simulation) -> Swarm:
    told: list[float] = []
    made = swarm_of(simulation, lambda share: not told.append(share))
    assert made is not None
    assert told == sorted(told) and told[-1] == 1.0
    return made


@pytest.fixture(scope="module")
def two_months() -> Cohorts:
    first_s = parse_utc("2085-01-01T07:00:00Z")
    return deep_cohorts(WEST, 3.0, first_s, first_s + 62 * SECONDS_PER_DAY, load_ephemeris())


def test_a_cohort_flies_as_another_integrator_has_it() -> None:
    """One reference shot: exact where the two agree to integrate, and then as far off as the Earth still pulls."""
    first_s = FLIGHT["start_s"] - 4.0 * SECONDS_PER_DAY
    cohorts = deep_cohorts(WEST, FLIGHT["speed_km_s"], first_s, first_s + 9 * SECONDS_PER_DAY, load_ephemeris())
    orbit = cohorts.orbits([FLIGHT["start_s"]])
    rows = {row["after_days"]: row for row in FLIGHT["rows"]}
    assert orbit.a_km[0] == pytest.approx(rows[100.0]["a_km"], abs=500.0)
    assert orbit.eccentricity[0] == pytest.approx(rows[100.0]["eccentricity"], abs=5e-6)
    for days, off_km in ((100.0, 200.0), (20.0, 1.0e6), (365.0, 3.0e6), (1_095.0, 6.0e6)):
        at = positions_km(orbit, days * SECONDS_PER_DAY, MU_SUN_KM3_S2)[0]
        assert np.linalg.norm(at - rows[days]["r_km"]) < off_km


@pytest.mark.parametrize(
    ("speed_km_s", "least_au", "most_au", "most_e"), [(2.8, 0.92, 1.09, 0.10), (3.0, 0.895, 1.140, 0.14)]
)
def test_orbits_lie_in_the_known_range(speed_km_s: float, least_au: float, most_au: float, most_e: float) -> None:
    """Westward from 60 W: semi-major axes and tilts of an earlier calculation of this very geometry, on a few months.

    They move a little from month to month: the Moon's way is no circle.
    """
    first_s = parse_utc("2085-01-01")
    cohorts = deep_cohorts(WEST, speed_km_s, first_s, first_s + 59 * SECONDS_PER_DAY, load_ephemeris())
    orbits = Orbits(*cohorts.table)
    a_au = orbits.a_km / AU_KM
    assert least_au - 0.012 < a_au.min() < least_au + 0.03
    assert most_au - 0.03 < a_au.max() < most_au + 0.012
    assert orbits.eccentricity.max() < most_e
    assert np.degrees(orbits.inclination_rad).max() < 0.25
    # One wave a synodic month: what is left of it beside its mean and two harmonics is small.
    phase = 2.0 * pi * (launches_s(cohorts) - first_s) / (29.530_59 * SECONDS_PER_DAY)
    waves = np.stack([np.ones_like(phase), *(f(n * phase) for n in (1, 2) for f in (np.sin, np.cos))], axis=1)
    fit, *_ = np.linalg.lstsq(waves, a_au, rcond=None)
    assert np.abs(waves @ fit - a_au).max() < 0.02
    assert np.hypot(fit[1], fit[2]) > 4.0 * np.hypot(fit[3], fit[4])


def launches_s(cohorts: Cohorts) -> np.ndarray:
    """(C,)."""
    return cohorts.first_s + cohorts.step_s * np.arange(cohorts.table.shape[1])


def test_between_two_cohorts_orbits_are_those_of_a_flight_at_that_time(two_months: Cohorts) -> None:
    half_way = deep_cohorts(
        WEST, 3.0, two_months.first_s + 0.5 * SECONDS_PER_DAY, launches_s(two_months)[-2], load_ephemeris()
    )
    inside = launches_s(half_way)[4:-5]
    flown, between = half_way.orbits(inside), two_months.orbits(inside)
    assert np.abs(flown.a_km - between.a_km).max() < 2_200.0
    assert np.median(np.abs(flown.a_km - between.a_km)) < 40.0
    apart = positions_km(flown, 30.0 * YEAR_S, MU_SUN_KM3_S2) - positions_km(between, 30.0 * YEAR_S, MU_SUN_KM3_S2)
    assert np.linalg.norm(apart, axis=1).max() < 0.004 * AU_KM


def test_cohorts_go_through_their_own_days(two_months: Cohorts) -> None:
    days_s = launches_s(two_months)
    on_the_day = two_months.orbits(days_s).rows()
    again = Cohorts(two_months.first_s, two_months.step_s, two_months.table)
    assert np.allclose(on_the_day[:5], again.table[:5], rtol=1e-9, atol=1e-12)
    assert np.isnan(two_months.orbits([two_months.first_s - 1.0, days_s[-1] + 1.0]).a_km).all()


def test_satellites_start_from_the_earth(swarm: Swarm, simulation: Simulation) -> None:
    """Ten days after its launch a satellite is some 1.5 million km from the Earth, wherever that is in its year."""
    k = np.linspace(swarm.first_k + 10, swarm.stop_k - 1, 40).astype(np.int64)
    launch_s = swarm.ramp.launch_time_s(k)
    old_enough = launch_s < simulation.scenario.end_s - 11 * SECONDS_PER_DAY
    for number, start_s in zip(k[old_enough], launch_s[old_enough], strict=True):
        t_s = float(start_s) + 10.0 * SECONDS_PER_DAY
        earth_km = -simulation.ephemeris.sun_geometric_gcrs_km(t_s)
        away_km = float(np.linalg.norm(swarm.positions_km(t_s, [number])[0] - earth_km))
        assert 0.9e6 < away_km < 2.2e6


def test_the_sample_is_the_swarm(swarm: Swarm, simulation: Simulation) -> None:
    """What is drawn is where each satellite is, and twice as many hold the same ones."""
    world = world_at(simulation, parse_utc("2100-06-01"))
    first, end = swarm.launched(world)
    assert world.quantities["moon_satellites_in_deep_space"].value == end - first > 1e7
    coarse, fine = Sample.of(swarm, 8_192, 65_536), sample_of(swarm, 4_096, 65_536)
    rows = coarse.rows(first, end)
    k = coarse.first_k + coarse.stride * np.arange(rows.start, rows.stop)
    assert k[0] - first < coarse.stride and 0 < end - k[-1] <= coarse.stride
    drawn = coarse.positions_km(world.t_s, rows).T
    assert np.linalg.norm(drawn - swarm.positions_km(world.t_s, k), axis=1).max() < 200.0
    same = slice((int(k[0]) - fine.first_k) // fine.stride, None)
    again = fine.positions_km(world.t_s, fine.rows(first, end)).T[same][::2][: len(drawn)]
    assert np.linalg.norm(again - drawn, axis=1).max() < 100.0


def test_wide_ellipses_are_placed_as_exactly() -> None:
    """Where two terms of the series would not do: eccentricities up to 0.8."""
    count = 500
    random = np.random.default_rng(8)
    e, w = random.uniform(0.31, 0.8, count), random.uniform(-pi, pi, count)
    orbits = Orbits(
        random.uniform(0.7, 2.0, count) * AU_KM, e * np.sin(w), e * np.cos(w), np.zeros(count), np.zeros(count), w
    )
    ramp = open_simulation("moon").scenario.lunar_ramp
    assert ramp is not None

    class Fixed(Swarm):
        def orbits(self, k):  # type: ignore[no-untyped-def,override]
            return orbits, np.zeros(count)

    swarm = Fixed(Cohorts(0.0, 1.0, np.zeros((6, 2))), ramp, 0, count, 1.0)
    sample = Sample.of(swarm, 1, count)
    assert not sample.gentle
    off_km = np.linalg.norm(
        sample.positions_km(9e8, slice(0, count)).T - positions_km(orbits, 9e8, MU_SUN_KM3_S2), axis=1
    )
    assert off_km.max() < 400.0


def test_shots_that_do_not_leave_have_no_orbit_round_the_sun() -> None:
    """At 2.5 km/s westward payloads stay with the Earth."""
    first_s = parse_utc("2085-01-01")
    cohorts = deep_cohorts(WEST, 2.5, first_s, first_s + 9 * SECONDS_PER_DAY, load_ephemeris())
    assert np.isnan(cohorts.table[0]).mean() > 0.5


def test_the_last_days_of_the_ephemeris_have_orbits_too() -> None:
    last_s = load_ephemeris().last_s
    cohorts = deep_cohorts(WEST, 3.0, last_s - 20 * SECONDS_PER_DAY, last_s, load_ephemeris())
    a_au = cohorts.table[0] / AU_KM
    assert np.isfinite(a_au[:15]).all() and (np.abs(a_au[:15] - 1.0) < 0.25).all()


def test_a_satellite_that_went_elsewhere_is_told(swarm: Swarm) -> None:
    with pytest.raises(ValueError, match="went elsewhere"):
        swarm.positions_km(parse_utc("2099-01-01"), [swarm.first_k - 1])


def test_scenarios_without_deep_space_have_no_swarm() -> None:
    claim = open_simulation("megaton")
    assert not has_swarm(claim) and is_worked_out(claim) and swarm_of(claim) is None


def test_a_day_without_an_orbit_takes_none_from_the_days_around(two_months: Cohorts) -> None:
    table = two_months.table.copy()
    table[:, 30] = np.nan
    holed = Cohorts(two_months.first_s, two_months.step_s, table)
    at_s = two_months.first_s + two_months.step_s * np.array([27.5, 28.5, 29.5, 30.2, 31.5, 33.5])
    known, expected = holed.orbits(at_s), two_months.orbits(at_s)
    assert np.array_equal(np.isnan(known.a_km), [False, False, True, True, False, False])
    there = np.isfinite(known.a_km)
    assert np.abs(known.a_km - expected.a_km)[there].max() < 0.01 * AU_KM
