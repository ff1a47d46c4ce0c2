"""The stars: points whose size and brightness follow magnitude, coloured by B-V."""

from __future__ import annotations

import numpy as np
from vispy import gloo

from gui import ahead
from gui.frame import Frame
from gui.scene.shader import read_shader
from gui.star_catalogue import load_stars

_SATURATION = 1.6  # a star's colour is faint to the eye; a picture may say it a little louder


class StarLayer:
    """Draws all stars of the catalogue, added to what is there."""

    def __init__(self) -> None:
        stars = ahead.finish(load_stars)
        flux = np.exp(np.float32(-0.4 * np.log(10.0)) * (stars.magnitude - np.float32(1.0)))  # 1 at magnitude 1
        # The eye's response is far from linear: a star of magnitude 6 has 1 % of the light of one of magnitude 1
        # and must be seen.  Up to a brightness a star is one pixel; above it, it grows.
        brightness = np.clip(2.6 * flux**0.28, 0.16, 2.0)
        size_px = np.clip(1.35 + 2.9 * flux**0.40, 1.4, 9.0)
        light = np.concatenate([stars.rgb**_SATURATION * brightness[:, None], size_px[:, None]], axis=1)
        self._program = gloo.Program(read_shader("stars.vert"), read_shader("stars.frag"))
        self._program["a_direction"] = stars.direction
        self._program["a_light"] = light.astype(np.float32)

    def draw(self, frame: Frame) -> None:
        gloo.set_state(depth_test=False, blend=True, blend_func=("one", "one"), depth_mask=False)
        self._program["u_view_projection"] = frame.view_projection
        self._program["u_scale"] = frame.point_scale
        self._program.draw("points")
