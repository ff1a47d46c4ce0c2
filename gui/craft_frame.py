"""The satellite in focus, close up: an array that faces the Sun, a body, and radiators edge-on to the Sun.

A drawing, not a design: the array's area is what its rated power takes at
250 W/m^2, and the radiators' in the ratio of SpaceX's AI1 (110 to 600 m^2, its
specification sheet of 2026).  It is drawn unfolded, from the muzzle on.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from engine.constants import R_EARTH_MEAN_KM, R_MOON_KM
from engine.shadow import sunlit_fraction
from gui.arrays import float32
from gui.camera import focus_km, satellite_index
from gui.focus import place_of

if TYPE_CHECKING:
    from engine.world import World
    from gui.camera import Pose
    from gui.view import View

Floats = NDArray[np.float32]

ARRAY_W_PER_M2, RADIATOR_SHARE = 250.0, 110.0 / 600.0
REACH = 900.0  # in array widths: farther off it is less than a pixel or two


@dataclass(frozen=True, slots=True, kw_only=True)
class CraftPart:
    """``at_km`` (3,) from the eye; ``axes`` (3, 3) columns in the GCRS: along the wings, across them, to the Sun.

    ``half_km`` is half a wing's width; ``lit`` the share of the Sun's disc in sight there; ``bright`` the unit
    direction (3,) of the nearer body, and ``shine`` how much of its light there is.
    """

    at_km: Floats
    axes: Floats
    half_km: float
    lit: float
    bright: Floats
    shine: float


def build_craft_part(world: World, view: View, pose: Pose) -> CraftPart | None:
    """Return the satellite or payload that the camera looks at, or None where it looks at neither, or from afar."""
    camera = view.camera
    riding = camera.focus.startswith("payload:")
    if not riding and satellite_index(camera) is None:
        return None
    place = place_of(camera.focus, world) if riding else None
    if riding and place is None:
        return None
    given = world.scenario
    power_w = given.parameters["moon_satellite_power_w"] if riding else given.satellite_power_w
    half_km = 0.5 * sqrt(power_w / ARRAY_W_PER_M2 / 3.2) / 1_000.0  # two wings, each 1.6 times as long as wide
    if pose.focus_distance_km > REACH * 2.0 * half_km:
        return None
    true_km = place.base_gcrs_km if place is not None else focus_km(camera, world, 0.0)
    drawn_km = focus_km(camera, world, view.stage_scale)
    sun = world.sun_gcrs_km - true_km
    sun /= np.linalg.norm(sun)
    up = place.axes[:, 2] if place is not None else true_km / np.linalg.norm(true_km)
    along = np.cross(sun, up)
    along /= max(float(np.linalg.norm(along)), 1e-9)
    bodies = (-true_km, world.moon_gcrs_km - true_km)
    radii = np.array([R_EARTH_MEAN_KM, R_MOON_KM])
    sizes = radii / np.linalg.norm(bodies, axis=1)
    nearer = bodies[int(np.argmax(sizes))]
    nearer = nearer / np.linalg.norm(nearer)
    return CraftPart(
        at_km=float32(drawn_km - pose.eye_km),
        axes=float32(np.stack([along, np.cross(sun, along), sun], axis=1)),
        half_km=half_km,
        lit=float(sunlit_fraction(true_km[None], world.sun_gcrs_km)[0]),
        bright=float32(nearer),
        shine=float(min(sizes.max(), 1.0) ** 2 * (0.5 - 0.5 * float(nearer @ sun))),
    )
