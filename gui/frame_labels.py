"""Which names stand in the picture, and where: decluttered, at most ``MAX_LABELS``."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from engine.constants import R_EARTH_MEAN_KM, R_MOON_KM
from gui.camera import cross, in_sky
from gui.stage_scale import compress
from gui.star_catalogue import load_stars

if TYPE_CHECKING:
    from engine.world import World
    from gui.frame import Frame

MAX_LABELS = 200
TEXT_PX = 13.0  # logical pixels
_STAR_LIMIT = 1.7  # magnitude: the 30 or so names a visitor may know
_SWARM_RADII = 1.4  # shells up to 2,000 km
_CHARACTER_WIDTH = 0.58  # of the text height, for the boxes that keep labels apart


@dataclass(frozen=True, slots=True)
class Label:
    """``text`` whose left edge and middle line are at (x_px, y_px) of the picture, in samples from its top left.

    ``kind`` is "body", "star", "city", "route", "selected" or "hovered" and chooses the colour.
    """

    text: str
    x_px: float
    y_px: float
    kind: str


def build_labels(world: World, frame: Frame) -> tuple[Label, ...]:
    """Return the labels of this frame, the important ones first; later ones give way where they overlap."""
    wishes = [
        *_solar(world, frame),
        *_satellites(world, frame),
        *_designed(frame),
        *_route(frame),
        *_launches(frame),
        *_driver(frame),
        *_bodies(frame),
    ]
    if "stars" in frame.layers and (frame.solar is None or frame.solar.strength < 0.3):
        wishes += _stars(frame)
    wishes += _cities(frame)
    return _apart(wishes, TEXT_PX * frame.point_scale)


def _solar(world: World, frame: Frame) -> list[Label]:
    """Name the Sun and the planets from afar; without a window's own text, say what the swarm adds up to."""
    part = frame.solar
    if part is None or part.strength < 0.3:
        return []
    named = [  # the very vector of the Earth, so that the Earth does not hide it
        (name, frame.earth_km if name == "Earth" else place.astype(np.float64), 10.0)
        for name, place in zip(part.names, part.places_km, strict=True)
    ]
    if "sun" in frame.layers:
        named.append(("Sun", part.sun_km, 16.0 + frame.sun.radius_rad / frame.px_rad / frame.point_scale))
    wishes = []
    if part.swarm is not None and not frame.view.hud:
        from gui.swarm_words import figures  # here: the first picture has no swarm

        x_px, y_px = 24.0 * frame.point_scale, frame.picture_px[1] - 24.0 * frame.point_scale
        wishes = [
            Label(text, x_px, y_px - 20.0 * line * frame.point_scale, "body")
            for line, text in enumerate(reversed(figures(world, part.swarm.stride)))
        ]
    for text, offset_km, gap_px in named:
        at = _place(frame, offset_km)
        if at is not None:
            up_px, kind = (18.0, "selected") if text == "Earth" else (0.0, "body")  # to be read in the swarm's light
            wishes.append(_beside(frame, text, (at[0], at[1] - up_px * frame.point_scale), gap_px, kind))
    return wishes


def _satellites(world: World, frame: Frame) -> list[Label]:
    wishes = []
    for kind, satellite in (("selected", frame.view.selected), ("hovered", frame.view.hovered)):
        if satellite is None or not in_sky(world, satellite) or not frame.layers & {"fleet", "earth"}:
            continue
        if kind == "hovered" and satellite == frame.view.selected:
            continue
        from engine.satellites import positions_km, satellite_name  # not needed for the first picture

        offset_km = compress(positions_km(world, [satellite]), frame.stage_scale)[0] - frame.pose.eye_km
        at = _place(frame, offset_km)
        if at is not None:
            wishes.append(_beside(frame, satellite_name(world.simulation, satellite), at, 17.0, kind))
    return wishes


def _designed(frame: Frame) -> list[Label]:
    """Say what happens along the flight that is being designed."""
    if frame.designed is None:
        return []
    # Near the Moon they lie close together: above one another there is room for all.
    up_px = {"muzzle": 17.0, "way": -17.0}
    places = [(text, _place(frame, at_km), kind) for text, at_km, kind in frame.designed.texts]
    wishes = []
    for text, at, kind in places:
        if at is not None:
            x, y = at[0], at[1] - up_px.get(kind, 0.0) * frame.point_scale
            width_px = _CHARACTER_WIDTH * TEXT_PX * len(text)
            outside = x + (13.0 + width_px) * frame.point_scale > frame.picture_px[0]
            wishes.append(_beside(frame, text, (x, y), -13.0 - width_px if outside else 13.0, "body"))
    return wishes


def _route(frame: Frame) -> list[Label]:
    """Name the ends of the route, the last with how long it takes."""
    if frame.route is None:
        return []
    wishes = []
    for text, at_km, next_km in frame.route.texts:
        at = _place(frame, at_km)
        if at is not None:  # on the side that the way does not go to
            aside = frame.pose.rotation[:2] @ (next_km - at_km)
            left_px = -15.0 - _CHARACTER_WIDTH * TEXT_PX * len(text)
            gap_px = 15.0 if aside[0] <= 0.0 else left_px
            if at[0] + gap_px * frame.point_scale < 0.0:
                gap_px = 15.0
            elif at[0] + (gap_px - left_px) * frame.point_scale > frame.picture_px[0]:
                gap_px = left_px
            down_px = 9.0 if aside[1] >= 0.0 else -9.0
            wishes.append(_beside(frame, text, (at[0], at[1] + down_px * frame.point_scale), gap_px, "route"))
    return wishes


