"""Where the Sun and the Moon are, from JPL's DE440.

The program ships a cut of DE440 that covers 2020-2100.  It is read with
jplephem, the reader inside skyfield, on its own: skyfield would do the same
sums but costs 0.7 s of start-up.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.constants import AU_KM, SECONDS_PER_DAY, SPEED_OF_LIGHT_KM_S
from engine.paths import EPHEMERIS_FILE
from engine.timebase import Instants, from_year, tt_julian_date

FIRST_T_S = from_year(2020.0) + 1.0e6  # a little inside the file, for the light time

_SUN, _EARTH_MOON, _MOON, _EARTH, _BARYCENTRE = 10, 3, 301, 399, 0


class EphemerisError(ValueError):
    """The ephemeris file is missing or cannot be read."""


class Ephemeris:
    """Geocentric vectors of the Sun and the Moon, in GCRS axes and km.

    Both are *astrometric*: where the body was when its light left, seen from
    the Earth's centre as it is now.  Aberration and light bending are left
    out.  The Sun's apparent place lies 20 arcseconds away, which shifts the
    Earth's shadow by under 1 km at the altitudes of this program.
    """

    def __init__(self, path: Path) -> None:
        from jplephem.spk import SPK

        try:
            spk: Any = SPK.open(str(path))
        except (OSError, ValueError) as error:
            raise EphemerisError(
                f"the ephemeris {path.name} cannot be read ({error}): reinstall the program or run `make assets`"
            ) from None
        self._sun = spk[_BARYCENTRE, _SUN]
        self._earth_moon = spk[_BARYCENTRE, _EARTH_MOON]
        self._moon = spk[_EARTH_MOON, _MOON]
        self._earth = spk[_EARTH_MOON, _EARTH]

    def _earth_barycentric_km(self, jd: float, days: float) -> NDArray[np.float64]:
        return self._earth_moon.compute(jd, days) + self._earth.compute(jd, days)  # type: ignore[no-any-return]

    def sun_gcrs_km(self, t_s: float) -> NDArray[np.float64]:
        """Return the Sun's astrometric vector (3,) from the Earth's centre, km."""
        jd, days = tt_julian_date(t_s)
        # The light takes 499 s, 8 s more or less over the year, in which the Sun moves 0.1 km.
        sun_km = self._sun.compute(jd, days - AU_KM / SPEED_OF_LIGHT_KM_S / SECONDS_PER_DAY)
        return sun_km - self._earth_barycentric_km(jd, days)  # type: ignore[no-any-return]

    def moon_gcrs_km(self, t_s: Instants) -> NDArray[np.float64]:
        """Return the Moon's vector (3,) from the Earth's centre, km; (3, N) for instants (N,).

        Geometric: the Moon is drawn where it *is*, so that what flies near it
        lies beside it.  Its light is 1.3 s old, in which it moves 1.3 km.
        """
        jd, days = tt_julian_date(t_s)
        return self._moon.compute(jd, days) - self._earth.compute(jd, days)  # type: ignore[no-any-return]


@lru_cache(maxsize=1)
def load_ephemeris(path: Path = EPHEMERIS_FILE) -> Ephemeris:
    """Return the shipped ephemeris, opened once."""
    return Ephemeris(path)
