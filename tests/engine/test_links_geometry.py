"""The geometry of links, against formulas of another kind: angles at the Earth's centre, small steps along a line."""

import numpy as np
import pytest
from hypothesis import strategies as st

from engine.constants import R_EARTH_KM
from engine.links import (
    grazing_altitude_km,
    in_sight,
    longest_km,
    pointing_rate_rad_s,
    range_km,
    range_rate_km_s,
)

RADII = st.floats(6_500.0, 60_000.0)
ANGLES = st.floats(0.0, 2.0 * np.pi)


def places(count: int, seed: int) -> np.ndarray:
    rng = np.random.default_rng(seed)
    directions = rng.normal(size=(count, 3))
    directions /= np.linalg.norm(directions, axis=1)[:, None]
    return directions * rng.uniform(6_700.0, 9_000.0, count)[:, None]


def walked_altitude_km(first: np.ndarray, second: np.ndarray) -> float:
    """The least height of a great many points of the line."""
    share = np.linspace(0.0, 1.0, 40_001)[:, None]
    return float(np.linalg.norm(first + share * (second - first), axis=1).min()) - R_EARTH_KM


def test_the_grazing_altitude_is_that_of_a_walk_along_the_line() -> None:
    first, second = places(60, 1), places(60, 2)
    for a, b, found in zip(first, second, grazing_altitude_km(first, second), strict=True):
        assert found == pytest.approx(walked_altitude_km(a, b), abs=0.02)


def test_sight_agrees_with_the_angle_at_the_earths_centre() -> None:
    """Two satellites see each other while the angle between them is no more than that of both tangents."""
    first, second = places(20_000, 3), places(20_000, 4)
    least = R_EARTH_KM + 80.0
    r1, r2 = np.linalg.norm(first, axis=1), np.linalg.norm(second, axis=1)
    angle = np.arccos((first * second).sum(axis=1) / (r1 * r2))
    tangents = np.arccos(least / r1) + np.arccos(least / r2)
    clear = np.abs(angle - tangents) > 1e-9
    assert clear.sum() > 19_990
    assert (in_sight(first, second) == (angle <= tangents))[clear].all()


@pytest.mark.parametrize(("altitude_km", "longest"), [(550, 5_017), (480, 4_616), (700, 5_794), (1_000, 7_136)])
def test_the_longest_link_is_the_published_one(altitude_km: float, longest: float) -> None:
    """Hypatia's rule of 80 km, worked out for the facts of this project."""
    radius_km = R_EARTH_KM + altitude_km
    assert round(longest_km(radius_km, radius_km)) == longest


def test_rates_are_differences_over_a_small_time() -> None:
    rng = np.random.default_rng(5)
    first, second = places(50, 6), places(50, 7)
    v1, v2 = rng.normal(size=(2, 50, 3)) * 5.0
    h = 1e-3
    ahead = range_km(first + h * v1, second + h * v2)
    behind = range_km(first - h * v1, second - h * v2)
    assert range_rate_km_s(first, second, v1, v2) == pytest.approx((ahead - behind) / (2 * h), abs=1e-5)
    turned = [(second + s * v2) - (first + s * v1) for s in (-h, h)]
    units = [line / np.linalg.norm(line, axis=1)[:, None] for line in turned]
    angle = 2.0 * np.arcsin(0.5 * np.linalg.norm(units[1] - units[0], axis=1))
    assert pointing_rate_rad_s(first, second, v1, v2) == pytest.approx(angle / (2 * h), rel=1e-5, abs=1e-9)
