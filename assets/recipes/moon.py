"""The Moon: its colour and its relief.  Column 0 is 180 W, so the middle column is the near side."""

from pathlib import Path

import numpy as np
from PIL import Image

from recipes.images import blurred, normal_map, read_map, to_image
from recipes.sources import Sources

MOON_RADIUS_KM = 1737.4
KM_PER_LEVEL = 19.9 / 245  # the 8-bit map spans -9.1 to +10.8 km
RELIEF_EXAGGERATION = 1.1  # 8 bits at 10 km a pixel smooth the true slopes a little


def albedo(sources: Sources, out: Path) -> None:
    picture = to_image(read_map(sources.file("globe.gl", "lunar_surface.jpg"), "RGB", 4096))
    picture.save(out / "moon_albedo_4096.jpg", quality=88, subsampling=2, optimize=True)


def relief(sources: Sources, out: Path) -> None:
    original = Image.open(sources.file("globe.gl", "lunar_bumpmap.jpg")).convert("F")
    levels = np.asarray(original.resize((2048, 1024), Image.Resampling.BICUBIC))
    normals = normal_map(blurred(levels * KM_PER_LEVEL, 0.7), MOON_RADIUS_KM, RELIEF_EXAGGERATION)
    normals.save(out / "moon_normal_2048.webp", quality=90, method=6)
