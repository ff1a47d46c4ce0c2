"""Laser links: threads that never change on the GPU, between places that come with each frame."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from vispy import gloo

from engine.constants import SPEED_OF_LIGHT_KM_S
from gui.frame import Frame
from gui.links_choice import ChosenLinks
from gui.links_frame import LinkPart
from gui.load_scale import PALETTE, STRENGTH
from gui.scene.fleet import kept_texture
from gui.scene.quads import ENDS, quad_indices
from gui.scene.shader import read_shader

_WIDTH_PX, _NEAR_WIDTH_PX = 1.0, 2.0
_COLUMNS = 1_024  # of the table of places
_VERTEX = np.dtype([("a_nodes", np.float32, 2), ("a_pulse", np.float32, 2), ("a_look", np.float32)])


class LinkLayer:
    """Draws ``frame.links``.  Earth and Moon hide threads by depth; light adds up without burning out."""

    def __init__(self) -> None:
        self._program = gloo.Program(read_shader("link.vert"), read_shader("depth.glsl", "link.frag"))
        for number, (colour, strength) in enumerate(zip(PALETTE, STRENGTH, strict=True)):
            self._program[f"u_colours[{number}]"] = (*colour, strength)
        self._links: ChosenLinks | None = None
        self._tint: NDArray[np.uint8] | None = None
        self._places: gloo.Texture2D | None = None

    def draw(self, frame: Frame, part: LinkPart) -> None:
        if part.links is not self._links or part.tint is not self._tint:
            self._take(part.links, part.tint)
        table = _table(part)
        self._places = kept_texture(self._places, table)
        program = self._program
        program["u_places"], program["u_table"] = self._places, (float(table.shape[1]), float(table.shape[0]))
        program["u_view_projection"] = frame.view_projection
        program["u_sample"] = (2.0 / frame.width_px, 2.0 / frame.height_px)
        program["u_half_width"] = [0.5 * width * frame.point_scale + 0.5 for width in (_WIDTH_PX, _NEAR_WIDTH_PX)]
        program["u_scale"] = frame.point_scale
        program["u_gain"], program["u_near_gain"] = part.gain, part.near_gain
        program["u_light"] = part.elapsed_s * SPEED_OF_LIGHT_KM_S / part.slowed
        program["u_shortest"] = part.shortest_km
        gloo.set_state(
            depth_test=True, blend=True, blend_func=("one", "one_minus_src_color"), cull_face=False, depth_mask=False
        )
        program.draw("triangles", self._quads)

    def _take(self, links: ChosenLinks, tint: NDArray[np.uint8]) -> None:
        """Bring other links or colours to the GPU: once a minute of the scenario, and when loads become known."""
        if links is not self._links:
            self._quads = gloo.IndexBuffer(quad_indices(len(links.first)))
        self._links, self._tint = links, tint
        self._program.bind(gloo.VertexBuffer(link_vertices(links, tint)))


def link_vertices(links: ChosenLinks, tint: NDArray[np.uint8]) -> NDArray[np.void]:
    """Return four vertices a link (4 n,), in colours ``tint`` (n,) of the palette."""
    count = len(links.first)
    vertices = np.zeros((count, 4), dtype=_VERTEX)
    vertices["a_nodes"][..., 0], vertices["a_nodes"][..., 1] = links.first[:, None], links.second[:, None]
    vertices["a_pulse"][..., 0] = np.nan_to_num(links.range_km, nan=1.0)[:, None]
    # By the golden section, of the whole choice: so that pulses do not march in step.
    vertices["a_pulse"][..., 1] = np.modf(np.arange(count) * 0.618_033_988_749_895)[0][:, None]
    corner = 2.0 * ENDS[:, 0] + (ENDS[:, 1] > 0.0)
    vertices["a_look"] = 8.0 * tint[:, None] + 4.0 * links.near[:, None] + corner
    return vertices.reshape(-1)


def _table(part: LinkPart) -> NDArray[np.float32]:
    """Return places and who is there, (rows, columns, 4)."""
    count = len(part.places_km)
    rows = -(-count // _COLUMNS)
    table = np.zeros((rows * _COLUMNS, 4), dtype=np.float32)
    table[:count, :3], table[:count, 3] = part.places_km, part.there
    return table.reshape(rows, _COLUMNS, 4)
