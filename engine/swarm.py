"""The swarm round the Sun: satellites thrown from the Moon to deep space, each on an orbit of its own.

Shots of one launch day make a cohort.  One flight for each day is integrated
under the Earth, the Moon and the Sun for ``SETTLED_DAYS`` days, to some 15
million km from the Earth, and its state is turned into elements round the Sun
alone.  With the shot's direction on the Moon the elements turn smoothly through
the month, so that those of a satellite that flies between two cohorts are
interpolated in launch time, and the swarm is one continuous line of launches.

Interpolated orbits are those of a flight integrated for that very launch to
2,200 km in a, mostly to 20 km: after 30 years that is 0.004 AU of place, mostly
0.0001.  Left out, from 100 days on: the Earth's pull, and the planets'.  Orbits
of the swarm still touch the Earth's, and who meets the Earth again years later
is bent: against an integration with Earth, Moon and Sun over ten years half of
the satellites are within 0.02 AU of their place, three in four within 0.07, and
one in ten is 0.4 AU or more ahead or behind.  The ring keeps its shape.  Before
it has settled a satellite is drawn on its later orbit, 0.25 million km from its
flight at most.  Station-keeping and sunlight's pressure are left out.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass
from math import radians
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

import numpy as np
from numpy.typing import ArrayLike, NDArray

from engine.constants import MU_SUN_KM3_S2, SECONDS_PER_DAY, TWO_PI
from engine.files import Cancelled
from engine.kepler import Ellipses, Orbits, eccentric_longitude_rad, orbits_of
from engine.kepler import positions_km as orbit_positions_km

if TYPE_CHECKING:
    from engine.ephemeris import Ephemeris
    from engine.growth import Ramp
    from engine.lunar_factory import LunarFactory
    from engine.mass_driver import Track
    from engine.world import Simulation, World

Array = NDArray[np.float64]
Floats = NDArray[np.float32]
Integers = NDArray[np.int64]
Progress = Callable[[float], bool]

SETTLED_DAYS = 100.0
_ESCAPED_KM = 1.5e6  # who is nearer after that time has not left: the Earth's sphere of influence ends at 0.92 million
_AT_ONCE = 512  # flights integrated together, which fit a processor's cache
_TOLERANCE = 1e-8  # of the integration: 4 km after 100 days
_POINTS = 8  # launch days that an interpolation looks at
_MEAN_MOTION_RAD_S = TWO_PI / (365.25636 * SECONDS_PER_DAY)  # the Earth's: what longitudes are counted from
_MEAN_LONGITUDE_RAD = radians(100.466)  # the Earth's at J2000
_BLOCK = 8_192  # satellites placed together
_GENTLE = 0.3  # eccentricity up to which two terms and one step solve Kepler's equation


@dataclass(frozen=True, slots=True, eq=False)
class Cohorts:
    """Orbits by launch time: one a launch day, ``table`` (6, C): a, h, k, p, q, and the mean longitude at launch
    beyond the Earth's mean one.  A column is NaN where that day's shot does not leave the Earth, or leaves the Sun.
    """

    first_s: float
    step_s: float
    table: Array

    @classmethod
    def of_exits(cls, first_s: float, step_s: float, exit_s: Array, r_km: Array, v_km_s: Array) -> Cohorts:
        """Return the cohorts of launches at ``first_s + step_s * i`` from heliocentric states (C, 3) at ``exit_s``."""
        launch_s = first_s + step_s * np.arange(len(exit_s), dtype=np.float64)
        rows = orbits_of(np.concatenate([r_km.T, v_km_s.T]), MU_SUN_KM3_S2).rows()
        with np.errstate(invalid="ignore"):
            rows[5] -= np.sqrt(MU_SUN_KM3_S2 / rows[0] ** 3) * (exit_s - launch_s)
            rows[5] = np.remainder(rows[5] - _earths_longitude_rad(launch_s) + np.pi, TWO_PI) - np.pi
        return cls(first_s, step_s, rows)

    def orbits(self, launch_s: ArrayLike) -> Orbits:
        """Return the orbits of launches at ``launch_s`` (N,), each with its launch as epoch; NaN beside a day without.

        By Lagrange's polynomial through eight days, or a line through two where not all of them have orbits.
        """
        times_s = np.asarray(launch_s, dtype=np.float64)
        width = min(_POINTS, self.table.shape[1])
        place = (times_s - self.first_s) / self.step_s
        first = np.clip(np.floor(place).astype(np.int64) - (width // 2 - 1), 0, self.table.shape[1] - width)
        within = place - first
        rows = np.zeros((6, times_s.size))
        for node in range(width):
            weight = np.ones(times_s.size)
            for other in range(width):
                if other != node:
                    weight *= (within - other) / (node - other)
            rows += weight * self.table[:, first + node]
        beside = np.isnan(rows[0])  # a day without: the line between two days, where those have orbits
        before = np.clip(np.floor(place[beside]).astype(np.int64), 0, self.table.shape[1] - 2)
        share = place[beside] - before
        rows[:, beside] = (1.0 - share) * self.table[:, before] + share * self.table[:, before + 1]
        rows[5] += _earths_longitude_rad(times_s)
        with np.errstate(invalid="ignore"):
            wrong = (place < 0.0) | (place > self.table.shape[1] - 1) | (rows[0] <= 0.0) | (np.hypot(*rows[1:3]) >= 1.0)
        rows[:, wrong] = np.nan
        return Orbits(*rows)


def _earths_longitude_rad(t_s: Array) -> Array:
    longitude: Array = _MEAN_LONGITUDE_RAD + _MEAN_MOTION_RAD_S * t_s
    return longitude


def deep_cohorts(
    track: Track,
    speed_km_s: float,
    first_s: float,
    last_s: float,
    ephemeris: Ephemeris,
    progress: Progress | None = None,
) -> Cohorts:
    """Return a cohort for each day from ``first_s`` to ``last_s``, by integration: about 0.4 ms a day.

    Flights that would outlast the ephemeris end with it, settled or not: those
    are never old enough for it to be seen.
    """
    from engine.trajectory import fly  # here: nothing else of the picture needs it

    last_s = min(last_s, ephemeris.last_s - SECONDS_PER_DAY)
    days = max(int(np.ceil((last_s - first_s) / SECONDS_PER_DAY)) + 1, 2)
    launch_s = np.minimum(first_s + SECONDS_PER_DAY * np.arange(days), ephemeris.last_s - 0.5 * SECONDS_PER_DAY)
    exit_s, r_km, v_km_s = np.empty(days), np.empty((days, 3)), np.empty((days, 3))
    for begin in range(0, days, _AT_ONCE):
        some = slice(begin, begin + _AT_ONCE)
        flights = fly(
            _muzzle_states(track, speed_km_s, launch_s[some], ephemeris),
            launch_s[some],
            ephemeris=ephemeris,
            days=SETTLED_DAYS,
            events=(),
            tolerance=_TOLERANCE,
            dense=False,
        )
        exit_s[some] = launch_s[some] + flights.after_s
        sun_km, sun_km_s = _sun_state(exit_s[some], ephemeris)
        r_km[some], v_km_s[some] = flights.state[:3].T - sun_km.T, flights.state[3:].T - sun_km_s.T
        cut_short = exit_s[some] > ephemeris.last_s - 1.0
        left = (np.linalg.norm(flights.state[:3], axis=0) > _ESCAPED_KM) | cut_short
        r_km[some][~left | (flights.ended_by >= 0)] = np.nan
        if progress is not None and not progress(min(begin + _AT_ONCE, days) / days):
            raise Cancelled
    return Cohorts.of_exits(first_s, SECONDS_PER_DAY, exit_s, r_km, v_km_s)


def _muzzle_states(track: Track, speed_km_s: float, launch_s: Array, ephemeris: Ephemeris) -> Array:
    from engine.mass_driver import muzzle_state_gcrs

    states: Array = muzzle_state_gcrs(track, launch_s, speed_km_s, ephemeris)
    return states


def _sun_state(t_s: Array, ephemeris: Ephemeris) -> tuple[Array, Array]:
    """Return where the Sun is from the Earth and how it moves, (3, N), km and km/s (to 1e-9 km/s)."""
    half_s = 300.0
    middle_s = np.minimum(t_s, ephemeris.last_s - half_s)
    ahead, behind = (ephemeris.sun_geometric_gcrs_km(middle_s + sign * half_s) for sign in (1.0, -1.0))
    return ephemeris.sun_geometric_gcrs_km(t_s), (ahead - behind) / (2.0 * half_s)


@dataclass(frozen=True, eq=False)  # no slots: ``sample_of`` holds on to it weakly
class Swarm:
    """All that goes to deep space in a scenario: satellites ``first_k`` up to ``stop_k`` of its lunar ramp."""

    cohorts: Cohorts
    ramp: Ramp
    first_k: int
    stop_k: int
    escaping_share: float  # of the launch days: on the others the shot does not leave the Earth, or leaves the Sun

    def launched(self, world: World) -> tuple[int, int]:
        """Return the satellites k from the first up to but not including the second that are out there now."""
        stock = world.lunar_stock
        return max(self.first_k, stock.retired), max(stock.launched - stock.rising, self.first_k)

    def orbits(self, k: ArrayLike) -> tuple[Orbits, Array]:
        """Return the orbits of satellites k (N,), with their launches as epochs, and those, ``t_s`` (N,)."""
        launch_s = self.ramp.launch_time_s(np.asarray(k, dtype=np.float64))
        return self.cohorts.orbits(launch_s), launch_s

    def positions_km(self, t_s: float, k: ArrayLike) -> Array:
        """Return where satellites k (N,) are from the Sun, (N, 3) km, GCRS axes.  Raises ``ValueError``."""
        numbers = np.atleast_1d(np.asarray(k, dtype=np.int64))
        orbits, launch_s = self.orbits(numbers)
        if numbers.size and numbers.min() < self.first_k:
            raise ValueError(f"satellite {int(numbers.min()):,} went elsewhere: from {self.first_k:,} on to deep space")
        return orbit_positions_km(orbits, t_s - launch_s, MU_SUN_KM3_S2)


@dataclass(frozen=True, slots=True, eq=False)
class Sample:
    """Every ``stride``-th satellite of a swarm from ``first_k``, at most so many, made ready to be placed often.

    ``shape`` (9, N) float32 holds the axes and centres of the ellipses, ``h`` and
    ``k`` (N,) float32; the mean longitude is ``phase_rad + rate_rad_s * t_s``.
    """

    stride: int
    first_k: int
    launch_s: Array
    phase_rad: Array
    rate_rad_s: Array
    h: Floats
    k: Floats
    shape: Floats
    gentle: bool

    @classmethod
    def of(cls, swarm: Swarm, stride: int, size: int) -> Sample:
        first = -(-swarm.first_k // stride) * stride
        size = min(size, max(-(-(swarm.stop_k - first) // stride), 0))
        orbits, launch_s = swarm.orbits(first + stride * np.arange(size))
        rate = orbits.mean_motion_rad_s(MU_SUN_KM3_S2)
        ellipses = Ellipses.of(orbits)
        shape = np.concatenate([ellipses.along, ellipses.across, ellipses.centre]).astype(np.float32)
        eccentricity = orbits.eccentricity
        known = np.isfinite(eccentricity)
        return cls(
            stride=stride,
            first_k=first,
            launch_s=launch_s,
            phase_rad=orbits.longitude_rad - rate * launch_s,
            rate_rad_s=rate,
            h=orbits.h.astype(np.float32),
            k=orbits.k.astype(np.float32),
            shape=shape,
            gentle=bool(eccentricity[known].max(initial=0.0) < _GENTLE),
        )

    def rows(self, first_k: int, stop_k: int) -> slice:
        """Return which of the sample lie in [first_k, stop_k)."""
        begin = max(-(-(first_k - self.first_k) // self.stride), 0)
        return slice(begin, max(min(-(-(stop_k - self.first_k) // self.stride), len(self.launch_s)), begin))

    def positions_km(self, t_s: float, rows: slice) -> Floats:
        """Return where these are from the Sun, (3, N) float32 km, GCRS axes: within 200 km of ``Swarm.positions_km``.

        Twenty times as fast: Kepler's equation by two terms of its series and one of Halley's steps.
        """
        out = np.empty((3, rows.stop - rows.start), dtype=np.float32)
        for begin in range(rows.start, rows.stop, _BLOCK):  # which stay in a processor's cache
            block = slice(begin, min(begin + _BLOCK, rows.stop))
            self._place(t_s, block, out[:, begin - rows.start : block.stop - rows.start])
        return out

    def _place(self, t_s: float, rows: slice, out: Floats) -> None:
        longitude = self.rate_rad_s[rows] * t_s
        longitude += self.phase_rad[rows]
        longitude -= TWO_PI * np.rint(longitude * (1.0 / TWO_PI))
        h, k = self.h[rows], self.k[rows]
        if self.gentle:
            cosine, sine = _eccentric(longitude.astype(np.float32), h, k)
        else:
            found = eccentric_longitude_rad(longitude, h.astype(np.float64), k.astype(np.float64))
            cosine, sine = np.cos(found).astype(np.float32), np.sin(found).astype(np.float32)
        shape = self.shape[:, rows]
        np.multiply(shape[:3], cosine, out=out)
        out += sine * shape[3:6]
        out += shape[6:]


def _eccentric(longitude: Floats, h: Floats, k: Floats) -> tuple[Floats, Floats]:
    """Return cosine and sine (N,) of the eccentric longitude, for small eccentricities."""
    cosine, sine = np.cos(longitude), np.sin(longitude)
    near, aside = k * cosine + h * sine, k * sine - h * cosine
    found = longitude + aside * (1.0 + near)
    cosine, sine = np.cos(found), np.sin(found)
    near, aside = k * cosine + h * sine, k * sine - h * cosine
    # found - aside - longitude is a small difference of large numbers; as they are near, it is exact.
    wrong, slope = (found - longitude) - aside, 1.0 - near
    step = -wrong / (slope - 0.5 * wrong * aside / slope)
    half = 1.0 - 0.5 * step * step
    return half * cosine - step * sine, half * sine + step * cosine


_samples: WeakKeyDictionary[Swarm, dict[tuple[int, int], Sample]] = WeakKeyDictionary()
_MOST_SAMPLES = 3


def sample_of(swarm: Swarm, stride: int, size: int) -> Sample:
    """Return ``Sample.of``, kept as long as the swarm."""
    kept = _samples.setdefault(swarm, {})
    if (stride, size) not in kept:
        if len(kept) >= _MOST_SAMPLES:
            kept.clear()
        kept[stride, size] = Sample.of(swarm, stride, size)
    return kept[stride, size]


# By what they follow from, so that a scenario that is opened again finds its own.
_Key = tuple["LunarFactory", "Ramp", float]
_MOST_SWARMS = 2
_lock = threading.Lock()
_made: dict[_Key, Swarm] = {}


def _key(simulation: Simulation) -> _Key:
    lunar, ramp = simulation.scenario.lunar, simulation.scenario.lunar_ramp
    assert lunar is not None and ramp is not None
    return lunar, ramp, simulation.scenario.end_s


def known_swarm(simulation: Simulation) -> Swarm | None:
    """Return the swarm if it is worked out and there is one."""
    return _made.get(_key(simulation)) if has_swarm(simulation) else None


def is_worked_out(simulation: Simulation) -> bool:
    """Whether ``swarm_of`` answers at once."""
    return not has_swarm(simulation) or _key(simulation) in _made


def has_swarm(simulation: Simulation) -> bool:
    """Whether the scenario ever sends anything to deep space."""
    lunar = simulation.scenario.lunar
    return lunar is not None and _first_s(simulation) < simulation.scenario.end_s


def _first_s(simulation: Simulation) -> float:
    lunar = simulation.scenario.lunar
    assert lunar is not None
    return lunar.start_s if lunar.destination == "deep_space" else max(lunar.deep_space_from_s, lunar.start_s)


def swarm_of(simulation: Simulation, progress: Progress | None = None) -> Swarm | None:
    """Return the scenario's swarm, worked out once (5 s for 30 years of launches); None where there is none.

    ``progress`` is told the share that is done; if it returns False, ``Cancelled`` is raised.
    """
    if not has_swarm(simulation):
        return None
    key = _key(simulation)
    with _lock:
        if key not in _made:
            made = _worked_out(simulation, progress)
            if len(_made) >= _MOST_SWARMS:
                _made.clear()
            _made[key] = made
        return _made[key]


def _worked_out(simulation: Simulation, progress: Progress | None) -> Swarm:
    scenario = simulation.scenario
    lunar, ramp = scenario.lunar, scenario.lunar_ramp
    assert lunar is not None and ramp is not None
    first_s = _first_s(simulation)
    cohorts = deep_cohorts(
        lunar.deep_track, lunar.deep_speed_km_s, first_s, scenario.end_s, simulation.ephemeris, progress
    )
    share = float(np.isfinite(cohorts.table[0]).mean())
    return Swarm(cohorts, ramp, ramp.count_launched(first_s), ramp.count_launched(scenario.end_s), share)
