"""Where the inner planets are, and the paths they take round the Sun.

The Earth comes from the program's own ephemeris.  Mercury, Venus and Mars come
from ERFA's ``plan94`` (Simon et al. 1994, *Astronomy and Astrophysics* 282,
663): within 1,400, 2,800 and 27,000 km of JPL's DE421 from 2020 to 2052, and of
the theory VSOP2013 until 2101.  In the view of the whole inner solar system a
pixel is ten times that.

Heliocentric, km, in the axes of the GCRS (``plan94`` gives those of the mean
equator of J2000, 0.02 arcsecond away: 20 km at Mars).  Left out: the light's
way, all planets from Jupiter on.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import erfa
import numpy as np
from numpy.typing import NDArray

from engine.constants import AU_KM, SECONDS_PER_DAY
from engine.timebase import tt_julian_date

if TYPE_CHECKING:
    from engine.ephemeris import Ephemeris

Array = NDArray[np.float64]

OBLIQUITY_RAD = np.radians(84_381.406 / 3_600.0)  # of J2000: IAU 2006 precession (Capitaine et al. 2003)
_COS, _SIN = float(np.cos(OBLIQUITY_RAD)), float(np.sin(OBLIQUITY_RAD))
# Takes GCRS vectors to the ecliptic and mean equinox of J2000.
GCRS_TO_ECLIPTIC = np.array([[1.0, 0.0, 0.0], [0.0, _COS, _SIN], [0.0, -_SIN, _COS]])
GCRS_TO_ECLIPTIC.flags.writeable = False


@dataclass(frozen=True, slots=True)
class Planet:
    """``number`` is that of ``plan94``, whose third is the barycentre of Earth and Moon; ``days`` the sidereal period
    (Explanatory Supplement, 2013).
    """

    name: str
    number: int
    days: float


MERCURY, VENUS, EARTH, MARS = (
    Planet("Mercury", 1, 87.969),
    Planet("Venus", 2, 224.701),
    Planet("Earth", 3, 365.256),
    Planet("Mars", 4, 686.980),
)
PLANETS = (MERCURY, VENUS, EARTH, MARS)


def planet_km(planet: Planet, t_s: float | Array, ephemeris: Ephemeris) -> Array:
    """Return where a planet is from the Sun, (3,) km at one instant, (3, N) at instants (N,).

    The Earth is that of the ephemeris where that reaches, else the barycentre
    of Earth and Moon after ``plan94``, 5,500 km off at most.
    """
    each_s = np.atleast_1d(np.asarray(t_s, dtype=np.float64))
    jd, days = tt_julian_date(each_s)
    r_km: Array = np.ascontiguousarray(erfa.plan94(jd, days, planet.number)["p"].T) * AU_KM
    if planet is EARTH:
        known = (each_s >= ephemeris.first_s) & (each_s <= ephemeris.last_s)
        if known.any():
            r_km[:, known] = -ephemeris.sun_geometric_gcrs_km(each_s[known])
    return r_km if isinstance(t_s, np.ndarray) else r_km[:, 0]


def orbit_km(planet: Planet, t_s: float, points: int) -> Array:
    """Return a planet's path over the year that ends at ``t_s``, (points, 3) km from the Sun.

    That of ``EARTH`` is the path of the barycentre of Earth and Moon, up to
    5,500 km from the Earth of ``planet_km``.

    The last point is the planet's place.  After one period it is within 0.1 %
    of where it was, so that the path looks closed.
    """
    ago_s = np.linspace(planet.days * SECONDS_PER_DAY, 0.0, points)
    jd, days = tt_julian_date(t_s - ago_s)
    path: Array = erfa.plan94(jd, days, planet.number)["p"] * AU_KM
    return path
