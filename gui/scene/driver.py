"""The mass driver close up: its track and coils, the factory, the solar field, shots and the flash at the muzzle.

Shapes are made once a track length and kept on the GPU in km from the muzzle;
each frame sends where the eye is in those axes.  Shadows are the shapes pressed
flat on the ground along the sunlight: right on level ground, black as on a body
without air; buildings throw none on each other.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from vispy import gloo

from engine.factory_site import TRACKS_APART_KM
from gui.driver_frame import AFTER_S, DriverPart, RailPart, payloads_km
from gui.driver_mesh import AXIS_KM, LAMPS_KM, MUZZLE_LAMPS_KM, Mesh, block_count, site, solar_field, track_block
from gui.frame import Frame
from gui.scene.quads import CORNERS, ENDS, quad_indices
from gui.scene.shader import read_shader

_FINE_WITHIN_KM = 1.2
_SHADOWS_WITHIN_KM = 9.0
_BLOCKS_WITHIN_KM = 6.0  # farther off a coil is less than a pixel or two, and a line stands for them
_SHAPES_WITHIN_KM = 150.0
_FIELD_WITHIN_KM = 15_000.0
_SPANS = 96
_OPAQUE = {"depth_test": True, "blend": True, "blend_func": ("one", "one_minus_src_alpha"), "cull_face": False}
_ADDED = {
    "depth_test": True,
    "blend": True,
    "blend_func": ("one", "one_minus_src_color"),
    "depth_mask": False,
    "cull_face": False,
}


class DriverLayer:
    """``draw`` gives all but the lights that lie over everything, ``draw_lights`` those."""

    def __init__(self) -> None:
        shared = ("driver.glsl",)
        self._solid = gloo.Program(
            read_shader(*shared, "driver.vert"), read_shader("depth.glsl", "tone.glsl", *shared, "driver.frag")
        )
        self._field = gloo.Program(
            read_shader(*shared, "driver_field.vert"), read_shader("depth.glsl", "tone.glsl", "driver_field.frag")
        )
        self._line = gloo.Program(
            read_shader(*shared, "driver_line.vert"),
            read_shader("depth.glsl", "tone.glsl", *shared, "driver_line.frag"),
        )
        self._pool = gloo.Program(
            read_shader(*shared, "driver_pool.vert"),
            read_shader("depth.glsl", "tone.glsl", *shared, "driver_pool.frag"),
        )
        self._sprite = gloo.Program(read_shader("ring.vert"), read_shader("tone.glsl", "driver_sprite.frag"))
        self._sprite["a_corner"] = CORNERS
        share = np.linspace(0.0, 1.0, _SPANS + 1, dtype=np.float32)
        self._line["a_span"] = np.repeat(np.stack([share[:-1], share[1:]], axis=1), 4, axis=0)
        self._line["a_end"] = np.tile(ENDS, (_SPANS, 1))
        self._line_quads = gloo.IndexBuffer(quad_indices(_SPANS))
        self._made: tuple[float, bool] | None = None

    def _make(self, length_km: float, opposed: bool) -> None:
        self._made = (length_km, opposed)
        self._fine, self._coarse = _Shape(track_block(length_km)), _Shape(track_block(length_km, coarse=True))
        self._site = _Shape(site(length_km))
        corners, area = solar_field(length_km, TRACKS_APART_KM if opposed else None)
        self._field["a_corner"] = gloo.VertexBuffer(np.ascontiguousarray(corners.reshape(-1, 2)))
        self._field["a_before"] = gloo.VertexBuffer(np.repeat(area, 4))
        self._field_quads = gloo.IndexBuffer(quad_indices(len(area)))
        place, pool = _pools(length_km)
        self._pool["a_place"], self._pool["a_pool"] = gloo.VertexBuffer(place), gloo.VertexBuffer(pool)
        self._pool_quads = gloo.IndexBuffer(quad_indices(len(place) // 4))

    def draw(self, frame: Frame) -> None:
        part = frame.driver
        if part is None:
            return
        first = part.rails[0]
        if self._made != (first.length_km, part.opposed):
            self._make(first.length_km, part.opposed)
        day = _day(part)
        gloo.set_state(**_OPAQUE, depth_mask=False)
        gloo.set_depth_func("lequal")
        self._send(self._field, frame, part, first, day)
        if part.distance_km < _FIELD_WITHIN_KM:
            self._field["u_area"] = part.array_km2
            self._field.draw("triangles", self._field_quads)
        for rail in part.rails:
            self._draw_line(frame, part, rail, day, halo=False)
        if part.distance_km < _SHAPES_WITHIN_KM:
            self._draw_shapes(frame, part, day)

    def draw_lights(self, frame: Frame) -> None:
        """Add the light of coils, lamps and shots."""
        part = frame.driver
        if part is None:
            return
        gloo.set_state(**_ADDED)
        gloo.set_depth_func("lequal")
        day = _day(part)
        for rail in part.rails:
            if part.distance_km < _SHAPES_WITHIN_KM:
                self._send(self._pool, frame, part, rail, day)
                self._pool["u_flash"] = part.flash if rail is part.rails[-1] else 0.0
                self._pool.draw("triangles", self._pool_quads)
            self._draw_line(frame, part, rail, day, halo=True)
        rail = part.rails[-1]
        self._draw_sprites(frame, part, rail)

    # -- shapes ----------------------------------------------------------------------------

    def _draw_shapes(self, frame: Frame, part: DriverPart, day: float) -> None:
        shapes: list[tuple[_Shape, RailPart, float]] = []
        shadows: list[tuple[_Shape, RailPart, float]] = []
        for rail in part.rails:
            shapes.append((self._site, rail, 0.0))
            if float(np.linalg.norm(rail.eye_km + rail.length_km * rail.direction)) < _SHADOWS_WITHIN_KM:
                shadows.append((self._site, rail, 0.0))
            count = block_count(rail.length_km)
            block_km = rail.length_km / count
            along = float(rail.eye_km.astype(np.float64) @ rail.direction)
            aside = float(np.linalg.norm(rail.eye_km - along * rail.direction))
            for i in range(count):
                shift = block_km * i - rail.length_km
                away = max(shift - along, along - shift - block_km, 0.0)
                distance2 = away * away + aside * aside
                if distance2 < _BLOCKS_WITHIN_KM**2:
                    shapes.append((self._fine if distance2 < _FINE_WITHIN_KM**2 else self._coarse, rail, shift))
                    shadows.append((self._coarse, rail, shift))
        if part.sun[2] > 0.012 and day > 0.0:
            gloo.set_state(**_OPAQUE, depth_mask=True)  # so that a shadow on a shadow is no darker
            gloo.set_depth_func("less")
            for shape, rail, shift in shadows:
                self._draw_shape(frame, part, rail, day, shape, shift, flat=1.0)
            gloo.set_depth_func("lequal")
        gloo.set_state(**_OPAQUE, depth_mask=True)
        for shape, rail, shift in shapes:
            self._draw_shape(frame, part, rail, day, shape, shift, flat=0.0)

    def _draw_shape(
        self, frame: Frame, part: DriverPart, rail: RailPart, day: float, shape: _Shape, shift: float, flat: float
    ) -> None:
        program = self._solid
        self._send(program, frame, part, rail, day)
        for name, buffer in shape.buffers.items():
            program[name] = buffer
        program["u_slope"] = (rail.direction[0], rail.direction[2])
        program["u_shift"] = shift
        program["u_growth"] = rail.growth
        program["u_flat"] = flat
        program.draw("triangles", shape.triangles)

    # -- light -----------------------------------------------------------------------------

    def _draw_line(self, frame: Frame, part: DriverPart, rail: RailPart, day: float, *, halo: bool) -> None:
        program = self._line
        self._send(program, frame, part, rail, day)
        program["u_slope"] = (rail.direction[0], rail.direction[2])
        program["u_sample"] = (2.0 / frame.width_px, 2.0 / frame.height_px)
        program["u_px"] = frame.px_rad
        program["u_halo"] = float(halo)
        program["u_lit"] = 0.03 + 1.3 * day * max(float(part.sun[2]), 0.25)
        program["u_most"] = 27.0 if halo else 3.4
        if not halo:
            gloo.set_state(**_OPAQUE, depth_mask=False)
            widths = ((0.0075, 0.7, 1.0),)
        else:  # the coils themselves, and the glow round them
            widths = ((0.010, 1.6, 1.0), (0.060, 7.0, 0.35))
        for radius_km, least_px, gain in widths:
            program["u_radius"] = radius_km
            program["u_least"] = least_px * frame.point_scale
            program["u_gain"] = gain
            program.draw("triangles", self._line_quads)

    def _draw_sprites(self, frame: Frame, part: DriverPart, rail: RailPart) -> None:
        points_km, age_s = payloads_km(rail)
        points_km = points_km + AXIS_KM * np.array([-rail.direction[2], 0.0, rail.direction[0]])
        for point_km, age in zip(points_km, age_s.tolist(), strict=True):
            if age < 0.0:
                self._draw_sprite(frame, rail, point_km, 0.010, 1.4, 0.8 * rail.singly, (0.85, 0.95, 1.0))
            else:
                strength = 1.1 * max(1.0 - age / AFTER_S, 0.0)
                self._draw_sprite(frame, rail, point_km, 0.004, 1.2, strength, (1.0, 0.93, 0.80))
        if part.flash > 0.004:
            at = AXIS_KM * np.array([-rail.direction[2], 0.0, rail.direction[0]]) + 0.01 * rail.direction
            self._draw_sprite(frame, rail, at, 0.035, 4.0, 2.4 * part.flash, (0.62, 0.82, 1.0))

    def _draw_sprite(
        self,
        frame: Frame,
        rail: RailPart,
        at_km: NDArray[np.float64],
        radius_km: float,
        least_px: float,
        strength: float,
        colour: tuple[float, float, float],
    ) -> None:
        offset_km = rail.to_gcrs.astype(np.float64) @ (at_km - rail.eye_km)
        ahead_km = -float(frame.pose.rotation[2] @ offset_km)
        if ahead_km < 0.02 or _behind_moon(frame, offset_km):
            return
        core_px = max(radius_km / ahead_km / frame.px_rad, least_px * frame.point_scale * min(strength, 1.0) ** 0.5)
        half_px = 9.0 * core_px
        gloo.set_state(depth_test=False, blend=True, blend_func=("one", "one_minus_src_color"), depth_mask=False)
        program = self._sprite
        program["u_view_projection"] = frame.view_projection
        program["u_centre"] = offset_km.astype(np.float32)
        program["u_half"] = (2.0 * half_px / frame.width_px, 2.0 * half_px / frame.height_px)
        program["u_core"] = core_px / half_px
        program["u_colour"] = tuple(strength * part for part in colour)
        program.draw("triangle_strip")

    def _send(self, program: gloo.Program, frame: Frame, part: DriverPart, rail: RailPart, day: float) -> None:
        values = {
            "u_view_projection": frame.view_projection,
            "u_axes": rail.to_gcrs.T,  # GLSL takes columns
            "u_eye": rail.eye_km,
            "u_ages0": rail.age_s[:4],
            "u_ages1": rail.age_s[4:],
            "u_ride": rail.ride_s,
            "u_length": rail.length_km,
            "u_steady": rail.steady,
            "u_singly": rail.singly,
            # Directions turn with the track's axes, and the second one lies the other way.
            "u_sun": rail.to_gcrs.T @ (part.rails[0].to_gcrs @ part.sun),
            "u_earth": rail.to_gcrs.T @ (part.rails[0].to_gcrs @ part.earth),
            "u_earthshine": part.earthshine,
            "u_day": day,
        }
        for name, value in values.items():
            if name in program:
                program[name] = value


class _Shape:
    """A mesh on the GPU."""

    def __init__(self, mesh: Mesh) -> None:
        self.buffers = {
            name: gloo.VertexBuffer(np.ascontiguousarray(mesh.vertices[:, start : start + 3]))
            for name, start in (("a_position", 0), ("a_normal", 3), ("a_look", 6))
        }
        self.triangles = gloo.IndexBuffer(mesh.triangles)


def _day(part: DriverPart) -> float:
    """Return how much of the Sun's disc, half a degree wide, is over the horizon at the site, 0..1."""
    return float(np.clip((part.sun[2] + 0.00465) / 0.0093, 0.0, 1.0))


