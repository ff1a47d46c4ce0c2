"""How the Moon is turned, and how fast it turns, at many instants at once.

The model of ``engine.frames.gcrs_to_moon``, for arrays of instants.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from engine.constants import SECONDS_PER_DAY
from engine.frames import moon_axes, moon_rotation

Array = NDArray[np.float64]


class Attitude(NamedTuple):
    """The Moon at N instants: ``axes`` (N, 3, 3), rows in GCRS coordinates, and angular velocity (3, N) in the GCRS."""

    axes: Array
    spin_rad_s: Array


def moon_attitude(t_s: Array) -> Attitude:
    """Return how the Moon is turned at instants (N,), and its angular velocity, by differentiating the model.

    Leaves out what the model leaves out: 150 m on the ground, and some
    micrometres a second of the physical librations.
    """
    (ra, dec, meridian), (ra_day, dec_day, meridian_day) = moon_rotation(np.atleast_1d(t_s) / SECONDS_PER_DAY)
    axes = moon_axes(np.array([ra, dec, meridian]))
    zero = np.zeros_like(ra)
    node = np.array([-np.sin(ra), np.cos(ra), zero])
    # Turned about the GCRS z axis, then about the node (backwards as the pole rises), then about the pole.
    spin_day = np.array([zero, zero, ra_day]) - dec_day * node + meridian_day * axes[2]
    return Attitude(np.ascontiguousarray(axes.transpose(2, 0, 1)), spin_day / SECONDS_PER_DAY)


def place_on_moon(t_s: Array, from_moon_km: Array) -> tuple[Array, Array]:
    """Return latitude and east longitude (-pi to pi), rad, of what lies at ``from_moon_km`` (3, N), GCRS axes."""
    x, y, z = np.einsum("nij,jn->in", moon_attitude(t_s).axes, from_moon_km)
    return np.arctan2(z, np.hypot(x, y)), np.arctan2(y, x)
