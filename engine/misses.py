"""Why a shot does not reach its destination, in one sentence."""

from __future__ import annotations

from math import degrees

import numpy as np
from numpy.typing import NDArray

from engine.aims import DEEP_SPACE_DAYS, Aim, Asked, perigee_radius_km
from engine.batches import Scan
from engine.constants import SECONDS_PER_DAY
from engine.ephemeris import Ephemeris
from engine.halo import DAYS
from engine.launches import Launches
from engine.mass_driver import Track, load_g
from engine.timebase import format_utc
from engine.trajectory import IMPACTS, Flight, place_name

_LONGEST_DAYS = 12.0  # for which flights to the Earth and to L2 are followed

Array = NDArray[np.float64]
Flags = NDArray[np.bool_]


def site_name(track: Track) -> str:
    """Return where a track is and where it points."""
    return (
        f"{place_name(track.latitude_rad, track.longitude_rad)} (azimuth {degrees(track.azimuth_rad) % 360.0:.6g}°,"
        f" elevation {degrees(track.elevation_rad):.6g}°)"
    )


def gives(track: Track, speed_km_s: Array) -> Flags:
    """Return whether the track gives these speeds (N,), but for rounding: one solved for may be its very most."""
    given: Flags = speed_km_s <= track.muzzle_speed_km_s * (1.0 + 1e-9)
    return given


def check_most(track: Track, speed: float, destination: str, t_s: float) -> None:
    """Raise ``ValueError`` if the track does not give the speed that the destination takes."""
    if not gives(track, np.array(speed)):
        raise ValueError(
            f"{destination} takes {speed:.4f} km/s from {site_name(track)} at {format_utc(t_s)}, but a track of"
            f" {track.length_km:g} km at {load_g(track.acceleration_m_s2):g} g gives at most"
            f" {track.muzzle_speed_km_s:.4f} km/s: make it longer or push harder"
        )


def check_end(ephemeris: Ephemeris, t_s: float, destination: str) -> None:
    """Raise ``ValueError`` if a shot to deep space cannot be followed for long enough."""
    if destination == "deep_space" and t_s + DEEP_SPACE_DAYS * SECONDS_PER_DAY > ephemeris.last_s:
        raise ValueError(
            f"a shot to deep_space is followed for {DEEP_SPACE_DAYS:.0f} days, but the ephemeris ends on"
            f" {format_utc(ephemeris.last_s)[:10]}: launch before"
            f" {format_utc(ephemeris.last_s - DEEP_SPACE_DAYS * SECONDS_PER_DAY)[:10]}"
        )


def at_the_end(ephemeris: Ephemeris, t_s: float) -> str:
    """Return what to add to a reason why a shot does not arrive, where it may be that the ephemeris ends before."""
    if ephemeris.last_s - t_s > _LONGEST_DAYS * SECONDS_PER_DAY:
        return ""
    return f"; the ephemeris ends on {format_utc(ephemeris.last_s)[:10]}, and flights are followed no further"


def why_not(launches: Launches, scanned: Scan, destination: str, asked: Asked, aim: Aim, number: int = 0) -> str:
    """Return in one sentence how near the speeds that were tried came."""
    where = f"{destination} cannot be reached from {site_name(launches.track)} at {format_utc(launches.t_s[number])}"
    tries, values, good = scanned.tries[0], scanned.values[0], scanned.good[0]
    tried = f"speeds of {tries[0]:.2f} to {tries[-1]:.2f} km/s"
    if not good.any():
        flights = launches.fly(np.array([number]), tries[-1:], stop=aim.stop, tolerance=1e-9, dense=True)
        flight = flights.flight(0)
        if flight.ended_by in IMPACTS:
            return f"{where}: of {tried} none gets there, and at the fastest {flight.events[-1].sentence()}"
        return f"{where}: of {tried} none comes back to the Earth within {aim.days:.0f} days"
    best = np.flatnonzero(good)[np.argmin(np.abs(values[good]))]
    if destination == "deep_space":
        wanted = 0.0 if asked.c3_km2_s2 is None else asked.c3_km2_s2
        came = f"the nearest C3 to {wanted:g} km²/s² is {wanted - values[best]:.2f}"
    else:
        target_km = perigee_radius_km(destination, asked)
        nearest_km = target_km * float(np.exp(values[best]))
        came = f"the perigee nearest to {target_km:,.0f} km from the Earth's centre is {nearest_km:,.0f} km"
    return f"{where}: of {tried} {came}, at {tries[best]:.2f} km/s"


def check_arrived(flight: Flight, destination: str, speed: float, c3: float) -> None:
    """Raise ``ValueError`` if a shot of a given speed did not arrive."""
    if flight.ended_by in IMPACTS:
        raise ValueError(f"a shot of {speed:.4g} km/s does not arrive: {flight.events[-1].sentence()}")
    if destination == "deep_space" and c3 <= 0.0:
        raise ValueError(
            f"a shot of {speed:.4g} km/s does not leave the Earth: its C3 after {DEEP_SPACE_DAYS:.0f} days is"
            f" {c3:.2f} km²/s²"
        )
    if destination in ("high_earth_orbit", "earth_orbit") and flight.ended_by != "perigee":
        days = flight.lasts_s / SECONDS_PER_DAY
        raise ValueError(f"a shot of {speed:.4g} km/s does not come past the Earth within {days:.0f} days")


def misses_l2(track: Track, t_s: float, speed: float, off_km: float | None, flight: Flight) -> str:
    """Return how a shot misses L2."""
    where = f"eml2 cannot be reached from {site_name(track)} at {format_utc(t_s)}"
    if off_km is not None:
        return f"{where}: the nearest shot, of {speed:.4f} km/s, passes L2 at {off_km:,.0f} km"
    end = f", and {flight.events[-1].sentence()}" if flight.ended_by in IMPACTS else ""
    return f"{where}: a shot of {speed:.4f} km/s does not come near L2 within {DAYS:.0f} days{end}"
