"""What is asked of a shot, and the shot that answers it: the scenario's own factory, but for what is given."""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import degrees, isfinite, radians

from engine.aims import HIGH_EARTH_RADIUS_KM, check_destination, perigee_radius_km
from engine.constants import STANDARD_GRAVITY_M_S2
from engine.ephemeris import Ephemeris
from engine.lunar_factory import usual_factory
from engine.mass_driver import Track
from engine.misses import at_the_end, check_end
from engine.scenario import Scenario
from engine.targeting import Asked, Shot, shot_at, solve
from engine.timebase import format_utc

_FOR_ONE = {  # options that mean something for one destination only
    "altitude_km": "earth_orbit",
    "inclination_deg": "earth_orbit",
    "aerobraking": "earth_orbit",
    "radius_km": "high_earth_orbit",
    "c3_km2_s2": "deep_space",
}
_PERIGEES = ("high_earth_orbit", "earth_orbit")


@dataclass(frozen=True, slots=True, kw_only=True)
class Wishes:
    """What is given; None: the scenario's own.  ``site`` is ``LAT,LON`` in degrees, north and east."""

    destination: str | None = None
    site: str | None = None
    azimuth_deg: float | None = None
    elevation_deg: float | None = None
    length_km: float | None = None
    acceleration_g: float | None = None
    speed_km_s: float | None = None
    solved: str | None = None  # azimuth, longitude or elevation, at ``speed_km_s``
    altitude_km: float | None = None
    radius_km: float | None = None
    inclination_deg: float | None = None
    aerobraking: bool | None = None
    c3_km2_s2: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """The shot, and what it was made with.  ``notes`` are sentences on what may surprise."""

    scenario: Scenario
    shot: Shot
    most_acceleration_m_s2: float  # of the track; the shot takes less where it is slower
    speed_from: str  # solved, given or scenario
    aerobraking: bool
    efficiency: float
    isp_s: float
    satellite_mass_kg: float
    notes: tuple[str, ...]


def answer(scenario: Scenario, t_s: float, wishes: Wishes, ephemeris: Ephemeris) -> Answer:
    """Return the shot of a scenario at ``t_s``; raises ``ValueError`` with one sentence if there can be none.

    A launch before the factory exists, or outside the scenario's years, is flown
    all the same, and noted.  So is one of a scenario without a factory: it has
    the site and track that a factory gets where its scenario leaves them out.
    """
    factory = scenario.lunar or usual_factory()
    destination = wishes.destination or factory.destination_at(t_s)
    check_destination(destination)
    _check(wishes, destination)
    track = _track(factory.deep_track if destination == "deep_space" else factory.track, wishes)
    ephemeris.moon_gcrs_km(t_s)  # says so if the launch lies outside
    check_end(ephemeris, t_s, destination)
    altitude_km = factory.earth_orbit_altitude_km if wishes.altitude_km is None else wishes.altitude_km
    radius_km = HIGH_EARTH_RADIUS_KM if wishes.radius_km is None else wishes.radius_km
    aerobraking = destination == "earth_orbit" and (
        factory.insertion_mode == "aerobraking" if wishes.aerobraking is None else wishes.aerobraking
    )
    asked = Asked(altitude_km, radius_km, aerobraking)
    if destination in _PERIGEES:
        perigee_radius_km(destination, asked)  # says so if it cannot be asked for
    speed_km_s, speed_from = wishes.speed_km_s, "solved" if wishes.speed_km_s is None else "given"
    own = destination == "deep_space" and track == factory.deep_track
    if own and speed_km_s is None and wishes.c3_km2_s2 is None:
        speed_km_s, speed_from = factory.deep_speed_km_s, "scenario"
    try:
        if speed_km_s is not None and wishes.solved is None:
            shot = shot_at(
                track, t_s, speed_km_s, destination, ephemeris=ephemeris, altitude_km=altitude_km, radius_km=radius_km,
                aerobraking=aerobraking,
            )  # fmt: skip
        else:
            shot = solve(
                track, t_s, destination, ephemeris=ephemeris, altitude_km=altitude_km, radius_km=radius_km,
                aerobraking=aerobraking, c3_km2_s2=wishes.c3_km2_s2, vary=wishes.solved or "speed",
                speed_km_s=speed_km_s,
                inclination_rad=None if wishes.inclination_deg is None else radians(wishes.inclination_deg),
            )  # fmt: skip
    except ValueError as error:
        raise ValueError(f"{error}{at_the_end(ephemeris, t_s)}") from None
    return Answer(
        scenario=scenario, shot=shot, most_acceleration_m_s2=track.acceleration_m_s2, speed_from=speed_from,
        aerobraking=aerobraking, efficiency=factory.efficiency, isp_s=factory.insertion_isp_s,
        satellite_mass_kg=(
            scenario.satellite_mass_kg if scenario.lunar_ramp is None else scenario.lunar_ramp.satellite_mass_kg
        ),
        notes=(*_notes(scenario, t_s, speed_from, destination), *_off_aim(shot, destination, asked, speed_from)),
    )  # fmt: skip


