"""What form a file of elements has, found by its content: parts of one kind each, since forms may be mixed."""

from __future__ import annotations

import codecs
import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

from engine.element_record import Collector
from engine.omm import read_csv, read_json, read_xml
from engine.tle import read_tle

READERS: dict[str, Callable[[str, int, Collector], None]] = {
    "TLE": read_tle,
    "OMM JSON": read_json,
    "OMM CSV": read_csv,
    "OMM XML": read_xml,
}
_KINDS = tuple(READERS)
# How a line begins that only one form has; a CSV file's line of names holds both of two words, in any order.
_HEAD = re.compile(
    r"^(?:(1 [ \dA-HJ-NP-Z][ \d]{3}\d[A-Z ] )|[ \t]*([\[{])|[ \t]*(<)|"
    r"((?=[^\n]*\bMEAN_MOTION\b)(?=[^\n]*\bNORAD_CAT_ID\b)[^\n:]*)$)",
    re.MULTILINE | re.ASCII,
)
_NO_NAME = re.compile(r"\s*[\]}<#]|[^\n]*,|\s*$")


class Section(NamedTuple):
    kind: str
    text: str
    first_line: int


def text_of(content: bytes) -> str:
    """Return the text with line ends of one kind; bytes that are no UTF-8 become a sign that no element has."""
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):  # as a Windows shell writes what it is given
        return content.decode("utf-16", errors="replace").replace("\r\n", "\n").replace("\r", "\n")
    # As bytes, which of noise are a quarter of the text.
    content = content.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    return content.decode("utf-8-sig", errors="replace")


def sections(text: str) -> Iterator[Section]:
    """Give the parts in turn.  A name before two-line elements goes with them; what no form knows is TLE's."""
    kind, start, line = "TLE", 0, 1
    for match in _HEAD.finditer(text):
        found = _KINDS[(1, 2, 4, 3).index(match.lastindex or 1)]
        if found == kind:
            continue
        at = match.start()
        if found == "TLE":
            before = text.rfind("\n", start, max(at - 1, start)) + 1 or start
            if not _NO_NAME.match(text, before, at):
                at = before
        if at > start:
            yield Section(kind, text[start:at], line)
            line += text.count("\n", start, at)
        kind, start = found, at
    if start < len(text):
        yield Section(kind, text[start:], line)
