"""engine.targeting against reference flights (shots.json, lunar_flights.csv), facts as collected, and itself."""

import csv
import json
from dataclasses import replace
from math import pi, radians
from pathlib import Path

import numpy as np
import pytest

from engine import insertion
from engine.ephemeris import EphemerisError, load_ephemeris
from engine.flight_events import L2_SHARE
from engine.mass_driver import Track, muzzle_state_gcrs
from engine.moon_fields import DESTINATIONS
from engine.targeting import shot_at, solve, solve_many
from engine.timebase import from_year, parse_utc
from engine.trajectory import fly

AUTHORITIES = Path(__file__).parents[1] / "authorities"
SHOTS = {row["name"]: row for row in json.loads((AUTHORITIES / "shots.json").read_text(encoding="utf-8"))["shots"]}
LINES = (AUTHORITIES / "lunar_flights.csv").read_text(encoding="utf-8").splitlines()
RANGES = list(csv.DictReader(line for line in LINES if not line.startswith("#")))
MONTHS = (2031.15, 2045.3, 2052.6, 2067.9, 2080.4, 2092.75)
YEARS = (2031.1, 2045.1, 2092.1)
EAST = Track(
    latitude_rad=0.0,
    longitude_rad=radians(-60.0),
    azimuth_rad=pi / 2,
    elevation_rad=0.0,
    length_km=10.0,
    acceleration_m_s2=980.665,
)
WEST = replace(EAST, azimuth_rad=1.5 * pi)
LAUNCH_S = parse_utc("2045-05-09T03:00:00Z")
EPHEMERIS = load_ephemeris()


@pytest.mark.parametrize(
    ("name", "asked"), [("leo550_speed_only_a", {"altitude_km": 550.0}), ("geo_radius", {"radius_km": 42_164.0})]
)
def test_muzzle_speeds_of_the_reference_shots(name, asked):
    """0.05 m/s are asked for."""
    row = SHOTS[name]
    shot = solve(EAST, parse_utc(row["utc"]), row["destination"], ephemeris=EPHEMERIS, **asked)
    assert shot.speed_km_s * 1e3 == pytest.approx(row["muzzle_speed_m_s"], abs=0.01)
    assert shot.flight_s == pytest.approx(row["tof_s"], abs=5.0)
    assert shot.radius_km == pytest.approx(row["final_radius_km"], abs=0.5)
    assert shot.insertion_km_s == pytest.approx(row["circularise_dv_km_s"], abs=1e-4)
    assert np.degrees(shot.inclination_rad) == pytest.approx(row["geocentric_inclination_deg"], abs=0.01)
    assert shot.c3_km2_s2 == pytest.approx(2.0 * row["geocentric_energy_km2_s2"], abs=1e-3)
    assert shot.flight.state(shot.arrival_s) == pytest.approx(shot.state, rel=1e-6)


@pytest.mark.parametrize("row", RANGES, ids=lambda row: row["perigee_km_from_centre"])
def test_ranges_over_six_months(row):
    """Fourteen months each from 2031, 2045 and 2092: the source's six months lie within, and we little beyond.

    Which months those were is not known; the extremes move by so much from month to month.
    """
    perigee_km = float(row["perigee_km_from_centre"])
    asked = {"altitude_km": 550.0} if row["destination"] == "earth_orbit" else {"radius_km": perigee_km}
    speeds, days, burns = [], [], []
    for year in YEARS:
        launches_s = from_year(year) + 129_600.0 * np.arange(280.0)
        shots = solve_many(EAST, launches_s, row["destination"], ephemeris=EPHEMERIS, **asked)
        assert np.abs(shots.radius_km - perigee_km).max() < 0.15
        speeds.append(shots.speed_km_s)
        days.append(shots.flight_s / 86_400.0)
        burns.append(shots.insertion_km_s)
    for ours, name, digit, beyond in (
        (speeds, "km_s", 5e-4, 0.007),
        (days, "days", 0.05, 0.4),
        (burns, "burn_km_s", 0.005, 0.01),
    ):
        least, most = float(row[f"least_{name}"]), float(row[f"most_{name}"])
        assert least - digit - beyond < np.min(ours) < least + digit, name
        assert most - digit < np.max(ours) < most + digit + beyond, name


