"""Gateways and the largest cities on the ground, and the cone of sky over a place.

The globe that is drawn is a sphere with a map by geodetic latitude, so places
are put on it by that latitude: each on its own lights.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from math import acos, cos, sin
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from engine.constants import R_EARTH_KM, R_EARTH_MEAN_KM
from engine.ground import FLATTENING, ground_up
from gui.arrays import float32
from gui.stage_scale import compress

if TYPE_CHECKING:
    from engine.world import World
    from gui.frame import Frame

Array = NDArray[np.float64]
Floats = NDArray[np.float32]

MOST_NAMES = 25
CONE_KM = 550.0  # up to the shell that most of Starlink flies in
_ABOVE_KM = 1.0  # over the ground that is drawn, which would hide it
_FLATTEST = 0.16  # sine of the angle at which the ground is seen: nearer the limb names would crowd
_TRIED = 600  # cities, the largest first
_CHARACTER_PX, _LINE_PX = 7.6, 22.0  # room for a name
_RING = 64
_GROUND_KM = 20.0  # what is lower stands on the ground


@dataclass(frozen=True, slots=True, kw_only=True)
class GroundPart:
    """Gateways in sight, ``gateways_km`` (g, 3) from the eye; of the cities that are named, ``cities_km`` (c, 3)."""

    gateways_km: Floats
    cities_km: Floats
    texts: tuple[tuple[str, Array], ...]  # name, (3,) km from the eye


def build_ground_part(world: World, frame: Frame) -> GroundPart:
    """Return the part.  Names are those of the largest cities in sight that leave each other room."""
    from gui.frame import project_offsets

    gateways, _ = _gateways()
    cities, names = _cities()
    gateways_km = _seen(gateways, world, frame)
    sites_km = cities @ world.gcrs_to_itrs - frame.pose.eye_km
    xy_px, visible = project_offsets(frame, sites_km)
    visible &= _facing(sites_km, frame)
    chosen = _apart(np.flatnonzero(visible), xy_px / frame.point_scale * frame.supersample, names)
    return GroundPart(
        gateways_km=float32(gateways_km),
        cities_km=float32(sites_km[chosen].reshape(-1, 3)),
        texts=tuple((names[row], sites_km[row]) for row in chosen),
    )


def on_globe_km(up: Array) -> Array:
    """Return where places (n, 3), given by their unit vectors up, are on the globe that is drawn, from its centre."""
    return (R_EARTH_MEAN_KM + _ABOVE_KM) * up


def drawn_km(r_gcrs_km: Array, gcrs_to_itrs: Array, stage_scale: float) -> Array:
    """Return where places (n, 3) GCRS are drawn, from the Earth's centre: those on the ground, on the globe."""
    out = compress(r_gcrs_km, stage_scale).copy()
    ground = np.linalg.norm(r_gcrs_km, axis=1) < R_EARTH_KM + _GROUND_KM
    if ground.any():
        up = (r_gcrs_km[ground] @ gcrs_to_itrs.T) / np.array([1.0, 1.0, (1.0 - FLATTENING) ** 2])
        out[ground] = on_globe_km(up / np.linalg.norm(up, axis=1)[:, None]) @ gcrs_to_itrs
    return out


def cone_km(apex_km: Array, least_elevation_rad: float, height_km: float = CONE_KM) -> Array:
    """Return the edge (65, 3) of the sky that a place (3,) on the globe sees above an elevation, ``height_km`` up."""
    up = apex_km / np.linalg.norm(apex_km)
    angle = acos(R_EARTH_KM / (R_EARTH_KM + height_km) * cos(least_elevation_rad)) - least_elevation_rad
    aside = np.cross(up, np.eye(3)[int(np.abs(up).argmin())])
    aside /= np.linalg.norm(aside)
    turn = np.linspace(0.0, 2.0 * np.pi, _RING + 1)
    around = np.cos(turn)[:, None] * aside + np.sin(turn)[:, None] * np.cross(up, aside)
    return np.asarray((R_EARTH_KM + height_km) * (cos(angle) * up + sin(angle) * around))


def _seen(places_km: Array, world: World, frame: Frame) -> Array:
    offsets_km = places_km @ world.gcrs_to_itrs - frame.pose.eye_km
    from gui.frame import project_offsets

    return offsets_km[project_offsets(frame, offsets_km)[1]]


def _facing(offsets_km: Array, frame: Frame) -> NDArray[np.bool_]:
    """Return which places (n, 3) from the eye lie well within the limb."""
    up = offsets_km - frame.earth_km
    slant = -np.einsum("ij,ij->i", up, offsets_km)
    return np.asarray(slant > _FLATTEST * np.linalg.norm(up, axis=1) * np.linalg.norm(offsets_km, axis=1))


def _apart(rows: NDArray[np.intp], xy_px: Array, names: tuple[str, ...]) -> list[int]:
    """Return those of ``rows``, in their order, whose names keep clear of all before, at most ``MOST_NAMES``."""
    chosen: list[int] = []
    boxes: list[tuple[float, float, float]] = []
    for row in rows.tolist():
        x, y = xy_px[row]
        width = _CHARACTER_PX * len(names[row]) + 12.0
        if all(abs(y - v) > _LINE_PX or x + width < u or u + w < x for u, v, w in boxes):
            boxes.append((x, y, width))
            chosen.append(row)
            if len(chosen) == MOST_NAMES:
                break
    return chosen


@lru_cache(maxsize=1)
def _gateways() -> tuple[Array, tuple[str, ...]]:
    """Return where gateways are on the globe (g, 3), in the Earth's axes, and their names."""
    from engine.gateways import gateways

    return _placed(gateways())


@lru_cache(maxsize=1)
def _cities() -> tuple[Array, tuple[str, ...]]:
    from engine.cities import cities

    return _placed(cities()[:_TRIED])


def _placed(sites: tuple[object, ...]) -> tuple[Array, tuple[str, ...]]:
    up = ground_up([site.latitude_deg for site in sites], [site.longitude_deg for site in sites])  # type: ignore[attr-defined]
    return on_globe_km(up), tuple(site.name for site in sites)  # type: ignore[attr-defined]
