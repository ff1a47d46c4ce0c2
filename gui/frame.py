"""One picture as small frozen arrays: ``build_frame(world, view)`` and nothing remembered.

Everything that goes to the GPU is relative to the eye, subtracted in float64
and only then cast to float32, so that a picture at 400,000 km is as steady as
one at 50 km.  Axes are the GCRS's; lengths are km of *drawn* space (after the
stage scale).  No Qt and no GL here: a frame can be built and tested anywhere.

Left out: the Earth is a sphere of 6371 km; the sky has no parallax, aberration
or light bending; planets are drawn only as seen from far off (gui/solar_frame.py).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import tan
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from engine.constants import R_EARTH_MEAN_KM, R_MOON_KM, R_SUN_KM
from engine.ephemeris import FIRST_T_S
from gui.arrays import float32
from gui.body_frame import BodyPart, build_body
from gui.camera import SATELLITE, Pose, cross, in_sky, resolve, unit
from gui.fleet_frame import build_fleet_part
from gui.frame_labels import Label, build_labels
from gui.stage_scale import compress
from gui.view import NETWORK_LAYERS, View

if TYPE_CHECKING:
    from engine.world import World
    from gui.ascent_frame import AscentPart
    from gui.craft_frame import CraftPart
    from gui.designed_frame import DesignedPart
    from gui.driver_frame import DriverPart
    from gui.fleet_frame import FleetPart
    from gui.ground_frame import GroundPart
    from gui.links_frame import LinkPart
    from gui.route_frame import RoutePart
    from gui.solar_frame import SolarPart
    from gui.starlink_frame import StarlinkPart
    from gui.stream_frame import StreamPart

Vector = NDArray[np.float64]
Floats = NDArray[np.float32]

ATMOSPHERE_RADII = 1.022  # how far out from the centre the drawn atmosphere reaches
_MOON_EDGE_RADII = 1.003  # room for the antialiased limb
_DRIVER_REACH_KM = 42_000.0  # from the Moon's centre: farther off, its mass driver is less than a dot
_CRAFT_REACH_KM = 500.0  # from what is in focus: farther off a satellite is less than a dot
FAR_KM = 2.0e7  # from the Earth: beyond it all that is near it is a point
FAR_LAYERS = frozenset({"milky_way", "stars", "grid", "sun", "planets", "swarm", "labels"})
SIDEREAL_MONTH_S = 27.321_661 * 86_400.0
_NEAR_KM, _FAR_KM = 1e-3, 1e7  # of the projection; what is drawn writes its own logarithmic depth


@dataclass(frozen=True, slots=True, kw_only=True)
class SunPart:
    """The Sun from the eye: unit ``direction`` (3,), ``radius_rad``, and the part of its disc in sight, 0..1."""

    direction: Floats
    radius_rad: float
    visible: float


@dataclass(frozen=True, slots=True, kw_only=True)
class LinePart:
    """A polyline: ``points_km`` (n, 3) from the eye, and how strong it is at each, ``alpha`` (n,) 0..1."""

    points_km: Floats
    alpha: Floats


@dataclass(frozen=True, slots=True, kw_only=True)
class TrackPart:
    """The selected satellite's orbit, a closed ring; where it is, (3,) km from the eye; whether it is in sight."""

    ring: LinePart
    satellite_km: Floats
    satellite_visible: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """One picture, or one tile of it.  A *sample* is a pixel of what is drawn: ``supersample`` of them per
    pixel side.  ``view_projection`` (4, 4) takes row vectors, as vispy does, and holds no translation."""

    t_s: float
    view: View
    pose: Pose
    layers: frozenset[str]
    width_px: int  # samples drawn here
    height_px: int
    origin_px: tuple[int, int]  # of this tile in the whole picture, samples from the top left
    picture_px: tuple[int, int]  # the whole picture, samples
    supersample: int
    point_scale: float  # samples that a 1 px point of a 1080-line picture takes
    px_rad: float  # angle of a sample at the centre
    view_projection: Floats
    stage_scale: float
    focus_distance_km: float
    earth_km: Vector  # (3,), the Earth's centre from the eye
    moon_km: Vector  # (3,), the Moon's centre from the eye
    sun_direction: Vector  # (3,), unit, from the Earth's centre
    sun: SunPart
    earth: BodyPart
    moon: BodyPart
    track: TrackPart | None
    moon_trail: LinePart | None
    labels: tuple[Label, ...]
    fleet: FleetPart
    solar: SolarPart | None = None
    ascents: AscentPart | None = None
    driver: DriverPart | None = None
    lunar_fleet: FleetPart | None = None
    stream: StreamPart | None = None
    craft: CraftPart | None = None
    designed: DesignedPart | None = None
    starlink: StarlinkPart | None = None
    links: LinkPart | None = None
    ground: GroundPart | None = None
    route: RoutePart | None = None


