"""engine.mass_driver against the tables as collected and the reference shots (mass_driver*.csv, shots.json)."""

import csv
import json
from dataclasses import replace
from math import pi, radians
from pathlib import Path

import numpy as np
import pytest

from engine import mass_driver
from engine.ephemeris import EphemerisError, load_ephemeris
from engine.factory_site import TrackPlace
from engine.frames import gcrs_to_moon
from engine.mass_driver import Track, check_speed, muzzle_state_gcrs
from engine.moon_attitude import moon_attitude, place_on_moon
from engine.timebase import from_year, parse_utc

AUTHORITIES = Path(__file__).parents[1] / "authorities"
SHOTS = json.loads((AUTHORITIES / "shots.json").read_text(encoding="utf-8"))["shots"]
G = 9.80665
TRACK = Track(
    latitude_rad=0.2, longitude_rad=-1.0, azimuth_rad=1.5, elevation_rad=0.3, length_km=5.0, acceleration_m_s2=100.0 * G
)


def table(name):
    lines = (AUTHORITIES / name).read_text(encoding="utf-8").splitlines()
    return list(csv.DictReader(line for line in lines if not line.startswith("#")))


def as_written(text):
    """Return the number and half a unit of its last digit."""
    return pytest.approx(float(text), abs=0.5001 * 10.0 ** -len(text.partition(".")[2]))


@pytest.mark.parametrize("row", table("mass_driver.csv"), ids=lambda row: row["speed_m_s"])
def test_table_of_lengths_and_energies(row):
    speed_km_s = float(row["speed_m_s"]) / 1_000.0
    assert mass_driver.kinetic_energy_j(1.0, speed_km_s) / 1e6 == as_written(row["mj_per_kg"])
    assert mass_driver.kinetic_energy_j(1.0, speed_km_s) / 3.6e6 == as_written(row["kwh_per_kg"])
    for name, text in row.items():
        if name.startswith("km_at_"):
            push = float(name.split("_")[2]) * G
            length_km = mass_driver.track_length_km(speed_km_s, push)
            assert length_km == as_written(text)
            assert replace(TRACK, length_km=length_km, acceleration_m_s2=push).muzzle_speed_km_s == pytest.approx(
                speed_km_s
            )
            assert mass_driver.shot_acceleration_m_s2(length_km, speed_km_s) == pytest.approx(push)
    length_km = mass_driver.track_length_km(speed_km_s, 100.0 * G)
    assert mass_driver.time_on_track_s(length_km, speed_km_s) == as_written(row["s_at_100_g"])


def test_power_and_energy_of_a_shot():
    """As collected: 2.35 GW at the muzzle of 1 t at 100 g and 2.4 km/s, 8.6 GJ of a shot of 3 t at 2.4 km/s."""
    assert mass_driver.peak_power_w(1e3, 2.4, 100.0 * G) / 1e9 == as_written("2.35")
    assert mass_driver.kinetic_energy_j(3e3, 2.4) / 1e9 == as_written("8.6")
    assert mass_driver.electric_energy_j(3e3, 2.4, 0.6) / 1e9 == pytest.approx(8.64 / 0.6)


@pytest.mark.parametrize("shot", SHOTS, ids=lambda shot: shot["name"])
def test_state_at_the_muzzle(shot):
    track = replace(
        TRACK,
        latitude_rad=radians(shot["site_lat_deg"]),
        longitude_rad=radians(shot["site_lon_east_deg"]),
        azimuth_rad=radians(shot["azimuth_deg"]),
        elevation_rad=radians(shot["elevation_deg"]),
    )
    t_s, speed = parse_utc(shot["utc"]), shot["muzzle_speed_m_s"] / 1_000.0
    ours, theirs = muzzle_state_gcrs(track, t_s, speed, load_ephemeris()), np.array(shot["state0_gcrs"])
    # TDB is taken equal to TT: up to 1.7 ms, in which the Moon goes 1.7 m.
    assert np.linalg.norm(ours[:3] - theirs[:3]) < 2e-3
    assert np.linalg.norm(ours[3:] - theirs[3:]) < 1e-6
    many = muzzle_state_gcrs(track, np.array([t_s - 3_600.0, t_s]), np.array([2.0, speed]), load_ephemeris())
    assert many[:, 1] == pytest.approx(ours, rel=1e-13)


