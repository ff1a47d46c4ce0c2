"""The committed assets are whole, of the sizes the scene expects, and credited."""

import hashlib
import json
import re
from fnmatch import fnmatch
from pathlib import Path

import erfa
import numpy as np
import pytest
from jplephem.spk import SPK
from PIL import Image
from PySide6.QtGui import QImage, QRawFont

ASSETS = Path(__file__).resolve().parent.parent / "assets"
MANIFEST = json.loads((ASSETS / "MANIFEST.json").read_text())
MANIFEST_OWN = {"MANIFEST.json", "CREDITS.md"}
OURS = ("scenarios/*", "facts/*", "recipes/*", "build_assets.py", "*__pycache__*")

SIZES = {
    "earth_day_4096.jpg": (4096, 2048),
    "earth_night_4096.webp": (4096, 2048),
    "earth_clouds_4096.webp": (4096, 2048),
    "earth_water_4096.png": (4096, 2048),
    "earth_normal_2048.webp": (2048, 1024),
    "moon_albedo_4096.jpg": (4096, 2048),
    "moon_normal_2048.webp": (2048, 1024),
    "milky_way_4096.jpg": (4096, 2048),
    "small/earth_surface_1024.webp": (1024, 512),
    "small/earth_aux_1024.webp": (1024, 512),
    "small/moon_albedo_1024.jpg": (1024, 512),
    "small/moon_normal_1024.webp": (1024, 512),
    "small/milky_way_1024.jpg": (1024, 512),
}

EARTH_MOON_BARYCENTRE, SUN, MOON, EARTH = 3, 10, 301, 399


@pytest.mark.parametrize("name", MANIFEST)
def test_a_file_is_the_one_in_the_manifest(name: str) -> None:
    content = (ASSETS / name).read_bytes()
    assert len(content) == MANIFEST[name]["bytes"]
    assert hashlib.sha256(content).hexdigest() == MANIFEST[name]["sha256"]


def test_every_file_is_in_the_manifest() -> None:
    files = {path.relative_to(ASSETS).as_posix() for path in ASSETS.rglob("*") if path.is_file()}
    foreign = {name for name in files if not any(fnmatch(name, pattern) for pattern in OURS)}
    assert foreign - MANIFEST_OWN == set(MANIFEST)


@pytest.mark.parametrize("name", MANIFEST)
def test_every_file_is_credited(name: str) -> None:
    rows = re.findall(r"^\| (`.*?) \|", (ASSETS / "CREDITS.md").read_text(encoding="utf8"), re.MULTILINE)
    patterns = [pattern for row in rows for pattern in re.findall(r"`(.*?)`", row)]
    assert any(fnmatch(name, pattern) for pattern in patterns)


def test_the_assets_stay_within_sixteen_megabytes() -> None:
    assert sum(entry["bytes"] for entry in MANIFEST.values()) <= 16_000_000


def test_the_first_picture_needs_less_than_three_megabytes() -> None:
    assert sum((ASSETS / name).stat().st_size for name in SIZES if name.startswith("small/")) < 3_000_000


def test_every_picture_has_a_stated_size() -> None:
    assert set(SIZES) == {name for name in MANIFEST if name.endswith((".jpg", ".png", ".webp"))}


