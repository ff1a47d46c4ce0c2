"""Where the program's own data lies, in a checkout and in an installed copy alike."""

from pathlib import Path

ASSETS = Path(__file__).resolve().parent.parent / "assets"
SCENARIOS = ASSETS / "scenarios"
EPHEMERIS_FILE = ASSETS / "de440_sun_earth_moon_2020_2100.bsp"
