"""The maps of the very first picture: a quarter of the size, in whatever form Qt decodes fastest.

Measured with QImage, 1024x512: JPEG 4 ms, lossy WebP 5 to 7 ms, lossless WebP 9 ms, PNG 13 ms.  An uncompressed
bitmap takes 1 ms but 2 MB.  Data that is not a picture (normals, lights, clouds in one) is kept lossless, since a
lossy codec would smear one channel into the next.  All read the full-size maps of ``out``.
"""

from pathlib import Path

from PIL import Image

from recipes.sources import Sources

SIZE = (1024, 512)


def _quarter(out: Path, name: str, mode: str) -> Image.Image:
    return Image.open(out / name).convert(mode).resize(SIZE, Image.Resampling.LANCZOS)


def earth_surface(_: Sources, out: Path) -> None:
    """Write red, green, blue by day, and water in alpha."""
    picture = _quarter(out, "earth_day_4096.jpg", "RGB")
    picture.putalpha(_quarter(out, "earth_water_4096.png", "L"))
    picture.save(out / "small" / "earth_surface_1024.webp", quality=88, method=6, exact=True)


def earth_aux(_: Sources, out: Path) -> None:
    """Write the normal's east and north in red and green, city lights in blue, clouds in alpha."""
    east, north, _up = _quarter(out, "earth_normal_2048.webp", "RGB").split()
    night, clouds = _quarter(out, "earth_night_4096.webp", "L"), _quarter(out, "earth_clouds_4096.webp", "L")
    picture = Image.merge("RGBA", (east, north, night, clouds))
    picture.save(out / "small" / "earth_aux_1024.webp", lossless=True, quality=100, method=6, exact=True)


def moon_albedo(_: Sources, out: Path) -> None:
    picture = _quarter(out, "moon_albedo_4096.jpg", "RGB")
    picture.save(out / "small" / "moon_albedo_1024.jpg", quality=85, subsampling=2, optimize=True)


def moon_normal(_: Sources, out: Path) -> None:
    picture = _quarter(out, "moon_normal_2048.webp", "RGB")
    picture.save(out / "small" / "moon_normal_1024.webp", quality=90, method=6)


def milky_way(_: Sources, out: Path) -> None:
    picture = _quarter(out, "milky_way_4096.jpg", "RGB")
    picture.save(out / "small" / "milky_way_1024.jpg", quality=85, subsampling=2, optimize=True)


def write(sources: Sources, out: Path) -> None:
    for recipe in (earth_surface, earth_aux, moon_albedo, moon_normal, milky_way):
        recipe(sources, out)
