"""The lunar factory of a scenario: its tracks, where its satellites go, and what is known of the way there.

``REFERENCE`` holds one flight to each destination, from reference flights that
were integrated with Earth, Moon and Sun (DE440) before the program was written:
speeds, times and burns move with the month, and these are the middles of their
ranges.  Left out here: that movement.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import inf, radians
from typing import Any, NamedTuple

from engine.constants import SECONDS_PER_DAY, STANDARD_GRAVITY_M_S2
from engine.insertion import raise_after_aerobraking_km_s
from engine.mass_driver import Track, muzzle_speed_km_s
from engine.moon_fields import MOON
from engine.timebase import parse_utc

LUNAR_ESCAPE_KM_S = 2.376  # sqrt(2 mu / r) at the Moon's mean radius
L2_FLOOR_KM_S = 2.326  # least speed with which anything passes the Earth-Moon point L2 (restricted three bodies)


class ReferenceFlight(NamedTuple):
    """A flight as it usually goes: muzzle speed, days on the way, and the burn at the end (without aerobraking)."""

    speed_km_s: float
    days: float
    insertion_km_s: float
    source: str


REFERENCE: Mapping[str, ReferenceFlight] = {
    "high_earth_orbit": ReferenceFlight(
        2.392, 7.1, 0.515,
        "reference flights eastward from 60° W to a circle of 100,000 km: 2.388 to 2.396 km/s, 6.7 to 7.5 days, a burn"
        " of 0.50 to 0.53 km/s; the middles",
    ),
    "earth_orbit": ReferenceFlight(
        2.511, 4.5, 3.045,
        "reference flights eastward from 60° W to a perigee of 550 km: 2.486 to 2.536 km/s, 3.9 to 5.1 days, a burn of"
        " 3.04 to 3.05 km/s; the middles",
    ),
    "eml2": ReferenceFlight(
        2.368, 1.4, 0.44, "one reference flight from 33° E, eastward to the point L2: 2.368 km/s, 1.4 days, 0.44 km/s"
    ),
    "deep_space": ReferenceFlight(
        3.0, 5.2, 0.0,
        "reference flights westward from 60° W at 3.0 km/s leave with C3 of 1.9 to 3.4 km²/s²; 5.2 days is the way from"
        " the Moon's distance to 924,000 km from the Earth, the edge of its sphere of influence, at the middle of them",
    ),
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class LunarFactory:
    """Table ``[moon]`` but for its ramp.  Instants are ``t_s``; one that never comes is infinite."""

    site_latitude_rad: float
    site_longitude_rad: float  # east
    azimuth_rad: float  # clockwise from north
    elevation_rad: float
    length_km: float
    acceleration_m_s2: float
    efficiency: float  # kinetic over electric energy
    destination: str  # of engine.moon_fields.DESTINATIONS, until ``deep_space_from_s``
    earth_orbit_altitude_km: float
    insertion_mode: str
    insertion_isp_s: float
    start_s: float
    deep_space_from_s: float
    deep_azimuth_rad: float
    deep_speed_km_s: float
    made_on_moon_share: float  # of a satellite's mass, at the start
    all_made_on_moon_s: float

    @property
    def track(self) -> Track:
        """The track to ``destination``."""
        return self._track(self.azimuth_rad)

    @property
    def deep_track(self) -> Track:
        """The second track at the same site, to deep space."""
        return self._track(self.deep_azimuth_rad)

    def _track(self, azimuth_rad: float) -> Track:
        return Track(
            latitude_rad=self.site_latitude_rad,
            longitude_rad=self.site_longitude_rad,
            azimuth_rad=azimuth_rad,
            elevation_rad=self.elevation_rad,
            length_km=self.length_km,
            acceleration_m_s2=self.acceleration_m_s2,
        )

    @property
    def muzzle_speed_km_s(self) -> float:
        """The most that the track gives, sqrt(2 a L)."""
        return muzzle_speed_km_s(self.length_km, self.acceleration_m_s2)

    def destination_at(self, t_s: float) -> str:
        """Return where what is launched at ``t_s`` goes."""
        return "deep_space" if t_s >= self.deep_space_from_s else self.destination

    def shot_speed_km_s(self, t_s: float) -> float:
        """Return the muzzle speed of a shot at ``t_s``, as reference flights have it."""
        there = self.destination_at(t_s)
        return self.deep_speed_km_s if there == "deep_space" else REFERENCE[there].speed_km_s

    @property
    def brakes_in_air(self) -> bool:
        """Whether the air of the Earth brakes what goes to ``destination``."""
        return self.destination == "earth_orbit" and self.insertion_mode == "aerobraking"

    def insertion_km_s(self, t_s: float) -> float:
        """Return the burn at the end of a flight launched at ``t_s``.

        Where the air of the Earth brakes that is the one that lifts the perigee out of it.
        """
        there = self.destination_at(t_s)
        if there == "earth_orbit" and self.brakes_in_air:
            return raise_after_aerobraking_km_s(self.earth_orbit_altitude_km)
        return REFERENCE[there].insertion_km_s

    def flight_s(self, t_s: float) -> float:
        """Return how long ago what now arrives was launched, s.

        At the switch to deep space it goes over evenly from the one time of
        flight to the other, within the longer of them, so that nothing that
        has arrived is ever on its way again.
        """
        before = REFERENCE[self.destination].days * SECONDS_PER_DAY
        if t_s < self.deep_space_from_s:
            return before
        after = REFERENCE["deep_space"].days * SECONDS_PER_DAY
        return before + (after - before) * min((t_s - self.deep_space_from_s) / max(before, after), 1.0)

    def made_share_at(self, t_s: float) -> float:
        """Return the share of a satellite's mass that is made on the Moon at ``t_s``."""
        if t_s >= self.all_made_on_moon_s:
            return 1.0
        done = (t_s - self.start_s) / (self.all_made_on_moon_s - self.start_s)  # 0 where that never comes
        return self.made_on_moon_share + (1.0 - self.made_on_moon_share) * max(done, 0.0)


