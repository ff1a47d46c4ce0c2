"""The 41,411 stars to magnitude 8, as arrays to draw (XHIP, by way of d3-celestial)."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from engine.paths import ASSETS


class AssetError(RuntimeError):
    """A file of the program's own data is missing or cannot be read: one sentence for the user."""


@dataclass(frozen=True, slots=True)
class Stars:
    """Columns (N,), brightest first: unit ``direction`` (N, 3) in the GCRS, ``magnitude`` V,
    linear ``rgb`` (N, 3) with its largest part 1, and the ``named`` ones as (row, name)."""

    direction: NDArray[np.float32]
    magnitude: NDArray[np.float32]
    rgb: NDArray[np.float32]
    named: tuple[tuple[int, str], ...]


@lru_cache(maxsize=1)
def load_stars(folder: Path = ASSETS) -> Stars:
    """Return the shipped catalogue.  Raises ``AssetError`` with one sentence."""
    try:
        with np.load(folder / "stars_v8.npz") as table:
            hip, magnitude, bv = table["hip"], table["vmag"], table["bv"]
            ra, dec = np.radians(table["ra_deg"].astype(float)), np.radians(table["dec_deg"].astype(float))
        names = json.loads((folder / "star_names.json").read_text(encoding="utf-8"))
    except (OSError, ValueError, KeyError) as error:
        raise AssetError(f"the star catalogue cannot be read ({error}): reinstall the program") from None
    direction = np.stack([np.cos(dec) * np.cos(ra), np.cos(dec) * np.sin(ra), np.sin(dec)], axis=-1)
    by_number = np.argsort(hip)
    wanted = np.array([int(number) for number in names])
    rows = by_number[np.searchsorted(hip, wanted, sorter=by_number).clip(max=len(hip) - 1)]
    named = sorted(
        (row, name)
        for row, name, number in zip(rows.tolist(), names.values(), wanted.tolist(), strict=True)
        if hip[row] == number
    )
    return Stars(direction.astype(np.float32), magnitude, _rgb_of(bv), tuple(named))


def _rgb_of(bv: NDArray[np.floating]) -> NDArray[np.float32]:
    """Return ``star_rgb`` to 0.01 in B-V, from a table: a tenth of the time."""
    table = star_rgb(np.arange(-40, 201) / 100.0).astype(np.float32)
    return table[np.rint(100.0 * np.clip(bv, -0.4, 2.0)).astype(np.intp) + 40]


def star_rgb(bv: NDArray[np.floating]) -> NDArray[np.float64]:
    """Return the linear colour (N, 3) of a star of colour index B-V (N,), its largest part 1.

    Temperature after Ballesteros, EPL 97, 34008 (2012), then the black body's
    share at 610, 550 and 465 nm (Planck), white at 6,600 K.
    """
    bv = np.clip(np.asarray(bv, dtype=float), -0.4, 2.0)
    kelvin = 4600.0 * (1.0 / (0.92 * bv + 1.7) + 1.0 / (0.92 * bv + 0.62))
    wavelength_m = np.array([610e-9, 550e-9, 465e-9])

    def planck(temperature: NDArray[np.float64]) -> NDArray[np.float64]:
        return np.asarray(wavelength_m**-5 / np.expm1(1.438777e-2 / (wavelength_m * temperature[:, None])))

    rgb = planck(kelvin) / planck(np.array([6600.0]))
    return np.asarray(rgb / rgb.max(axis=1, keepdims=True))
