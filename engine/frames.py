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

Array = NDArray[np.float64]


def gcrs_to_itrs(t_s: float) -> Array:
    """Return the Earth's axes: IAU 2006 precession, IAU 2000B nutation, Earth rotation angle.

    Polar motion (0.3 arcsecond) and UT1 - UTC (below 0.9 s, 13 arcseconds) are
    left out: they are not known for the future.  ERFA, ``c2t00b``.
    """
    matrix = erfa.c2t00b(*tt_julian_date(t_s), *ut1_julian_date(t_s), 0.0, 0.0)
    return np.asarray(matrix, dtype=np.float64)


def teme_to_gcrs(t_s: float) -> NDArray[np.float64]:
    """Return M (3, 3) with ``r_gcrs = M @ r_teme``: from SGP4's true equator and mean equinox.

    The mean equinox is that of the IAU 1982 sidereal time, as in Vallado et al., "Revisiting Spacetrack Report #3",
    AIAA 2006-6753, appendix C; precession and nutation are IAU 2000B.  UT1 - UTC falls out.
    """
    tt, ut1 = tt_julian_date(t_s), ut1_julian_date(t_s)
    equinoxes_rad = erfa.gst00b(*ut1) - erfa.gmst82(*ut1)
    from_gcrs = erfa.rz(equinoxes_rad, erfa.pnm00b(*tt))
    return np.asarray(from_gcrs, dtype=np.float64).T


# Archinal et al., "Report of the IAU Working Group on Cartographic Coordinates and
# Rotational Elements: 2015", table 2, Moon.  Angles in degrees there, d in days, T in centuries.
# One row a term E1..E13: constant, rate per day, and its part in pole RA (sin),
# pole declination (cos) and prime meridian W (sin).
_MOON_TERMS_RAD = np.radians(
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
).T


def moon_rotation(days: Array | float) -> tuple[Array, Array]:
    """Return right ascension and declination of the Moon's pole, and its prime meridian's angle W from where the
    equators cross, at ``days`` (...) since J2000: (3, ...) rad; and what each changes by, (3, ...) rad a day.

    The IAU WGCCRE 2015 rotation model.
    """
    centuries = days / 36_525.0
    constant, rate, in_ra, in_dec, in_meridian = _MOON_TERMS_RAD
    angles = np.multiply.outer(rate, days)
    angles += constant.reshape(-1, *(1,) * np.ndim(days))
    sines, cosines = np.sin(angles), np.cos(angles)
    meridian = (38.3213 + 13.176_358_15 * days - 1.4e-12 * days * days) % 360.0
    now = [
        np.radians(269.9949 + 0.0031 * centuries) + in_ra @ sines,
        np.radians(66.5392 + 0.0130 * centuries) + in_dec @ cosines,
        np.radians(meridian) + in_meridian @ sines,
    ]
    a_day = [
        np.radians(0.0031 / 36_525.0) + (in_ra * rate) @ cosines,
        np.radians(0.0130 / 36_525.0) - (in_dec * rate) @ sines,
        np.radians(13.176_358_15 - 2.8e-12 * days) + (in_meridian * rate) @ cosines,
    ]
    return np.array(now), np.array(a_day)


def moon_axes(rotation: Array) -> Array:
    """Return the Moon's x, y and z axes in GCRS coordinates, (3, 3, ...), from its angles (3, ...)."""
    ra, dec, meridian = rotation
    node = np.array([-np.sin(ra), np.cos(ra), np.zeros_like(ra)])  # where the equator crosses the GCRS equator
    pole = np.array([np.cos(dec) * np.cos(ra), np.cos(dec) * np.sin(ra), np.sin(dec)])
    x = np.cos(meridian) * node + np.sin(meridian) * np.cross(pole, node, axis=0)
    return np.array([x, np.cross(pole, x, axis=0), pole])


def gcrs_to_moon(t_s: float) -> Array:
    """Return the Moon's mean-Earth axes: x to the mean near side, z to the north pole.

    The IAU WGCCRE 2015 rotation model, which follows the Moon's librations to
    about 0.005 degree (150 m on the ground).
    """
    return moon_axes(moon_rotation(t_s / SECONDS_PER_DAY)[0])