def test_speeds_as_collected():
    """Facts of 1.5 %: GEO 2.44 km/s with 1.05 to go in 5.7 days, 400 km 2.52 with 3.08 in 5.0."""
    geo = solve(EAST, LAUNCH_S, "high_earth_orbit", ephemeris=EPHEMERIS, radius_km=42_164.0)
    low = solve(EAST, LAUNCH_S, "earth_orbit", ephemeris=EPHEMERIS, altitude_km=400.0)
    assert (geo.speed_km_s, low.speed_km_s) == (pytest.approx(2.44, rel=0.015), pytest.approx(2.52, rel=0.015))
    assert (geo.insertion_km_s, low.insertion_km_s) == (pytest.approx(1.05, rel=0.015), pytest.approx(3.08, rel=0.015))
    assert (geo.flight_s / 86_400.0, low.flight_s / 86_400.0) == (
        pytest.approx(5.7, abs=0.5),
        pytest.approx(5.0, abs=0.5),
    )
    arrives_km_s = np.linalg.norm(low.state[3:])
    assert arrives_km_s == pytest.approx(10.75, rel=0.005)


def test_lunar_escape_speed():
    """2.376 km/s: two bodies alone, from ground that turns with the Moon."""
    upward = replace(EAST, longitude_rad=0.0, elevation_rad=pi / 2)
    for speed_km_s, escapes in ((2.30, False), (2.40, True)):
        state = muzzle_state_gcrs(upward, LAUNCH_S, speed_km_s, EPHEMERIS) - EPHEMERIS.moon_state_gcrs(LAUNCH_S)
        energy = 0.5 * state[3:] @ state[3:] - 4_902.8 / np.linalg.norm(state[:3])
        assert bool(energy > 0.0) is escapes
    east = muzzle_state_gcrs(EAST, LAUNCH_S, 2.376, EPHEMERIS) - EPHEMERIS.moon_state_gcrs(LAUNCH_S)
    assert np.linalg.norm(east[3:]) == pytest.approx(np.sqrt(2.0 * 4_902.8 / 1_737.4) + 0.0046, abs=5e-4)


def test_sensitivity_of_the_perigee():
    """138 to 210 km of perigee per m/s at 550 km, as the reference flights have it; most days of other months too."""
    found = []
    for year in MONTHS:
        launches_s = from_year(year) + 86_400.0 * np.arange(0.0, 28.0, 4.0)
        low, high = (
            solve_many(EAST, launches_s, "earth_orbit", ephemeris=EPHEMERIS, altitude_km=altitude_km).speed_km_s
            for altitude_km in (555.0, 545.0)
        )
        per_m_s = 10.0 / (1e3 * (high - low))
        found.extend(per_m_s.tolist())
    assert 120.0 < min(found) < 150.0
    assert 190.0 < max(found) < 260.0
    assert np.mean([138.0 < km < 210.0 for km in found]) > 0.7


def test_l2_from_33_east():
    """2.368 km/s, 1.4 days, 0.44 km/s: one reference flight."""
    site = replace(EAST, longitude_rad=radians(33.0))
    shot = solve(site, LAUNCH_S, "eml2", ephemeris=EPHEMERIS)
    assert shot.speed_km_s == pytest.approx(2.368, abs=0.003)
    assert shot.flight_s / 86_400.0 == pytest.approx(1.4, abs=0.05)
    assert shot.insertion_km_s == pytest.approx(0.44, abs=0.015)
    moon = EPHEMERIS.moon_state_gcrs(shot.arrival_s)
    off = shot.state - (1.0 + L2_SHARE) * moon
    assert np.linalg.norm(off[:3]) == pytest.approx(shot.l2_distance_km, abs=1.0)
    assert np.linalg.norm(off[3:]) == pytest.approx(shot.insertion_km_s, abs=1e-6)
    for change in (-0.002, 0.002):  # no neighbour passes nearer
        assert (
            shot_at(site, LAUNCH_S, shot.speed_km_s + change, "eml2", ephemeris=EPHEMERIS).l2_distance_km
            > shot.l2_distance_km
        )


def test_many_shots_to_l2_are_each_the_one():
    site = replace(EAST, longitude_rad=radians(33.0))
    launches_s = LAUNCH_S + 43_200.0 * np.arange(5.0)
    many = solve_many(site, launches_s, "eml2", ephemeris=EPHEMERIS)
    for number in (0, 3):
        one = solve(site, float(launches_s[number]), "eml2", ephemeris=EPHEMERIS)
        assert many.speed_km_s[number] == pytest.approx(one.speed_km_s, abs=1e-6)
        assert many.insertion_km_s[number] == pytest.approx(one.insertion_km_s, abs=1e-4)


@pytest.mark.parametrize(("destination", "longitude_deg"), [("eml2", 33.0), ("earth_orbit", -60.0)])
def test_a_track_whose_most_is_just_the_speed_will_do(destination, longitude_deg):
    """But for the last digits of its length."""
    site, launches_s = replace(EAST, longitude_rad=radians(longitude_deg)), np.array([LAUNCH_S])
    speed_km_s = float(solve_many(site, launches_s, destination, ephemeris=EPHEMERIS).speed_km_s[0])
    just = replace(site, length_km=track_km(speed_km_s * (1.0 - 1e-10)))
    assert just.muzzle_speed_km_s < speed_km_s
    assert solve_many(just, launches_s, destination, ephemeris=EPHEMERIS).speed_km_s[0] == pytest.approx(speed_km_s)
    too_short = replace(site, length_km=track_km(speed_km_s * (1.0 - 1e-5)))
    with pytest.raises(ValueError, match="gives at most"):
        solve_many(too_short, launches_s, destination, ephemeris=EPHEMERIS)


