"""A tile of fractal noise that repeats without a seam: grain for maps that are looked at too closely."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray


def noise_tile(size_px: int = 512, seed: int = 7) -> NDArray[np.uint8]:
    """Return (size_px, size_px, 1), mean 128, deviation 40.

    White noise filtered to fall as frequency^-1.25 in amplitude, which is the
    look of ground and cloud alike.  The longest waves are left out: the maps
    have those.
    """
    spectrum = np.fft.rfft2(np.random.default_rng(seed).normal(size=(size_px, size_px)))
    frequency = np.hypot(np.fft.fftfreq(size_px)[:, None], np.fft.rfftfreq(size_px)) * size_px
    weight = np.where(frequency < 6.0, 0.0, np.maximum(frequency, 1.0) ** -1.25)
    noise = np.fft.irfft2(spectrum * weight, s=(size_px, size_px))
    levels = 128.0 + 40.0 * (noise - noise.mean()) / noise.std()
    return levels.clip(0.0, 255.0).astype(np.uint8)[..., None]
