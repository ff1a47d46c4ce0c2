"""What the window is written and drawn with: fonts and icons, each beside its licence."""

import re
import shutil
from pathlib import Path

from recipes.sources import Sources

ICONS = """
    activity adjustments-horizontal alert-triangle arrow-back-up arrows-maximize arrows-minimize aspect-ratio bolt
    brain calendar calendar-event camera chart-line check chevron-down chevron-left chevron-right chevron-up
    chevrons-left chevrons-right circle circle-dashed clock clock-play cloud copy cpu crosshair database
    device-floppy dots download external-link eye eye-off file filter flag focus-centered folder-open gauge
    grid-dots help home info-circle keyboard layout-bottombar layout-sidebar layout-sidebar-right list map-pin maximize
    message-chatbot minimize minus moon orbit photo pin pinned planet player-pause player-play player-record
    player-skip-back player-skip-forward player-stop player-track-next player-track-prev plus refresh
    rewind-backward-10 rewind-backward-5 rewind-forward-10 rewind-forward-5 rocket rotate-clockwise route ruler
    satellite scale search settings sparkles stack-2 star sun tag target telescope video weight world world-latitude x
    zoom-in zoom-out
""".split()
INTER_WEIGHTS = ("Regular", "Medium", "SemiBold", "Bold")


def icons(sources: Sources, out: Path) -> None:
    """Copy Tabler's outlines as they are: 24x24, stroke in currentColor, recoloured by the theme."""
    for name in ICONS:
        shutil.copyfile(sources.file("tabler-icons", f"icons/outline/{name}.svg"), out / "icons" / f"{name}.svg")
    shutil.copyfile(sources.file("tabler-icons", "package/LICENSE"), out / "icons" / "LICENSE.txt")


def inter(sources: Sources, out: Path) -> None:
    for weight in INTER_WEIGHTS:
        name = f"Inter-{weight}.otf"
        shutil.copyfile(sources.file("fonts-inter", f"opentype/inter/{name}"), out / "fonts" / name)
    _write_open_font_licence(sources.file("fonts-inter", "fonts-inter/copyright"), out / "fonts" / "Inter-OFL.txt")


def star_table_licence(sources: Sources, out: Path) -> None:
    shutil.copyfile(sources.file("d3-celestial", "package/LICENSE"), out / "licences" / "d3-celestial.txt")


def _write_open_font_licence(debian_notice: Path, licence: Path) -> None:
    """Write the copyright line and the licence text of a Debian copyright file, without Debian's markup."""
    text = debian_notice.read_text(encoding="utf8")
    holder = re.search(r"^Files: \*\nCopyright: (.*)$", text, re.MULTILINE)
    body = re.search(r"^License: OFL-1\.1\n((?: .*\n)+)", text, re.MULTILINE)
    if holder is None or body is None:
        raise ValueError(f"{debian_notice} does not hold a copyright line and the text of the OFL-1.1 as expected")
    lines = [line[1:].rstrip() if line != " ." else "" for line in body[1].splitlines()]
    title = f"Copyright {holder[1]}\n\nSIL OPEN FONT LICENSE Version 1.1 - 26 February 2007\n\n"
    licence.write_text(title + "\n".join(lines) + "\n", encoding="utf8")
