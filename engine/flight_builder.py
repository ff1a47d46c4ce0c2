"""Works out a scenario's tables of flights from the Moon, and keeps them on disk between starts.

A table takes some seconds: one flight a day, each solved for its muzzle speed
and followed to its end.  What is kept is told from the track, the destination
and the days, so that a changed scenario never reads another's flights.
"""

from __future__ import annotations

import hashlib
import zipfile
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from engine.constants import SECONDS_PER_DAY
from engine.ephemeris import Ephemeris
from engine.files import Cancelled, replacing
from engine.flight_table import JOINED, NODE_SHARES, SPACING_S, STEPS, FlightTable, moon_frame
from engine.lunar_flights import LunarFlights
from engine.mass_driver import Track, muzzle_state_gcrs
from engine.misses import site_name
from engine.targeting import solve_many
from engine.timebase import format_utc
from engine.trajectory import IMPACTS, fly

if TYPE_CHECKING:
    from engine.lunar_factory import LunarFactory
    from engine.world import Simulation

Array = NDArray[np.float64]
Progress = Callable[[float], bool]  # told the share that is done; returns whether to go on

DEEP_DAYS = 10.0  # for which a flight to deep space is part of the stream: to a million km
TOLERANCE = 1e-9  # of the integration: some metres
_FORMAT = 2  # of the files; another number makes them anew
_BLOCK = 1_024  # flights at once: a second or so
_MARGIN = JOINED // 2  # rows before the first launch and after the last
_MOST_FILES = 12


def flights_of(simulation: Simulation, progress: Progress, folder: Path | None) -> LunarFlights | None:
    """Return the flights of a scenario, or None if it launches nothing from the Moon.

    ``folder`` keeps the tables between starts (None: nowhere).  Raises
    ``ValueError`` with one sentence if the destination cannot be reached from
    the site or a shot to deep space falls on the Moon or the Earth, and
    ``Cancelled``.
    """
    factory, ramp, scenario = simulation.scenario.lunar, simulation.scenario.lunar_ramp, simulation.scenario
    if factory is None or ramp is None or factory.start_s >= scenario.end_s:
        return None
    switch_s = min(factory.deep_space_from_s, scenario.end_s)
    wanted: list[tuple[str, float, float]] = []
    if factory.destination != "deep_space" and switch_s > ramp.start_s:
        wanted.append((factory.destination, ramp.start_s, switch_s))
    if factory.deep_space_from_s < scenario.end_s or factory.destination == "deep_space":
        first_s = ramp.start_s if factory.destination == "deep_space" else max(switch_s, ramp.start_s)
        wanted.append(("deep_space", first_s, scenario.end_s))
    total = sum(last_s - first_s for _, first_s, last_s in wanted)
    made: dict[str, FlightTable] = {}
    done = 0.0
    for destination, first_s, last_s in wanted:
        share = (last_s - first_s) / total

        def told(part: float, before: float = done, share: float = share) -> bool:
            return progress(before + share * part)

        made[destination] = table(simulation.ephemeris, factory, destination, first_s, last_s, told, folder)
        done += share
    deep = made.pop("deep_space", None)
    return LunarFlights(factory, ramp, next(iter(made.values()), None), deep)


def table(
    ephemeris: Ephemeris,
    factory: LunarFactory,
    destination: str,
    first_s: float,
    last_s: float,
    progress: Progress,
    folder: Path | None,
) -> FlightTable:
    """Return the table for launches from ``first_s`` to ``last_s`` (t_s), from ``folder`` or made and kept there."""
    track = factory.deep_track if destination == "deep_space" else factory.track
    speed_km_s = factory.deep_speed_km_s if destination == "deep_space" else None
    first_row = np.floor(first_s / SPACING_S) - _MARGIN
    rows = int(np.ceil(last_s / SPACING_S) + _MARGIN - first_row) + 1
    # A flight must end within the ephemeris; payloads of the days that remain fly as the last row.
    longest_s = (DEEP_DAYS + 5.0) * SECONDS_PER_DAY
    rows = max(min(rows, int((ephemeris.last_s - longest_s) / SPACING_S - first_row)), 1)
    altitude_km = factory.earth_orbit_altitude_km
    asked = (altitude_km, factory.brakes_in_air)
    known = (_FORMAT, STEPS, SPACING_S, destination, track, speed_km_s, asked, first_row, rows)
    name = f"flights-{hashlib.sha256(repr(known).encode()).hexdigest()[:20]}.npz"
    if folder is not None:
        kept = _read(folder / name, destination)
        if kept is not None:
            progress(1.0)
            return kept
    made = _made(ephemeris, track, destination, speed_km_s, factory, first_row * SPACING_S, rows, progress)
    if folder is not None:
        _keep(folder / name, made)
    return made