def build_frame(world: World, view: View) -> Frame:
    """Return what to draw of ``world`` as ``view`` sees it.  Pure: equal arguments give equal bytes."""
    if view.camera.focus == "sun" and view.stage_scale != 0.0:
        view = replace(view, stage_scale=0.0)  # what is compressed lies about the Earth
    pose = resolve(view.camera, world, view.stage_scale)
    from_earth_km = float(np.linalg.norm(pose.eye_km))
    if from_earth_km > FAR_KM:
        view = replace(view, layers=view.layers & FAR_LAYERS)
    samples = view.supersample
    width, height = view.width_px * samples, view.height_px * samples
    px_rad = 2.0 * tan(pose.fov_rad / 2.0) / height
    moon_drawn_km = compress(world.moon_gcrs_km, view.stage_scale)
    sun_direction = unit(world.sun_gcrs_km)

    earth = build_body(
        pose,
        view,
        px_rad,
        centre_km=-pose.eye_km,
        radius_km=R_EARTH_MEAN_KM,
        pad=ATMOSPHERE_RADII,
        axes=world.gcrs_to_itrs,
        sun_km=world.sun_gcrs_km,
        other_km=world.moon_gcrs_km,
        other_radius_km=R_MOON_KM,
    )
    moon = build_body(
        pose,
        view,
        px_rad,
        centre_km=moon_drawn_km - pose.eye_km,
        radius_km=R_MOON_KM,
        pad=_MOON_EDGE_RADII,
        axes=world.gcrs_to_moon,
        sun_km=world.sun_gcrs_km - world.moon_gcrs_km,
        other_km=-world.moon_gcrs_km,
        other_radius_km=R_EARTH_MEAN_KM,
    )
    frame = Frame(
        t_s=world.t_s,
        view=view,
        pose=pose,
        layers=view.layers,
        width_px=width,
        height_px=height,
        origin_px=(0, 0),
        picture_px=(width, height),
        supersample=samples,
        point_scale=samples * max(1.0, view.pixel_ratio, view.height_px / 1080.0),
        px_rad=px_rad,
        view_projection=_view_projection(pose, width / height),
        stage_scale=view.stage_scale,
        focus_distance_km=pose.focus_distance_km,
        earth_km=earth.centre_km,
        moon_km=moon.centre_km,
        sun_direction=sun_direction,
        sun=_sun(world, pose, (earth, moon)),
        earth=earth,
        moon=moon,
        track=None,
        moon_trail=None,
        labels=(),
        fleet=build_fleet_part(world, view, pose),
    )
    if from_earth_km > 0.1 * FAR_KM:
        from gui.solar_frame import build_solar_part  # the first picture has none

        frame = replace(frame, solar=build_solar_part(world, view, pose))
    if view.selected is not None and "orbit" in view.layers and in_sky(world, view.selected):
        frame = replace(frame, track=_track(world, frame, view.selected))
    if "moon_orbit" in view.layers:
        frame = replace(frame, moon_trail=_moon_trail(world, frame))
    if world.simulation.flights is not None:
        frame = replace(frame, **_from_the_moon(world, view, pose))
    if "driver" in view.layers and world.scenario.lunar is not None and moon.distance_km < _DRIVER_REACH_KM:
        from gui.driver_frame import build_driver_part  # seldom in the picture

        frame = replace(frame, driver=build_driver_part(world, view, pose))
    if pose.focus_distance_km < _CRAFT_REACH_KM and view.camera.focus.startswith(("payload:", SATELLITE)):
        from gui.craft_frame import build_craft_part  # seldom so near

        frame = replace(frame, craft=build_craft_part(world, view, pose))
    if "ascents" in view.layers:
        from gui.ascent_frame import build_ascent_part  # the first picture has none

        frame = replace(frame, ascents=build_ascent_part(world, view, pose))
    if view.designed is not None and "designed" in view.layers:
        from gui.designed_frame import build_designed_part  # only while somebody designs one

        frame = replace(frame, designed=build_designed_part(world, frame))
    if view.layers & NETWORK_LAYERS or view.route is not None:
        from gui.network_frame import network_parts  # only where somebody asks for it

        frame = replace(frame, **network_parts(world, frame))
    if "labels" in view.layers:
        frame = replace(frame, labels=build_labels(world, frame))
    return frame


