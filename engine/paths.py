"""Where the program's own data lies, in a checkout and in an installed copy alike."""

import os
import sys
from pathlib import Path

ASSETS = Path(__file__).resolve().parent.parent / "assets"
SCENARIOS = ASSETS / "scenarios"
EPHEMERIS_FILE = ASSETS / "de440_sun_earth_moon_2020_2100.bsp"


def cache_folder() -> Path:
    """Return where the program may keep what it can work out again; it may not exist yet."""
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local") / "Heliograph" / "Cache"
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Caches" / "Heliograph"
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "heliograph"
