"""The camera: a frozen value that orbits a focus, and pure functions that give another one.

Drawn space is geocentric, in GCRS axes and km, after the stage scale.  The eye
lies at

    target + distance * back          target = focus + axes @ offset + pan

where ``back`` has azimuth and elevation in the camera's *axes*: those of the
stars, or turned so that x points to the Sun or to the Moon, or, when following,
those of the focus itself (turning with the ground, or flying with a satellite:
x ahead, z up).  Azimuth, elevation and roll give the rotation in closed form,
without a cross product that could vanish, so no view direction is special.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from math import asinh, atan2, cos, cosh, hypot, pi, sin, sinh, tanh
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import ArrayLike, NDArray

from engine.constants import R_EARTH_KM, R_MOON_KM, R_SUN_KM
from gui.focus import Place, is_place, place_of
from gui.stage_scale import compress, compressed_distance_km

if TYPE_CHECKING:
    from engine.world import World

CLEARANCE_KM = 50.0  # the eye keeps this far from the ground of a body in focus
MOON_CLEARANCE_KM = 0.02  # and this far from the Moon's where it looks at what stands on it
MIN_DISTANCE_KM = 0.1  # from a satellite, or a point in space
MIN_PLACE_KM = 0.1  # from a place on the Moon
MAX_DISTANCE_KM = 1.0e6
MIN_SUN_KM, MAX_SUN_KM = 3.0e6, 8.0e8  # from the Sun
_BODIES = ("earth", "moon", "earth-moon", "sun")
SATELLITE = "satellite:"  # focus "satellite:K"
REFERENCES = ("stars", "sun", "moon", "ecliptic")

Vector = NDArray[np.float64]
Matrix = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Camera:
    """Where the eye is, said so that it stays good as the clock runs.

    ``focus``: "earth", "moon", "earth-moon" (half way, as drawn), "sun", "satellite:K", or a place of ``gui.focus``.
    ``reference``: what azimuth counts from: "stars" (GCRS x), "sun", "moon" or "ecliptic" (with z to its pole).
    ``follow``: use the axes of the focus itself instead.
    ``offset_km``: shift of the target in the camera's axes; flights use it.
    """

    focus: str = "earth"
    azimuth_rad: float = 0.0
    elevation_rad: float = 0.0
    distance_km: float = 25_000.0
    fov_rad: float = 0.8  # vertical
    pan_right_km: float = 0.0
    pan_up_km: float = 0.0
    follow: bool = False
    reference: str = "stars"
    roll_rad: float = 0.0
    offset_km: tuple[float, float, float] = (0.0, 0.0, 0.0)

    def __post_init__(self) -> None:
        known = self.focus in _BODIES or is_place(self.focus)
        if not known and satellite_index(self) is None:
            raise ValueError(
                f"no focus is called {self.focus!r}: give earth, moon, earth-moon, sun, driver, breech, factory"
                " or satellite:NUMBER"
            )
        if self.reference not in REFERENCES:
            raise ValueError(f"no reference is called {self.reference!r}: give {', '.join(REFERENCES)}")


@dataclass(frozen=True, slots=True)
class Pose:
    """A resolved camera: ``eye_km`` (3,) in drawn space; ``rotation`` (3, 3), rows right, up, back."""

    eye_km: Vector
    rotation: Matrix
    fov_rad: float
    focus_distance_km: float


def satellite_index(camera: Camera) -> int | None:
    """Return K of a focus "satellite:K", or None."""
    text = camera.focus.removeprefix(SATELLITE)
    return int(text) if text != camera.focus and text.isdecimal() else None


def surface_radius_km(camera: Camera) -> float:
    """Return the radius of the body in focus, or 0 where the focus is a point in space."""
    return {"earth": R_EARTH_KM, "moon": R_MOON_KM, "sun": R_SUN_KM}.get(camera.focus, 0.0)


def most_distance_km(camera: Camera) -> float:
    """Return how far the eye may be from its focus."""
    return MAX_SUN_KM if camera.focus == "sun" else MAX_DISTANCE_KM


def cross(a: ArrayLike, b: ArrayLike) -> Vector:
    """Return a x b of two vectors (3,): ten times as fast as numpy's, which is made for many."""
    ax, ay, az = np.asarray(a).tolist()
    bx, by, bz = np.asarray(b).tolist()
    return np.array([ay * bz - az * by, az * bx - ax * bz, ax * by - ay * bx])