def parse_site(text: str) -> tuple[float, float]:
    """Return latitude and longitude, degrees north and east, of ``LAT,LON``; raises ``ValueError``."""
    parts = text.split(",")
    try:
        latitude, longitude = (float(part) for part in parts)
    except ValueError:
        latitude = longitude = float("nan")
    if not (isfinite(latitude) and isfinite(longitude)):
        raise ValueError(f"--site is {text!r}: give LAT,LON in degrees, north and east, such as 0,-60")
    return latitude, longitude


def _track(track: Track, wishes: Wishes) -> Track:
    """Return a factory's track with what is given in place of its own."""
    given: dict[str, float] = {}
    if wishes.site is not None:
        latitude_deg, longitude_deg = parse_site(wishes.site)
        given |= {"latitude_rad": radians(latitude_deg), "longitude_rad": radians(longitude_deg)}
    if wishes.azimuth_deg is not None:
        given["azimuth_rad"] = radians(wishes.azimuth_deg)
    if wishes.elevation_deg is not None:
        given["elevation_rad"] = radians(wishes.elevation_deg)
    if wishes.length_km is not None:
        given["length_km"] = wishes.length_km
    if wishes.acceleration_g is not None:
        given["acceleration_m_s2"] = wishes.acceleration_g * STANDARD_GRAVITY_M_S2
    return replace(track, **given)


def _option(name: str) -> str:
    return "--" + name.split("_")[0]


def _check(wishes: Wishes, destination: str) -> None:
    for name, meant in _FOR_ONE.items():
        if getattr(wishes, name) is not None and destination != meant:
            raise ValueError(
                f"{_option(name)} is for the destination {meant}, but this shot goes to {destination}: leave it out or"
                f" give --destination {meant}"
            )
    if wishes.solved is not None and wishes.speed_km_s is None:
        raise ValueError(f"--solve {wishes.solved} is for a given speed: give --speed too")
    if wishes.speed_km_s is not None:
        solving = [name for name in ("inclination_deg", "c3_km2_s2") if getattr(wishes, name) is not None]
        if solving and wishes.solved is None:
            raise ValueError(
                f"{_option(solving[0])} is reached by solving the speed, but --speed is given: leave one of them out"
            )


def _notes(scenario: Scenario, t_s: float, speed_from: str, destination: str) -> list[str]:
    notes = []
    if scenario.lunar is None:
        notes.append(
            f"The scenario {scenario.name} has no lunar factory: what is not given is as a factory has it by default."
        )
    elif t_s < scenario.lunar.start_s:
        notes.append(
            f"The lunar factory of {scenario.name} begins on {format_utc(scenario.lunar.start_s)[:10]}: this shot comes"
            " before there is one."
        )
    if not scenario.start_s <= t_s <= scenario.end_s:
        notes.append(
            f"The scenario {scenario.name} runs from {format_utc(scenario.start_s)[:10]} to"
            f" {format_utc(scenario.end_s)[:10]}: this shot lies outside of it."
        )
    if speed_from == "scenario":
        notes.append(f"The speed to {destination} is the scenario's own: --speed gives another, --c3 solves for one.")
    return notes


def _off_aim(shot: Shot, destination: str, asked: Asked, speed_from: str) -> list[str]:
    """Return what to say if a shot of a given speed does not pass where its destination is."""
    if speed_from != "given" or destination not in _PERIGEES:
        return []
    wanted_km = perigee_radius_km(destination, asked)
    if abs(shot.radius_km - wanted_km) < 1.0:
        return []
    return [
        f"At the speed given the perigee is {shot.radius_km:,.0f} km from the Earth's centre, not {wanted_km:,.0f} km,"
        f" where {destination} is; the insertion is to a circle at that perigee."
    ]


def angle_deg(angle_rad: float) -> float:
    """Return degrees; what is below 1e-12 comes from turning them into radians and back."""
    return round(degrees(angle_rad), 12)
