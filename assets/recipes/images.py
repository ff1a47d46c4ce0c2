"""What the recipes share.  Every map is plate carree: row 0 is north, column 0 is 180 W unless it says otherwise."""

from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image
from scipy.ndimage import gaussian_filter1d

Image.MAX_IMAGE_PIXELS = None  # the Moon's original has 66 million pixels, which Pillow takes for an attack


def read_map(path: Path, mode: str, width: int) -> NDArray:
    """Return the map at ``width`` x ``width / 2`` as float32, values 0..255: (H, W) or (H, W, 3)."""
    size = (width, width // 2)
    return np.asarray(Image.open(path).convert(mode).resize(size, Image.Resampling.LANCZOS), np.float32)


def to_image(values: NDArray) -> Image.Image:
    return Image.fromarray(values.clip(0, 255).round().astype(np.uint8))


def latitude_deg(height: int) -> NDArray:
    """Return the latitude of each row's middle, (height, 1), north first."""
    return (90.0 - (np.arange(height) + 0.5) * 180.0 / height)[:, None]


def blurred(values: NDArray, sigma_px: float) -> NDArray:
    """Return ``values`` (H, W) blurred by a Gaussian that wraps round the 180th meridian."""
    rows = gaussian_filter1d(values, sigma_px, axis=1, mode="wrap")
    return gaussian_filter1d(rows, sigma_px, axis=0, mode="nearest")


def normal_map(height_km: NDArray, radius_km: float, exaggeration: float) -> Image.Image:
    """Return the surface normals of a height map (H, W) as a picture: red east, green north, blue up.

    Meridians meet at the poles, so east-west slopes are taken over a circle no smaller than that at 85.4 degrees.
    """
    rows, columns = height_km.shape
    shrink = np.maximum(np.cos(np.radians(latitude_deg(rows))), 0.08)
    east_km = 2.0 * np.radians(360.0 / columns) * radius_km * shrink
    north_km = 2.0 * np.radians(180.0 / rows) * radius_km
    slope_east = (np.roll(height_km, -1, axis=1) - np.roll(height_km, 1, axis=1)) / east_km
    slope_north = np.zeros_like(height_km)
    slope_north[1:-1] = (height_km[:-2] - height_km[2:]) / north_km
    normal = np.dstack([-exaggeration * slope_east, -exaggeration * slope_north, np.ones_like(height_km)])
    normal /= np.linalg.norm(normal, axis=2, keepdims=True)
    return to_image((normal * 0.5 + 0.5) * 255.0)
