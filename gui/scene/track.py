"""The orbit of the selected satellite with a reticle round the satellite, and the path of the Moon."""

from __future__ import annotations

from vispy import gloo

from gui.frame import Frame
from gui.scene.lines import PolylineProgram
from gui.scene.quads import CORNERS
from gui.scene.shader import read_shader

_COLOUR = (0.45, 0.85, 1.0)
_MOON_COLOUR = (0.62, 0.66, 0.74)
_WIDTH_PX, _MOON_WIDTH_PX = 1.6, 1.2
_RETICLE_PX = 11.0


class TrackLayer:
    """Hidden behind the Earth by depth; the reticle is drawn over everything while the satellite is in sight."""

    def __init__(self) -> None:
        self._line, self._moon_line = PolylineProgram(), PolylineProgram()
        self._ring = gloo.Program(read_shader("ring.vert"), read_shader("ring.frag"))
        self._ring["a_corner"] = CORNERS

    def draw(self, frame: Frame) -> None:
        track = frame.track
        if track is not None:
            self._line.draw(frame, track.ring, _COLOUR, _WIDTH_PX, depth_test=True)

    def draw_moon_trail(self, frame: Frame) -> None:
        if frame.moon_trail is not None:
            self._moon_line.draw(frame, frame.moon_trail, _MOON_COLOUR, _MOON_WIDTH_PX, depth_test=True)

    def draw_reticle(self, frame: Frame) -> None:
        track = frame.track
        if track is None or not track.satellite_visible:
            return
        gloo.set_state(depth_test=False, blend=True, blend_func=("one", "one_minus_src_alpha"), depth_mask=False)
        size = _RETICLE_PX * frame.point_scale
        self._ring["u_view_projection"] = frame.view_projection
        self._ring["u_centre"] = track.satellite_km
        self._ring["u_half"] = (2.0 * size / frame.width_px, 2.0 * size / frame.height_px)
        self._ring["u_size"] = size
        self._ring["u_line"] = 1.3 * frame.point_scale
        self._ring["u_colour"] = _COLOUR
        self._ring.draw("triangle_strip")