def tile(frame: Frame, x0_px: int, y0_px: int, width_px: int, height_px: int) -> Frame:
    """Return the part of ``frame`` that covers these samples of the picture, counted from its top left."""
    full_width, full_height = frame.picture_px
    sx, sy = width_px / full_width, height_px / full_height
    ox = (2.0 * x0_px + width_px) / full_width - 1.0
    oy = 1.0 - (2.0 * y0_px + height_px) / full_height
    crop = np.eye(4)
    crop[0, 0], crop[1, 1] = 1.0 / sx, 1.0 / sy
    crop[3, 0], crop[3, 1] = -ox / sx, -oy / sy
    whole = _view_projection(frame.pose, full_width / full_height, dtype=np.float64)
    return replace(
        frame,
        width_px=width_px,
        height_px=height_px,
        origin_px=(x0_px, y0_px),
        view_projection=float32(whole @ crop),
    )


def project(frame: Frame, r_gcrs_km: ArrayLike) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
    """Return where true geocentric points (N, 3) fall in the picture.

    ``xy_px`` (N, 2) is in pixels of the view from its top left (not samples);
    ``visible`` (N,) is false behind the eye, outside the picture, and behind the
    Earth or the Moon.
    """
    offsets_km = compress(np.reshape(r_gcrs_km, (-1, 3)), frame.stage_scale) - frame.pose.eye_km
    return project_offsets(frame, offsets_km)


def project_offsets(frame: Frame, offsets_km: NDArray[np.float64]) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
    """Return ``project`` of points (N, 3) given from the eye, in drawn km."""
    right, up, back = (offsets_km @ frame.pose.rotation.T).T
    depth = -back
    scale = 1.0 / (frame.px_rad * np.where(depth > 0.0, depth, np.inf) * frame.supersample)
    width, height = frame.view.width_px, frame.view.height_px
    xy_px = np.stack([0.5 * width + right * scale, 0.5 * height - up * scale], axis=-1)
    inside = (depth > 0.0) & (np.abs(xy_px - (0.5 * width, 0.5 * height)) <= (0.5 * width, 0.5 * height)).all(axis=-1)
    hid = hidden(offsets_km, frame.earth_km, R_EARTH_MEAN_KM) | hidden(offsets_km, frame.moon_km, R_MOON_KM)
    return xy_px, inside & ~hid


def hidden(offsets_km: NDArray[np.float64], centre_km: Vector, radius_km: float) -> NDArray[np.bool_]:
    """Return for points (N, 3) from the eye whether a sphere stands between: the shaders' test, in float64."""
    along = offsets_km @ centre_km
    length2 = np.maximum((offsets_km * offsets_km).sum(axis=-1), 1e-12)
    nearest = centre_km - np.clip(along / length2, 0.0, 1.0)[:, None] * offsets_km
    return np.asarray((along > 0.0) & ((nearest * nearest).sum(axis=-1) < radius_km * radius_km))


# ---------------------------------------------------------------- parts


