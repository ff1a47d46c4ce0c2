"""A tile of craters that repeats without a seam: ground for where the Moon's maps are too coarse."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

_SLOPE_RANGE = 0.9  # slope that 8 bits hold, rise over run


def crater_tile(size_px: int = 1024, seed: int = 11) -> NDArray[np.uint8]:
    """Return (size_px, size_px, 3): slopes along columns and rows, as shading wants them, and brightness; mean 128.

    Bowls a fifth as deep as wide with raised rims, as fresh craters are, and
    softer old ones; numbers fall with the square of the size, so that each
    size covers as much ground, as on a saturated surface.
    """
    random = np.random.default_rng(seed)
    height, bright = np.zeros((2, size_px, size_px))
    smallest, largest, count = 2.2, 0.085 * size_px, 2_600
    # The inverse of N(>r) ~ r^-2 between the two ends.
    u = random.random(count)
    radii = (largest**-2 + u * (smallest**-2 - largest**-2)) ** -0.5
    for radius in np.sort(radii)[::-1].tolist():
        x0, y0 = random.random(2) * size_px
        fresh = random.random() ** 2.2
        reach = int(np.ceil(3.0 * radius)) + 1
        columns = np.arange(int(x0) - reach, int(x0) + reach + 1)
        rows = np.arange(int(y0) - reach, int(y0) + reach + 1)
        r = np.hypot(columns[None, :] - x0, rows[:, None] - y0) / radius
        depth = 0.4 * radius * (0.22 + 0.78 * fresh)
        # A bowl with a floor, a rim, and what was thrown out of it.
        bowl = np.where(r < 1.0, -depth * (1.0 - np.clip(r, 0.0, 1.0) ** 2.6), 0.0)
        rim = 0.24 * depth * np.exp(-(((r - 1.04) / (0.20 + 0.12 * (r > 1.04))) ** 2))
        apron = 0.5 * fresh**3 * np.clip(1.0 - r / 2.8, 0.0, 1.0) ** 1.5
        at = np.ix_(rows % size_px, columns % size_px)
        height[at] += bowl + rim
        bright[at] += apron - 0.06 * (r < 0.8)
    rolling = _rolling(size_px, random)
    height += rolling * (0.9 / np.abs(np.gradient(rolling)[0]).mean() * 0.045)
    slope_x = 0.5 * (np.roll(height, 1, axis=1) - np.roll(height, -1, axis=1))
    slope_y = 0.5 * (np.roll(height, 1, axis=0) - np.roll(height, -1, axis=0))
    bright += 0.35 * rolling / rolling.std()
    tile = np.stack(
        [slope_x / _SLOPE_RANGE, slope_y / _SLOPE_RANGE, (bright - bright.mean()) / (3.0 * bright.std())], axis=-1
    )
    return np.clip(128.0 + 127.0 * tile, 0.0, 255.0).astype(np.uint8)


def _rolling(size_px: int, random: np.random.Generator) -> NDArray[np.float64]:
    """Return gentle hills (size_px, size_px) that repeat, of about every size."""
    spectrum = np.fft.rfft2(random.normal(size=(size_px, size_px)))
    frequency = np.hypot(np.fft.fftfreq(size_px)[:, None], np.fft.rfftfreq(size_px)) * size_px
    weight = np.where(frequency < 2.0, 0.0, np.maximum(frequency, 1.0) ** -1.9)
    return np.asarray(np.fft.irfft2(spectrum * weight, s=(size_px, size_px)))
