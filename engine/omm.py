"""Orbit Mean-Elements Messages (CCSDS 502.0-B-2) as JSON, CSV and XML, as CelesTrak and Space-Track give them.

Each record stands for itself: it is found by its braces, its line or its tags and
read alone, so that a file cut short, or with a fault in the middle, loses one.
"""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Mapping
from datetime import datetime
from xml.etree import ElementTree

from engine.element_record import EPOCH_ZERO_ORDINAL, Collector, Record, checked, numbered_lines

_MOST_CHARACTERS = 100_000  # of one record; they have about a thousand
# SGP4's theory, frame and time: with others the numbers mean something else.
_REQUIRED = {"MEAN_ELEMENT_THEORY": ("SGP4", "SGP/SGP4"), "REF_FRAME": ("TEME",), "TIME_SYSTEM": ("UTC",)}
_OBJECT = re.compile(r"\{[^{}]*(\}?)")
# The same with braces in its strings, which are rare: tried where a brace stands between quotation marks.
_WITH_BRACES = re.compile(r'\{(?:[^{}"]++|"(?:[^"\\\n]++|\\.)*+")*+\}')
_MOST_WITH_BRACES = 5_000  # characters
_DATE = re.compile(r"(\d{4}-(?:\d\d-\d\d|\d{3})[T ]\d\d:\d\d:\d\d(?:\.\d*)?)(?:Z|[+-]00(?::?00)?)?", re.ASCII)


def read_json(text: str, _: int, into: Collector) -> None:
    """Read every object without objects in it, alone, in an array or in an object that holds one."""
    end = 0
    while match := _OBJECT.search(text, end):
        whole, end, closed = match.group(), match.end(), bool(match.group(1))
        if longer := _with_braces(text, match):
            whole, end, closed = longer, match.start() + len(longer), True
        if not closed:
            if into.numbered == 0 and "[" in whole and end < len(text):
                continue  # {"satellites": [ ...
            into.reject("record", into.next_number(), "cut short: it has no closing brace")
            continue
        number = into.next_number()
        try:
            if len(whole) > _MOST_CHARACTERS:
                raise ValueError("too long for a record of elements")
            into_record = omm_record(_object(whole))
        except ValueError as error:
            into.reject("record", number, str(error))
        else:
            into.add(into_record)


def _with_braces(text: str, match: re.Match[str]) -> str:
    """Return the whole object where the brace that ends ``match`` is in a string, otherwise nothing."""
    start, end = match.span()
    marks = text.count('"', start, end) - text.count('\\"', start, end)
    if end - start > _MOST_WITH_BRACES or marks % 2 == 0:
        return ""
    longer = _WITH_BRACES.match(text, start, start + _MOST_WITH_BRACES)
    if longer is None:
        return ""
    try:
        _object(longer.group())
    except ValueError:
        return ""  # a quotation mark is missing: then the next object must not be lost too
    return longer.group()


def _object(text: str) -> Mapping[str, object]:
    try:
        fields: Mapping[str, object] = json.loads(text, strict=False)
    except (ValueError, RecursionError):
        raise ValueError("not JSON") from None
    return fields


def read_csv(text: str, first_line: int, into: Collector) -> None:
    """Read lines of values below a line of names."""
    names: list[str] = []
    for number, line in numbered_lines(text, first_line):
        try:
            values = _values(line)
            if "NORAD_CAT_ID" in line:
                names = [name.strip().upper() for name in values]
                continue
            if len(values) != len(names):
                raise ValueError(f"{len(values)} values, where the line of names has {len(names)}")
            record = omm_record(dict(zip(names, values, strict=True)))
        except ValueError as error:
            into.reject("line", number, str(error))
        else:
            into.add(record)


def _values(line: str) -> list[str]:
    if len(line) > _MOST_CHARACTERS:
        raise ValueError("too long for a line of elements")
    if '"' not in line:
        return line.split(",")
    try:
        return next(csv.reader([line], strict=True))
    except (csv.Error, StopIteration):
        raise ValueError("its quotation marks do not match") from None


