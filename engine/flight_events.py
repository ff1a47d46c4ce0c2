"""What happens on the way: escapes, turning points, impacts, found on the dense output of the integration.

Each event is a change of sign of a number that follows from the state.  The
integration only notes in which step one lies; all are then found at once, to a
microsecond, as roots on the polynomials of those steps.

- ``lunar_escape``: outside the Moon's Hill sphere (distance times (m / 3M)^(1/3),
  60,000 km) with positive two-body energy with respect to the Moon, both for the first time;
- ``apolune``, ``perilune``: farthest and nearest, inside the Moon's Hill sphere;
- ``perigee``, ``apogee``: of the Earth, outside the Moon's Hill sphere;
- ``target_radius``: a given distance from the Earth's centre, either way;
- ``impact_moon``, ``impact_earth``: a sphere of 1,737.4 km, one of 6,378.137 km;
- ``closest_l2``: nearest to the Earth-Moon point L2, which moves with the Moon.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engine.constants import MU_EARTH_KM3_S2, MU_MOON_KM3_S2, R_EARTH_KM, R_MOON_KM
from engine.dop853 import Curves, curve_at
from engine.forces import Cislunar

Array = NDArray[np.float64]
Integers = NDArray[np.int64]
Flags = NDArray[np.bool_]

NAMES = (
    "lunar_escape", "apolune", "perilune", "perigee", "apogee", "target_radius", "impact_moon", "impact_earth",
    "closest_l2",
)  # fmt: skip
CODES = {name: code for code, name in enumerate(NAMES)}
# Whether the number rises (1) or falls (-1) through zero, or either (0).
_DIRECTION = np.array([1, -1, 1, 1, -1, 0, -1, -1, 1])
_IN_HILL = np.array([0, 1, 1, -1, -1, 0, 0, 0, 0])  # inside the Moon's Hill sphere, outside it, or anywhere

HILL_SHARE = (MU_MOON_KM3_S2 / (3.0 * (MU_MOON_KM3_S2 + MU_EARTH_KM3_S2))) ** (1.0 / 3.0)
_ROUNDS = 60
_CLOSE_S = 1e-6
_NEAR = 4.0  # radii above the ground, within which a turning point is looked at for an impact
_AT_THE_MUZZLE_S = 1.0  # turning points this near the start are the start itself


def l2_share() -> float:
    """Return how far beyond the Moon L2 lies, as a share of the Moon's distance (0.168), by Euler's quintic."""
    mu = MU_MOON_KM3_S2 / (MU_MOON_KM3_S2 + MU_EARTH_KM3_S2)
    roots = np.roots([1.0, 3.0 - mu, 3.0 - 2.0 * mu, -mu, -2.0 * mu, -mu])
    return float(roots[np.abs(roots.imag) < 1e-12].real.max())


L2_SHARE = l2_share()


def event_values(state: Array, moon: Array, target_km: Array) -> tuple[Array, Array]:
    """Return the numbers (9, M) whose signs make the events, and how far outside the Hill sphere (M,) each state is."""
    place, speed = state[:3], state[3:]
    off, off_speed = place - moon[:3], speed - moon[3:]
    distance = np.sqrt(np.einsum("in,in->n", off, off))
    radius = np.sqrt(np.einsum("in,in->n", place, place))
    outside = distance / (HILL_SHARE * np.sqrt(np.einsum("in,in->n", moon[:3], moon[:3]))) - 1.0
    energy = 0.5 * np.einsum("in,in->n", off_speed, off_speed) - MU_MOON_KM3_S2 / distance
    turning = np.einsum("in,in->n", off, off_speed)
    round_earth = np.einsum("in,in->n", place, speed)
    beyond = 1.0 + L2_SHARE
    from_l2 = np.einsum("in,in->n", place - beyond * moon[:3], speed - beyond * moon[3:])
    values = np.stack(
        [
            np.minimum(outside, energy), turning, turning, round_earth, round_earth, radius - target_km,
            distance - R_MOON_KM, radius - R_EARTH_KM, from_l2,
        ]
    )  # fmt: skip
    return values, outside


def least_distance_km(place: Array, speed: Array, mu: float) -> Array:
    """Return the pericentre distance (M,) of the two-body orbits of (3, M), about ``mu``."""
    momentum = np.cross(place, speed, axis=0)
    eccentricity = np.cross(speed, momentum, axis=0) / mu - place / np.sqrt(np.einsum("in,in->n", place, place))
    size = np.sqrt(np.einsum("in,in->n", eccentricity, eccentricity))
    least: Array = np.einsum("in,in->n", momentum, momentum) / (mu * (1.0 + size))
    return least


@dataclass(frozen=True, slots=True)
class Happenings:
    """M events of any flights: whose, which (number in ``NAMES``), when since their start, the states (6, M)
    then, and the Moon's.
    """

    who: Integers
    code: Integers
    after_s: Array
    state: Array
    moon: Array


class Watcher:
    """Notes, step by step, in which steps which events lie, and ends flights at those they are to stop at."""

    def __init__(
        self,
        forces: Cislunar,
        start_s: Array,
        state: Array,
        *,
        asked: Collection[str],
        stop: Collection[str],
        target_km: Array,
        every_step: bool,
    ) -> None:
        self.forces, self.start_s, self.target_km, self._every_step = forces, start_s, target_km, every_step
        self.asked = np.array([name in asked or name in stop for name in NAMES])
        self.stop = np.array([name in stop for name in NAMES])
        moon = forces.moon_state(start_s)
        values, self._outside = event_values(state, moon, target_km)
        off, off_speed = state[:3] - moon[:3], state[3:] - moon[3:]
        size = np.linalg.norm(off, axis=0) * np.linalg.norm(off_speed, axis=0)
        level = np.abs(values[1]) < 1e-6 * size
        values[1:3, level] = 0.0
        # A shot begins on the ground, on either side of it by a rounding.
        values[6] = np.where(np.abs(values[6]) < 1e-6, 0.0, values[6])
        self._before = values
        self._noted: list[tuple[Flags, Array]] = []

    def __call__(self, who: Integers, after: Array, over: Array, old: Array, new: Array) -> tuple[Flags, Flags]:
        moon = self.forces.moon_state(self.start_s[who] + over)
        values, outside = event_values(new, moon, self.target_km[who])
        before, was_outside = self._before[:, who], self._outside[who]
        direction = _DIRECTION[:, None]
        rises, falls = (before < 0.0) & (values >= 0.0), (before >= 0.0) & (values < 0.0)
        lies = (rises & (direction >= 0)) | (falls & (direction <= 0))
        lies[1:3] &= (outside < 0.0) | (was_outside < 0.0)
        lies[3:5] &= (outside >= 0.0) | (was_outside >= 0.0)
        # A dip below the ground within one step: the orbit about the body tells how deep, to a kilometre this near.
        near = np.flatnonzero(lies[2] & ~lies[6] & (values[6] < _NEAR * R_MOON_KM))
        if near.size:
            off = new[:, near] - moon[:, near]
            lies[6, near] = least_distance_km(off[:3], off[3:], MU_MOON_KM3_S2) < R_MOON_KM
        near = np.flatnonzero(rises[3] & ~lies[7] & (values[7] < _NEAR * R_EARTH_KM))
        if near.size:
            lies[7, near] = least_distance_km(new[:3, near], new[3:, near], MU_EARTH_KM3_S2) < R_EARTH_KM
        sure = np.ones_like(lies)  # flights end only where the turning point surely is on the right side
        sure[1:3] = (outside < 0.0) & (was_outside < 0.0)
        sure[3:5] = (outside >= 0.0) & (was_outside >= 0.0)
        self._before[:, who], self._outside[who] = values, outside
        lies &= self.asked[:, None]
        told: Flags = np.any(lies, axis=0)
        noted = np.ones_like(told) if self._every_step else told
        if noted.any():
            self._noted.append((lies[:, noted], before[:, noted]))
        ends: Flags = np.any(lies & sure & self.stop[:, None], axis=0)
        return told, ends

    def noted(self) -> tuple[Flags, Array]:
        """Return which events (9, M) lie in the steps that were kept, and the numbers (9, M) at their beginnings."""
        if not self._noted:
            return np.zeros((len(NAMES), 0), dtype=bool), np.zeros((len(NAMES), 0))
        lies, before = zip(*self._noted, strict=True)
        return np.concatenate(lies, axis=1), np.concatenate(before, axis=1)

    def found(self, curves: Curves, lies: Flags, before: Array) -> Happenings:
        """Return the events of steps whose ``curves`` these are, in order of flight and time, up to each one's end."""
        code, row = np.nonzero(lies)
        rises = before[code, row] < 0.0
        share = self._roots(curves, row, code, rises, np.ones(row.size))
        # Dips: from the beginning of the step to the turning point, if the end is above ground again.
        body, turn = np.where(code == CODES["impact_moon"], 2, 3), code >= CODES["impact_moon"]
        dips = np.flatnonzero(turn & (code <= CODES["impact_earth"]) & (share >= 1.0))
        if dips.size:
            lowest = self._roots(curves, row[dips], body[dips], np.ones(dips.size, dtype=bool), np.ones(dips.size))
            share[dips] = self._roots(curves, row[dips], code[dips], rises[dips], lowest)
        who, after = curves.who[row], curves.after_s[row] + share * curves.last_s[row]
        state = curve_at(curves.state[:, row], curves.terms[:, :, row], share)
        moon = self.forces.moon_state(self.start_s[who] + after)
        outside = event_values(state, moon, self.target_km[who])[1]
        wanted = _IN_HILL[code]
        fits = (wanted == 0) | ((wanted > 0) == (outside < 0.0)) | (code == CODES["lunar_escape"])
        turning = (code >= CODES["apolune"]) & (code <= CODES["apogee"]) | (code == CODES["closest_l2"])
        fits &= ~(turning & (after < _AT_THE_MUZZLE_S))
        end = np.full(self.start_s.size, np.inf)
        ends = self.stop[code] & fits
        np.minimum.at(end, who[ends], after[ends])
        fits &= after <= end[who]
        order = np.lexsort((after, who))
        order = order[fits[order]]
        escapes = order[code[order] == CODES["lunar_escape"]]
        later = escapes[1:][who[escapes[1:]] == who[escapes[:-1]]]  # of one that came back to the Moon
        order = order[~np.isin(order, later)]
        return Happenings(who[order], code[order], after[order], state[:, order], moon[:, order])

    def _values(self, who: Integers, after: Array, state: Array) -> tuple[Array, Array]:
        return event_values(state, self.forces.moon_state(self.start_s[who] + after), self.target_km[who])

    def _roots(self, curves: Curves, row: Integers, code: Integers, rises: Flags, last: Array) -> Array:
        """Return where each event lies in its step, 0 to 1: by halving and by secants in turn."""
        if not row.size:
            return np.zeros(0)
        who, start, lasting = curves.who[row], curves.after_s[row], curves.last_s[row]
        state, terms = curves.state[:, row], curves.terms[:, :, row]
        each = np.arange(row.size)

        def value_at(share: Array) -> Array:
            values = self._values(who, start + share * lasting, curve_at(state, terms, share))[0][code, each]
            return np.where(rises, values, -values)

        low, high = np.zeros(row.size), last.copy()
        at_low, at_high = value_at(low), value_at(high)
        for number in range(_ROUNDS):
            with np.errstate(divide="ignore", invalid="ignore"):
                secant = low - at_low * (high - low) / (at_high - at_low)
            halved = 0.5 * (low + high)
            usable = np.isfinite(secant) & (secant > low) & (secant < high)
            # A secant that ends just beyond the root on the far side lets the bracket close from both.
            margin = 0.25 * _CLOSE_S / lasting
            beside = np.clip(secant + np.where(secant < halved, margin, -margin), low, high)
            share = halved if number % 3 == 2 else np.where(usable, beside, halved)
            value = value_at(share)
            past = value >= 0.0
            high, at_high = np.where(past, share, high), np.where(past, value, at_high)
            low, at_low = np.where(past, low, share), np.where(past, at_low, value)
            if ((high - low) * lasting < _CLOSE_S).all():
                break
        return high
