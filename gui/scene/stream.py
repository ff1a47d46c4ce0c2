"""What flies from the Moon: every payload as a point on the line of all payloads, and the ways that some have flown."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from vispy import gloo

from gui.frame import Frame, LinePart
from gui.launch_nodes import NODES
from gui.scene.fleet import kept_texture, point_size_from_shader
from gui.scene.lines import PolylineProgram
from gui.scene.shader import read_shader
from gui.stream_frame import Streak

_SIZE_PX, _PATH_PX, _PATH_GAIN = 2.4, 1.2, 0.5
_MANY = 2_000


class StreamLayer:
    """Draws ``frame.stream``.  Per frame two small tables go to the GPU, whatever the number of payloads."""

    def __init__(self) -> None:
        vertex = read_shader("age.glsl", "stream.vert", "stream_draw.vert")
        self._program = gloo.Program(vertex, read_shader("stream.frag"))
        self._fine = gloo.Program(vertex, read_shader("fleet_fine.frag"))
        self._path = PolylineProgram(read_shader("depth.glsl", "age.glsl", "path.frag"))
        self._tables: dict[str, tuple[gloo.Texture2D, gloo.Texture2D]] = {}

    def draw(self, frame: Frame) -> None:
        """Draw payloads and ways; the Earth and the Moon hide them in closed form."""
        part = frame.stream
        if part is None:
            return
        for streak in part.streaks:
            self._draw_paths(frame, streak)
        gloo.set_state(
            depth_test=False, blend=True, blend_func=("one", "one_minus_src_color"), cull_face=False, depth_mask=False
        )
        for streak in part.streaks:
            # Many run into one line: a pixel each does, and costs software GL a third.
            fine = streak.count > _MANY and frame.point_scale < 1.5
            point_size_from_shader(not fine)
            program = self._set(self._fine if fine else self._program, streak)
            program["u_view_projection"] = frame.view_projection
            program["u_earth"] = frame.earth_km.astype(np.float32)
            program["u_moon"] = frame.moon_km.astype(np.float32)
            program["u_size"] = _SIZE_PX * frame.point_scale
            program["u_gain"], program["u_width"] = streak.gain, streak.width_px
            program["u_arrives"] = float(streak.arrives)
            # No more than there are: a vertex costs more than this.
            program["a_place"] = np.arange(streak.count, dtype=np.float32)
            program.draw("points")
        point_size_from_shader(True)

    def readback_km(self, streak: Streak) -> NDArray[np.float32]:
        """Return where the GPU puts the payloads of a streak, from the eye, (count, 3) km: for tests."""
        program = gloo.Program(
            read_shader("age.glsl", "stream.vert", "stream_readback.vert"), read_shader("fleet_fine.frag")
        )
        width = 8_192
        out = np.empty((streak.count, 3), dtype=np.float32)
        target = gloo.Texture2D((1, width, 4), format="rgba", internalformat="rgba32f")
        self._set(program, streak)
        for at in range(0, streak.count, width):
            some = np.arange(at, min(at + width, streak.count), dtype=np.float32)
            program["a_place"] = some
            program["a_cell"] = ((some - at + 0.5) / width * 2.0 - 1.0).astype(np.float32)
            with gloo.FrameBuffer(color=target):
                gloo.set_viewport(0, 0, width, 1)
                gloo.set_state(blend=False, depth_test=False)
                point_size_from_shader(False)
                program.draw("points")
                point_size_from_shader(True)
                out[at : at + len(some)] = gloo.read_pixels((0, 0, width, 1), out_type="float")[0, : len(some), :3]
        return out

    def _set(self, program: gloo.Program, streak: Streak) -> gloo.Program:
        pace, line = self._tables.get(streak.destination, (None, None))
        tables = kept_texture(pace, streak.pace), kept_texture(line, streak.line)
        self._tables[streak.destination] = tables
        program["u_pace"], program["u_line"] = tables
        program["u_launch_nodes"], program["u_line_nodes"] = float(NODES), float(streak.line.shape[1])
        program["u_step"] = float(streak.nodes.step)
        return program

    def _draw_paths(self, frame: Frame, streak: Streak) -> None:
        if len(streak.paths_km):
            way = LinePart(points_km=streak.paths_km, alpha=streak.paths_share)
            self._path.draw(frame, way, (1.0, 1.0, 1.0), _PATH_PX, depth_test=True, gain=_PATH_GAIN)
