"""Flights from the Moon: many at once, with dense output and what happens on the way.

The forces are those of ``engine.forces`` (Earth with J2, Moon and Sun), the
method ``engine.dop853``, the events ``engine.flight_events``.  With the default
tolerance a flight to a low perigee is within metres of one at a thousandth of it.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from math import degrees

import numpy as np
from numpy.typing import NDArray

from engine import flight_events
from engine.constants import SECONDS_PER_DAY
from engine.dop853 import Curves, Run, curve_at, curves, integrate
from engine.ephemeris import Ephemeris
from engine.flight_events import Happenings, Watcher
from engine.forces import Cislunar, Forces
from engine.frames import gcrs_to_itrs
from engine.moon_attitude import place_on_moon
from engine.timebase import format_utc

Array = NDArray[np.float64]
Integers = NDArray[np.int64]

TOLERANCE = 1e-10
TO_THE_END = "end of time"
IMPACTS = ("impact_moon", "impact_earth")
_FIRST_STEP_S = 30.0
_KM, _KM_S = 1e4, 1.0  # what the tolerance is a share of, where a component is smaller


def tolerances(tolerance: float) -> Array:
    """Return what is allowed (6,) beside ``tolerance`` times each component, km and km/s."""
    return tolerance * np.array([_KM, _KM, _KM, _KM_S, _KM_S, _KM_S])


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """What happened, when, and in which state (6,); of an impact also where on the body, rad, east positive."""

    name: str
    t_s: float
    after_s: float  # since launch
    state: Array
    moon: Array  # the Moon's state (6,) then
    latitude_rad: float | None = None
    longitude_rad: float | None = None

    def sentence(self) -> str:
        """Return the event in words, with place and time."""
        when = f"{duration(self.after_s)} after launch, at {format_utc(self.t_s)}"
        if self.latitude_rad is None or self.longitude_rad is None:
            return f"{self.name.replace('_', ' ')} {when}"
        body = "the Moon" if self.name == "impact_moon" else "the Earth"
        return f"it falls on {body} {when}, at {place_name(self.latitude_rad, self.longitude_rad)}"


def duration(seconds: float) -> str:
    """Return a time in the unit that suits it."""
    if seconds < 90.0:
        return f"{seconds:.0f} s"
    if seconds < 5_400.0:
        return f"{seconds / 60.0:.0f} min"
    return f"{seconds / 3_600.0:.1f} h" if seconds < 2.0 * SECONDS_PER_DAY else f"{seconds / SECONDS_PER_DAY:.2f} days"


def place_name(latitude_rad: float, longitude_rad: float) -> str:
    """Return a place as ``12.3° N 45.6° W``."""
    lat, lon = degrees(latitude_rad), (degrees(longitude_rad) + 180.0) % 360.0 - 180.0
    return f"{abs(lat):.1f}° {'S' if lat <= -0.05 else 'N'} {abs(lon):.1f}° {'W' if lon <= -0.05 else 'E'}"


@dataclass(frozen=True, slots=True, eq=False)
class Flight:
    """One flight: from ``start_s`` to ``end_s`` (t_s), its events in order, and its state at any time between."""

    start_s: float
    end_s: float
    ended_by: str  # an event's name, or "end of time"
    events: tuple[Event, ...]
    t_s: Array  # (S,) when its steps begin
    _last_s: Array  # (S,)
    _states: Array  # (6, S)
    _terms: Array  # (7, 6, S)

    def state(self, t_s: Array | float) -> Array:
        """Return position and velocity (6,), GCRS, km and km/s, at ``t_s``; (6, M) at times (M,).

        Raises ``ValueError`` for a time before the launch or after the end.
        """
        times_s = np.atleast_1d(np.asarray(t_s, dtype=np.float64))
        if times_s.size and not (self.start_s - 1e-6 <= times_s.min() and times_s.max() <= self.end_s + 1e-6):
            raise ValueError(
                f"the flight lasts from {format_utc(self.start_s)} to {format_utc(self.end_s)}:"
                f" there is no state at {format_utc(float(times_s[np.argmax(np.abs(times_s - self.start_s))]))}"
            )
        row = np.clip(np.searchsorted(self.t_s, times_s, side="right") - 1, 0, len(self.t_s) - 1)
        states = curve_at(self._states[:, row], self._terms[:, :, row], (times_s - self.t_s[row]) / self._last_s[row])
        return states if np.ndim(t_s) else states[:, 0]

    def first(self, name: str) -> Event | None:
        """Return the first event of a name, or None."""
        return next((event for event in self.events if event.name == name), None)

    @property
    def lasts_s(self) -> float:
        """Return the time of flight, s."""
        return self.end_s - self.start_s


@dataclass(frozen=True, slots=True, eq=False)
class Flights:
    """N flights: when each started (t_s), how long it lasted, where it ended, by which event, and all events."""

    start_s: Array  # (N,)
    after_s: Array  # (N,) from start to end
    state: Array  # (6, N) at the end
    ended_by: Integers  # (N,) number in flight_events.NAMES; -1: the end of time
    happenings: Happenings
    curves: Curves | None = None  # dense output, sorted by flight and time

    def ended(self, name: str) -> NDArray[np.bool_]:
        """Return which flights (N,) ended by the event of this name."""
        flags: NDArray[np.bool_] = self.ended_by == flight_events.CODES[name]
        return flags

    def first(self, name: str) -> tuple[Array, Array]:
        """Return when (N,) since launch each flight first met an event, and the states (6, N) then; nan where not."""
        after, state = np.full(self.start_s.size, np.nan), np.full((6, self.start_s.size), np.nan)
        rows = np.flatnonzero(self.happenings.code == flight_events.CODES[name])[::-1]
        after[self.happenings.who[rows]] = self.happenings.after_s[rows]
        state[:, self.happenings.who[rows]] = self.happenings.state[:, rows]
        return after, state

    def at(self, who: Integers, after_s: Array) -> Array:
        """Return the states (6, M) of flights ``who`` (M,) at ``after_s`` (M,) since launch, within their time."""
        if self.curves is None:
            raise ValueError("these flights were followed without dense output")
        # One rising number for flight and time: 1e9 s is longer than any flight.
        key = self.curves.who * 1e9 + self.curves.after_s
        row = np.clip(np.searchsorted(key, who * 1e9 + after_s, side="right") - 1, 0, key.size - 1)
        share = (after_s - self.curves.after_s[row]) / self.curves.last_s[row]
        return curve_at(self.curves.state[:, row], self.curves.terms[:, :, row], share)

    def flight(self, number: int) -> Flight:
        """Return one of them."""
        if self.curves is None:
            raise ValueError("these flights were followed without dense output")
        start = float(self.start_s[number])
        rows = np.flatnonzero(self.curves.who == number)
        happened = self.happenings
        mine = np.flatnonzero(happened.who == number)
        events = tuple(
            _event(flight_events.NAMES[happened.code[k]], start, float(happened.after_s[k]), happened.state[:, k], moon)
            for k, moon in zip(mine, happened.moon[:, mine].T, strict=True)
        )
        code = int(self.ended_by[number])
        return Flight(
            start,
            start + float(self.after_s[number]),
            flight_events.NAMES[code] if code >= 0 else TO_THE_END,
            events,
            start + self.curves.after_s[rows],
            self.curves.last_s[rows],
            self.curves.state[:, rows],
            self.curves.terms[:, :, rows],
        )


def _event(name: str, start_s: float, after_s: float, state: Array, moon: Array) -> Event:
    t_s = start_s + after_s
    latitude = longitude = None
    if name == "impact_earth":
        x, y, z = gcrs_to_itrs(t_s) @ state[:3]
        latitude, longitude = float(np.arctan2(z, np.hypot(x, y))), float(np.arctan2(y, x))
    elif name == "impact_moon":
        latitudes, longitudes = place_on_moon(np.array([t_s]), (state - moon)[:3, None])
        latitude, longitude = float(latitudes[0]), float(longitudes[0])
    return Event(
        name=name,
        t_s=t_s,
        after_s=after_s,
        state=state,
        moon=moon,
        latitude_rad=latitude,
        longitude_rad=longitude,
    )


def fly(
    state: Array,
    t_s: Array | float,
    *,
    ephemeris: Ephemeris,
    days: Array | float,
    stop: Collection[str] = IMPACTS,
    events: Collection[str] = flight_events.NAMES,
    target_radius_km: Array | float = np.inf,
    tolerance: float = TOLERANCE,
    dense: bool = True,
    forces: Cislunar | None = None,
) -> Flights:
    """Return flights from ``state`` (6, N) at ``t_s`` (N,) for ``days``, or until an event of ``stop``.

    ``events`` are looked for (``flight_events.NAMES``; those of ``stop`` anyway).
    Without ``dense`` only the ends and the events are kept.  ``forces`` can be
    given to share its table among calls.  Raises ``EphemerisError`` for a
    launch outside the ephemeris; a flight that would leave it ends with it.
    """
    start_s = np.atleast_1d(np.asarray(t_s, dtype=np.float64))
    states = np.asarray(state, dtype=np.float64).reshape(6, -1)
    start_s = np.broadcast_to(start_s, states.shape[1:]).copy()
    ephemeris.moon_gcrs_km(start_s)  # says so if a launch lies outside
    lasting = np.broadcast_to(np.asarray(days, dtype=np.float64) * SECONDS_PER_DAY, start_s.shape)
    lasting = np.minimum(lasting, ephemeris.last_s - start_s)
    if forces is None:
        forces = Cislunar(ephemeris, float(start_s.min()), float((start_s + lasting).max()))
    watcher = Watcher(
        forces,
        start_s,
        states,
        asked=events,
        stop=stop,
        target_km=np.broadcast_to(np.asarray(target_radius_km, dtype=np.float64), start_s.shape),
        every_step=dense,
    )
    run = integrate(
        forces,
        start_s,
        states,
        lasting,
        relative=tolerance,
        absolute=tolerances(tolerance),
        first_step_s=_FIRST_STEP_S,
        watch=watcher,
        keep_all=dense,
    )
    return _flights(forces, start_s, run, watcher, dense)


def _flights(forces: Forces, start_s: Array, run: Run, watcher: Watcher, dense: bool) -> Flights:
    lies, before = watcher.noted()
    every = curves(forces, start_s, run.kept)
    happenings = watcher.found(every, lies, before)
    after, state, ended_by = run.after_s.copy(), run.state.copy(), np.full(start_s.size, -1)
    last = watcher.stop[happenings.code]
    after[happenings.who[last]] = happenings.after_s[last]
    state[:, happenings.who[last]] = happenings.state[:, last]
    ended_by[happenings.who[last]] = happenings.code[last]
    if not dense:
        return Flights(start_s, after, state, ended_by, happenings)
    order = np.lexsort((every.after_s, every.who))
    ordered = Curves(
        every.who[order],
        every.after_s[order],
        every.last_s[order],
        every.state[:, order],
        every.terms[:, :, order],
    )
    return Flights(start_s, after, state, ended_by, happenings, ordered)