def _cities(frame: Frame) -> list[Label]:
    """Name the largest cities in sight; their names give way to all others."""
    if frame.ground is None:
        return []
    named = frame.view.route.names if frame.route is not None and frame.view.route is not None else ()
    places = [(text, _place(frame, at_km)) for text, at_km in frame.ground.texts if text not in named]
    return [
        _beside(frame, text, at, 8.0, "city")
        for text, at in places
        if at is not None and not (frame.view.hud and _under_hud(frame, at))
    ]


def _launches(frame: Frame) -> list[Label]:
    """Name flights on their way up, and the pads, where they are near."""
    if frame.ascents is None:
        return []
    places = [(text, _place(frame, at_km), pad) for text, at_km, pad in frame.ascents.texts]
    return [
        _beside(frame, text, at, 12.0 if pad else 20.0, "star" if pad else "body")
        for text, at, pad in places
        if at is not None
    ]


def _driver(frame: Frame) -> list[Label]:
    """Name the mass driver where it is small in the picture."""
    part = frame.driver
    if part is None or part.distance_km < 8.0 * part.rails[0].length_km:
        return []
    rail = part.rails[0]
    # From a little above the ground, or the ground itself would hide it.
    offset_km = rail.to_gcrs.astype(np.float64) @ (np.array([0.0, 0.0, 0.5]) - rail.eye_km)
    at = _place(frame, offset_km)
    return [] if at is None else [_beside(frame, "Mass driver", at, 12.0, "body")]


def _bodies(frame: Frame) -> list[Label]:
    """Name Earth and Moon where they are small in the picture: a globe that fills it needs no name."""
    wishes = []
    for text, layer, centre_km, radius_km in (
        ("Moon", "moon", frame.moon_km, R_MOON_KM),
        ("Earth", "earth", frame.earth_km, R_EARTH_MEAN_KM),
    ):
        radius_px = radius_km / float(np.linalg.norm(centre_km)) / frame.px_rad
        at = _place(frame, centre_km)
        if layer in frame.layers and at is not None and radius_px < 0.12 * frame.picture_px[1]:
            # Beside the swarm, too, where the Earth has one.
            reach = _SWARM_RADII if text == "Earth" and "fleet" in frame.layers else 1.0
            wishes.append(_beside(frame, text, at, reach * radius_px / frame.point_scale + 7.0, "body"))
    return wishes


def _stars(frame: Frame) -> list[Label]:
    stars = load_stars()
    wishes = []
    for row, name in stars.named:
        if stars.magnitude[row] > _STAR_LIMIT:
            break  # rows are in order of brightness
        at = _place(frame, stars.direction[row].astype(np.float64) * 1e9)
        if at is not None and not (frame.view.hud and _under_hud(frame, at)):
            wishes.append(_beside(frame, name, at, 6.0, "star"))
    return wishes


def _under_hud(frame: Frame, at: tuple[float, float]) -> bool:
    """Return whether a sample lies in a corner where a window writes date, scenario or scale over the picture."""
    x, y = at[0] / frame.point_scale, at[1] / frame.point_scale
    right, bottom = frame.picture_px[0] / frame.point_scale - x, frame.picture_px[1] / frame.point_scale - y
    return (x < 330.0 and y < 120.0) or (right < 420.0 and y < 70.0) or (x < 300.0 and bottom < 100.0)


def _place(frame: Frame, offset_km: np.ndarray) -> tuple[float, float] | None:
    """Return the sample a point from the eye falls on, or None if it is out of the picture or hidden.

    A body's own centre counts as in sight: it is hidden only by the other body.
    """
    right, up, back = frame.pose.rotation @ offset_km
    if back >= 0.0:
        return None
    width, height = frame.picture_px
    x = 0.5 * width - right / back / frame.px_rad
    y = 0.5 * height + up / back / frame.px_rad
    if not (0.0 <= x <= width and 0.0 <= y <= height):
        return None
    distance = float(np.linalg.norm(offset_km))
    for centre_km, radius_km in ((frame.earth_km, R_EARTH_MEAN_KM), (frame.moon_km, R_MOON_KM)):
        along = float(offset_km @ centre_km) / distance
        across = float(np.linalg.norm(cross(offset_km, centre_km))) / distance
        if offset_km is not centre_km and 0.0 < along < distance + radius_km and across < radius_km:
            entry = along - (radius_km**2 - across**2) ** 0.5
            if entry < distance - 1e-6:
                return None
    return float(x), float(y)


def _beside(frame: Frame, text: str, at: tuple[float, float], gap_px: float, kind: str) -> Label:
    return Label(text, at[0] + gap_px * frame.point_scale, at[1], kind)


def _apart(wishes: list[Label], height_px: float) -> tuple[Label, ...]:
    """Keep labels in order, dropping each one whose box meets one already kept."""
    kept: list[Label] = []
    boxes = np.empty((MAX_LABELS, 4))
    for label in wishes:
        if len(kept) == MAX_LABELS:
            break
        width_px = _CHARACTER_WIDTH * height_px * len(label.text)
        box = (label.x_px, label.y_px - 0.7 * height_px, label.x_px + width_px, label.y_px + 0.7 * height_px)
        taken = boxes[: len(kept)]
        meets = (taken[:, 0] < box[2]) & (taken[:, 2] > box[0]) & (taken[:, 1] < box[3]) & (taken[:, 3] > box[1])
        if not meets.any():
            boxes[len(kept)] = box
            kept.append(label)
    return tuple(kept)