def _view_projection(pose: Pose, aspect: float, dtype: type = np.float32) -> NDArray[np.floating]:
    focal = 1.0 / tan(pose.fov_rad / 2.0)
    view = np.eye(4)
    view[:3, :3] = pose.rotation.T
    lens = np.zeros((4, 4))
    lens[0, 0], lens[1, 1] = focal / aspect, focal
    lens[2, 2] = -(_FAR_KM + _NEAR_KM) / (_FAR_KM - _NEAR_KM)
    lens[3, 2] = -2.0 * _FAR_KM * _NEAR_KM / (_FAR_KM - _NEAR_KM)
    lens[2, 3] = -1.0
    return (view @ lens).astype(dtype)


def _sun(world: World, pose: Pose, bodies: tuple[BodyPart, ...]) -> SunPart:
    offset_km = world.sun_gcrs_km - pose.eye_km
    distance_km = float(np.linalg.norm(offset_km))
    direction = offset_km / distance_km
    radius_rad = R_SUN_KM / distance_km
    visible = 1.0
    for body in bodies:
        body_rad = np.arcsin(min(body.radius_km / body.distance_km, 1.0))
        apart_rad = np.arctan2(np.linalg.norm(cross(body.centre_km, direction)), body.centre_km @ direction)
        # The limb crosses the small disc as a straight edge; linear in its way across is near enough for glare.
        shown = float(np.clip((apart_rad - body_rad + radius_rad) / (2.0 * radius_rad), 0.0, 1.0))
        if body.distance_km < distance_km:  # one that looks smaller than the Sun hides no more than its own disc
            visible *= 1.0 - (1.0 - shown) * min((float(body_rad) / radius_rad) ** 2, 1.0)
    return SunPart(direction=float32(direction), radius_rad=radius_rad, visible=visible)


def _track(world: World, frame: Frame, satellite: int) -> TrackPart:
    from engine.satellites import orbit_track_km, positions_km  # the first picture has no track

    eye_km = frame.pose.eye_km
    ring_km = compress(orbit_track_km(world, satellite), frame.stage_scale)
    ring_km = np.concatenate([ring_km, ring_km[:1]])
    points_km = ring_km - eye_km
    at_km = compress(positions_km(world, [satellite]), frame.stage_scale) - eye_km
    _, visible = project_offsets(frame, at_km)
    # The far half is dimmer, so that the eye reads which way the ring leans.
    depth = -(points_km @ frame.pose.rotation[2])
    share = (depth - depth.min()) / max(float(np.ptp(depth)), 1e-9)
    return TrackPart(
        ring=LinePart(points_km=float32(points_km), alpha=float32(1.0 - 0.6 * share)),
        satellite_km=float32(at_km[0]),
        satellite_visible=bool(visible[0]),
    )


def _moon_trail(world: World, frame: Frame) -> LinePart | None:
    """Return where the Moon was over the last month, fading; None near the Earth, where it is only a stray line."""
    strength = float(np.clip((frame.focus_distance_km - 40_000.0) / 80_000.0, 0.0, 1.0))
    if strength == 0.0:
        return None
    share = np.linspace(1.0, 0.0, 129)
    past_s = np.maximum(world.t_s - SIDEREAL_MONTH_S * share, FIRST_T_S)
    path_km = world.simulation.ephemeris.moon_gcrs_km(past_s).T
    points_km = compress(path_km, frame.stage_scale) - frame.pose.eye_km
    return LinePart(points_km=float32(points_km), alpha=float32(strength * (0.04 + 0.5 * (1.0 - share) ** 1.5)))


def _from_the_moon(world: World, view: View, pose: Pose) -> dict[str, Any]:
    """Return the parts of a frame that show what the Moon has built: seldom in the first picture."""
    from gui.lunar_fleet_frame import build_lunar_fleet_part
    from gui.stream_frame import build_stream_part

    return {
        "lunar_fleet": build_lunar_fleet_part(world, view, pose) if "lunar_fleet" in view.layers else None,
        "stream": build_stream_part(world, view, pose) if "stream" in view.layers else None,
    }
