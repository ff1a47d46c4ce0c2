"""The track on the Moon's sphere, and payloads on it: held against spherical trigonometry and even acceleration."""

from math import asin, atan, atan2, cos, degrees, hypot, pi, radians, sin, sqrt

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.factory_site import TrackPlace, position_km, shots_about, shots_per_s
from engine.growth import Ramp
from engine.mass_driver import time_on_track_s

R_KM = 1737.4
METRE = 1e-3
YEAR_S = 31_557_600.0


def place(
    latitude: float, longitude: float, azimuth: float, elevation: float, length_km: float, **more: float
) -> TrackPlace:
    return TrackPlace(
        latitude_rad=radians(latitude),
        longitude_rad=radians(longitude),
        azimuth_rad=radians(azimuth),
        elevation_rad=radians(elevation),
        length_km=length_km,
        **more,
    )


def breech_height_km(track: TrackPlace) -> float:
    """Over the sphere."""
    return float(np.linalg.norm(track.points_km(0.0))) - R_KM


def sphere_km(latitude_rad: float, longitude_rad: float, radius_km: float = R_KM) -> np.ndarray:
    flat = radius_km * cos(latitude_rad)
    return np.array([flat * cos(longitude_rad), flat * sin(longitude_rad), radius_km * sin(latitude_rad)])


def destination(latitude: float, longitude: float, bearing: float, arc: float) -> tuple[float, float]:
    """Where one comes to along a great circle, all in radians: the navigators' formula."""
    there = asin(sin(latitude) * cos(arc) + cos(latitude) * sin(arc) * cos(bearing))
    east = atan2(sin(bearing) * sin(arc) * cos(latitude), cos(arc) - sin(latitude) * sin(there))
    return there, longitude + east


@given(
    latitude=st.floats(-80.0, 80.0),
    longitude=st.floats(-180.0, 180.0),
    azimuth=st.floats(0.0, 360.0),
    length_km=st.floats(0.1, 1_000.0),
)
def test_a_level_track_lies_over_the_great_circle_behind_its_muzzle(
    latitude: float, longitude: float, azimuth: float, length_km: float
) -> None:
    track = place(latitude, longitude, azimuth, 0.0, length_km)
    breech, muzzle = track.points_km([0.0, length_km])
    assert np.allclose(muzzle, sphere_km(radians(latitude), radians(longitude)), atol=METRE)

    # A tangent of length L ends over the arc atan(L / R), as high as the hypotenuse is longer than R.
    there = destination(radians(latitude), radians(longitude), radians(azimuth) + pi, atan(length_km / R_KM))
    assert np.allclose(breech, sphere_km(*there, hypot(R_KM, length_km)), atol=METRE)


def test_a_level_track_stands_seven_metres_over_the_ground_at_five_kilometres_and_259_at_thirty() -> None:
    assert breech_height_km(place(0, -60, 90, 0, 5)) == pytest.approx(0.0072, abs=1e-4)
    assert breech_height_km(place(0, -60, 90, 0, 30)) == pytest.approx(0.2590, abs=1e-4)


def test_elevation_tilts_the_shot_and_sinks_the_breech() -> None:
    track = place(0.0, 0.0, 90.0, 30.0, 10.0)
    assert np.allclose(track.direction, (0.5, sqrt(0.75), 0.0))  # up is x at 0 N 0 E, and east is y
    assert breech_height_km(track) == pytest.approx(hypot(R_KM - 5.0, 10.0 * sqrt(0.75)) - R_KM, abs=METRE)


def test_a_track_beside_another_keeps_to_the_sphere_and_to_its_side() -> None:
    first, second = place(10, 20, 40, 0, 5), place(10, 20, 40, 0, 5, aside_km=2.6)
    there = destination(radians(10), radians(20), radians(40 - 90), 2.6 / R_KM)
    assert np.allclose(second.muzzle_km, sphere_km(*there), atol=METRE)
    assert second.direction @ first.direction == pytest.approx(1.0, abs=1e-6)
    assert np.allclose(second.axes.T @ second.axes, np.eye(3), atol=1e-12)


def test_a_payload_is_accelerated_evenly() -> None:
    """5 km to 2.5 km/s take 4 s; after half the time a quarter of the way is done."""
    ride = time_on_track_s(5.0, 2.5)
    assert ride == pytest.approx(4.0)
    age_s = np.array([-5.0, -4.0, -2.0, 0.0, 3.0])
    assert np.allclose(position_km(age_s, 5.0, ride), (0.0, 0.0, 1.25, 5.0, 5.0))
    step_s = 1e-4
    last_km = np.diff(position_km([-step_s, 0.0], 5.0, ride))[0]
    assert last_km / step_s == pytest.approx(2.5, rel=1e-4)


@pytest.fixture
def ramp() -> Ramp:
    """About one shot a second when half the rate is reached."""
    return Ramp(
        start_s=0.0,
        half_s=5 * YEAR_S,
        tau_s=0.5 * YEAR_S,
        full_rate_kg_per_year=2.0 * YEAR_S * 100_000.0,
        satellite_mass_kg=100_000.0,
    )


def test_shots_are_those_of_the_launch_times(ramp: Ramp) -> None:
    t_s = 5 * YEAR_S
    assert shots_per_s(ramp, t_s) == pytest.approx(1.0)
    k = np.arange(ramp.count_launched(t_s) - 60, ramp.count_launched(t_s) + 60)
    age_s = t_s - ramp.launch_time_s(k)
    wanted = np.sort(age_s[(age_s >= -4.0) & (age_s <= 25.0)])
    assert len(wanted) in (29, 30)
    assert np.allclose(np.sort(shots_about(ramp, t_s, 4.0, 25.0, 512)), wanted)
    few = shots_about(ramp, t_s, 4.0, 25.0, 6)
    assert len(few) == 6
    assert np.abs(few).max() < 4.5


def test_no_shot_comes_before_the_first(ramp: Ramp) -> None:
    first_s = float(ramp.launch_time_s(0))
    assert len(shots_about(ramp, first_s - 10.0, 4.0, 25.0, 8)) == 0
    assert np.allclose(shots_about(ramp, first_s - 1.0, 4.0, 25.0, 8)[-1:], -1.0, atol=1e-3)


def test_degrees_are_not_taken_for_radians() -> None:
    x, y, z = place(0.0, -60.0, 90.0, 0.0, 5.0).muzzle_km
    assert degrees(atan2(y, x)) == pytest.approx(-60.0)
    assert z == pytest.approx(0.0, abs=METRE)
