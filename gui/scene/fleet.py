"""The fleet on the GPU: one vertex shader places every satellite, from 28 bytes that never change."""

from __future__ import annotations

from collections import OrderedDict
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray
from vispy import gloo

from gui.fleet_frame import VERTEX, ChunkDraw, ChunkId, FleetPart, VertexSource
from gui.rising_frame import COLUMNS
from gui.scene.shader import read_shader

if TYPE_CHECKING:
    from gui.frame import Frame

Colour = tuple[float, float, float]
SUNLIT: Colour = (1.00, 0.70, 0.34)
SHADOW: Colour = (0.13, 0.28, 0.74)
LUNAR_SUNLIT: Colour = (0.80, 0.90, 1.00)
LUNAR_SHADOW: Colour = (0.30, 0.24, 0.62)
RISING: Colour = (1.00, 0.36, 0.10)

_PLACE = {False: "fleet_place.glsl", True: "rising_place.glsl"}
UPLOADS_A_DRAW = 1  # chunks, up to 15 MB each: a frame stays short while a fleet arrives
MOST_BYTES = 300_000_000  # on the card; then the chunks least recently drawn go
_POINT_SIZE, _POINT_SPRITE = 0x8642, 0x8861  # GL enums that gloo does not name


class FleetLayer:
    """Draws one fleet of a frame, lit and dark in its colours.

    Chunks are made in a thread as they are first wanted, unless ``wait``: then
    a picture is whole at once, as an exported one must be.
    """

    def __init__(self, *, sunlit: Colour = SUNLIT, shadow: Colour = SHADOW, wait: bool = False) -> None:
        self.wait = wait
        self._sunlit, self._shadow = sunlit, shadow
        self._programs: dict[tuple[bool, bool, bool], gloo.Program] = {}
        self._shells: gloo.Texture2D | None = None
        self._climb: gloo.Texture2D | None = None
        self._source: VertexSource | None = None
        self._uploads = 0  # in the draw under way
        self._buffers: OrderedDict[ChunkId, gloo.VertexBuffer] = OrderedDict()
        self._coming: dict[ChunkId, Future[NDArray[np.void]]] = {}
        self._maker: ThreadPoolExecutor | None = None

    @property
    def refining(self) -> bool:
        """Whether satellites are still on their way to the GPU: draw again soon."""
        return bool(self._coming)

    @property
    def gpu_bytes(self) -> int:
        """Bytes of all satellites that are on the GPU."""
        return sum(chunk.places for chunk in self._buffers) * VERTEX.itemsize

    def close(self) -> None:
        """Stop making chunks."""
        if self._maker is not None:
            self._maker.shutdown(wait=False, cancel_futures=True)
        self._coming.clear()

    def drop(self) -> None:
        """Let go of everything: there is no such fleet to draw."""
        self._forget()
        self._source = None

    def draw(self, frame: Frame, part: FleetPart) -> None:
        """Draw the satellites of ``part``, those whose chunks have arrived."""
        self._prepare(part)
        # Hidden by the Earth and the Moon in closed form, so no depth test; light adds up without burning out.
        gloo.set_state(
            depth_test=False, blend=True, blend_func=("one", "one_minus_src_color"), cull_face=False, depth_mask=False
        )
        plain = part.size_px * frame.point_scale < 1.5
        if plain:
            point_size_from_shader(False)
        self._uploads = 0
        if part.draws:
            self._draw_chunks(self._seen(frame, part, rising=False), part.draws)
        if part.climb is not None:
            program = self._seen(frame, part, rising=True)
            program["u_columns"], program["u_step"] = float(COLUMNS), float(part.climb.nodes.step)
            self._draw_chunks(program, part.rising, after=part.climb.nodes.first)
        if plain:
            point_size_from_shader(True)
        # What was on its way and is no longer wanted: whoever waits for it would wait for ever.
        wanted = {draw.chunk for draw in part.draws + part.rising}
        for chunk in [chunk for chunk in self._coming if chunk not in wanted]:
            self._coming.pop(chunk).cancel()
        while self.gpu_bytes > MOST_BYTES and len(self._buffers) > len(part.draws) + len(part.rising):
            self._buffers.popitem(last=False)[1].delete()

    def readback_km(self, part: FleetPart, draw: ChunkDraw, *, rising: bool = False) -> NDArray[np.float32]:
        """Return where the GPU puts the satellites of a chunk, (places, 3) GCRS km, in vertex order.

        Needs float framebuffers, which GL 2.1 has only as an extension: for tests.
        """
        self._prepare(part)
        width = 8_192
        program = gloo.Program(
            read_shader("fleet_vertex.glsl", _PLACE[rising], "fleet_readback.vert"), read_shader("fleet_fine.frag")
        )
        program["u_rows"] = float(len(part.shell_table))
        if rising:
            program["u_climb"], program["u_columns"] = self._climb, float(COLUMNS)
            program["u_step"], program["u_first"] = (
                float(part.climb.nodes.step),
                float(draw.chunk.first - part.climb.nodes.first),
            )
        else:
            program["u_shells"] = self._shells
        target = gloo.Texture2D((1, width, 4), format="rgba", internalformat="rgba32f")
        vertices = part.source.vertices(draw.chunk)
        out = np.empty((len(vertices), 3), dtype=np.float32)
        for at in range(0, len(vertices), width):
            some = vertices[at : at + width].copy()
            program.bind(gloo.VertexBuffer(some))
            program["a_cell"] = ((np.arange(len(some)) + 0.5) / width * 2.0 - 1.0).astype(np.float32)
            with gloo.FrameBuffer(color=target):
                gloo.set_viewport(0, 0, width, 1)
                gloo.set_state(blend=False, depth_test=False)
                point_size_from_shader(False)
                program.draw("points")
                point_size_from_shader(True)
                pixels = gloo.read_pixels((0, 0, width, 1), out_type="float")
            out[at : at + width] = pixels[0, : len(some), :3]
        return out

    # -- what is on the GPU ----------------------------------------------------------------

    def _prepare(self, part: FleetPart) -> None:
        if part.source != self._source:
            self._forget()
            self._source = part.source
        self._shells = kept_texture(self._shells, part.shell_table[None])
        if part.climb is not None:
            self._climb = kept_texture(self._climb, part.climb.table)

    def _seen(self, frame: Frame, part: FleetPart, *, rising: bool) -> gloo.Program:
        """Return the program that draws those on station or the rising ones, set to this picture."""
        size = part.size_px * frame.point_scale
        compressed = frame.stage_scale > 0.0
        program = self._program(fine=size < 2.5, compressed=compressed, rising=rising)
        program["u_climb" if rising else "u_shells"] = self._climb if rising else self._shells
        program["u_rows"] = float(len(part.shell_table))
        program["u_view_projection"] = frame.view_projection
        program["u_earth"] = frame.earth_km.astype(np.float32)
        program["u_moon"] = frame.moon_km.astype(np.float32)
        if not rising:
            program["u_sun"] = frame.sun_direction.astype(np.float32)
        if compressed:
            program["u_stage_scale"] = frame.stage_scale
        program["u_size"] = size
        program["u_gain"] = part.gain
        return program

    def _draw_chunks(self, program: gloo.Program, draws: tuple[ChunkDraw, ...], after: int | None = None) -> None:
        """Draw those chunks that are there, and take in some that have arrived."""
        for draw in draws:
            buffer = self._buffers.get(draw.chunk)
            if buffer is None:
                if self._uploads >= UPLOADS_A_DRAW and not self.wait:
                    continue
                buffer = self._take(draw.chunk)
                if buffer is None:
                    continue
                self._uploads += 1
            self._buffers.move_to_end(draw.chunk)
            if after is not None:
                program["u_first"] = float(draw.chunk.first - after)
            _draw_points(program, buffer, draw.begin, draw.end)

    def _program(self, *, fine: bool, compressed: bool, rising: bool) -> gloo.Program:
        """Return the program for this picture: points too fine to have a shape, and the true scale, cost less."""
        key = fine, compressed, rising
        if key not in self._programs:
            scale = "stage_scale.glsl" if compressed else "true_scale.glsl"
            program = gloo.Program(
                read_shader(scale, "fleet_vertex.glsl", _PLACE[rising], "fleet.vert"),
                read_shader("fleet_fine.frag" if fine else "fleet_round.frag"),
            )
            if rising:
                program["u_rising_colour"] = RISING
            else:
                program["u_sunlit_colour"], program["u_shadow_colour"] = self._sunlit, self._shadow
            self._programs[key] = program
        return self._programs[key]

    def _forget(self) -> None:
        for future in self._coming.values():
            future.cancel()
        self._coming.clear()
        for buffer in self._buffers.values():
            buffer.delete()
        self._buffers.clear()

    def _take(self, chunk: ChunkId) -> gloo.VertexBuffer | None:
        """Return a chunk's buffer if its vertices are made; else have them made."""
        assert self._source is not None
        if self.wait:
            vertices = self._source.vertices(chunk)
        else:
            future = self._coming.get(chunk)
            if future is None:
                if self._maker is None:
                    self._maker = ThreadPoolExecutor(1, thread_name_prefix="fleet")
                self._coming[chunk] = self._maker.submit(self._source.vertices, chunk)
                return None
            if not future.done():
                return None
            del self._coming[chunk]
            vertices = future.result()
        buffer = gloo.VertexBuffer(vertices)
        self._buffers[chunk] = buffer
        return buffer


def kept_texture(texture: gloo.Texture2D | None, table: NDArray[np.float32]) -> gloo.Texture2D:
    """Return a float texture that holds ``table`` (rows, columns, 4): this one again if it fits."""
    if texture is None or texture.shape != table.shape:
        return gloo.Texture2D(table, interpolation="nearest", internalformat="rgba32f")
    texture.set_data(table)
    return texture


def _draw_points(program: gloo.Program, buffer: gloo.VertexBuffer, begin: int, end: int) -> None:
    for name in VERTEX.names or ():
        program[name] = buffer[name]
    program["u_range"] = (begin, end)
    program.draw("points")


def point_size_from_shader(on: bool) -> None:
    """Turn the shader's point size and sprites on or off: off, software GL draws 1 px points a third faster."""
    canvas = gloo.get_current_canvas()
    canvas.context.flush_commands()  # gloo queues, raw GL does not
    switch = gloo.gl.glEnable if on else gloo.gl.glDisable
    switch(_POINT_SIZE)
    switch(_POINT_SPRITE)
