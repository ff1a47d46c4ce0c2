"""The maps of Earth, Moon and Milky Way: read with QImage, packed as the shaders want them.

A small set (quarter size) makes the first picture; the full one is decoded in
threads and handed over one map a frame, so that no frame waits for all.
QImage needs no application object, so this works in a snapshot too.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from engine.paths import ASSETS
from gui import ahead
from gui.star_catalogue import AssetError

Pixels = NDArray[np.uint8]


def read_image(path: Path, channels: int) -> Pixels:
    """Return an image (H, W, channels), 1 (grey), 3 or 4 of them.  Raises ``AssetError`` with one sentence."""
    from PySide6.QtGui import QImage

    image = QImage(str(path))
    if image.isNull():
        reason = "cannot be read as an image" if path.exists() else "is missing"
        raise AssetError(f"the picture {path.parent.name}/{path.name} {reason}: reinstall the program")
    form = {1: QImage.Format.Format_Grayscale8, 3: QImage.Format.Format_RGB888, 4: QImage.Format.Format_RGBA8888}
    image = image.convertToFormat(form[channels])
    height, width = image.height(), image.width()
    rows = np.frombuffer(image.constBits(), np.uint8).reshape(height, image.bytesPerLine())
    return rows[:, : width * channels].reshape(height, width, channels).copy()


def _pack(*columns: Pixels) -> Pixels:
    """Return the channels of several maps as one, each map grown to the size of the first by repeating pixels."""
    height, width = columns[0].shape[:2]
    out = np.empty((height, width, sum(column.shape[2] for column in columns)), np.uint8)
    at = 0
    for column in columns:
        step = height // column.shape[0]
        for row in range(step):
            for shift in range(step):
                out[row::step, shift::step, at : at + column.shape[2]] = column
        at += column.shape[2]
    return out


def _moon(albedo: Pixels, normal: Pixels) -> Pixels:
    """Return red and blue of the albedo (green lies between) and the slopes to east and north."""
    return _pack(albedo[..., ::2], normal[..., :2])


Recipe = Callable[[Path], Pixels]

SMALL: dict[str, Recipe] = {
    "earth_surface": lambda a: read_image(a / "small" / "earth_surface_1024.webp", 4),
    "earth_aux": lambda a: read_image(a / "small" / "earth_aux_1024.webp", 4),
    "moon": lambda a: _moon(
        read_image(a / "small" / "moon_albedo_1024.jpg", 3), read_image(a / "small" / "moon_normal_1024.webp", 3)
    ),
    "milky_way": lambda a: read_image(a / "small" / "milky_way_1024.jpg", 3),
}
FIRST = ("earth_surface", "earth_aux")
FULL: dict[str, Recipe] = {
    "earth_surface": lambda a: _pack(
        read_image(a / "earth_day_4096.jpg", 3), read_image(a / "earth_water_4096.png", 1)
    ),
    "earth_aux": lambda a: _pack(
        _doubled(read_image(a / "earth_normal_2048.webp", 3)[..., :2]),
        read_image(a / "earth_night_4096.webp", 1),
        read_image(a / "earth_clouds_4096.webp", 1),
    ),
    "moon": lambda a: _moon(
        read_image(a / "moon_albedo_4096.jpg", 3), _doubled(read_image(a / "moon_normal_2048.webp", 3))
    ),
    "milky_way": lambda a: read_image(a / "milky_way_4096.jpg", 3),
}


def _doubled(map_: Pixels) -> Pixels:
    """Return a map at twice its size, between pixels by linear interpolation: slopes must not show steps."""
    wide = np.empty((map_.shape[0], 2 * map_.shape[1], map_.shape[2]), np.uint16)
    wide[:, 0::2] = 3 * map_.astype(np.uint16) + np.roll(map_, 1, axis=1)
    wide[:, 1::2] = 3 * map_.astype(np.uint16) + np.roll(map_, -1, axis=1)
    above, below = np.concatenate([wide[:1], wide[:-1]]), np.concatenate([wide[1:], wide[-1:]])
    out = np.empty((2 * map_.shape[0], *wide.shape[1:]), np.uint8)
    out[0::2] = (3 * wide + above + 8) >> 4
    out[1::2] = (3 * wide + below + 8) >> 4
    return out


def begin_small_maps() -> None:
    """Begin to decode the maps of the first picture, for ``load_maps``.

    The Moon is seldom in it, and the Milky Way comes right after it: their maps come when they are wanted.
    """
    for name in FIRST:
        ahead.begin(SMALL[name], ASSETS)


def load_maps(recipes: dict[str, Recipe] = SMALL, folder: Path = ASSETS) -> dict[str, Pixels]:
    """Return the maps by name, decoded in two threads."""
    with ThreadPoolExecutor(2) as pool:
        maps = pool.map(lambda recipe: ahead.finish(recipe, folder), recipes.values())
        return dict(zip(recipes, maps, strict=True))


class MapLoader:
    """The full maps, on their way: ``take`` gives one that has arrived, at most one a call."""

    def __init__(self, recipes: dict[str, Recipe] = FULL, folder: Path = ASSETS) -> None:
        self._pool = ThreadPoolExecutor(2, thread_name_prefix="maps")
        self._waiting: dict[str, Future[Pixels]] = {
            name: self._pool.submit(recipe, folder) for name, recipe in recipes.items()
        }
        self._pool.shutdown(wait=False)

    @property
    def done(self) -> bool:
        return not self._waiting

    def take(self) -> tuple[str, Pixels] | None:
        """Return (name, map) of one that is ready, or None.  Raises ``AssetError`` if it could not be read."""
        for name, future in self._waiting.items():
            if future.done():
                del self._waiting[name]
                return name, future.result()
        return None

    def close(self) -> None:
        """Forget what has not begun."""
        for future in self._waiting.values():
            future.cancel()
        self._waiting.clear()
