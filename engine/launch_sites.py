"""Launch pads on the Earth, and the courses on which a rocket leaves them for an inclination.

A rocket that leaves latitude phi on the inertial azimuth A reaches the inclination i of

    cos i = sin A cos phi        (so none below its latitude without a turn on the way)

once going north (ascending) and once going south.  What the ground sees is another azimuth: the Earth's own speed
there, up to 0.47 km/s to the east, is a present.  Bate, Mueller & White, *Fundamentals of Astrodynamics* (1971), 3.1.

Left out: the Earth's flattening (0.2 degree of latitude) and range-safety rules finer than a range of azimuths.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from math import acos, asin, atan2, cos, degrees, isfinite, pi, radians, sin, sqrt
from typing import Any

from engine.constants import R_EARTH_MEAN_KM, TWO_PI
from engine.quantities import CONFIDENCE_MEANING

EARTH_ROTATION_RAD_S = 7.292_115e-5  # IERS Conventions (2010), table 1.2, nominal mean angular velocity
_HALF_MINUTE_RAD = radians(1.0 / 120.0)  # of arc: what counts as the wanted inclination

_TEXTS = ("title", "source", "confidence", "azimuth_source", "azimuth_confidence")
_RANGES = {
    "latitude_deg": (-85.0, 85.0),
    "longitude_deg": (-180.0, 180.0),
    "azimuth_from_deg": (0.0, 360.0),
    "azimuth_to_deg": (0.0, 360.0),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class LaunchSite:
    """A pad: where it is, and between which azimuths (clockwise from north) a rocket may leave it."""

    name: str
    title: str
    latitude_rad: float
    longitude_rad: float
    azimuth_from_rad: float
    azimuth_to_rad: float
    source: str
    confidence: str

    def allows(self, azimuth_rad: float) -> bool:
        """Return whether a rocket may leave on this azimuth, as the ground sees it."""
        return self.azimuth_from_rad <= azimuth_rad % TWO_PI <= self.azimuth_to_rad


@dataclass(frozen=True, slots=True, kw_only=True)
class Course:
    """A way out of a site: ``azimuth_rad`` is inertial, ``ground_azimuth_rad`` what the ground sees.

    ``turn_rad`` is what is still missing from the wanted inclination: 0, or a dogleg or plane change that is not flown.
    """

    site: LaunchSite
    ascending: bool
    azimuth_rad: float
    ground_azimuth_rad: float
    inclination_rad: float
    turn_rad: float

    @property
    def direct(self) -> bool:
        return abs(self.turn_rad) < _HALF_MINUTE_RAD


def parse_sites(tables: Mapping[str, Any], where: str) -> tuple[LaunchSite, ...]:
    """Return the sites in the tables of a file called ``where``; raises ``ValueError`` with one sentence."""
    if not tables:
        raise ValueError(f"{where} has no launch site: give at least one table")
    return tuple(_site(name, table, f"{where}: {name}") for name, table in tables.items())


def _site(name: str, table: Any, where: str) -> LaunchSite:
    if not isinstance(table, dict):
        raise ValueError(f"{where} is {table!r}: it must be a table")
    for field in (*_TEXTS, *_RANGES):
        if field not in table:
            raise ValueError(f"{where}.{field} is missing: a launch site has {', '.join((*_TEXTS, *_RANGES))}")
    for field in _TEXTS:
        if not isinstance(table[field], str):
            raise ValueError(f"{where}.{field} is {table[field]!r}: it must be a text")
    for field in ("confidence", "azimuth_confidence"):
        if table[field] not in CONFIDENCE_MEANING:
            raise ValueError(f"{where}.{field} is {table[field]!r}: give one of {', '.join(CONFIDENCE_MEANING)}")
    for field, (least, most) in _RANGES.items():
        value = table[field]
        if isinstance(value, bool) or not isinstance(value, (int, float)) or not isfinite(value):
            raise ValueError(f"{where}.{field} is {value!r}: it must be a number")
        if not least <= value <= most:
            raise ValueError(f"{where}.{field} is {value}: it must be from {least:g} to {most:g}")
    if table["azimuth_from_deg"] >= table["azimuth_to_deg"]:
        raise ValueError(
            f"{where}.azimuth_to_deg is {table['azimuth_to_deg']}:"
            f" it must be more than azimuth_from_deg, {table['azimuth_from_deg']}"
        )
    return LaunchSite(
        name=name,
        title=table["title"],
        latitude_rad=radians(table["latitude_deg"]),
        longitude_rad=radians(table["longitude_deg"]),
        azimuth_from_rad=radians(table["azimuth_from_deg"]),
        azimuth_to_rad=radians(table["azimuth_to_deg"]),
        source=f"{table['source']}; azimuths: {table['azimuth_source']} ({table['azimuth_confidence']})",
        confidence=table["confidence"],
    )


@lru_cache(maxsize=1)
def launch_sites() -> tuple[LaunchSite, ...]:
    """Return the sites of ``assets/facts/launch_sites.toml``, in its order."""
    from engine.facts import fact_table

    return parse_sites(fact_table("launch_sites"), "launch_sites.toml")


# -- azimuths ---------------------------------------------------------------------------------


def inertial_azimuth_rad(latitude_rad: float, inclination_rad: float, ascending: bool) -> float:
    """Return the azimuth of the inertial velocity that gives an inclination, in [0, 2 pi).

    Due east (or west) where the inclination cannot be had from this latitude: the nearest that can.
    """
    eastward = asin(min(max(cos(inclination_rad) / cos(latitude_rad), -1.0), 1.0))
    return (eastward if ascending else pi - eastward) % TWO_PI


def ground_azimuth_rad(latitude_rad: float, azimuth_rad: float, speed_km_s: float) -> float:
    """Return the azimuth that the ground sees, in [0, 2 pi), of a final inertial speed ``speed_km_s``."""
    east = speed_km_s * sin(azimuth_rad) - _rotation_km_s(latitude_rad)
    return atan2(east, speed_km_s * cos(azimuth_rad)) % TWO_PI


def _inertial_of_ground_rad(latitude_rad: float, ground_rad: float, speed_km_s: float) -> float:
    """Return the inertial azimuth of what leaves on ``ground_rad`` and ends with ``speed_km_s``."""
    given = _rotation_km_s(latitude_rad)
    along = given * sin(ground_rad)
    own = -along + sqrt(along * along + speed_km_s * speed_km_s - given * given)
    return atan2(own * sin(ground_rad) + given, own * cos(ground_rad)) % TWO_PI


def _rotation_km_s(latitude_rad: float) -> float:
    return EARTH_ROTATION_RAD_S * R_EARTH_MEAN_KM * cos(latitude_rad)


def course_to(site: LaunchSite, inclination_rad: float, ascending: bool, speed_km_s: float) -> Course:
    """Return the course from a site that comes nearest to an inclination, within its range of azimuths."""
    latitude = site.latitude_rad
    azimuth = inertial_azimuth_rad(latitude, inclination_rad, ascending)
    ground = ground_azimuth_rad(latitude, azimuth, speed_km_s)
    if not site.allows(ground):
        ground = min((site.azimuth_from_rad, site.azimuth_to_rad), key=lambda edge: _apart(edge, ground))
        azimuth = _inertial_of_ground_rad(latitude, ground, speed_km_s)
    reached = acos(min(max(sin(azimuth) * cos(latitude), -1.0), 1.0))
    return Course(
        site=site,
        ascending=cos(azimuth) >= 0.0,
        azimuth_rad=azimuth,
        ground_azimuth_rad=ground,
        inclination_rad=reached,
        turn_rad=inclination_rad - reached,
    )


def _apart(a_rad: float, b_rad: float) -> float:
    return abs((a_rad - b_rad + pi) % TWO_PI - pi)


def courses_to(sites: tuple[LaunchSite, ...], inclination_rad: float, speed_km_s: float) -> tuple[Course, ...]:
    """Return every course that reaches an inclination without a turn, northward ones before southward ones.

    Where there is none, the one course that comes nearest: its ``turn_rad`` says how far off it ends.
    """
    courses = [course_to(site, inclination_rad, up, speed_km_s) for site in sites for up in (True, False)]
    direct = tuple(course for course in courses if course.direct)
    return direct or (min(courses, key=lambda course: abs(course.turn_rad)),)


def said(course: Course) -> str:
    """Return a course in words, with what it leaves out where it is not direct."""
    way = "northward" if course.ascending else "southward"
    azimuth = degrees(course.ground_azimuth_rad)
    text = f"{course.site.title}, {way} on azimuth {azimuth:.0f}°, to {degrees(course.inclination_rad):.1f}°"
    if course.direct:
        return text
    return (
        f"{text}; the {abs(degrees(course.turn_rad)):.1f}° still missing are a dogleg or plane change, not flown here"
    )