def read_xml(text: str, _: int, into: Collector) -> None:
    """Read each ``<segment>``.  A document type, which could define entities, is refused."""
    if re.match(r"\s*(<!DOCTYPE\s+html|<html)", text, re.IGNORECASE):
        into.reject("record", into.next_number(), "a web page, HTML, and no elements")
        return
    if re.search(r"<!(DOCTYPE|ENTITY)", text, re.IGNORECASE):
        into.reject("record", into.next_number(), "XML with a document type of its own, which is not read")
        return
    start = text.find("<segment")
    if start < 0:
        into.reject("record", into.next_number(), "XML without the segments of an OMM")
    while start >= 0:
        number, following = into.next_number(), text.find("<segment", start + 1)
        end = text.find("</segment>", start, None if following < 0 else following)
        try:
            if end < 0:
                raise ValueError("cut short: it has no closing tag")
            record = omm_record(_segment(text[start : end + len("</segment>")]))
        except ValueError as error:
            into.reject("record", number, str(error))
        else:
            into.add(record)
        start = following


def _segment(text: str) -> Mapping[str, object]:
    if len(text) > _MOST_CHARACTERS:
        raise ValueError("too long for a record of elements")
    try:
        # No document type comes here, so there is no entity to expand but the five of XML.
        root = ElementTree.fromstring(text)
    except (ElementTree.ParseError, ValueError, RecursionError):
        raise ValueError("not XML") from None
    return {element.tag: element.text or "" for element in root.iter() if len(element) == 0}


def omm_record(fields: Mapping[str, object]) -> Record:
    """Return the elements that an OMM's fields give.  Raises ``ValueError`` with the reason if they are bad."""
    for key, allowed in _REQUIRED.items():
        given = fields.get(key) or allowed[0]
        if str(given).strip().upper() not in allowed:
            raise ValueError(f"{key} is {_shown(given)}, where only {allowed[0]} is read")
    if str(fields.get("EPHEMERIS_TYPE")).strip() == "4":
        raise ValueError("EPHEMERIS_TYPE 4 is for SGP4-XP, which is another theory than SGP4")
    return checked(
        Record(
            str(fields.get("OBJECT_NAME") or ""),
            _whole(fields, "NORAD_CAT_ID"),
            _epoch_days(fields),
            _number(fields, "BSTAR"),
            _number(fields, "MEAN_MOTION_DOT", "0"),
            _number(fields, "MEAN_MOTION_DDOT", "0"),
            _number(fields, "ECCENTRICITY"),
            _number(fields, "ARG_OF_PERICENTER"),
            _number(fields, "INCLINATION"),
            _number(fields, "MEAN_ANOMALY"),
            _number(fields, "RA_OF_ASC_NODE"),
            _number(fields, "MEAN_MOTION"),
        )
    )


def _shown(value: object) -> str:
    text = repr(value)
    return text if len(text) <= 40 else text[:40] + "..."


def _given(fields: Mapping[str, object], key: str) -> object:
    try:
        return fields[key]
    except KeyError:
        raise ValueError(f"it has no {key}") from None


def _number(fields: Mapping[str, object], key: str, default: str | None = None) -> float:
    value = _given(fields, key) if default is None else fields.get(key) or default
    if isinstance(value, str | int | float) and not isinstance(value, bool):
        try:
            return float(value)
        except (ValueError, OverflowError):
            pass
    raise ValueError(f"{key} is {_shown(value)}, which is not a number")


def _whole(fields: Mapping[str, object], key: str) -> int:
    value = _number(fields, key)
    if not value.is_integer():  # false of infinity and of what is not a number too
        raise ValueError(f"{key} is {value:g}, which is not a whole number")
    return int(value)


def _epoch_days(fields: Mapping[str, object]) -> float:
    text = str(_given(fields, "EPOCH")).strip()
    try:
        if not (match := _DATE.fullmatch(text)):
            raise ValueError
        date = match[1]
        if date[7] == "-":
            at = datetime.fromisoformat(date)
        else:  # 2026-234T16:02:43.5
            at = datetime.strptime((date + ("" if "." in date else ".0"))[:24], "%Y-%jT%H:%M:%S.%f")
    except ValueError:
        raise ValueError(f"EPOCH is {_shown(text)}, which is no date such as 2026-08-22T16:02:43.123456") from None
    seconds = at.hour * 3_600.0 + at.minute * 60.0 + at.second + at.microsecond * 1e-6
    return at.toordinal() - EPOCH_ZERO_ORDINAL + seconds / 86_400.0
