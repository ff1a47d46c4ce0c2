"""The inner solar system's part of a frame: planets, their orbits, and the swarm of satellites round the Sun.

There is one only where the eye is far from the Earth: near it the frame costs
nothing.  Positions are true to scale and to the instant; the planets' points
and names are larger than life.  About 3 ms with 100,000 points.

Left out: light's way from there, the swarm before the Sun's disc or behind it
(the disc is smaller than a point's glow).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from math import log10
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from engine.constants import AU_KM, SECONDS_PER_JULIAN_YEAR
from engine.planets import EARTH, GCRS_TO_ECLIPTIC, PLANETS, Planet, orbit_km, planet_km
from engine.swarm import sample_of, swarm_of
from gui.arrays import float32
from gui.fleet_frame import stride_for
from gui.frame import LinePart

if TYPE_CHECKING:
    from engine.world import World
    from gui.camera import Pose
    from gui.view import View

Floats = NDArray[np.float32]

FIRST_KM, ALL_KM = 3.0e6, 1.5e7  # from the Earth: where the solar system begins to show, and where it is all there
MOST_POINTS = 131_072
_PATH_POINTS = 257
_PATH_STEP_S = 7_200.0  # a planet moves half a million km at most, two pixels
_OLD_YEARS = 1.0  # a swarm younger than this has no old satellites
_RING_AU = (0.8, 1.28)  # where most of it is
_FAINT, _BRIGHT = 4.0, 9.0  # powers of ten of satellites, from a faint ring to a bright one


@dataclass(frozen=True, slots=True, kw_only=True)
class SwarmPart:
    """Every ``stride``-th satellite of ``count``: ``points_km`` (3, N) from the eye, ``age`` (N,) from 0, new, to 1."""

    stride: int
    count: int
    points_km: Floats
    age: Floats
    gain: float
    size_px: float


@dataclass(frozen=True, slots=True, kw_only=True)
class SolarPart:
    """``strength`` 0..1 fades all of it in.  Of each planet its path, ``places_km`` (P, 3) from the eye, and name."""

    strength: float
    orbits: tuple[LinePart, ...]
    places_km: Floats
    names: tuple[str, ...]
    sun_km: NDArray[np.float64]
    swarm: SwarmPart | None


def build_solar_part(world: World, view: View, pose: Pose) -> SolarPart | None:
    """Return the part, or None near the Earth or with its layers off.  Pure; works the swarm out if nobody has yet."""
    from_earth_km = float(np.linalg.norm(pose.eye_km))
    wanted = view.layers & {"planets", "swarm"}
    if from_earth_km <= FIRST_KM or not wanted:
        return None
    sun_km = world.sun_gcrs_km - pose.eye_km
    strength = min((from_earth_km - FIRST_KM) / (ALL_KM - FIRST_KM), 1.0)
    planets = PLANETS if "planets" in wanted else ()
    ephemeris = world.simulation.ephemeris
    places = [sun_km + planet_km(planet, world.t_s, ephemeris) for planet in planets]
    return SolarPart(
        strength=strength,
        orbits=tuple(
            LinePart(
                points_km=_path(planet, world.t_s, place, sun_km),
                alpha=_fading(strength * (0.8 if planet is EARTH else 0.65)),
            )
            for planet, place in zip(planets, places, strict=True)
        ),
        places_km=float32(np.reshape(places, (-1, 3))),
        names=tuple(planet.name for planet in planets),
        sun_km=sun_km,
        swarm=_swarm(world, view, pose, sun_km, strength) if "swarm" in wanted else None,
    )


def _path(planet: Planet, t_s: float, place_km: NDArray[np.float64], sun_km: NDArray[np.float64]) -> Floats:
    """Return where a planet was over its last year, from the eye, up to its place now."""
    points_km = sun_km + _orbit_until(planet, int(t_s // _PATH_STEP_S))
    points_km[-1] = place_km
    return float32(points_km)


@lru_cache(maxsize=32)
def _orbit_until(planet: Planet, step: int) -> NDArray[np.float64]:
    """Return ``orbit_km`` at a whole number of steps, which serves for some frames."""
    path = orbit_km(planet, step * _PATH_STEP_S, _PATH_POINTS)
    path.flags.writeable = False
    return path


@lru_cache(maxsize=16)
def _fading(strength: float) -> Floats:
    """Return how strong a path is at each point: brightest at the planet, fading with the time since it was there."""
    return float32(strength * (0.16 + 0.84 * np.linspace(0.0, 1.0, _PATH_POINTS) ** 3))


def _swarm(world: World, view: View, pose: Pose, sun_km: NDArray[np.float64], strength: float) -> SwarmPart | None:
    swarm = swarm_of(world.simulation)
    if swarm is None:
        return None
    first, end = swarm.launched(world)
    count = end - first
    if count <= 0:
        return None
    stride = stride_for(count, min(view.point_limit, MOST_POINTS))
    # In steps of whole powers of two, so that one sample serves for years.
    sample = sample_of(swarm, stride, MOST_POINTS)
    rows = sample.rows(first, end)
    points_km = sample.positions_km(world.t_s, rows)
    launch_s = sample.launch_s[rows]
    if swarm.escaping_share < 1.0:  # the days on which a shot does not leave
        known = np.isfinite(points_km[0])
        points_km, launch_s = points_km[:, known], launch_s[known]
    points_km += sun_km.astype(np.float32)[:, None]
    first_s = float(launch_s[0]) if len(launch_s) else world.t_s  # they are in order of launch
    oldest_s = max(world.t_s - first_s, _OLD_YEARS * SECONDS_PER_JULIAN_YEAR)
    age = ((world.t_s - launch_s) * (1.0 / oldest_s)).astype(np.float32)
    return SwarmPart(
        stride=stride,
        count=count,
        points_km=points_km,
        age=np.sqrt(age, out=age),
        gain=strength * _gain(points_km.shape[1], count, pose, view, sun_km),
        size_px=1.5,
    )


def _gain(points: int, count: int, pose: Pose, view: View, sun_km: NDArray[np.float64]) -> float:
    """Return a point's brightness: less where many share a pixel, and more the more satellites there are.

    So a billion are a ring of light and not a white disc, and ten thousand, of
    which each is a point, are a faint one.
    """
    towards = sun_km / np.linalg.norm(sun_km)
    slant = max(abs(float(GCRS_TO_ECLIPTIC[2] @ towards)), 0.05)
    px_a_rad = min(view.height_px, 1080) / (2.0 * np.tan(pose.fov_rad / 2.0))
    px_an_au = px_a_rad * AU_KM / float(np.linalg.norm(sun_km))
    area_px = np.pi * (_RING_AU[1] ** 2 - _RING_AU[0] ** 2) * px_an_au**2 * slant
    size = min(max((log10(max(count, 1)) - _FAINT) / (_BRIGHT - _FAINT), 0.0), 1.0)
    return float((0.35 + 0.65 * size) / (1.0 + 0.8 * points / max(area_px, 1.0)))