@pytest.mark.parametrize(("name", "size"), SIZES.items())
def test_a_picture_is_read_alike_by_qt_and_by_pillow(name: str, size: tuple[int, int]) -> None:
    image = QImage(str(ASSETS / name))
    assert (image.width(), image.height()) == size
    with Image.open(ASSETS / name) as other:
        assert other.size == size
        reference = np.asarray(other.convert("RGBA").crop((0, size[1] // 2, size[0], size[1] // 2 + 8)))
    rows = image.copy(0, size[1] // 2, size[0], 8).convertToFormat(QImage.Format.Format_RGBA8888)
    decoded = np.frombuffer(rows.constBits(), np.uint8).reshape(8, size[0], 4)
    # JPEG decoders may round differently, and smooth halved colour differently at an edge.
    assert np.abs(decoded.astype(int) - reference).mean() < 1.0


def test_water_is_where_the_sea_is() -> None:
    """Mid-Pacific, mid-Atlantic and the Caspian are; the Sahara, the pole and the Ross ice shelf are not."""
    water = np.asarray(Image.open(ASSETS / "earth_water_4096.png"))

    def at(lat_deg: float, lon_deg: float) -> int:
        return int(water[int((90 - lat_deg) / 180 * 2048), int((lon_deg + 180) / 360 * 4096)])

    assert [at(0, -150), at(30, -40), at(41.5, 50.5)] == [255, 255, 255]
    assert [at(23, 10), at(-89.5, 0), at(-81, -175)] == [0, 0, 0]


def test_normals_point_up_where_it_is_flat_and_towards_the_slope() -> None:
    """The western slope of the southern Andes faces west: red, which is east, below the middle."""
    normals = np.asarray(Image.open(ASSETS / "earth_normal_2048.webp").convert("RGB")).astype(int)
    rows = slice(int((90 - -20) / 180 * 1024), int((90 - -30) / 180 * 1024))
    pacific = normals[rows, int((180 - 100) / 360 * 2048)]
    andes = normals[rows, int((180 - 70.5) / 360 * 2048) : int((180 - 69) / 360 * 2048)]
    assert np.abs(pacific - (128, 128, 255)).max() <= 3
    assert andes[..., 0].mean() < 122


def test_the_ephemeris_covers_2020_to_2100_for_sun_earth_and_moon() -> None:
    first, last = (sum(erfa.cal2jd(year, 1, 1)) for year in (2020, 2101))
    with SPK.open(str(ASSETS / "de440_sun_earth_moon_2020_2100.bsp")) as kernel:
        spans = {(s.center, s.target): (s.start_jd, s.end_jd) for s in kernel.segments}
        assert set(spans) == {
            (0, EARTH_MOON_BARYCENTRE),
            (0, SUN),
            (EARTH_MOON_BARYCENTRE, MOON),
            (EARTH_MOON_BARYCENTRE, EARTH),
        }
        assert all(start <= first and end >= last for start, end in spans.values())
        moon_km = kernel[3, MOON].compute(first) - kernel[3, EARTH].compute(first)
    assert 356_000 < np.linalg.norm(moon_km) < 407_000


def test_the_star_table_is_sorted_and_the_named_stars_are_in_it() -> None:
    with np.load(ASSETS / "stars_v8.npz") as stars:
        columns = {name: stars[name] for name in ("hip", "ra_deg", "dec_deg", "vmag", "bv")}
    assert {column.shape for column in columns.values()} == {(41_411,)}
    assert (np.diff(columns["vmag"]) >= 0).all()
    names = json.loads((ASSETS / "star_names.json").read_text(encoding="utf8"))
    assert set(map(int, names)) <= set(columns["hip"].tolist())
    sirius = int(columns["hip"][0])
    assert names[str(sirius)] == "Sirius"
    assert (columns["ra_deg"][0], columns["dec_deg"][0]) == pytest.approx((101.287, -16.716), abs=0.01)


@pytest.mark.parametrize("name", sorted(n for n in MANIFEST if n.endswith(".svg")))
def test_an_icon_takes_the_colour_of_the_theme(name: str) -> None:
    svg = (ASSETS / name).read_text(encoding="utf8")
    assert 'viewBox="0 0 24 24"' in svg
    assert 'stroke="currentColor"' in svg


@pytest.mark.parametrize("weight", ["Regular", "Medium", "SemiBold", "Bold"])
def test_the_font_has_the_signs_we_write(weight: str, qapp: object) -> None:
    font = QRawFont(str(ASSETS / "fonts" / f"Inter-{weight}.otf"), 14.0)
    assert font.isValid()
    missing = [sign for sign in "0123456789°×·±−–→↗²³⁻¹μΔΩλ" if not font.supportsCharacter(ord(sign))]
    assert missing == []
