"""A ray-cast body of a frame: the Earth or the Moon as the eye sees it, as small arrays."""

from __future__ import annotations

from dataclasses import dataclass
from math import acos, asin, atan, hypot, sqrt, tan
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from gui.arrays import float32
from gui.camera import cross, unit

if TYPE_CHECKING:
    from gui.camera import Pose
    from gui.view import View

Vector = NDArray[np.float64]
Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True, kw_only=True)
class BodyPart:
    """A ray-cast sphere.  ``corners`` and ``offsets`` (4, 3) are a quad that covers it, in body radii:
    from the eye, and from the body's centre (the second is exact where the first is large)."""

    centre_km: Vector  # (3,), from the eye
    radius_km: float
    distance_km: float
    corners: Floats
    offsets: Floats
    centre_radii: Floats  # (3,)
    pixel_radii: float  # a pixel's size at the limb
    gcrs_to_body: Floats  # (3, 3)
    sun_direction: Floats  # (3,), unit, from this body
    other_radii: Floats  # (3,), the other body's true place seen from this one's centre
    other_radius: float  # in radii of this one: what it takes of the sunlight is an eclipse
    shine: float  # how full the other body is as seen from here, 0..1 (earthshine)
    in_picture: bool  # whether any of it can be


def build_body(
    pose: Pose,
    view: View,
    px_rad: float,
    *,
    centre_km: Vector,
    radius_km: float,
    pad: float,
    axes: NDArray[np.float64],
    sun_km: Vector,
    other_km: Vector,
    other_radius_km: float,
) -> BodyPart:
    centre = centre_km / radius_km
    distance = float(np.linalg.norm(centre))
    right, up, back = pose.rotation
    signs = np.array([[-1.0, -1.0], [1.0, -1.0], [-1.0, 1.0], [1.0, 1.0]])
    if distance > 1.3 * pad:
        # A square across the line to the centre, just large enough for the tangent cone.
        z = centre / distance
        x = cross(z, up if abs(z @ up) < 0.9 else right)
        x /= np.linalg.norm(x)
        y = cross(x, z)
        half = 1.001 * pad * distance / sqrt(distance * distance - pad * pad)
        offsets = half * (signs[:, :1] * x + signs[:, 1:] * y)
        corners = centre + offsets
    else:  # so near that it may fill the picture: the picture itself
        tangent = tan(pose.fov_rad / 2.0)
        aspect = view.width_px / view.height_px
        corners = distance * (signs[:, :1] * tangent * aspect * right + signs[:, 1:] * tangent * up - back)
        offsets = corners - centre
    sun_direction = unit(sun_km)
    return BodyPart(
        centre_km=centre_km,
        radius_km=radius_km,
        distance_km=distance * radius_km,
        corners=float32(corners),
        offsets=float32(offsets),
        centre_radii=float32(centre),
        pixel_radii=max(px_rad * sqrt(max(distance * distance - 1.0, 0.0)), 1e-7),
        gcrs_to_body=float32(axes),
        sun_direction=float32(sun_direction),
        other_radii=float32(other_km / radius_km),
        other_radius=other_radius_km / radius_km,
        shine=0.5 - 0.5 * float(sun_direction @ unit(other_km)),
        in_picture=_in_picture(pose, view, centre, pad),
    )


def _in_picture(pose: Pose, view: View, centre: Vector, radius: float) -> bool:
    """Return whether a sphere, seen from the eye, meets the cone round the picture's corners."""
    distance = float(np.linalg.norm(centre))
    if distance <= radius:
        return True
    tangent = tan(pose.fov_rad / 2.0)
    corner_rad = atan(tangent * hypot(1.0, view.width_px / view.height_px))
    apart_rad = acos(max(-1.0, min(1.0, -float(centre @ pose.rotation[2]) / distance)))
    return apart_rad < corner_rad + asin(radius / distance)