def test_the_moon_turns_as_its_axes_do():
    times_s = from_year(2030.0) + 86_400.0 * np.array([0.0, 5.3, 200.7, 9_000.1, 20_000.9])
    attitude = moon_attitude(times_s)
    for t_s, axes, spin in zip(times_s.tolist(), attitude.axes, attitude.spin_rad_s.T, strict=True):
        assert axes == pytest.approx(gcrs_to_moon(t_s), abs=1e-12)
        change = (gcrs_to_moon(t_s + 60.0) - gcrs_to_moon(t_s - 60.0)) / 120.0
        assert change == pytest.approx(np.cross(spin, axes), abs=1e-13)
    assert np.linalg.norm(attitude.spin_rad_s, axis=0) == pytest.approx(2.0 * pi / (27.321661 * 86_400.0), rel=1e-3)


def test_a_shot_leaves_its_site_along_its_track():
    t_s, speed = from_year(2044.3), 2.5
    state = muzzle_state_gcrs(TRACK, t_s, speed, load_ephemeris()) - load_ephemeris().moon_state_gcrs(t_s)
    latitude, longitude = place_on_moon(np.array([t_s]), state[:3, None])
    assert (latitude[0], longitude[0]) == pytest.approx((TRACK.latitude_rad, TRACK.longitude_rad), abs=1e-9)
    at_rest = muzzle_state_gcrs(TRACK, t_s, 0.0, load_ephemeris()) - load_ephemeris().moon_state_gcrs(t_s)
    assert np.linalg.norm(at_rest[3:]) == pytest.approx(4.63e-3 * np.cos(0.2), rel=0.01)  # 10,917 km in 27.32 days
    drawn = TrackPlace(
        latitude_rad=TRACK.latitude_rad, longitude_rad=TRACK.longitude_rad, azimuth_rad=TRACK.azimuth_rad,
        elevation_rad=TRACK.elevation_rad, length_km=TRACK.length_km,
    )  # fmt: skip
    assert (state[3:] - at_rest[3:]) / speed == pytest.approx(gcrs_to_moon(t_s).T @ drawn.direction, abs=1e-9)
    assert gcrs_to_moon(t_s).T @ drawn.muzzle_km == pytest.approx(state[:3], abs=1e-6)


def test_azimuth_and_elevation_are_as_a_surveyor_has_them():
    level = replace(TRACK, latitude_rad=0.0, longitude_rad=0.0, elevation_rad=0.0)
    for azimuth_rad, direction in ((0.0, (0, 0, 1)), (pi / 2, (0, 1, 0)), (pi, (0, 0, -1)), (1.5 * pi, (0, -1, 0))):
        assert thrown(replace(level, azimuth_rad=azimuth_rad)) == pytest.approx(direction, abs=1e-9)
    assert thrown(replace(level, elevation_rad=pi / 2)) == pytest.approx((1, 0, 0), abs=1e-9)


def thrown(track):
    """Which way a shot is thrown, in the Moon's axes."""
    t_s = from_year(2044.3)
    fast, at_rest = (muzzle_state_gcrs(track, t_s, speed, load_ephemeris())[3:] for speed in (1.0, 0.0))
    return gcrs_to_moon(t_s) @ (fast - at_rest)


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"elevation_rad": radians(-3.0)}, "-3 degrees: give 0"),
        ({"elevation_rad": radians(91.0)}, "91 degrees: give 0"),
        ({"length_km": 1_200.0}, "1,200 km long: give more than 0 and at most 1,000 km"),
        ({"length_km": 0.0}, "0 km long"),
        ({"acceleration_m_s2": 20_000.0 * G}, "20,000 g: give more than 0 and at most 10,000 g"),
        ({"latitude_rad": radians(95.0)}, "95 degrees: give -90 to 90"),
        ({"longitude_rad": radians(400.0)}, "400 degrees"),
        ({"azimuth_rad": radians(-365.0)}, "-365 degrees"),
        ({"elevation_rad": float("nan")}, "nan degrees"),
        ({"length_km": float("nan")}, "nan km"),
    ],
)
def test_what_no_track_can_be_is_told_in_one_sentence(given, told):
    with pytest.raises(ValueError, match=told) as error:
        replace(TRACK, **given)
    assert "\n" not in str(error.value)


def test_a_speed_that_the_track_cannot_give():
    check_speed(TRACK, TRACK.muzzle_speed_km_s)
    for speed_km_s in (0.0, -1.0, 3.5, float("nan")):
        with pytest.raises(ValueError, match=r"5 km at 100 g gives more than 0 and at most 3\.132 km/s"):
            check_speed(TRACK, speed_km_s)


def test_a_launch_outside_the_ephemeris():
    with pytest.raises(EphemerisError, match="outside the ephemeris"):
        muzzle_state_gcrs(TRACK, from_year(2105.0), 2.4, load_ephemeris())
