"""The compressed scale: continuous, order-preserving, and the same on the GPU."""

from pathlib import Path

import numpy as np
import pytest

from engine.constants import R_EARTH_KM
from gui.stage_scale import STAGE_GAIN, compress, compressed_distance_km

RADII_KM = np.geomspace(100.0, 1e6, 4_000)


def test_true_scale_changes_nothing() -> None:
    r_km = np.random.default_rng(1).normal(size=(50, 3)) * 1e5
    assert np.array_equal(compress(r_km, 0.0), r_km)


def test_full_compression_is_the_formula() -> None:
    outside = RADII_KM[RADII_KM >= R_EARTH_KM]
    expected = R_EARTH_KM * (1.0 + STAGE_GAIN * np.log(outside / R_EARTH_KM))
    assert np.allclose(compressed_distance_km(outside, 1.0), expected, rtol=1e-12)


@pytest.mark.parametrize("s", [0.0, 0.25, 0.5, 0.75, 1.0])
def test_order_is_kept_and_nothing_jumps(s: float) -> None:
    drawn = compressed_distance_km(RADII_KM, s)
    assert (np.diff(drawn) > 0.0).all()
    edge = compressed_distance_km(R_EARTH_KM * np.array([1.0 - 1e-9, 1.0 + 1e-9]), s)
    assert np.ptp(edge) < 1e-4


def test_between_the_scales_distances_go_over_evenly_in_the_logarithm() -> None:
    true, half, full = (compressed_distance_km(384_400.0, s) for s in (0.0, 0.5, 1.0))
    assert half == pytest.approx(np.sqrt(true * full))


def test_directions_stay_and_the_centre_is_safe() -> None:
    r_km = np.array([[0.0, 0.0, 0.0], [3.0e5, -2.0e5, 1.0e5]])
    drawn = compress(r_km, 1.0)
    assert np.array_equal(drawn[0], r_km[0])
    assert np.allclose(np.cross(drawn[1], r_km[1]), 0.0, atol=1e-3)


def test_the_gpu_computes_the_same(software_gl: Path) -> None:
    """``draw_offscreen.py`` runs stage_scale.glsl on these radii and keeps what came back."""
    with np.load(software_gl / "stage_scale.npz") as read:
        for s, drawn_km in zip(read["s"], read["drawn_km"], strict=True):
            assert np.allclose(drawn_km, compressed_distance_km(read["radii_km"], float(s)), rtol=2e-6)