# ---------------------------------------------------------------- moving by hand


def orbited(camera: Camera, d_azimuth_rad: float, d_elevation_rad: float) -> Camera:
    """Return the camera turned round its focus; elevation stops at the poles."""
    azimuth = (camera.azimuth_rad + d_azimuth_rad + pi) % (2.0 * pi) - pi
    elevation = min(max(camera.elevation_rad + d_elevation_rad, -pi / 2.0), pi / 2.0)
    return replace(camera, azimuth_rad=azimuth, elevation_rad=elevation)


def zoomed(camera: Camera, factor: float) -> Camera:
    """Return the camera with the eye's height above the surface in focus multiplied by ``factor``.

    Height, not distance from the centre: so that a turn of the wheel means as
    much close to the ground as far out.  The eye moves along the line to the
    focus, and the picture keeps its composition.
    """
    radius_km = surface_radius_km(camera)
    reach_km = float(np.linalg.norm(_from_focus(camera)))
    least_km = MIN_PLACE_KM if is_place(camera.focus) else MIN_DISTANCE_KM
    nearest_km = radius_km + CLEARANCE_KM if radius_km else least_km
    wanted_km = radius_km + max(reach_km - radius_km, 0.01) * factor
    if camera.focus == "sun":
        nearest_km = MIN_SUN_KM
    grow = min(max(wanted_km, nearest_km), most_distance_km(camera)) / reach_km
    x, y, z = camera.offset_km
    return replace(
        camera,
        distance_km=camera.distance_km * grow,
        pan_right_km=camera.pan_right_km * grow,
        pan_up_km=camera.pan_up_km * grow,
        offset_km=(x * grow, y * grow, z * grow),
    )


def _from_focus(camera: Camera) -> Vector:
    """Return the eye (3,) from the focus in the camera's axes, km, at true scale."""
    right, up, back = _rotation(camera.azimuth_rad, camera.elevation_rad, camera.roll_rad)
    aside = camera.pan_right_km * right + camera.pan_up_km * up
    return np.asarray(camera.offset_km) + aside + camera.distance_km * back


def panned(camera: Camera, right_km: float, up_km: float) -> Camera:
    """Return the camera moved sideways in its own picture plane."""
    limit = most_distance_km(camera)
    right = min(max(camera.pan_right_km + right_km, -limit), limit)
    up = min(max(camera.pan_up_km + up_km, -limit), limit)
    return replace(camera, pan_right_km=right, pan_up_km=up)


# ---------------------------------------------------------------- resolving


def resolve(camera: Camera, world: World, stage_scale: float = 0.0) -> Pose:
    """Return where the eye is and how it is turned, in drawn space at this instant.

    A satellite that is not in the sky now (the clock went back before its
    launch) cannot be looked at: the Earth is shown until it is there again.
    Where there is no such place on the Moon, the Moon is shown.
    """
    camera = _present(camera, world)
    axes = _axes(camera, world)
    rotation = _rotation(camera.azimuth_rad, camera.elevation_rad, camera.roll_rad) @ axes.T
    right, up, back = rotation
    distance_km = camera.distance_km
    if camera.focus == "earth-moon":  # keep the pair as large in the picture while the scale changes
        distance_km *= _shrink(world, stage_scale)
    target_km = focus_km(camera, world, stage_scale) + axes @ np.asarray(camera.offset_km)
    target_km = target_km + camera.pan_right_km * right + camera.pan_up_km * up
    eye_km = _kept_outside(target_km + distance_km * back, back, world, stage_scale)
    return Pose(eye_km, rotation, camera.fov_rad, distance_km)


def _present(camera: Camera, world: World) -> Camera:
    if is_place(camera.focus):
        return camera if place_of(camera.focus, world) is not None else CAMERAS["moon"]
    satellite = satellite_index(camera)
    return camera if satellite is None or in_sky(world, satellite) else CAMERAS["earth"]


