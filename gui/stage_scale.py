"""The compressed radial scale of the stage: shells, flights and the Moon in one legible picture.

Every drawn point keeps its direction from the Earth's centre; its distance r
becomes

    r' = r^(1-s) * f(r)^s        f(r) = R (1 + k ln(r/R)) for r >= R, f(r) = r below

with s = 0 the true scale and s = 1 the compressed one, so that s between the
two is a smooth journey from one to the other.  f is continuous at R and grows
with r, so nothing changes order.  Bodies keep their true radius: only centres
move.  ``scene/stage_scale.glsl`` holds the same formula for the GPU.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from engine.constants import R_EARTH_KM

STAGE_GAIN = 1.6  # k: at 1.6 the Moon comes to 7.6 Earth radii, and a shell at 500 km to 770 km


def compressed_distance_km(distance_km: ArrayLike, s: float) -> NDArray[np.float64]:
    """Return the drawn distance from the Earth's centre for true ``distance_km`` (any shape)."""
    r = np.asarray(distance_km, dtype=np.float64)
    ratio = np.maximum(r / R_EARTH_KM, 1.0)
    # f(r)/r in powers of the ratio: 1 at and below R, so that no branch is needed.
    return np.asarray(r * ((1.0 + STAGE_GAIN * np.log(ratio)) / ratio) ** s)


def compress(r_km: ArrayLike, s: float) -> NDArray[np.float64]:
    """Return ``r_km`` (..., 3), geocentric km, as drawn at stage scale ``s`` in 0..1."""
    r = np.asarray(r_km, dtype=np.float64)
    if s == 0.0:
        return r
    distance_km = np.linalg.norm(r, axis=-1, keepdims=True)
    return np.asarray(r * (compressed_distance_km(distance_km, s) / np.maximum(distance_km, 1e-9)))
