"""Places that a camera can look at, beside the bodies and the satellites: a name and where it is in a ``World``.

To make another place known, add a function to ``PLACES`` (focus "NAME") or to
``NUMBERED`` (focus "NAME:NUMBER").  It returns None while there is no such
place; the camera then shows the Moon.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from engine.constants import R_MOON_KM

if TYPE_CHECKING:
    from engine.world import World

Vector = NDArray[np.float64]
Matrix = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Place:
    """A place in the scene: ``base_gcrs_km`` (3,), which the stage scale moves, and (3,) from there, which it does not.

    So what is on the Moon keeps its place on it at any scale.  ``axes`` (3, 3)
    are those of a camera that follows, as columns in the GCRS: x ahead, z up.
    """

    base_gcrs_km: Vector
    offset_km: Vector
    axes: Matrix


def _on_track(world: World, share: float, *, to_earth: bool = False) -> Place | None:
    """Return a point of the track that shots go over now, 0 its breech .. 1 its muzzle.

    x is the direction of the shots, or that of the ground towards the Earth.
    """
    from gui.driver_frame import track_places

    places = track_places(world)
    if not places:
        return None
    track, to_gcrs = places[-1], world.gcrs_to_moon.T
    point_km, axes = track.points_km(share * track.length_km), track.axes
    point_km = point_km * max(R_MOON_KM / float(np.linalg.norm(point_km)), 1.0)  # over where it is dug in
    if to_earth:
        up = point_km / np.linalg.norm(point_km)
        ahead = np.array([1.0, 0.0, 0.0]) - up[0] * up  # the Earth stays about the Moon's x axis
        if np.linalg.norm(ahead) > 0.05:
            ahead /= np.linalg.norm(ahead)
            axes = np.stack([ahead, np.cross(up, ahead), up], axis=1)
    return Place(world.moon_gcrs_km, to_gcrs @ point_km, to_gcrs @ axes)


def _arrival(world: World) -> Place | None:
    """Where payloads from the Moon arrive now."""
    from gui.stream_places import arrival

    return arrival(world)


def _payload(world: World, k: int) -> Place | None:
    """Payload k from the Moon, in flight and afterwards in orbit."""
    from gui.stream_places import payload

    return payload(world, k)


PLACES: dict[str, Callable[[World], Place | None]] = {
    "driver": lambda world: _on_track(world, 1.0),
    "breech": lambda world: _on_track(world, 0.0),
    "factory": lambda world: _on_track(world, 0.0, to_earth=True),
    "arrival": _arrival,
}
NUMBERED: dict[str, Callable[[World, int], Place | None]] = {"payload": _payload}


def is_place(focus: str) -> bool:
    """Return whether a focus of this name is known here."""
    name, colon, number = focus.partition(":")
    return focus in PLACES or (name in NUMBERED and bool(colon) and number.isdecimal())


def place_of(focus: str, world: World) -> Place | None:
    """Return the place, or None where the world has none of this name now."""
    name, colon, number = focus.partition(":")
    return NUMBERED[name](world, int(number)) if colon else PLACES[name](world)
