"""A map on the GPU: repeats in longitude, clamps at the poles, has mipmaps where the driver makes them."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from vispy import gloo

_GL_TEXTURE_MIN_FILTER, _GL_LINEAR_MIPMAP_LINEAR = 0x2801, 0x2703


def map_texture(pixels: NDArray[np.uint8], mipmaps: bool) -> gloo.Texture2D:
    """Return a texture of ``pixels`` (H, W, C), north first.

    gloo knows no mipmaps.  They are asked for in its own queue, right after the
    upload, when the texture is the one bound.
    """
    texture = gloo.Texture2D(pixels, interpolation="linear", wrapping=("clamp_to_edge", "repeat"))
    if mipmaps:
        texture.glir.command("FUNC", "glGenerateMipmap", "texture_2d")
        texture.glir.command("FUNC", "glTexParameterf", "texture_2d", _GL_TEXTURE_MIN_FILTER, _GL_LINEAR_MIPMAP_LINEAR)
    return texture
