"""Launches from the Earth in a frame: flights on their way up, the trails they leave, and the pads.

A flight's trail stays over the ground that it crossed, as smoke would, and fades within twenty minutes of the end of
thrust; so does the flight itself, on along its circle, while the satellites that it let go rise.  Exhaust spreads the
wider the thinner the air is; where the Sun still reaches it over a dark ground it is the brightest thing in the sky.

How wide the exhaust spreads, and every colour, is chosen for the eye, not worked out.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import cos, sin
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from engine.ascent import ASCENT_S, STAGING_S, Ascents, Flight, ascents_of
from engine.constants import R_EARTH_KM, R_EARTH_MEAN_KM
from engine.launch_sites import EARTH_ROTATION_RAD_S
from gui.arrays import float32
from gui.stage_scale import compress

if TYPE_CHECKING:
    from engine.world import World
    from gui.camera import Pose
    from gui.view import View

Array = NDArray[np.float64]
Floats = NDArray[np.float32]

TRAIL_S = 1_200.0  # simulated time after the end of thrust
MOST_FLIGHTS = 48
POINTS = 128  # of a trail
PADS_WITHIN_KM = 6_500.0
NAMES_WITHIN_KM = 4_000.0

# Points lie closer at the pad, where the arc bends most, and at the head, where the light changes most.
_U = np.linspace(0.0, 1.0, POINTS)
_SPREAD = _U - 0.09 / np.pi * np.sin(2.0 * np.pi * _U)

_HOT = np.array([1.00, 0.90, 0.74])  # just behind the engines
_EMBER = np.array([1.00, 0.46, 0.13])
_COASTING = np.array([1.00, 0.36, 0.10])  # as rising satellites are drawn
_LIT_SMOKE = np.array([0.72, 0.86, 1.00])
_DARK_SMOKE = np.array([1.00, 0.50, 0.20])


@dataclass(frozen=True, slots=True, kw_only=True)
class AscentPart:
    """N flights of P points, from the eye in drawn km; colours are light, to be added to the picture.

    ``along`` is the direction of the trail, ``smoke_half_km`` how far the exhaust reaches to either side,
    ``head_light`` how bright each flight itself is.  ``pads_km`` (S, 3) are the pads in sight, ``pad_alpha`` how
    strong their marks are.  ``texts`` are names to be written: a text, where (3,), whether it is a pad's.
    """

    points_km: Floats  # (N, P, 3)
    along: Floats  # (N, P, 3)
    core: Floats  # (N, P, 3), colour of the trail's thread
    smoke: Floats  # (N, P, 3), colour of its exhaust
    smoke_half_km: Floats  # (N, P)
    head_km: Floats  # (N, 3)
    head_light: Floats  # (N, 3)
    burning: tuple[bool, ...]  # of each flight
    pads_km: Floats
    pad_alpha: float
    pad_in_sight: tuple[bool, ...]
    texts: tuple[tuple[str, Array, bool], ...]

    @property
    def flights(self) -> int:
        return len(self.head_km)


def build_ascent_part(world: World, view: View, pose: Pose) -> AscentPart | None:
    """Return the launches' part of a frame, or None where no flight is up and no pad is near.  Pure."""
    ascents = ascents_of(world.simulation)
    numbers = ascents.numbers_up(world.t_s, TRAIL_S, MOST_FLIGHTS)
    eye_height_km = float(np.linalg.norm(pose.eye_km)) - R_EARTH_KM
    if not numbers and eye_height_km > PADS_WITHIN_KM:
        return None
    flights = [ascents.flight(number) for number in numbers]
    pads_km, pad_alpha = _pads(world, view, pose, ascents, eye_height_km)
    texts = []
    if eye_height_km < NAMES_WITHIN_KM:
        texts = [(site.title, at, True) for site, at in zip(ascents.sites, pads_km, strict=True)]
    if flights:
        trails = _trails(world, view, pose, ascents, flights)
    else:
        trails = {
            name: float32(np.empty((0, *shape)))
            for name, shape in (
                ("points_km", (POINTS, 3)), ("along", (POINTS, 3)), ("core", (POINTS, 3)), ("smoke", (POINTS, 3)),
                ("smoke_half_km", (POINTS,)), ("head_km", (3,)), ("head_light", (3,)),
            )
        }  # fmt: skip
    if eye_height_km < NAMES_WITHIN_KM:
        for flight, head_km in zip(flights, trails["head_km"], strict=True):
            if world.t_s < flight.release_s:
                texts.insert(0, (_title(flight), head_km.astype(np.float64), False))
    return AscentPart(
        **trails,
        burning=tuple(world.t_s < flight.release_s for flight in flights),
        pads_km=float32(pads_km),
        pad_alpha=pad_alpha,
        # the ground slopes away beyond the horizon: there the way up from the pad leads away from the eye
        pad_in_sight=tuple(((pads_km + pose.eye_km) * pads_km).sum(axis=1) < 0.0),
        texts=tuple(texts),
    )


def _title(flight: Flight) -> str:
    satellites = f"{flight.satellites:,} satellite{'s' if flight.satellites != 1 else ''}"
    return f"Flight {flight.number + 1:,} · {satellites} to {np.degrees(flight.inclination_rad):.1f}°"


