"""Rotations from the GCRS to the axes of the Earth and of the Moon.

Each is a (3, 3) matrix M with ``r_body = M @ r_gcrs``; its rows are the body's
axes in GCRS coordinates.
"""

from __future__ import annotations

import erfa
import numpy as np
from numpy.typing import NDArray

from engine.constants import SECONDS_PER_DAY
from engine.timebase import tt_julian_date, ut1_julian_date


def gcrs_to_itrs(t_s: float) -> NDArray[np.float64]:
    """Return the Earth's axes: IAU 2006 precession, IAU 2000B nutation, Earth rotation angle.

    Polar motion (0.3 arcsecond) and UT1 - UTC (below 0.9 s, 13 arcseconds) are
    left out: they are not known for the future.  ERFA, ``c2t00b``.
    """
    matrix = erfa.c2t00b(*tt_julian_date(t_s), *ut1_julian_date(t_s), 0.0, 0.0)
    return np.asarray(matrix, dtype=np.float64)


# Archinal et al., "Report of the IAU Working Group on Cartographic Coordinates and
# Rotational Elements: 2015", table 2, Moon.  Angles in degrees, d in days, T in centuries.
# One row a term E1..E13: constant, rate per day, and its part in pole RA (sin),
# pole declination (cos) and prime meridian W (sin).
_MOON_TERMS = np.array(
    [
        [125.045, -0.0529921, -3.8787, 1.5419, 3.5610],
        [250.089, -0.1059842, -0.1204, 0.0239, 0.1208],
        [260.008, 13.0120009, 0.0700, -0.0278, -0.0642],
        [176.625, 13.3407154, -0.0172, 0.0068, 0.0158],
        [357.529, 0.9856003, 0.0, 0.0, 0.0252],
        [311.589, 26.4057084, 0.0072, -0.0029, -0.0066],
        [134.963, 13.0649930, 0.0, 0.0009, -0.0047],
        [276.617, 0.3287146, 0.0, 0.0, -0.0046],
        [34.226, 1.7484877, 0.0, 0.0, 0.0028],
        [15.134, -0.1589763, -0.0052, 0.0008, 0.0052],
        [119.743, 0.0036096, 0.0, 0.0, 0.0040],
        [239.961, 0.1643573, 0.0, 0.0, 0.0019],
        [25.053, 12.9590088, 0.0043, -0.0009, -0.0044],
    ]
)


def gcrs_to_moon(t_s: float) -> NDArray[np.float64]:
    """Return the Moon's mean-Earth axes: x to the mean near side, z to the north pole.

    The IAU WGCCRE 2015 rotation model, which follows the Moon's librations to
    about 0.005 degree (150 m on the ground).
    """
    days = t_s / SECONDS_PER_DAY
    centuries = days / 36_525.0
    terms_rad = np.radians(_MOON_TERMS[:, 0] + _MOON_TERMS[:, 1] * days)
    sines, cosines = np.sin(terms_rad), np.cos(terms_rad)
    pole_ra = np.radians(269.9949 + 0.0031 * centuries + sines @ _MOON_TERMS[:, 2])
    pole_dec = np.radians(66.5392 + 0.0130 * centuries + cosines @ _MOON_TERMS[:, 3])
    meridian = np.radians((38.3213 + 13.176_358_15 * days - 1.4e-12 * days * days + sines @ _MOON_TERMS[:, 4]) % 360.0)
    node = np.array([-np.sin(pole_ra), np.cos(pole_ra), 0.0])  # where the equator crosses the GCRS equator
    pole = np.array([np.cos(pole_dec) * np.cos(pole_ra), np.cos(pole_dec) * np.sin(pole_ra), np.sin(pole_dec)])
    across = np.cross(pole, node)
    x = np.cos(meridian) * node + np.sin(meridian) * across
    return np.array([x, np.cross(pole, x), pole])
