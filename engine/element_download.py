"""Orbital elements from CelesTrak, when asked for: the last good file is kept, and stays when an update fails."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlsplit

from engine.constants import SECONDS_PER_DAY
from engine.element_sections import text_of
from engine.elements import ElementSet, Reading, parse_elements
from engine.fetch import Progress, fetch
from engine.files import Cancelled, replacing
from engine.paths import cache_folder
from engine.timebase import format_utc, from_datetime, parse_utc

# CSV is a third of the JSON, and has room for catalogue numbers of six digits, which TLE has not.
CELESTRAK_STARLINK = "https://celestrak.org/NORAD/elements/gp.php?GROUP=starlink&FORMAT=csv"
MOST_SECONDS = 60.0
_MOST_DOWNLOADED = 64_000_000
_FILE = "elements.txt"
_FIRST_LINE = re.compile(rb"# downloaded (\S{20}) from (\S+)")


@dataclass(frozen=True)
class Kept:
    """The last good download."""

    path: Path
    downloaded_s: float  # t_s
    url: str

    def age_days(self, now_s: float | None = None) -> float:
        """Return how long ago it was downloaded, at ``now_s`` or by the computer's clock."""
        return ((_now_s() if now_s is None else now_s) - self.downloaded_s) / SECONDS_PER_DAY

    def read(self) -> tuple[ElementSet, Reading]:
        """Read it.  Raises ``ValueError`` with one sentence."""
        try:
            content = self.path.read_bytes()
        except OSError as error:
            raise ValueError(f"{self.path} cannot be read: {error.strerror or error}") from None
        return parse_elements(content, _host(self.url))


def kept_elements(folder: Path | None = None) -> Kept | None:
    """Return the last good download, None where there is none; ``folder`` is for tests."""
    path = _path(folder)
    try:
        with path.open("rb") as file:
            match = _FIRST_LINE.match(file.readline(5_000))
        return Kept(path, parse_utc(match[1].decode("ascii")), match[2].decode("ascii")) if match else None
    except (OSError, ValueError):
        return None


def update_elements(
    url: str = CELESTRAK_STARLINK,
    progress: Progress | None = None,
    *,
    folder: Path | None = None,
    seconds: float = MOST_SECONDS,
    most_bytes: int = _MOST_DOWNLOADED,
) -> tuple[ElementSet, Reading]:
    """Download elements, read them, and keep them instead of the last ones; never asked for but by the user.

    Raises ``ValueError`` with one sentence that says what went wrong and how old what is kept is, and ``Cancelled``.
    Whatever goes wrong, what is kept stays as it is.
    """
    told = progress or (lambda share: True)
    try:
        content = fetch(url, most_bytes=most_bytes, seconds=seconds, progress=lambda share: told(0.8 * share))
        elements, reading = parse_elements(content, _host(url))
        if reading.bad > reading.good:
            raise ValueError(f"more of its records are bad than good: {reading.first_bad[0]}")
        _check_whole(text_of(content), reading)
        _check_many(elements, url, folder)
        if not told(0.9):
            raise Cancelled
        _keep(content, url, _path(folder))
    except ValueError as error:
        raise ValueError(f"no new elements: {_without_host(str(error), _host(url))}; {_what_stays(folder)}") from None
    told(1.0)
    return elements, reading


def _path(folder: Path | None) -> Path:
    return (folder or cache_folder() / "elements") / _FILE


def _check_whole(text: str, reading: Reading) -> None:
    """Raise ``ValueError`` if the end seems to be missing: a server that does not say how much it sends may be cut."""
    if reading.last_bad is not None:
        raise ValueError(f"its end is missing or bad: {reading.last_bad}")
    start, end = text[:1_000].lstrip(), text[-1_000:].rstrip()
    if start.startswith("[") and not end.endswith("]"):
        raise ValueError("its end is missing: the list is not closed")
    if "<ndm" in start and not end.endswith("</ndm>"):
        raise ValueError("its end is missing: the last tag is not closed")
    if reading.forms == ("OMM CSV",) and not text.endswith("\n"):
        raise ValueError("its end is missing: the last line is not closed")


def _check_many(elements: ElementSet, url: str, folder: Path | None) -> None:
    """Raise ``ValueError`` if no more than half as many satellites came as are kept from the same address."""
    kept = kept_elements(folder)
    if kept is None or kept.url != url:
        return
    try:
        before, _ = kept.read()
    except ValueError:
        return
    if 2 * elements.count <= before.count:
        raise ValueError(f"it gives {elements.count:,} satellites, and {before.count:,} are kept: much seems missing")


def _keep(content: bytes, url: str, path: Path) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise ValueError(f"{path.parent} cannot be made: {error.strerror or error}") from None
    with replacing(path) as file:
        file.write(f"# downloaded {format_utc(_now_s())} from {url}\n".encode())
        file.write(text_of(content).encode())


def _what_stays(folder: Path | None) -> str:
    kept = kept_elements(folder)
    if kept is None:
        return "there are none from before"
    hours = 24.0 * kept.age_days()
    age = f"{hours / 24.0:,.0f} days" if hours >= 36.0 else f"{max(hours, 0.0):.0f} hours"
    return f"those downloaded on {format_utc(kept.downloaded_s)[:10]}, {age} ago, stay"


def _host(url: str) -> str:
    try:
        return urlsplit(url).hostname or url[:100]
    except ValueError:
        return url[:100]


def _without_host(reason: str, host: str) -> str:
    """Return why it failed with the server named once: ``from celestrak.org: it answered 403 Forbidden``."""
    return reason if host in reason else f"{host}: {reason}"


def _now_s() -> float:
    return from_datetime(datetime.now(UTC))