def _pads(world: World, view: View, pose: Pose, ascents: Ascents, eye_height_km: float) -> tuple[Array, float]:
    """Return the pads (S, 3) from the eye, and how strong their marks are."""
    alpha = float(np.clip((PADS_WITHIN_KM - eye_height_km) / 2_500.0, 0.0, 1.0))
    if alpha == 0.0:
        return np.empty((0, 3)), 0.0
    ground_km = R_EARTH_MEAN_KM * np.array(
        [
            (cos(lat) * cos(lon), cos(lat) * sin(lon), sin(lat))
            for lat, lon in ((site.latitude_rad, site.longitude_rad) for site in ascents.sites)
        ]
    )
    pads_km = ground_km @ world.gcrs_to_itrs
    return compress(pads_km, view.stage_scale) - pose.eye_km, alpha


def _trails(world: World, view: View, pose: Pose, ascents: Ascents, flights: list[Flight]) -> dict[str, Floats]:
    age_s = np.array([world.t_s - flight.liftoff_s for flight in flights])
    since_s = age_s[:, None] * _SPREAD
    passed_s = age_s[:, None] - since_s  # since the flight was there
    r_km = _turned(ascents.positions_km(flights, since_s), EARTH_ROTATION_RAD_S * passed_s)
    drawn_km = compress(r_km, view.stage_scale) - pose.eye_km
    along = np.empty_like(drawn_km)
    along[:, 1:-1] = drawn_km[:, 2:] - drawn_km[:, :-2]
    along[:, 0], along[:, -1] = along[:, 1], along[:, -2]
    core, smoke, half_km = _light(world, r_km, since_s, passed_s, age_s)
    return {
        "points_km": float32(drawn_km),
        "along": float32(along),
        "core": float32(core),
        "smoke": float32(smoke),
        "smoke_half_km": float32(half_km),
        "head_km": float32(drawn_km[:, -1]),
        "head_light": float32(_head_light(age_s)),
    }


def _turned(r_km: Array, angle_rad: Array) -> Array:
    """Return ``r_km`` (N, P, 3) turned east about the pole by ``angle_rad`` (N, P): the ground turns so meanwhile."""
    c, s = np.cos(angle_rad), np.sin(angle_rad)
    x, y = r_km[..., 0], r_km[..., 1]
    return np.stack([c * x - s * y, s * x + c * y, r_km[..., 2]], axis=-1)


def _light(world: World, r_km: Array, since_s: Array, passed_s: Array, age_s: Array) -> tuple[Array, Array, Array]:
    """Return the colours of thread and exhaust (N, P, 3), and the exhaust's half width (N, P), km."""
    radius_km = np.sqrt(np.einsum("npi,npi->np", r_km, r_km))
    height_km = radius_km - R_EARTH_MEAN_KM
    sun = world.sun_gcrs_km / np.linalg.norm(world.sun_gcrs_km)
    ahead_km = r_km @ sun
    beside_km = np.sqrt(np.maximum(radius_km**2 - ahead_km**2, 0.0))
    lit = np.where(ahead_km > 0.0, 1.0, _smooth(beside_km, R_EARTH_KM - 25.0, R_EARTH_KM + 40.0))
    dark_below = 1.0 - _smooth(ahead_km / radius_km, -0.12, 0.14)

    # Everything is gone when the flight has been on its circle for TRAIL_S.
    left = np.clip(1.0 - (age_s - ASCENT_S) / TRAIL_S, 0.0, 1.0)[:, None]
    powered = since_s <= ASCENT_S
    young = np.exp(-passed_s / 45.0)
    strength = np.where(powered, 0.22 + 0.60 * np.exp(-passed_s / 240.0), 0.34 * np.exp(-passed_s / 260.0)) * left
    strength *= 1.0 + 0.6 * young * powered
    old = np.where(powered[..., None], _EMBER, _COASTING)
    core = strength[..., None] * (old + young[..., None] * (_HOT - old))

    thin = _smooth(height_km, 45.0, 170.0)
    half_km = np.minimum(0.8 + passed_s * (0.02 + 1.0 * thin), 3.0 + 190.0 * thin)
    density = np.exp(-passed_s / (420.0 - 270.0 * thin)) * (1.0 - 0.28 * thin) * left
    density = np.where(powered, density * (1.0 + 0.9 * np.exp(-passed_s / 30.0)), 0.0)
    daylight = lit * (0.34 + 0.66 * dark_below)
    flame = 0.5 * np.exp(-passed_s / 30.0)
    smoke = density[..., None] * (daylight[..., None] * _LIT_SMOKE + flame[..., None] * _DARK_SMOKE)
    return core, smoke, half_km


def _head_light(age_s: Array) -> Array:
    """Return how bright each flight is (N, 3): engines, a flare at staging, then a spark that fades."""
    flare = np.exp(-(((age_s - STAGING_S) / 5.0) ** 2))
    burning = age_s < ASCENT_S
    fading = 0.32 * np.clip(1.0 - (age_s - ASCENT_S) / TRAIL_S, 0.0, 1.0) ** 1.5
    strength = np.where(burning, 1.0 + 0.7 * flare, fading)
    return np.asarray(strength[:, None] * np.where(burning[:, None], _HOT, _COASTING))


def _smooth(x: Array, low: float, high: float) -> Array:
    s = np.clip((x - low) / (high - low), 0.0, 1.0)
    return np.asarray(s * s * (3.0 - 2.0 * s))