def focus_km(camera: Camera, world: World, stage_scale: float = 0.0) -> Vector:
    """Return the focus (3,) in drawn space, km."""
    if camera.focus == "earth":
        return np.zeros(3)
    if camera.focus == "moon":
        return compress(world.moon_gcrs_km, stage_scale)
    if camera.focus == "sun":
        return world.sun_gcrs_km
    if camera.focus == "earth-moon":
        return 0.5 * compress(world.moon_gcrs_km, stage_scale)
    if is_place(camera.focus):
        place = _place(camera, world)
        return compress(place.base_gcrs_km, stage_scale) + place.offset_km
    return compress(_satellite(camera, world)[0], stage_scale)


def _shrink(world: World, stage_scale: float) -> float:
    """Return the Moon's drawn distance as a part of the true one."""
    moon_km = float(np.linalg.norm(world.moon_gcrs_km))
    return float(compressed_distance_km(moon_km, stage_scale)) / moon_km


def _place(camera: Camera, world: World) -> Place:
    place = place_of(camera.focus, world)
    assert place is not None  # _present has seen to it
    return place


def _satellite(camera: Camera, world: World) -> tuple[Vector, Vector]:
    from engine.satellites import satellite_states  # not needed for the first picture

    states = satellite_states(world, [satellite_index(camera)])
    return states.r_gcrs_km[0], states.v_gcrs_km_s[0]


def in_sky(world: World, satellite: int) -> bool:
    """Return whether satellite K is launched and not retired at this instant."""
    return world.fleet.retired <= satellite < world.fleet.launched


def _axes(camera: Camera, world: World) -> Matrix:
    """Return the camera's axes (3, 3) as columns in GCRS coordinates."""
    if camera.follow and camera.focus == "earth":
        return world.gcrs_to_itrs.T
    if camera.follow and camera.focus == "moon":
        return world.gcrs_to_moon.T
    if camera.follow and is_place(camera.focus):
        return _place(camera, world).axes
    if camera.follow and satellite_index(camera) is not None:
        r_km, v_km_s = _satellite(camera, world)
        up = unit(r_km)
        across = unit(cross(up, v_km_s))
        return np.stack([cross(across, up), across, up], axis=1)
    if camera.reference == "stars":
        return np.eye(3)
    if camera.reference == "ecliptic":
        return _ECLIPTIC
    towards = unit(world.sun_gcrs_km if camera.reference == "sun" else world.moon_gcrs_km)
    # Sun and Moon stay within 29 degrees of the equator, so the pole is never along them.
    across = unit(cross((0.0, 0.0, 1.0), towards))
    return np.stack([towards, across, cross(towards, across)], axis=1)


# Of J2000, as columns: an obliquity of 84,381.406 arcseconds, as in engine.planets.
_TILT_RAD = 84_381.406 / 3_600.0 * pi / 180.0
_ECLIPTIC = np.array([[1.0, 0.0, 0.0], [0.0, cos(_TILT_RAD), -sin(_TILT_RAD)], [0.0, sin(_TILT_RAD), cos(_TILT_RAD)]])


def _rotation(azimuth_rad: float, elevation_rad: float, roll_rad: float) -> Matrix:
    """Return rows right, up, back (3, 3) in the camera's axes."""
    ca, sa, ce, se = cos(azimuth_rad), sin(azimuth_rad), cos(elevation_rad), sin(elevation_rad)
    level = np.array([[-sa, ca, 0.0], [-se * ca, -se * sa, ce], [ce * ca, ce * sa, se]])
    cr, sr = cos(roll_rad), sin(roll_rad)
    return np.array([[cr, sr, 0.0], [-sr, cr, 0.0], [0.0, 0.0, 1.0]]) @ level


def _angles(rotation: Matrix) -> tuple[float, float, float]:
    """Return azimuth, elevation and roll of ``rotation``: the inverse of ``_rotation``."""
    right, up, back = rotation
    flat = hypot(back[0], back[1])
    elevation = atan2(back[2], flat)
    if flat < 1e-9:  # straight over a pole: azimuth and roll are one, call it azimuth
        return atan2(-right[0], right[1]), elevation, 0.0
    return atan2(back[1], back[0]), elevation, atan2(right[2], up[2])