def _made(
    ephemeris: Ephemeris,
    track: Track,
    destination: str,
    speed_km_s: float | None,
    factory: LunarFactory,
    first_s: float,
    rows: int,
    progress: Progress,
) -> FlightTable:
    parts: list[dict[str, Array]] = []
    for begin in range(0, rows, _BLOCK):
        if not progress(begin / rows):
            raise Cancelled
        launch_s: Array = first_s + SPACING_S * np.arange(begin, min(begin + _BLOCK, rows), dtype=np.float64)
        parts.append(_block(ephemeris, track, destination, speed_km_s, factory, launch_s))
    progress(1.0)
    columns = {name: np.concatenate([part[name] for part in parts]) for name in parts[0]}
    return FlightTable(
        destination, first_s, columns.pop("flight_s"), columns.pop("places"), columns.pop("poles"), columns
    )


def _block(
    ephemeris: Ephemeris,
    track: Track,
    destination: str,
    speed_km_s: float | None,
    factory: LunarFactory,
    launch_s: Array,
) -> dict[str, Array]:
    """Return the columns of a table for these launches."""
    if destination == "deep_space":
        speeds = np.full(launch_s.size, speed_km_s)
        days = np.full(launch_s.size, DEEP_DAYS)
        insertion = np.zeros(launch_s.size)
    else:
        solved = solve_many(
            track, launch_s, destination, ephemeris=ephemeris, altitude_km=factory.earth_orbit_altitude_km,
            aerobraking=factory.brakes_in_air,
        )  # fmt: skip
        speeds, days, insertion = solved.speed_km_s, solved.flight_s / SECONDS_PER_DAY, solved.insertion_km_s
    start = muzzle_state_gcrs(track, launch_s, speeds, ephemeris)
    flown = fly(start, launch_s, ephemeris=ephemeris, days=days, stop=IMPACTS, events=(), tolerance=TOLERANCE)
    for fallen in np.flatnonzero(flown.ended_by >= 0)[:1] if destination == "deep_space" else ():
        raise ValueError(
            f"moon.deep_space_speed_km_s is {speeds[fallen]:g}: a shot of it from {site_name(track)} at"
            f" {format_utc(launch_s[fallen])} does not leave, {flown.flight(int(fallen)).events[-1].sentence()}"
        )
    flight_s = days * SECONDS_PER_DAY
    who = np.repeat(np.arange(launch_s.size), STEPS + 1)
    after_s = (flight_s[:, None] * NODE_SHARES).ravel()
    states = flown.at(who, after_s)
    frames = moon_frame(ephemeris, launch_s[who] + after_s)
    # The frames' axes are at right angles, all as long as the Moon's distance: that inverts them.
    inverse = np.einsum("nij,n->nji", frames, 1.0 / np.einsum("ni,ni->n", frames[:, :, 0], frames[:, :, 0]))
    places = np.einsum("nij,jn->ni", inverse, states[:3]).reshape(launch_s.size, STEPS + 1, 3)
    end = flown.at(np.arange(launch_s.size), flight_s)
    momentum = np.cross(end[:3].T, end[3:].T)
    poles = np.einsum("nij,nj->ni", inverse.reshape(launch_s.size, STEPS + 1, 3, 3)[:, -1], momentum)
    return {
        "flight_s": flight_s,
        "places": places.astype(np.float32),
        "poles": poles / np.linalg.norm(poles, axis=1, keepdims=True),
        "speed_km_s": speeds,
        "insertion_km_s": insertion,
        "radius_km": np.linalg.norm(end[:3], axis=0),
    }


# -- on disk -----------------------------------------------------------------------------------


def _read(path: Path, destination: str) -> FlightTable | None:
    """Return the table in a file, or None if there is none or it is broken: it is made anew then."""
    try:
        with open(path, "rb") as raw, np.load(raw) as file:
            columns = {name: file[name] for name in file.files}
        path.touch()  # used: the oldest go first
        first_s = float(columns.pop("first_s"))
        return FlightTable(
            destination, first_s, columns.pop("flight_s"), columns.pop("places"), columns.pop("poles"), columns
        )
    except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile):
        return None


def _keep(path: Path, made: FlightTable) -> None:
    """Write a table, and drop those longest unused; a disk that is full or closed to us only costs time."""
    with suppress(OSError, ValueError):
        path.parent.mkdir(parents=True, exist_ok=True)
        with replacing(path) as file:
            columns: dict[str, Any] = {"first_s": made.first_s, "flight_s": made.flight_s, **made.numbers}
            np.savez(file, places=made.places, poles=made.poles, **columns)
        kept = sorted(path.parent.glob("flights-*.npz"), key=lambda found: found.stat().st_mtime, reverse=True)
        for old in kept[_MOST_FILES:]:
            old.unlink()


def nothing_to_tell(_share: float) -> bool:
    """Progress for those who wait: goes on."""
    return True
