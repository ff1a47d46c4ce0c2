"""What pulls at a payload between the Moon and the Earth: Earth with J2, Moon and Sun, seen from the Earth's centre.

An integrator asks a field in two steps: ``sources`` for all that depends on
time alone, for many instants at once, then ``rates`` at each of its stages.
"""

from __future__ import annotations

from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from engine.constants import J2_EARTH, MU_EARTH_KM3_S2, MU_MOON_KM3_S2, MU_SUN_KM3_S2, R_EARTH_KM
from engine.ephemeris import Ephemeris

Array = NDArray[np.float64]


class Forces(Protocol):
    """A field in which N states (6, N) move, each at a time of its own."""

    def sources(self, t_s: Array) -> Array:
        """Return what the field needs of the times (M,), as (rows, M); no rows if time does not matter."""
        ...

    def rates(self, sources: Array, state: Array) -> Array:
        """Return the rates of change (6, N) of the states (6, N), whose ``sources`` (rows, N) these are."""
        ...


_MU = np.array([[MU_MOON_KM3_S2], [MU_SUN_KM3_S2], [MU_EARTH_KM3_S2]])
_FLATTENING = 1.5 * J2_EARTH * R_EARTH_KM**2
_STEP_S = 14_400.0
_ORDER = 5
_NODES = np.cos(np.pi * (np.arange(_ORDER + 1) + 0.5) / (_ORDER + 1))


class Cislunar:
    """Earth (point mass and J2 about the GCRS z axis), Moon and Sun (point masses, DE440), with indirect terms.

    Positions are kept for ``first_s`` to ``last_s`` (t_s) as polynomials of
    order 5 over four hours each: within a millimetre of the ephemeris, and
    several times as fast.  Left out: the Earth's other harmonics (they matter
    within hours of the perigee), the Moon's own (its mascons move what flies
    by at 1,737 km by some hundred metres a revolution), planets, sunlight's
    pressure and relativity.  GCRS, km and km/s.
    """

    def __init__(self, ephemeris: Ephemeris, first_s: float, last_s: float) -> None:
        first_s = max(first_s - _STEP_S, ephemeris.first_s)
        spans = max(int(np.ceil((min(last_s + _STEP_S, ephemeris.last_s) - first_s) / _STEP_S)), 1)
        # A last span that would reach over the end of the file is moved back, and overlaps the one before.
        start_s = np.minimum(first_s + _STEP_S * np.arange(spans), ephemeris.last_s - _STEP_S)
        times_s = (start_s[:, None] + 0.5 * _STEP_S * (1.0 + _NODES)).ravel()
        moon_km, sun_km = ephemeris.moon_gcrs_km(times_s), ephemeris.sun_geometric_gcrs_km(times_s)
        indirect = -sum(
            mu * body_km / np.linalg.norm(body_km, axis=0) ** 3
            for mu, body_km in ((MU_MOON_KM3_S2, moon_km), (MU_SUN_KM3_S2, sun_km))
        )
        values = np.concatenate([moon_km, sun_km, indirect]).reshape(9, spans, _ORDER + 1)
        in_powers = np.linalg.inv(np.vander(_NODES, increasing=True))
        self._table = np.ascontiguousarray(np.einsum("po,bso->pbs", in_powers, values))
        self._start_s, self.first_s, self.last_s = start_s, first_s, float(start_s[-1] + _STEP_S)

    def _places(self, t_s: Array) -> tuple[NDArray[np.int64], Array]:
        number = ((t_s - self.first_s) / _STEP_S).astype(np.int64)
        number = np.clip(number, 0, len(self._start_s) - 1)
        return number, 2.0 * (t_s - self._start_s[number]) / _STEP_S - 1.0

    def sources(self, t_s: Array) -> Array:
        """Return (9, M): the Moon's and the Sun's place, km, and the pull of both on the Earth, reversed, km/s^2."""
        number, s = self._places(t_s)
        value: Array = self._table[_ORDER].take(number, axis=1)
        for power in range(_ORDER - 1, -1, -1):
            value *= s
            value += self._table[power].take(number, axis=1)
        return value

    def moon_state(self, t_s: Array) -> Array:
        """Return the Moon's position and velocity (6, M), km and km/s."""
        number, s = self._places(t_s)
        value: Array = self._table[_ORDER, :3].take(number, axis=1)
        slope = np.zeros_like(value)
        for power in range(_ORDER - 1, -1, -1):
            slope *= s
            slope += value
            value *= s
            value += self._table[power, :3].take(number, axis=1)
        return np.concatenate([value, slope * (2.0 / _STEP_S)])

    def rates(self, sources: Array, state: Array) -> Array:
        """Return velocity, km/s, and acceleration, km/s^2, of the states (6, N)."""
        place = state[:3]
        towards = np.empty((3, *place.shape))  # from each payload to the Moon, the Sun and the Earth
        np.subtract(sources[:6].reshape(2, *place.shape), place, out=towards[:2])
        np.negative(place, out=towards[2])
        square = np.einsum("bin,bin->bn", towards, towards)
        strength = _MU / (square * np.sqrt(square))
        # J2: with k = 3/2 J2 (R/r)^2, the Earth's own pull times 1 + k (1 - 5 z^2/r^2), and 2 k of it in z besides.
        inverse = 1.0 / square[2]
        flattening = _FLATTENING * inverse
        south_north = (2.0 * strength[2]) * flattening * place[2]
        inverse *= place[2]
        inverse *= place[2]
        inverse *= -5.0
        inverse += 1.0
        inverse *= flattening
        inverse += 1.0
        strength[2] *= inverse
        rates = np.empty_like(state)
        rates[:3] = state[3:]
        pull = rates[3:]
        np.einsum("bn,bin->in", strength, towards, out=pull)
        pull += sources[6:]
        pull[2] -= south_north
        return rates
