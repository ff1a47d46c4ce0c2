"""The mass driver's part of a frame: where its tracks are from the eye, which shots are on them, how bright they glow.

Pure: all follows from ``world`` and the pose.  Coordinates are those of the
ground at a track's muzzle, km: x ahead, y to the left, z up; z of a thing on the
ground falls with the sphere.  Nothing is built while the eye is so far off that
the track is less than a dot.

The solar field is as large as the quantity "moon_factory_array_m2" says.
Buildings, pylons, coils every 25 m, lamps and the flash (a vacuum has no bang)
are drawings, not models.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from math import cos, exp, isfinite, log10, sin
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

import numpy as np
from numpy.typing import NDArray

from engine.factory_site import TRACKS_APART_KM, TrackPlace, position_km, shots_about, shots_per_s
from engine.mass_driver import time_on_track_s
from gui.arrays import float32
from gui.stage_scale import compress

if TYPE_CHECKING:
    from engine.lunar_factory import LunarFactory
    from engine.world import Simulation, World
    from gui.camera import Pose
    from gui.view import View

Vector = NDArray[np.float64]
Floats = NDArray[np.float32]

REACH_KM = 40_000.0  # of what is drawn: beyond, even a long track is less than a dot
MOST_SHOTS = 8  # that light up one by one; more at a time are a steady glow
AFTER_S = 25.0  # how long a payload that has left is drawn
GLOW_S, EMBER_S, EMBER = 0.10, 0.9, 0.12  # a coil's light fades at first in this time, then an ember in that
FLASH_S = 0.30  # in which the light at the muzzle fades
IDLE_GLOW = 0.012  # of a track that stands ready
LUNAR_GRAVITY_KM_S2 = 1.625e-3
_LOOK_UP_S = 864_000.0


@dataclass(frozen=True, slots=True, kw_only=True)
class RailPart:
    """One track.  ``to_gcrs`` (3, 3) takes its axes to the GCRS; ``eye_km`` (3,) is the eye in them, from the muzzle.

    ``age_s`` (MOST_SHOTS,) says how long ago each payload left (negative: it is on the track, or yet to start);
    unused places are far in the past.
    """

    to_gcrs: Floats
    eye_km: Floats
    length_km: float
    direction: Floats  # (3,), of the shot, in these axes
    ride_s: float
    speed_km_s: float
    age_s: Floats
    steady: float  # glow of all coils alike, 0..1
    singly: float  # 1 where shots light up one by one .. 0 where the glow is steady
    growth: float  # logarithm of the mass launched when it was last used, kg a year: more of it is more halls


@dataclass(frozen=True, slots=True, kw_only=True)
class DriverPart:
    """What of the mass driver is drawn.  ``sun`` and ``earth`` (3,): unit directions in the first track's axes."""

    rails: tuple[RailPart, ...]
    distance_km: float  # of the eye from the muzzle, or from the nearer end of the first track
    sun: Floats
    earth: Floats
    earthshine: float
    array_km2: float
    opposed: bool  # whether a second track, built or to come, lies the other way: the field leaves room for it
    flash: float  # light at the muzzle now, 0..1 and a little more


@lru_cache(maxsize=8)
def _places(lunar: LunarFactory) -> tuple[TrackPlace, TrackPlace]:
    first = TrackPlace(
        latitude_rad=lunar.site_latitude_rad,
        longitude_rad=lunar.site_longitude_rad,
        azimuth_rad=lunar.azimuth_rad,
        elevation_rad=lunar.elevation_rad,
        length_km=lunar.length_km,
    )
    # Beside the first one, on the same side of it whichever way it points.
    side = -TRACKS_APART_KM if cos(lunar.deep_azimuth_rad - lunar.azimuth_rad) >= 0.0 else TRACKS_APART_KM
    return first, TrackPlace(
        latitude_rad=lunar.site_latitude_rad,
        longitude_rad=lunar.site_longitude_rad,
        azimuth_rad=lunar.deep_azimuth_rad,
        elevation_rad=lunar.elevation_rad,
        length_km=lunar.length_km,
        aside_km=side,
    )


def track_places(world: World) -> tuple[TrackPlace, ...]:
    """Return the tracks that stand at this instant, the one to the Earth's neighbourhood first."""
    lunar = world.scenario.lunar
    if lunar is None:
        return ()
    first, deep = _places(lunar)
    return (first, deep) if world.t_s >= lunar.deep_space_from_s else (first,)


def build_driver_part(world: World, view: View, pose: Pose) -> DriverPart | None:
    """Return the mass driver's part of the frame, or None where there is none, not yet, or too far off."""
    places = track_places(world)
    lunar, ramp = world.scenario.lunar, world.scenario.lunar_ramp
    if not places or lunar is None or ramp is None or world.t_s < ramp.start_s:
        return None
    moon_km = compress(world.moon_gcrs_km, view.stage_scale)
    to_gcrs = world.gcrs_to_moon.T
    # In float64, and only then cast: float32 steps 31 m at the Moon.
    eye_moon_km = world.gcrs_to_moon @ (pose.eye_km - moon_km)
    ends_km = places[0].points_km([0.0, 0.5 * places[0].length_km, places[0].length_km])
    distance_km = float(np.linalg.norm(eye_moon_km - ends_km, axis=1).min())
    if distance_km > REACH_KM:
        return None
    rails = tuple(
        _rail(world, place, eye_moon_km, to_gcrs, active=(i == len(places) - 1)) for i, place in enumerate(places)
    )
    axes = to_gcrs @ places[0].axes
    sun, earth = world.sun_gcrs_km - world.moon_gcrs_km, -world.moon_gcrs_km
    sun, earth = sun / np.linalg.norm(sun), earth / np.linalg.norm(earth)
    return DriverPart(
        rails=rails,
        distance_km=distance_km,
        sun=float32(sun @ axes),
        earth=float32(earth @ axes),
        earthshine=0.5 - 0.5 * float(sun @ earth),
        array_km2=factory_array_km2(world),
        opposed=isfinite(lunar.deep_space_from_s) and cos(lunar.deep_azimuth_rad - lunar.azimuth_rad) < -0.9,
        flash=max(_flash(rail) for rail in rails),
    )