def _kept_outside(eye_km: Vector, back: Vector, world: World, stage_scale: float) -> Vector:
    """Return the eye, pushed straight up where it would be too near the ground."""
    for centre_km, nearest_km in (
        (compress(world.moon_gcrs_km, stage_scale), R_MOON_KM + MOON_CLEARANCE_KM),
        (np.zeros(3), R_EARTH_KM + CLEARANCE_KM),
    ):
        out = eye_km - centre_km
        height = float(np.linalg.norm(out))
        if height < nearest_km:
            eye_km = centre_km + (out / height if height > 1e-6 else back) * nearest_km
    return eye_km


def unit(vector: NDArray[np.float64]) -> Vector:
    """Return a vector (3,) of length 1 that points the same way."""
    return np.asarray(vector / np.linalg.norm(vector))


# ---------------------------------------------------------------- flights

_CURVATURE = 1.3  # of the flight path: how far it pulls back between distant targets


def flight(a: Camera, b: Camera, world: World, stage_scale: float = 0.0) -> Callable[[float], Camera]:
    """Return a function of s in 0..1 that flies smoothly from camera ``a`` to ``b``.

    Where the two look at different things the path pulls back, glides over and
    comes down again: van Wijk & Nuij, "Smooth and efficient zooming and panning"
    (2003), in which picture and target move at an even pace; with one target it
    is an even pace in the logarithm of distance.  Directions turn along the
    shortest arc.  All is said in the axes of ``b``, so that a moving ``b`` is
    met exactly: s = 1 gives ``b`` itself.
    """
    b = _present(b, world)
    axes = _axes(b, world)
    pose = resolve(a, world, stage_scale)
    start_rotation = pose.rotation @ axes
    end_rotation = _rotation(b.azimuth_rad, b.elevation_rad, b.roll_rad)
    # Targets with their pan, relative to the focus of b, in the axes of b.
    start = (pose.eye_km - pose.rotation[2] * pose.focus_distance_km - focus_km(b, world, stage_scale)) @ axes
    end = np.asarray(b.offset_km) + b.pan_right_km * end_rotation[0] + b.pan_up_km * end_rotation[1]
    journey_km = float(np.linalg.norm(end - start))
    shrink = _shrink(world, stage_scale) if b.focus == "earth-moon" else 1.0
    path = _zoom_path(journey_km / shrink, pose.focus_distance_km / shrink, b.distance_km)
    turn = _turn(end_rotation @ start_rotation.T)
    most_km = max(most_distance_km(a), most_distance_km(b))

    def camera_at(s: float) -> Camera:
        if s >= 1.0:
            return b
        eased = s * s * s * (s * (6.0 * s - 15.0) + 10.0) if s > 0.0 else 0.0
        moved_km, distance_km = path(eased)
        share = moved_km * shrink / journey_km if journey_km > 1e-6 else eased
        azimuth, elevation, roll = _angles(turn(eased) @ start_rotation)
        offset = start + (end - start) * share
        return replace(
            b,
            azimuth_rad=azimuth,
            elevation_rad=elevation,
            roll_rad=roll,
            distance_km=min(distance_km, most_km / shrink),
            fov_rad=a.fov_rad + (b.fov_rad - a.fov_rad) * eased,
            pan_right_km=0.0,
            pan_up_km=0.0,
            offset_km=(float(offset[0]), float(offset[1]), float(offset[2])),
        )

    return camera_at


def _zoom_path(journey_km: float, w0: float, w1: float) -> Callable[[float], tuple[float, float]]:
    """Return s -> (distance moved, eye distance), km: van Wijk & Nuij, equation 9."""
    rho2 = _CURVATURE * _CURVATURE
    if journey_km < 1e-3 * min(w0, w1):
        return lambda s: (s * journey_km, w0 * (w1 / w0) ** s)

    growth = w1 * w1 - w0 * w0
    reach = rho2 * rho2 * journey_km * journey_km
    r0 = -asinh((growth + reach) / (2.0 * w0 * rho2 * journey_km))
    r1 = -asinh((growth - reach) / (2.0 * w1 * rho2 * journey_km))

    def at(s: float) -> tuple[float, float]:
        x = r0 + s * (r1 - r0)
        return w0 / rho2 * (cosh(r0) * tanh(x) - sinh(r0)), w0 * cosh(r0) / cosh(x)

    return at


