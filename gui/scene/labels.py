"""All names of a frame in one draw call, from an atlas of glyphs that Qt paints once a size."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QFont, QFontDatabase, QFontMetricsF, QGuiApplication, QImage, QPainter
from vispy import gloo

from engine.paths import ASSETS
from gui.frame import Frame
from gui.frame_labels import TEXT_PX
from gui.scene.quads import quad_indices
from gui.scene.shader import read_shader

_COLOURS = {  # red, green, blue, alpha
    "body": (0.86, 0.90, 0.96, 0.95),
    "star": (0.62, 0.70, 0.84, 0.62),
    "selected": (0.55, 0.90, 1.00, 1.00),
    "city": (0.88, 0.93, 1.00, 0.88),
    "route": (1.00, 1.00, 1.00, 1.00),
    "hovered": (0.90, 0.92, 0.95, 0.80),
}
_GLYPHS = "".join(chr(code) for code in [*range(0x20, 0x7F), *range(0xA0, 0x100)]) + "–—’…−"
_UNKNOWN = "?"


@dataclass(frozen=True, slots=True)
class Atlas:
    """``pixels`` (H, W, 2): coverage, and a soft halo round it that parts the text from what is bright behind it.
    For each character its box x, y, width, height and its advance, and what the box has beyond the glyph, samples."""

    pixels: NDArray[np.uint8]
    margin_px: int
    boxes: dict[str, tuple[float, float, float, float, float]]


def glyph_atlas(height_px: float) -> Atlas:
    """Return the atlas for text of this height.  Kerning is left out: names are short."""
    font = QFont(_family())
    font.setPixelSize(max(round(height_px), 4))
    font.setWeight(QFont.Weight.Medium)
    font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    metrics = QFontMetricsF(font)
    margin = max(2, round(0.2 * height_px))
    row_px = int(np.ceil(metrics.height())) + 2 * margin
    width_px = 64 * int(np.ceil(height_px))
    boxes: dict[str, tuple[float, float, float, float, float]] = {}
    x, y = 0, 0
    for character in _GLYPHS:
        advance = metrics.horizontalAdvance(character)
        cell = int(np.ceil(advance)) + 2 * margin
        if x + cell > width_px:
            x, y = 0, y + row_px
        boxes[character] = (x, y, cell, row_px, advance)
        x += cell
    image = QImage(width_px, y + row_px, QImage.Format.Format_Grayscale8)
    image.fill(Qt.GlobalColor.black)
    painter = QPainter(image)
    painter.setFont(font)
    painter.setPen(QColor("white"))
    for character, (left, top, *_) in boxes.items():
        painter.drawText(QPointF(left + margin, top + margin + metrics.ascent()), character)
    painter.end()
    rows = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.bytesPerLine())
    coverage = rows[:, : image.width()]
    return Atlas(np.stack([coverage, _halo(coverage, margin)], axis=-1), margin, boxes)


def _halo(coverage: NDArray[np.uint8], reach_px: int) -> NDArray[np.uint8]:
    """Return ``coverage`` (H, W) spread over ``reach_px`` on every side, falling off evenly."""
    out = coverage.astype(np.float32)
    for axis in (0, 1):
        spread = out
        for shift in range(1, reach_px):
            weight = 1.0 - shift / reach_px
            spread = np.maximum(spread, weight * np.maximum(np.roll(out, shift, axis), np.roll(out, -shift, axis)))
        out = spread
    return out.astype(np.uint8)


def _family() -> str:
    """Return the program's typeface, made known to Qt the first time; text needs an application object."""
    if QGuiApplication.instance() is None:
        raise RuntimeError("labels need a QGuiApplication: offscreen.open_context() makes one")
    if "Inter" not in QFontDatabase.families():
        QFontDatabase.addApplicationFont(str(ASSETS / "fonts" / "Inter-Medium.otf"))
    return "Inter"


class LabelLayer:
    """Draws ``frame.labels``; vertices go up only when the labels have moved."""

    def __init__(self) -> None:
        self._program = gloo.Program(read_shader("label.vert"), read_shader("label.frag"))
        self._atlas: Atlas | None = None
        self._atlas_px = 0.0
        self._count = 0

    def draw(self, frame: Frame) -> None:
        if not frame.labels:
            return
        atlas = self._atlas_of(TEXT_PX * frame.point_scale)
        vertices = _vertices(frame, atlas)
        self._send(vertices)
        gloo.set_state(depth_test=False, blend=True, blend_func=("one", "one_minus_src_alpha"), depth_mask=False)
        self._program["u_origin"] = frame.origin_px
        self._program["u_sample"] = (2.0 / frame.width_px, 2.0 / frame.height_px)
        for halo in (1.0, 0.0):  # all halos under all letters
            self._program["u_halo"] = halo
            self._program.draw("triangles", self._quads)

    def _atlas_of(self, height_px: float) -> Atlas:
        if self._atlas is None or height_px != self._atlas_px:
            self._atlas, self._atlas_px = glyph_atlas(height_px), height_px
            self._program["u_atlas"] = gloo.Texture2D(
                self._atlas.pixels, interpolation="linear", format="luminance_alpha"
            )
        return self._atlas

    def _send(self, vertices: NDArray[np.float32]) -> None:
        if len(vertices) != self._count:
            self._count = len(vertices)
            self._buffers = [gloo.VertexBuffer(np.zeros((len(vertices), size), np.float32)) for size in (2, 2, 4)]
            for name, buffer in zip(("a_position", "a_place", "a_colour"), self._buffers, strict=True):
                self._program[name] = buffer
            self._quads = gloo.IndexBuffer(quad_indices(len(vertices) // 4))
        for buffer, part in zip(self._buffers, np.split(vertices, (2, 4), axis=1), strict=True):
            buffer.set_data(np.ascontiguousarray(part))


def _vertices(frame: Frame, atlas: Atlas) -> NDArray[np.float32]:
    """Return four vertices a glyph: position in the picture, place in the atlas, colour."""
    high, wide = atlas.pixels.shape[:2]
    rows = []
    for label in frame.labels:
        colour = _COLOURS[label.kind]
        x, y = round(label.x_px), round(label.y_px)
        for character in label.text:
            left, top, width, height, advance = atlas.boxes.get(character) or atlas.boxes[_UNKNOWN]
            for across, down in ((0, 0), (1, 0), (0, 1), (1, 1)):
                u, v = (left + across * width) / wide, (top + down * height) / high
                rows.append((x - atlas.margin_px + across * width, y - 0.5 * height + down * height, u, v, *colour))
            x += advance
    return np.array(rows, np.float32)
