"""Where the Sun and the Moon are, from JPL's DE440.

The program ships a cut of DE440 that covers 2020-2100.  jplephem, the reader
inside skyfield, opens it (skyfield on its own would cost 0.7 s of start-up);
its series are summed here (``engine.chebyshev``), which takes a tenth of the time.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.chebyshev import Series
from engine.constants import AU_KM, SPEED_OF_LIGHT_KM_S
from engine.paths import EPHEMERIS_FILE
from engine.timebase import Instants, format_utc, from_year

FIRST_T_S = from_year(2020.0) + 1.0e6  # a little inside the file, for the light time

_SUN, _EARTH_MOON, _MOON, _EARTH, _BARYCENTRE = 10, 3, 301, 399, 0
# The light takes 499 s, 8 s more or less over the year, in which the Sun moves 0.1 km.
_LIGHT_S = AU_KM / SPEED_OF_LIGHT_KM_S


class EphemerisError(ValueError):
    """The ephemeris file is missing or cannot be read, or does not reach a time that is asked for."""


class Ephemeris:
    """Geocentric vectors of the Sun and the Moon, in GCRS axes and km.

    Each method takes one instant (``t_s``, gives (3,)) or instants (N,) (gives
    (3, N)), and raises ``EphemerisError`` outside ``first_s`` to ``last_s``.
    Aberration and light bending are left out: the Sun's apparent place lies
    20 arcseconds away, which shifts the Earth's shadow by under 1 km at the
    altitudes of this program.
    """

    def __init__(self, path: Path) -> None:
        from jplephem.spk import SPK

        try:
            spk: Any = SPK.open(str(path))
        except (OSError, ValueError) as error:
            raise EphemerisError(
                f"the ephemeris {path.name} cannot be read ({error}): reinstall the program or run `make assets`"
            ) from None
        self._sun = Series.of_segment(spk[_BARYCENTRE, _SUN])
        self._earth_moon = Series.of_segment(spk[_BARYCENTRE, _EARTH_MOON])
        self._moon = Series.of_segment(spk[_EARTH_MOON, _MOON])
        self._earth = Series.of_segment(spk[_EARTH_MOON, _EARTH])
        spk.close()  # the series keep the file mapped
        every = (self._sun, self._earth_moon, self._moon, self._earth)
        self.first_s = max(series.start_s for series in every) + _LIGHT_S
        self.last_s = min(series.end_s for series in every)

    def _check(self, t_s: Instants) -> None:
        first, last = (t_s, t_s) if isinstance(t_s, float) else (float(np.min(t_s)), float(np.max(t_s)))
        if not (self.first_s <= first and last <= self.last_s):
            wrong = first if not first >= self.first_s else last
            given = f"the time {format_utc(wrong)}" if -6e10 < wrong < 2e11 else f"the time {wrong:g} s after 2000"
            raise EphemerisError(
                f"{given} lies outside the ephemeris, which covers {format_utc(self.first_s)[:10]} to "
                f"{format_utc(self.last_s)[:10]}"
            )

    def sun_gcrs_km(self, t_s: Instants) -> NDArray[np.float64]:
        """Return the Sun's *astrometric* vector from the Earth's centre, km: where it was when its light left."""
        return self._sun_seen(t_s, _LIGHT_S)

    def sun_geometric_gcrs_km(self, t_s: Instants) -> NDArray[np.float64]:
        """Return the Sun's vector from the Earth's centre, km, where it *is*: what its gravity is reckoned from."""
        return self._sun_seen(t_s, 0.0)

    def _sun_seen(self, t_s: Instants, light_s: float) -> NDArray[np.float64]:
        self._check(t_s)
        if isinstance(t_s, np.ndarray):
            earth_km = self._earth_moon.at_all(t_s) + self._earth.at_all(t_s)
            return self._sun.at_all(t_s - light_s) - earth_km
        return self._sun.at(t_s - light_s) - self._earth_moon.at(t_s) - self._earth.at(t_s)

    def moon_gcrs_km(self, t_s: Instants) -> NDArray[np.float64]:
        """Return the Moon's vector (3,) from the Earth's centre, km; (3, N) for instants (N,).

        Geometric: the Moon is drawn where it *is*, so that what flies near it
        lies beside it.  Its light is 1.3 s old, in which it moves 1.3 km.
        """
        self._check(t_s)
        if isinstance(t_s, np.ndarray):
            return self._moon.at_all(t_s) - self._earth.at_all(t_s)
        return self._moon.at(t_s) - self._earth.at(t_s)

    def moon_state_gcrs(self, t_s: Instants) -> NDArray[np.float64]:
        """Return the Moon's position and velocity (6,), km and km/s, geometric; (6, N) for instants (N,)."""
        self._check(t_s)
        each_s = np.atleast_1d(np.asarray(t_s, dtype=np.float64))
        moon_km = self._moon.at_all(each_s) - self._earth.at_all(each_s)
        moon_km_s = self._moon.speed_at_all(each_s) - self._earth.speed_at_all(each_s)
        state = np.concatenate([moon_km, moon_km_s])
        return state if isinstance(t_s, np.ndarray) else state[:, 0]


@lru_cache(maxsize=1)
def load_ephemeris(path: Path = EPHEMERIS_FILE) -> Ephemeris:
    """Return the shipped ephemeris, opened once."""
    return Ephemeris(path)