def _turn(rotation: Matrix) -> Callable[[float], Matrix]:
    """Return s -> the rotation by s times the angle of ``rotation`` about its own axis."""
    cosine = min(max((float(np.trace(rotation)) - 1.0) / 2.0, -1.0), 1.0)
    skew = np.array([rotation[2, 1] - rotation[1, 2], rotation[0, 2] - rotation[2, 0], rotation[1, 0] - rotation[0, 1]])
    angle = atan2(float(np.linalg.norm(skew)) / 2.0, cosine)
    if angle < 1e-9:
        return lambda s: np.eye(3)
    if angle > pi - 1e-6:  # half a turn: the axis is in the symmetric part
        symmetric = (rotation + np.eye(3)) / 2.0
        axis = unit(symmetric[:, int(np.argmax(np.diag(symmetric)))])
    else:
        axis = unit(skew)
    x, y, z = axis
    cross = np.array([[0.0, -z, y], [z, 0.0, -x], [-y, x, 0.0]])
    return lambda s: np.eye(3) + sin(s * angle) * cross + (1.0 - cos(s * angle)) * (cross @ cross)


# ---------------------------------------------------------------- presets

_DEG = pi / 180.0

# Name -> camera, in the order of the keys 1-9 and 0.
CAMERAS: dict[str, Camera] = {
    "earth": Camera("earth", -38.0 * _DEG, 14.0 * _DEG, 24_000.0, reference="sun"),
    "fleet": Camera("earth", -72.0 * _DEG, 16.0 * _DEG, 21_500.0, pan_right_km=-2_300.0, reference="sun"),
    "dawn": Camera("earth", 97.0 * _DEG, 24.0 * _DEG, 15_500.0, pan_up_km=900.0, reference="sun"),
    "limb": Camera("earth", -80.0 * _DEG, -58.0 * _DEG, 2_500.0, pan_up_km=6_700.0, reference="sun", fov_rad=0.85),
    "sunrise": Camera("earth", -170.0 * _DEG, -4.85 * _DEG, 5_200.0, pan_up_km=6_800.0, reference="sun"),
    "pole": Camera("earth", -60.0 * _DEG, 88.0 * _DEG, 28_000.0, reference="sun"),
    "moon": Camera("moon", 62.0 * _DEG, 8.0 * _DEG, 5_600.0, reference="sun"),
    "earthrise": Camera("moon", 3.0 * _DEG, -1.0 * _DEG, 4_600.0, pan_up_km=2_080.0, reference="moon", fov_rad=0.30),
    "earth-moon": Camera("earth-moon", -48.0 * _DEG, 34.0 * _DEG, 560_000.0, reference="sun"),
    "sun": Camera("sun", -62.0 * _DEG, 34.0 * _DEG, 4.45e8, reference="ecliptic"),
    # Over the desert, towards Vandenberg and the Pacific: the pad from which most flights leave, and the way they go.
    "launch": Camera(
        "earth",
        -42.54 * _DEG,
        45.30 * _DEG,
        1_500.0,
        follow=True,
        roll_rad=74.21 * _DEG,
        offset_km=(-2_871.6, -4_779.1, 3_323.7),
    ),
    # On the Moon x is the direction of the shots, and azimuth 180 degrees is behind what is looked at.
    "factory": Camera("factory", -154.0 * _DEG, -9.0 * _DEG, 1.8, pan_up_km=0.66, fov_rad=1.08, follow=True),
    "track": Camera(
        "breech", -178.5 * _DEG, -9.0 * _DEG, 0.4, fov_rad=1.0, follow=True, offset_km=(0.457, -0.02, 0.099)
    ),
    "stream": Camera("earth-moon", -62.0 * _DEG, 46.0 * _DEG, 560_000.0, pan_up_km=-30_000.0, reference="moon"),
    "arrival": Camera("arrival", -118.0 * _DEG, 13.0 * _DEG, 60_000.0, pan_right_km=-14_000.0, follow=True),
    # The payload is chosen when it is asked for; azimuth 0 is ahead of it, and the Moon behind.
    "payload": Camera("payload:0", 24.0 * _DEG, 14.0 * _DEG, 0.55, follow=True),
}