def test_deep_space():
    """Westward from 60 W: C3 0.5 to 1.7 at 2.8 km/s and 1.9 to 3.4 at 3.0, as reference flights on other days."""
    for speed_km_s, least, most in ((2.8, 0.5, 1.7), (3.0, 1.9, 3.4)):
        c3 = [
            shot_at(WEST, from_year(2060.7) + 86_400.0 * day, speed_km_s, "deep_space", ephemeris=EPHEMERIS).c3_km2_s2
            for day in range(0, 30, 3)
        ]
        assert min(c3) == pytest.approx(least, abs=0.35)
        assert max(c3) == pytest.approx(most, abs=0.35)
    for wanted in (0.0, 1.0):
        shot = solve(WEST, LAUNCH_S, "deep_space", ephemeris=EPHEMERIS, c3_km2_s2=wanted)
        assert shot.c3_km2_s2 == pytest.approx(wanted, abs=1e-4)
        assert shot.insertion_km_s == 0.0
    assert 2.6 < solve(WEST, LAUNCH_S, "deep_space", ephemeris=EPHEMERIS).speed_km_s < 2.72


@pytest.mark.parametrize("inclination_deg", [30.0, 45.0, 60.0, 98.4, 120.0])
def test_speed_and_azimuth_for_an_inclination(inclination_deg):
    shot = solve(
        EAST, LAUNCH_S, "earth_orbit", ephemeris=EPHEMERIS, altitude_km=700.0, inclination_rad=radians(inclination_deg)
    )
    flown = fly(
        muzzle_state_gcrs(shot.track, LAUNCH_S, shot.speed_km_s, EPHEMERIS), LAUNCH_S, ephemeris=EPHEMERIS, days=8,
        stop=("perigee",), tolerance=1e-12,
    )  # fmt: skip
    momentum = np.cross(flown.state[:3, 0], flown.state[3:, 0])
    assert np.degrees(np.arccos(momentum[2] / np.linalg.norm(momentum))) == pytest.approx(inclination_deg, abs=1e-3)
    assert np.linalg.norm(flown.state[:3, 0]) == pytest.approx(6_378.137 + 700.0, abs=0.1)
    assert 75.0 < np.degrees(shot.track.azimuth_rad) < 103.0


def test_what_else_can_be_solved():
    """At a speed that is given, each of the other three leads to the same perigee."""
    for vary, name in (("longitude", "longitude_rad"), ("elevation", "elevation_rad"), ("azimuth", "azimuth_rad")):
        shot = solve(EAST, LAUNCH_S, "earth_orbit", ephemeris=EPHEMERIS, vary=vary, speed_km_s=2.52)
        assert shot.speed_km_s == 2.52
        assert shot.radius_km == pytest.approx(6_928.137, abs=0.1)
        assert getattr(shot.track, name) != getattr(EAST, name)
        assert replace(shot.track, **{name: getattr(EAST, name)}) == EAST


def test_many_are_each_the_one():
    """Half a year of launches, found by way of their neighbours, and some of them alone."""
    launches_s = from_year(2062.2) + 43_200.0 * np.arange(300.0)
    for destination in ("high_earth_orbit", "earth_orbit", "deep_space"):
        track = WEST if destination == "deep_space" else EAST
        many = solve_many(track, launches_s, destination, ephemeris=EPHEMERIS)
        for number in (0, 1, 77, 200, 299):
            one = solve(track, float(launches_s[number]), destination, ephemeris=EPHEMERIS)
            assert many.speed_km_s[number] == pytest.approx(one.speed_km_s, abs=2e-6)
            assert many.flight_s[number] == pytest.approx(one.flight_s, abs=20.0)
            assert many.insertion_km_s[number] == pytest.approx(one.insertion_km_s, abs=1e-4)
            assert many.inclination_rad[number] == pytest.approx(one.inclination_rad, abs=1e-4)


def test_a_shot_of_a_given_speed():
    shot = shot_at(EAST, LAUNCH_S, 2.45, "earth_orbit", ephemeris=EPHEMERIS)
    assert shot.radius_km > 20_000.0  # where it comes, not where it was wanted
    assert shot.flight.first("lunar_escape").after_s < shot.flight_s


