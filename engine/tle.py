"""Two-line elements, with or without a line of the satellite's name before them.

The columns are those of CelesTrak's "NORAD Two-Line Element Set Format"; catalogue
numbers above 99,999 stand as Alpha-5 (A0000 is 100,000; I and O are left out).
"""

from __future__ import annotations

import re
from datetime import date
from functools import lru_cache

from engine.element_record import EPOCH_ZERO_ORDINAL, Collector, Record, checked, numbered_lines

_WIDTH = 69
_NUMBER = r"([ \dA-HJ-NP-Z][ \d]{3}\d)"
_EXPONENT = r"([ +-][\d ]{5}[ +-]\d)"  # an assumed point, five digits, a power of ten
_LINE_1 = re.compile(
    rf"1 {_NUMBER}[A-Z ] .{{8}} (\d\d)([ \d]{{3}}\.[\d ]{{8}}) ([ +-]\.[\d ]{{8}}) {_EXPONENT} {_EXPONENT}"
    r" ([ \d]) [ \d]{4}(\d)",
    re.ASCII,
)
_ANGLE = r"([ \d]{3}\.[\d ]{4})"
_LINE_2 = re.compile(
    rf"2 {_NUMBER} {_ANGLE} {_ANGLE} ([ \d]{{7}}) {_ANGLE} {_ANGLE} ([ \d]{{2}}\.[\d ]{{8}})[ \d]{{5}}(\d)", re.ASCII
)
# What a sign adds to the checksum: a digit its value, a minus 1.
_VALUES = bytes(sign - 48 if 48 <= sign <= 57 else int(sign == 45) for sign in range(256))
_LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ"
_SGP4_XP = "4"


def read_tle(text: str, first_line: int, into: Collector) -> None:
    """Read all element sets in ``text``, whose first line has the number ``first_line``; bad lines are counted."""
    name, name_at, line_1, line_1_at = "", 0, "", 0
    for number, line in numbered_lines(text, first_line):
        kind = line[:2]
        if kind == "2 " and line_1:
            try:
                into.add(tle_record(name, line_1, line))
            except _BadLineError as error:
                into.reject("line", line_1_at if error.line == 1 else number, str(error))
            name = line_1 = ""
            continue
        if line_1:
            into.reject("line", line_1_at, "a line 1 whose line 2 does not follow")
            name = line_1 = ""
        if kind == "2 ":
            into.reject("line", number, "a line 2 whose line 1 does not come before it")
            name = ""
        elif kind == "1 ":
            line_1, line_1_at = line, number
        else:
            if name:
                into.reject("line", name_at, "neither an element line nor the name before one")
            name, name_at = line[2:] if kind == "0 " else line, number
    if line_1:
        into.reject("line", line_1_at, "a line 1 whose line 2 does not follow")
    elif name:
        into.reject("line", name_at, "neither an element line nor the name before one")


class _BadLineError(ValueError):
    def __init__(self, line: int, reason: str) -> None:
        super().__init__(reason)
        self.line = line


def tle_record(name: str, line_1: str, line_2: str) -> Record:
    """Return the elements of two lines; what follows column 69 is left alone.

    Raises ``ValueError`` with the reason: cut short, a sign in a wrong column, a wrong checksum, another satellite's
    second line, a value out of its range.
    """
    catalogue, year, day, dot, ddot, bstar, kind = _columns(_LINE_1, 1, line_1)
    same, inclination, raan, eccentricity, perigee, anomaly, motion = _columns(_LINE_2, 2, line_2)
    if same != catalogue:
        raise _BadLineError(2, f"line 1 is of satellite {catalogue.strip()}, line 2 of {same.strip()}")
    if kind == _SGP4_XP:
        raise _BadLineError(1, "ephemeris type 4 is for SGP4-XP, which is another theory than SGP4")
    try:
        return checked(
            Record(
                name,
                catalogue_number(catalogue),
                _year_starts(int(year)) + float(day),
                _power(bstar),
                float(dot),
                _power(ddot),
                float("0." + eccentricity.replace(" ", "0")),
                float(perigee),
                float(inclination),
                float(anomaly),
                float(raan),
                float(motion),
            )
        )
    except ValueError as error:
        reason = str(error)
        raise _BadLineError(2, "a space inside a number" if "convert" in reason else reason) from None


def catalogue_number(text: str) -> int:
    """Return the number that five columns mean, Alpha-5 too: ``T0001`` is 270,001."""
    tens = _LETTERS.find(text[0])
    return int(text) if tens < 0 else (10 + tens) * 10_000 + int(text[1:])


def _columns(pattern: re.Pattern[str], which: int, line: str) -> tuple[str, ...]:
    match = pattern.match(line)
    if match is None or (len(line) > _WIDTH and not line[_WIDTH].isspace()):
        length = len(line.rstrip())
        if length < _WIDTH:
            raise _BadLineError(which, f"cut short: {length} characters, where line {which} has {_WIDTH}")
        raise _BadLineError(which, f"its characters do not stand in the columns of line {which}")
    *fields, given = match.groups()
    # The pattern leaves two columns free, for the launch's designator: what is not ASCII there counts nothing.
    tallied = sum(line[: _WIDTH - 1].encode("ascii", "replace").translate(_VALUES)) % 10
    if tallied != int(given):
        raise _BadLineError(which, f"its checksum is {given}, but its characters give {tallied}")
    return tuple(fields)


def _power(text: str) -> float:
    """Return the number of `` 12345-3``: 0.12345e-3."""
    return float(f"{text[0].strip()}.{text[1:6].strip()}e{text[6:].strip()}")


@lru_cache(maxsize=100)
def _year_starts(year: int) -> float:
    """Return the days from SGP4's zero to those of a year's day 0; 57 to 99 are of the twentieth century."""
    return float(date(year + (1900 if year >= 57 else 2000), 1, 1).toordinal() - EPOCH_ZERO_ORDINAL - 1)
