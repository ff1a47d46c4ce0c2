"""How the Moon is turned, and how fast it turns, at many instants at once.

The same IAU WGCCRE 2015 model as ``engine.frames.gcrs_to_moon``, for arrays of instants.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from engine.constants import SECONDS_PER_DAY
from engine.frames import _MOON_TERMS

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
    days = np.atleast_1d(t_s) / SECONDS_PER_DAY
    centuries = days / 36_525.0
    constant, rate, in_ra, in_dec, in_meridian = np.radians(_MOON_TERMS).T
    angles = constant[:, None] + rate[:, None] * days
    sines, cosines = np.sin(angles), np.cos(angles)
    pole_ra = np.radians(269.9949 + 0.0031 * centuries) + in_ra @ sines
    pole_dec = np.radians(66.5392 + 0.0130 * centuries) + in_dec @ cosines
    meridian = np.radians((38.3213 + 13.176_358_15 * days - 1.4e-12 * days * days) % 360.0) + in_meridian @ sines

    ra_day = np.radians(0.0031 / 36_525.0) + (in_ra * rate) @ cosines
    dec_day = np.radians(0.0130 / 36_525.0) - (in_dec * rate) @ sines
    meridian_day = np.radians(13.176_358_15 - 2.8e-12 * days) + (in_meridian * rate) @ cosines

    zero = np.zeros_like(days)
    node = np.array([-np.sin(pole_ra), np.cos(pole_ra), zero])  # where the equator crosses the GCRS equator
    pole = np.array([np.cos(pole_dec) * np.cos(pole_ra), np.cos(pole_dec) * np.sin(pole_ra), np.sin(pole_dec)])
    x = np.cos(meridian) * node + np.sin(meridian) * np.cross(pole, node, axis=0)
    axes = np.stack([x, np.cross(pole, x, axis=0), pole]).transpose(2, 0, 1)
    # Turned about the GCRS z axis, then about the node (backwards as the pole rises), then about the pole.
    spin_day = np.array([zero, zero, ra_day]) - dec_day * node + meridian_day * pole
    return Attitude(axes, spin_day / SECONDS_PER_DAY)


def place_on_moon(t_s: Array, from_moon_km: Array) -> tuple[Array, Array]:
    """Return latitude and east longitude (-pi to pi), rad, of what lies at ``from_moon_km`` (3, N), GCRS axes."""
    x, y, z = np.einsum("nij,jn->in", moon_attitude(t_s).axes, from_moon_km)
    return np.arctan2(z, np.hypot(x, y)), np.arctan2(y, x)