def _rail(world: World, place: TrackPlace, eye_moon_km: Vector, to_gcrs: Vector, *, active: bool) -> RailPart:
    """Return a track as drawn.  Shots go over the track that was built last."""
    lunar, ramp = world.scenario.lunar, world.scenario.lunar_ramp
    assert lunar is not None
    assert ramp is not None
    axes = place.axes
    speed_km_s = lunar.shot_speed_km_s(world.t_s if active else lunar.start_s)
    ride = time_on_track_s(place.length_km, speed_km_s)
    age_s = np.full(MOST_SHOTS, 1e6)
    steady, singly = 0.0, 1.0
    if active:
        rate = shots_per_s(ramp, world.t_s)
        at_once = rate * ride
        singly = float(np.clip(2.0 - at_once / (0.5 * MOST_SHOTS), 0.0, 1.0))
        steady = (1.0 - singly) * min(rate * (GLOW_S + EMBER * EMBER_S), 1.0)
        shots = shots_about(ramp, world.t_s, ride, AFTER_S, 512)
        # Those on the track first, then those that left last.
        shots = shots[np.argsort(np.where(shots < 0.0, -1.0, shots), kind="stable")][:MOST_SHOTS]
        age_s[: len(shots)] = shots
    return RailPart(
        to_gcrs=float32(to_gcrs @ axes),
        eye_km=float32((eye_moon_km - place.muzzle_km) @ axes),
        length_km=place.length_km,
        direction=float32(np.array([cos(place.elevation_rad), 0.0, sin(place.elevation_rad)])),
        ride_s=ride,
        speed_km_s=speed_km_s,
        age_s=float32(age_s),
        steady=steady,
        singly=singly,
        growth=log10(ramp.rate_kg_per_year(world.t_s if active else lunar.deep_space_from_s)),
    )


def coil_light(rail: RailPart, s_km: float) -> float:
    """Return how bright the coil at ``s_km`` from the breech is, 0..1 and a little more: what the shader draws."""
    light = rail.steady + IDLE_GLOW
    passed_s = rail.ride_s * (1.0 - (max(s_km, 0.0) / rail.length_km) ** 0.5)  # before it leaves the muzzle
    for age_s in rail.age_s.tolist():
        since_s = age_s + passed_s
        if 0.0 <= since_s < 30.0:
            light += rail.singly * (exp(-since_s / GLOW_S) + EMBER * exp(-since_s / EMBER_S))
    return light


def payloads_km(rail: RailPart) -> tuple[Vector, Vector]:
    """Return where payloads are (N, 3) in the track's axes, and how long ago each left the muzzle (N,), s.

    Off the muzzle they fly on as over a flat Moon: a few tens of seconds, before the stream shows them.
    """
    age_s = rail.age_s.astype(np.float64)
    age_s = age_s[(age_s >= -rail.ride_s) & (age_s < AFTER_S)]
    ahead = position_km(age_s, rail.length_km, rail.ride_s) - rail.length_km
    ahead += np.maximum(age_s, 0.0) * rail.speed_km_s
    points_km = ahead[:, None] * rail.direction.astype(np.float64)
    points_km[:, 2] -= 0.5 * LUNAR_GRAVITY_KM_S2 * np.maximum(age_s, 0.0) ** 2
    return points_km, age_s


def _flash(rail: RailPart) -> float:
    """Return the light at the muzzle: a flash as each payload leaves, or a steady one where they are many."""
    age_s = rail.age_s.astype(np.float64)
    just_left = age_s[(age_s >= 0.0) & (age_s < 3.0)]
    return rail.singly * float(np.exp(-just_left / FLASH_S).sum()) + 2.0 * rail.steady


def factory_array_km2(world: World) -> float:
    """Return the area of the factory's solar array, km2: the quantity of that name, looked up every ten days."""
    first_s, last_s = world.scenario.start_s, world.scenario.end_s
    at_s = min(max(round(world.t_s / _LOOK_UP_S) * _LOOK_UP_S, first_s), last_s)
    kept = _areas_km2.setdefault(world.simulation, {})
    if at_s not in kept:
        from engine.world import world_at

        if len(kept) >= _MOST_AREAS:
            kept.clear()
        kept[at_s] = world_at(world.simulation, at_s).quantities["moon_factory_array_m2"].value / 1e6
    return kept[at_s]


_MOST_AREAS = 64
_areas_km2: WeakKeyDictionary[Simulation, dict[float, float]] = WeakKeyDictionary()  # die with their scenario
