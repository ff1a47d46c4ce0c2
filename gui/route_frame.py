"""The route of a prompt: a polyline from city to city over satellites, with its pulse, and what was knocked out.

The polyline is that of one instant, in GCRS: whoever makes it makes it anew as
the clock goes on.  Legs are straight, as light goes; at the compressed scale
they are drawn in short pieces, so that they bend as the space does.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from itertools import groupby
from math import asin, atan2, cos, pi, sin, tan
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from engine.constants import R_EARTH_KM
from gui.arrays import float32
from gui.camera import Camera, unit
from gui.ground_frame import cone_km, drawn_km
from gui.stage_scale import compress

if TYPE_CHECKING:
    from engine.world import World
    from gui.frame import Frame, LinePart

Array = NDArray[np.float64]
Floats = NDArray[np.float32]

RADIO, LASER = "radio", "laser"
_PIECES = 12  # of a leg, where space is compressed
_TAIL = 0.16  # of the whole way's time, behind the pulse
_TAIL_POINTS = 40
_FAINT = 1.0
# For the camera: how it leans from straight above, first choice first; how steeply it sees the ground at the ends;
# how much of the picture the route fills.
_FAR_SOUTH = -0.35  # sine of the latitude
_LEANS = (1.3, 1.1, 0.9, 0.75, 0.6, 0.45, 0.3, 0.15, 0.0)
_SLANT, _ROOM, _NEAREST_KM = 0.12, 0.72, 2_400.0


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class DrawnRoute:
    """A route as it is drawn, GCRS km.

    ``points_km`` (n, 3) are city, satellites, city; ``arrive_s`` (n,) is how long
    after it left a prompt is at each, waiting included; ``kinds`` (n - 1) is
    "radio" or "laser" for each leg.  ``names`` (n) are written at the points, ""
    for none, with the milliseconds at the last.  ``alternatives`` are further
    polylines (m, 3), drawn faint; ``knocked_out_km`` (m, 3) is marked with crosses.
    ``least_elevation_rad`` opens the cone of sky that is drawn over both ends.
    """

    points_km: Array
    arrive_s: Array
    kinds: tuple[str, ...]
    names: tuple[str, ...] = ()
    alternatives: tuple[Array, ...] = ()
    knocked_out_km: Array = field(default_factory=lambda: np.empty((0, 3)))
    least_elevation_rad: float = 0.436_332_312_998_582_4  # 25 degrees, as users' dishes

    def __post_init__(self) -> None:
        points = len(self.points_km)
        if points < 2 or len(self.arrive_s) != points or len(self.kinds) != points - 1:
            raise ValueError(
                f"a drawn route of {points} points has {len(self.arrive_s)} times and {len(self.kinds)} legs:"
                " give at least two points, a time for each and a leg between each two"
            )
        if self.names and len(self.names) != points:
            raise ValueError(f"a drawn route of {points} points has {len(self.names)} names: give one for each or none")

    @property
    def takes_s(self) -> float:
        """From the first point to the last."""
        return float(self.arrive_s[-1])

    def at_km(self, seconds: Array) -> Array:
        """Return where a prompt is (m, 3) so many seconds (m,) after it left; waiting, it stays."""
        return np.stack([np.interp(seconds, self.arrive_s, axis) for axis in self.points_km.T], axis=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class ConePart:
    """The sky over an end: from ``apex_km`` (3,) to the edge ``ring_km`` (n, 3), from the eye."""

    apex_km: Floats
    ring_km: Floats


@dataclass(frozen=True, slots=True, kw_only=True)
class RoutePart:
    """The route from the eye, km: ``legs`` by kind, in order; ``alternatives`` faint.

    ``stations_km`` (s, 3) are the satellites on the way and ``ends_km`` (e, 3) the ends that are in sight,
    ``crosses_km`` (c, 3) what was knocked out and is in sight.  ``tail`` leads up to the pulse at ``pulse_km`` (3,).
    """

    legs: tuple[tuple[str, LinePart], ...]
    alternatives: tuple[LinePart, ...]
    stations_km: Floats
    ends_km: Floats
    crosses_km: Floats
    tail: LinePart | None
    pulse_km: Floats | None
    cones: tuple[ConePart, ...]
    texts: tuple[tuple[str, Array, Array], ...]  # words, their place (3,), and the point that the way goes on to


def build_route_part(world: World, frame: Frame) -> RoutePart | None:
    """Return the part, or None where there is no route."""
    from gui.frame import LinePart, project_offsets

    route = frame.view.route
    if route is None:
        return None

    def seen(places_km: Array) -> Array:
        return drawn_km(places_km, world.gcrs_to_itrs, frame.stage_scale) - frame.pose.eye_km

    def line(points_km: Array, alpha: float) -> LinePart:
        way_km = seen(_in_pieces(points_km) if frame.stage_scale > 0.0 else points_km)
        return LinePart(points_km=float32(way_km), alpha=float32(np.full(len(way_km), alpha)))

    def in_sight(offsets_km: Array) -> Floats:
        return float32(offsets_km[project_offsets(frame, offsets_km)[1]].reshape(-1, 3))

    points_km = seen(route.points_km)
    legs, leg = [], 0
    for kind, run in groupby(route.kinds):
        count = len(list(run))
        legs.append((kind, line(route.points_km[leg : leg + count + 1], 1.0)))
        leg += count
    height_km = np.linalg.norm(route.points_km, axis=1) - R_EARTH_KM
    aground = height_km < 20.0
    return RoutePart(
        legs=tuple(legs),
        alternatives=tuple(line(points, _FAINT) for points in route.alternatives if len(points) > 1),
        stations_km=in_sight(points_km[~aground]),
        ends_km=in_sight(points_km[aground]),
        crosses_km=in_sight(seen(np.reshape(route.knocked_out_km, (-1, 3)))),
        **_pulse(route, frame, seen),
        cones=tuple(_cone(route, world, frame, place) for place in _places(route.points_km[aground])),
        texts=tuple(
            (
                f"{name} · {1e3 * route.takes_s:.1f} ms" if row == len(points_km) - 1 else name,
                points_km[row],
                points_km[1 if row == 0 else row - 1],
            )
            for row, name in enumerate(route.names)
            if name
        ),
    )


def camera_of_route(route: DrawnRoute, world: World, aspect: float = 16.0 / 9.0) -> Camera:
    """Return a camera that sees the whole route, as much from aside as the Earth allows; it turns with the ground.

    ``aspect`` is the picture's width by its height.
    """
    points_km = route.points_km @ world.gcrs_to_itrs.T
    begin, end = points_km[0], points_km[int(np.argmax(np.linalg.norm(points_km - points_km[0], axis=1)))]
    middle_km = 0.5 * (points_km.min(axis=0) + points_km.max(axis=0))
    up = unit(unit(begin) + unit(end) + 1e-3 * unit(points_km[len(points_km) // 2]))
    across = np.cross(begin, end)
    across = unit(across) if np.linalg.norm(across) > 1e5 else unit(np.cross(up, (0.0, 0.0, 1.0)))
    # From the south north is up; far south one looks from the equator's side, or the pole would turn the picture.
    if (across[2] > 0.0) == (up[2] > _FAR_SOUTH):
        across = -across
    camera = Camera("earth", follow=True, offset_km=(float(middle_km[0]), float(middle_km[1]), float(middle_km[2])))
    for lean in _LEANS:
        back = unit(up + lean * across)
        camera = replace(
            camera,
            azimuth_rad=atan2(back[1], back[0]),
            elevation_rad=asin(float(np.clip(back[2], -1.0, 1.0))),
            roll_rad=0.0,
        )
        right = np.array([-sin(camera.azimuth_rad), cos(camera.azimuth_rad), 0.0])
        if np.cross(back, right) @ up < 0.0:  # the horizon is above
            camera, right = replace(camera, roll_rad=pi), -right
        # So far off that each point is within the picture's edges.
        high = _ROOM * tan(0.5 * camera.fov_rad)
        aside = (points_km - middle_km) @ np.stack([right, np.cross(back, right), back], axis=1)
        needed_km = aside[:, 2] + np.maximum(np.abs(aside[:, 0]) / (high * aspect), np.abs(aside[:, 1]) / high)
        camera = replace(camera, distance_km=max(float(needed_km.max()), _NEAREST_KM))
        towards = middle_km + camera.distance_km * back - points_km
        above = np.einsum("ij,ij->i", towards, points_km) / np.linalg.norm(towards, axis=1)
        if (above > _SLANT * np.linalg.norm(points_km, axis=1)).all():
            break
    return camera


def _pulse(route: DrawnRoute, frame: Frame, seen) -> dict[str, object]:
    """Return the pulse and its tail, if the prompt is on its way."""
    from gui.frame import LinePart, project_offsets

    gone_s = frame.view.pulse_s
    if gone_s is None or not 0.0 <= gone_s <= route.takes_s * (1.0 + _TAIL):
        return {"tail": None, "pulse_km": None}
    first_s = max(gone_s - _TAIL * route.takes_s, 0.0)
    # Corners of the way are among the tail's points, or it would cut them.
    inner = route.arrive_s[(route.arrive_s > first_s) & (route.arrive_s < gone_s)]
    at_s = np.unique(np.concatenate([np.linspace(first_s, gone_s, _TAIL_POINTS), inner]))
    way_km = seen(route.at_km(at_s))
    strength = np.clip((at_s - (gone_s - _TAIL * route.takes_s)) / (_TAIL * route.takes_s), 0.0, 1.0) ** 2
    tail = LinePart(points_km=float32(way_km), alpha=float32(strength)) if len(at_s) > 1 else None
    head = way_km[-1:]
    shown = gone_s <= route.takes_s and bool(project_offsets(frame, head)[1][0])
    return {"tail": tail, "pulse_km": float32(head[0]) if shown else None}


def _in_pieces(points_km: Array) -> Array:
    """Return a polyline (n, 3) with each leg cut in pieces."""
    at = np.linspace(0.0, len(points_km) - 1.0, _PIECES * (len(points_km) - 1) + 1)
    return np.stack([np.interp(at, np.arange(len(points_km)), axis) for axis in points_km.T], axis=1)


def _places(ground_km: Array) -> list[Array]:
    """Return the places (3,) among points on the ground, each once: an answer comes back to where it was asked."""
    kept: list[Array] = []
    for place in ground_km:
        if all(np.linalg.norm(place - other) > 1.0 for other in kept):
            kept.append(place)
    return kept


def _cone(route: DrawnRoute, world: World, frame: Frame, place_km: Array) -> ConePart:
    apex_km = drawn_km(place_km[None], world.gcrs_to_itrs, 0.0)[0]
    ring_km = compress(cone_km(apex_km, route.least_elevation_rad), frame.stage_scale)
    return ConePart(apex_km=float32(apex_km - frame.pose.eye_km), ring_km=float32(ring_km - frame.pose.eye_km))