def lunar_factory(moon: Mapping[str, Any], given: Mapping[str, float]) -> LunarFactory:
    """Return the factory of a table ``[moon]`` whose numbers, stated or taken, are in ``given`` by quantity."""

    def instant(name: str) -> float:
        return parse_utc(moon[name]) if name in moon else inf

    return LunarFactory(
        site_latitude_rad=radians(given["moon_site_latitude_deg"]),
        site_longitude_rad=radians(given["moon_site_longitude_deg"]),
        azimuth_rad=radians(given["moon_track_azimuth_deg"]),
        elevation_rad=radians(given["moon_track_elevation_deg"]),
        length_km=given["moon_track_length_km"],
        acceleration_m_s2=given["moon_track_acceleration_g"] * STANDARD_GRAVITY_M_S2,
        efficiency=given["moon_driver_efficiency"],
        destination=moon.get("destination", "high_earth_orbit"),
        earth_orbit_altitude_km=given["moon_earth_orbit_altitude_km"],
        insertion_mode=moon.get("insertion_mode", "propulsive"),
        insertion_isp_s=given["moon_insertion_isp_s"],
        start_s=parse_utc(moon["start_utc"]),
        deep_space_from_s=instant("deep_space_from_utc"),
        deep_azimuth_rad=radians(given["moon_deep_space_azimuth_deg"]),
        deep_speed_km_s=given["moon_deep_space_speed_km_s"],
        made_on_moon_share=given["moon_made_share_at_first"],
        all_made_on_moon_s=instant("all_made_on_moon_utc"),
    )


def usual_factory() -> LunarFactory:
    """Return a factory of which a scenario states nothing."""
    taken = {p.name: p.default for field in MOON.values() if (p := field.parameter) is not None}
    return lunar_factory(
        {"start_utc": "2000-01-01"}, {name: value for name, value in taken.items() if value is not None}
    )