def _pools(length_km: float) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Return quads (4 N, 2) km on the ground and what light each gets (4 N, 3)."""
    place: list[NDArray[np.float32]] = []
    pool: list[NDArray[np.float32]] = []

    def add(x0: float, x1: float, y: float, half: float, kind: float) -> None:
        place.append(np.array([[x0, y - half], [x1, y - half], [x0, y + half], [x1, y + half]], np.float32))
        pool.append(np.column_stack([CORNERS, np.full(4, kind, np.float32)]))

    for x, y, reach in LAMPS_KM:
        add(x - length_km - reach, x - length_km + reach, y, reach, 0.0)
    for x, y, reach in MUZZLE_LAMPS_KM:
        add(x - reach, x + reach, y, reach, 0.0)
    edges = np.linspace(-length_km, 0.0, 4 * block_count(length_km) + 1)
    for x0, x1 in zip(edges[:-1].tolist(), edges[1:].tolist(), strict=True):
        add(x0, x1, 0.0, 0.30, 1.0)
    add(-2.5, 2.5, 0.0, 2.5, 2.0)
    return np.concatenate(place), np.concatenate(pool)


def _behind_moon(frame: Frame, offset_km: NDArray[np.float64]) -> bool:
    from gui.frame import hidden

    # A little above the ground, or the ground that it stands on would hide it.
    up = offset_km - frame.moon_km
    raised = offset_km + 0.05 * up / np.linalg.norm(up)
    return bool(hidden(raised[None], frame.moon_km, frame.moon.radius_km)[0])
