"""The Starlink layer's part of a frame: every satellite of it that is in sight, placed by the CPU.

Ten thousand take a millisecond, and SGP4, where they are real ones, ten more.
Those that the Earth or the Moon hides are left out here, so that the GPU need
not know of it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from engine.constants import R_EARTH_KM, R_EARTH_MEAN_KM, R_MOON_KM
from gui.arrays import float32
from gui.stage_scale import compress

if TYPE_CHECKING:
    from engine.world import World
    from gui.frame import Frame

Array = NDArray[np.float64]
Floats = NDArray[np.float32]

_SUN_RAD = 0.00465  # the Sun's angular radius, as in fleet.vert
_OVER_EARTH = 0.8  # in front of the globe points are fainter, so that it stays legible
_REACH_PX = 8.0


@dataclass(frozen=True, slots=True, kw_only=True)
class StarlinkPart:
    """Satellites in sight: ``points_km`` (n, 3) from the eye, rows ``row`` (n,) of the layer.

    ``lit`` (n,) is 0 in the Earth's shadow, 1 in sunlight; ``gain`` (n,) how bright each is drawn.
    """

    row: NDArray[np.int64]
    points_km: Floats
    lit: Floats
    gain: Floats
    size_px: float
    note: str = ""  # what must be said of the layer


def build_starlink_part(world: World, frame: Frame, r_km: Array) -> StarlinkPart | None:
    """Return the part for a layer whose satellites are at ``r_km`` (N, 3) GCRS, nan for none; None if all are hid."""
    from gui.frame import hidden

    there = np.flatnonzero(np.isfinite(r_km[:, 0]))
    offsets_km = compress(r_km[there], frame.stage_scale) - frame.pose.eye_km
    seen = ~hidden(offsets_km, frame.earth_km, R_EARTH_MEAN_KM) & ~hidden(offsets_km, frame.moon_km, R_MOON_KM)
    seen &= offsets_km @ frame.pose.rotation[2] < 0.0  # not behind the eye
    there, offsets_km = there[seen], offsets_km[seen]
    if not len(there):
        return None
    over = _over_earth(offsets_km, frame.earth_km)
    nearness = float(np.clip(2.2 - np.linalg.norm(frame.pose.eye_km) / R_EARTH_KM, 0.0, 1.0))
    return StarlinkPart(
        row=there,
        points_km=float32(offsets_km),
        lit=float32(sunlit(r_km[there], frame.sun_direction)),
        gain=float32(np.where(over, _OVER_EARTH, 1.0)),
        size_px=2.4 + nearness,
    )


def sunlit(r_km: Array, sun_direction: Array) -> Array:
    """Return for places (n, 3) how much of the Sun the Earth leaves, 0 to 1: the formula of fleet.vert."""
    along = r_km @ sun_direction
    away = np.sqrt(np.maximum(np.einsum("ij,ij->i", r_km, r_km) - along * along, 0.0))
    width = np.maximum(-along * _SUN_RAD, 1e-9)
    x = np.clip((away - R_EARTH_KM + width) / (2.0 * width), 0.0, 1.0)
    return np.where(along >= 0.0, 1.0, x * x * (3.0 - 2.0 * x))


def starlink_at(frame: Frame, x_px: float, y_px: float) -> int | None:
    """Return the row of the drawn Starlink satellite nearest to a pixel of the view, or None within reach of none."""
    from gui.frame import project_offsets

    if frame.starlink is None:
        return None
    xy_px, visible = project_offsets(frame, frame.starlink.points_km.astype(np.float64))
    away_px = np.hypot(xy_px[:, 0] - x_px, xy_px[:, 1] - y_px)
    away_px[~visible] = np.inf
    best = int(away_px.argmin())
    return int(frame.starlink.row[best]) if away_px[best] <= _REACH_PX * frame.view.pixel_ratio else None


def _over_earth(offsets_km: Array, earth_km: Array) -> NDArray[np.bool_]:
    """Return which lines of sight (n, 3) meet the globe."""
    length2 = np.einsum("ij,ij->i", offsets_km, offsets_km)
    along = offsets_km @ earth_km
    return np.asarray(earth_km @ earth_km - along * along / length2 < R_EARTH_MEAN_KM**2) & (along > 0.0)
