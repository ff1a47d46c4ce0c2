"""A still picture of a ``World``: any size to 7680 x 4320, antialiased, with a display or without."""

from __future__ import annotations

import os
import tempfile
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from gui.frame import Frame, build_frame, tile
from gui.offscreen import GlError, open_context
from gui.view import View

if TYPE_CHECKING:
    from engine.world import World
    from gui.scene.scene import Scene

MAX_WIDTH_PX, MAX_HEIGHT_PX = 7680, 4320
SUPERSAMPLE = 2  # each pixel is the mean of 2 x 2 samples
POINT_LIMIT = 2_000_000
_TILE_PX = 4096  # samples a side: every driver of OpenGL 2.1 has framebuffers of this size
_DEPTH_COMPONENT24 = 0x81A6


def render_image(
    world: World,
    view: View,
    width_px: int | None = None,
    height_px: int | None = None,
    *,
    supersample: int = SUPERSAMPLE,
    scene: Scene | None = None,
) -> NDArray[np.uint8]:
    """Return a picture (H, W, 3) of ``world`` as ``view`` sees it, at the view's size or the one given.

    Without ``scene`` it is drawn in a context of its own, with the full maps.
    A window passes its own scene, with its canvas current: the picture is then
    drawn in a framebuffer beside the window's, which is bound again afterwards.
    Up to ``POINT_LIMIT`` satellites are drawn however slow the machine.
    Raises ``ValueError`` for a size that cannot be had, ``GlError`` without GL.
    """
    width, height = width_px or view.width_px, height_px or view.height_px
    if not (1 <= width <= MAX_WIDTH_PX and 1 <= height <= MAX_HEIGHT_PX):
        raise ValueError(f"a picture of {width} x {height} is not possible: from 1x1 to {MAX_WIDTH_PX}x{MAX_HEIGHT_PX}")
    view = replace(view, width_px=width, height_px=height, supersample=supersample, point_limit=POINT_LIMIT)
    frame = build_frame(world, view)
    if scene is None:
        canvas, scene = _own_scene()
        canvas.set_current()
    waited, scene.fleet.wait = scene.fleet.wait, True  # an exported picture has all its satellites
    try:
        return _draw_tiles(scene, frame)
    finally:
        scene.fleet.wait = waited


@lru_cache(maxsize=1)
def _own_scene() -> tuple[Any, Scene]:
    canvas = open_context()
    from gui.scene.scene import Scene

    return canvas, Scene(whole=True)


def _draw_tiles(scene: Scene, frame: Frame) -> NDArray[np.uint8]:
    from vispy import gloo

    samples = frame.supersample
    full_width, full_height = frame.picture_px
    side = _TILE_PX // samples * samples
    wide, high = min(side, full_width), min(side, full_height)
    picture = np.empty((full_height // samples, full_width // samples, 3), np.uint8)
    buffer = gloo.FrameBuffer(
        gloo.RenderBuffer((high, wide), "color"), gloo.RenderBuffer((high, wide), _DEPTH_COMPONENT24)
    )
    try:
        with scene.waiting(), buffer:
            for y0 in range(0, full_height, side):
                for x0 in range(0, full_width, side):
                    part = tile(frame, x0, y0, min(side, full_width - x0), min(side, full_height - y0))
                    scene.draw(part)
                    drawn = gloo.read_pixels((0, 0, part.width_px, part.height_px), alpha=False)
                    rows, columns = part.height_px // samples, part.width_px // samples
                    y, x = y0 // samples, x0 // samples
                    picture[y : y + rows, x : x + columns] = _reduced(drawn, samples)
    except RuntimeError as error:
        raise GlError(f"the graphics driver could not draw {full_width} x {full_height} samples ({error})") from None
    finally:
        for part_of_it in (buffer.color_buffer, buffer.depth_buffer, buffer):
            part_of_it.delete()
    return picture


def _reduced(drawn: NDArray[np.uint8], samples: int) -> NDArray[np.uint8]:
    """Return the mean of each ``samples`` x ``samples`` block of (H, W, 3)."""
    if samples == 1:
        return drawn
    total = np.zeros((drawn.shape[0] // samples, drawn.shape[1] // samples, 3), np.uint16)
    for row in range(samples):
        for column in range(samples):
            total += drawn[row::samples, column::samples]
    return ((total + samples * samples // 2) // (samples * samples)).astype(np.uint8)


def save_png(path: Path | str, image: NDArray[np.uint8]) -> None:
    """Write ``image`` (H, W, 3) as PNG.  The file is written aside and renamed: the old one or the new, never half.

    Raises ``OSError`` with one sentence.
    """
    from PySide6.QtGui import QImage

    target = Path(path)
    pixels = np.ascontiguousarray(image)
    height, width = pixels.shape[:2]
    picture = QImage(pixels.data, width, height, 3 * width, QImage.Format.Format_RGB888)
    try:
        handle, aside = tempfile.mkstemp(suffix=".png", prefix=f".{target.stem}-", dir=target.parent)
    except OSError as error:
        raise OSError(f"{target} cannot be written: {error.strerror or error}") from None
    try:
        os.close(handle)
        if not picture.save(aside, "PNG"):
            raise OSError(f"{target} cannot be written: the disk may be full")
        with open(aside, "rb+") as file:
            os.fsync(file.fileno())
        os.chmod(aside, 0o644)
        os.replace(aside, target)
    except OSError:
        Path(aside).unlink(missing_ok=True)
        raise
