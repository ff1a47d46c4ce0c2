"""The satellite in focus, close up: a few quads under the true Sun."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from vispy import gloo

from gui.craft_frame import RADIATOR_SHARE
from gui.frame import Frame
from gui.scene.quads import quad_indices
from gui.scene.shader import read_shader

_ARRAY, _FOIL, _RADIATOR = 0.0, 1.0, 2.0
_BODY, _GAP, _LENGTH = 0.16, 0.12, 3.2  # half the body's side, from it to a wing, a wing: in half widths of a wing


class CraftLayer:
    """Draws ``frame.craft``."""

    def __init__(self) -> None:
        self._program = gloo.Program(read_shader("craft.vert"), read_shader("depth.glsl", "tone.glsl", "craft.frag"))
        vertices = np.concatenate(list(_quads()))
        self._program["a_position"] = gloo.VertexBuffer(np.ascontiguousarray(vertices[:, :3]))
        self._program["a_normal"] = gloo.VertexBuffer(np.ascontiguousarray(vertices[:, 3:6]))
        self._program["a_material"] = gloo.VertexBuffer(np.ascontiguousarray(vertices[:, 6]))
        self._triangles = gloo.IndexBuffer(quad_indices(len(vertices) // 4))

    def draw(self, frame: Frame) -> None:
        part = frame.craft
        if part is None:
            return
        gloo.set_state(depth_test=True, blend=False, depth_mask=True, cull_face=False)
        program = self._program
        program["u_view_projection"] = frame.view_projection
        program["u_axes"] = part.axes.T.ravel()  # GL wants columns first
        program["u_at"], program["u_half"] = part.at_km, part.half_km
        program["u_sun"] = part.axes[:, 2]
        program["u_bright"], program["u_shine"], program["u_lit"] = part.bright, part.shine, part.lit
        program.draw("triangles", self._triangles)


def _quads():
    """Yield (4, 7) each: place, normal and material of a quad's corners."""
    for side in (-1.0, 1.0):
        begin = side * (_BODY + _GAP)
        yield _quad((begin, -1.0, 0.0), (side * _LENGTH, 0.0, 0.0), (0.0, 2.0, 0.0), _ARRAY)
        # The boom between body and wing, and a radiator on either flank, edge-on to the Sun.
        yield _quad((side * _BODY, -0.02, 0.0), (side * _GAP, 0.0, 0.0), (0.0, 0.04, 0.0), _FOIL)
        area = RADIATOR_SHARE * 2.0 * _LENGTH * 2.0 / 2.0  # of one: half of what both wings call for
        depth = np.sqrt(area / 1.6)
        yield _quad((0.0, side * _BODY, -0.4 * depth), (0.0, side * 1.6 * depth, 0.0), (0.0, 0.0, depth), _RADIATOR)
    low, high = -_BODY, _BODY
    for axis in range(3):
        u, v = np.zeros(3), np.zeros(3)
        u[(axis + 1) % 3] = v[(axis + 2) % 3] = high - low
        for at in (low, high):
            corner = np.full(3, low)
            corner[axis] = at
            yield _quad(tuple(corner), tuple(u), tuple(v), _FOIL)


def _quad(corner, u, v, material: float) -> NDArray[np.float32]:
    corner, u, v = (np.array(each, dtype=np.float64) for each in (corner, u, v))
    places = np.stack([corner, corner + u, corner + v, corner + u + v])
    normal = np.cross(u, v)
    rows = np.empty((4, 7), np.float32)
    rows[:, :3], rows[:, 3:6], rows[:, 6] = places, normal / np.linalg.norm(normal), material
    return rows
