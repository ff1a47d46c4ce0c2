"""What is under the pointer: a projection and an argmin, on the CPU, only when asked."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from gui.fleet_frame import drawn_positions
from gui.frame import Frame, project
from gui.stage_scale import compress

if TYPE_CHECKING:
    from engine.world import World

REACH_PX = 8.0  # logical pixels


def satellite_at(world: World, frame: Frame, x_px: float, y_px: float) -> int | None:
    """Return the drawn satellite nearest to a pixel of the view (from its top left), or None within reach of none."""
    indices, r_km = drawn_positions(world, frame.view)
    if not len(indices):
        return None
    reach_px = REACH_PX * frame.view.pixel_ratio
    near = _near_ray(frame, r_km, x_px, y_px, 2.0 * reach_px)
    if not len(near):
        return None
    xy_px, visible = project(frame, r_km[near])
    away_px = np.hypot(xy_px[:, 0] - x_px, xy_px[:, 1] - y_px)
    away_px[~visible] = np.inf
    best = int(away_px.argmin())
    return int(indices[near[best]]) if away_px[best] <= reach_px else None


def _near_ray(frame: Frame, r_km: np.ndarray, x_px: float, y_px: float, reach_px: float) -> np.ndarray:
    """Return which of (N, 3) lie within a cone about the pixel's ray: a cheap sieve before the exact test."""
    ray = _ray(frame, x_px, y_px)
    offsets = (compress(r_km, frame.stage_scale) - frame.pose.eye_km).astype(np.float32)
    along = offsets @ ray.astype(np.float32)
    length2 = np.einsum("ij,ij->i", offsets, offsets)
    cos2 = np.float32(np.cos(reach_px * frame.px_rad * frame.supersample + 1e-3) ** 2)
    return np.flatnonzero((along > 0.0) & (along * along >= cos2 * length2))


def body_at(frame: Frame, x_px: float, y_px: float) -> str | None:
    """Return "earth" or "moon" if that body is under a pixel of the view, the nearer one first."""
    ray = _ray(frame, x_px, y_px)
    hits = []
    for name, body in (("earth", frame.earth), ("moon", frame.moon)):
        along = float(body.centre_km @ ray)
        across_km = float(np.linalg.norm(body.centre_km - along * ray))
        slack_km = 6.0 * frame.px_rad * frame.supersample * body.distance_km  # a far Moon is a few pixels wide
        if name in frame.layers and along > 0.0 and across_km < body.radius_km + slack_km:
            hits.append((body.distance_km, name))
    return min(hits)[1] if hits else None


def site_at(frame: Frame, x_px: float, y_px: float) -> tuple[float, float] | None:
    """Return latitude and longitude (rad, east, -pi to pi) of the Moon's ground under a pixel of the view.

    None beside the Moon, where the Earth is in front of it, and where it is not drawn.
    """
    if "moon" not in frame.layers:
        return None
    ray = _ray(frame, x_px, y_px)
    far_km = _entry_km(ray, frame.moon_km, frame.moon.radius_km)
    if far_km is None:
        return None
    earth_km = _entry_km(ray, frame.earth_km, frame.earth.radius_km) if "earth" in frame.layers else None
    if earth_km is not None and earth_km < far_km:
        return None
    x, y, z = frame.moon.gcrs_to_body.astype(np.float64) @ (far_km * ray - frame.moon_km)
    return float(np.arctan2(z, np.hypot(x, y))), float(np.arctan2(y, x))


def _entry_km(ray: np.ndarray, centre_km: np.ndarray, radius_km: float) -> float | None:
    """Return how far along a ray from the eye a sphere begins, or None if it does not meet it."""
    along = float(centre_km @ ray)
    across = centre_km - along * ray
    inside = radius_km * radius_km - float(across @ across)
    return along - float(np.sqrt(inside)) if along > 0.0 and inside >= 0.0 else None


def _ray(frame: Frame, x_px: float, y_px: float) -> np.ndarray:
    """Return the unit direction (3,) of a pixel of the view, in GCRS axes."""
    px_rad = frame.px_rad * frame.supersample
    right = (x_px - 0.5 * frame.view.width_px) * px_rad
    up = (0.5 * frame.view.height_px - y_px) * px_rad
    direction = np.array([right, up, -1.0]) @ frame.pose.rotation
    return np.asarray(direction / np.linalg.norm(direction))