@pytest.mark.parametrize(
    ("track", "destination", "asked", "told"),
    [
        (WEST, "earth_orbit", {}, r"reached from 0\.0° N 60\.0° W \(azimuth 270°, elevation 0°\) at 2045-05-09"),
        (EAST, "eml2", {}, r"the nearest shot, of 2\.\d+ km/s, passes L2 at [\d,]+ km"),
        (replace(EAST, elevation_rad=pi / 2), "earth_orbit", {}, r"the perigee nearest to 6,928 km"),
        (replace(EAST, acceleration_m_s2=100.0), "earth_orbit", {}, r"takes 2\.4969 km/s .* gives at most 1\.414"),
        (replace(EAST, acceleration_m_s2=100.0), "earth_orbit", {"inclination_rad": 0.5}, r"takes 2\.4.* at most 1\.4"),
        (EAST, "earth_orbit", {"altitude_km": 50.0}, "altitude asked for is 50 km: give 150 to 36,000"),
        (EAST, "high_earth_orbit", {"radius_km": 5e5}, "give 10,000 to 200,000"),
        (EAST, "deep_space", {"c3_km2_s2": -1.0}, "give 0 "),
        (EAST, "mars", {}, "there is no destination 'mars': give any of high_earth_orbit, earth_orbit"),
        (EAST, "earth_orbit", {"inclination_rad": radians(2.0)}, r"2° cannot be reached .* give 1\d\.\d° to"),
        (EAST, "eml2", {"vary": "longitude"}, "for eml2 the speed is solved"),
        (EAST, "earth_orbit", {"vary": "colour"}, "give speed, azimuth, longitude or elevation"),
        (EAST, "earth_orbit", {"vary": "longitude", "speed_km_s": 9.0}, "gives more than 0 and at most"),
        (replace(EAST, longitude_rad=pi / 2), "earth_orbit", {}, "none"),
    ],
)  # fmt: skip
def test_what_cannot_be_reached_is_told_in_one_sentence(track, destination, asked, told):
    with pytest.raises(ValueError, match=told) as error:
        solve(track, LAUNCH_S, destination, ephemeris=EPHEMERIS, **asked)
    assert "\n" not in str(error.value)


@pytest.mark.parametrize(
    ("speed_km_s", "destination", "told"),
    [
        (1.5, "earth_orbit", r"does not arrive: it falls on the Moon \d+ s after launch, at 2045-05-09"),
        (2.2, "high_earth_orbit", r"falls on the Moon .* after launch, at 2045-05-\d\dT.*, at \d"),
        (2.6, "deep_space", "falls on the Earth|does not leave the Earth: its C3"),
        (9.0, "earth_orbit", "gives more than 0 and at most"),
    ],
)
def test_a_speed_that_does_not_do_is_told_in_one_sentence(speed_km_s, destination, told):
    with pytest.raises(ValueError, match=told):
        shot_at(EAST, LAUNCH_S, speed_km_s, destination, ephemeris=EPHEMERIS)


def test_many_say_which_launch_cannot():
    track = replace(EAST, length_km=track_km(2.51))
    launches_s = LAUNCH_S + 86_400.0 * np.arange(20.0)
    with pytest.raises(ValueError, match=r"gives at most 2\.51"):
        solve_many(track, launches_s, "earth_orbit", ephemeris=EPHEMERIS)
    with pytest.raises(ValueError, match="in order of time"):
        solve_many(EAST, launches_s[::-1], "earth_orbit", ephemeris=EPHEMERIS)


def track_km(speed_km_s):
    return (1e3 * speed_km_s) ** 2 / (2.0 * 980.665) / 1e3


def test_launches_outside_the_ephemeris():
    for destination in DESTINATIONS:
        with pytest.raises(EphemerisError, match="outside the ephemeris"):
            solve(EAST, from_year(2103.0), destination, ephemeris=EPHEMERIS)


def test_insertion_and_propellant():
    """Mass ratios as collected: 2.43 for a low orbit at 350 s, 1.16 for 100,000 km, 1.03 of it electric (1,800 s)."""
    assert insertion.mass_ratio(3.05, 350.0) == pytest.approx(2.43, abs=0.005)
    assert insertion.mass_ratio(0.515, 350.0) == pytest.approx(1.16, abs=0.005)
    assert insertion.mass_ratio(0.515, 1_800.0) == pytest.approx(1.03, abs=0.005)
    braked = solve(EAST, LAUNCH_S, "earth_orbit", ephemeris=EPHEMERIS, aerobraking=True)
    assert braked.radius_km == pytest.approx(6_378.137 + 110.0, abs=0.1)
    a_km = 6_378.137 + (110.0 + 550.0) / 2.0  # vis viva at the apogee of the last pass
    slow = np.sqrt(398_600.44 * (2.0 / 6_928.137 - 1.0 / a_km))
    assert braked.insertion_km_s == pytest.approx(np.sqrt(398_600.44 / 6_928.137) - slow, abs=1e-4)
