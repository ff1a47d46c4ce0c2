"""A flight as somebody designs it: what is asked for, how it is solved, and what comes out.  No Qt here.

All numbers that are shown are quantities; those typed in are quantities too, so
that a card can say what a result follows from.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from math import degrees, radians
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from engine.constants import STANDARD_GRAVITY_M_S2
from engine.ephemeris import Ephemeris
from engine.formula import Formula, add_formulas
from engine.mass_driver import Track
from engine.quantities import Quantity
from engine.timebase import format_utc
from engine.trajectory import Flight, duration
from gui.designed_frame import DesignedFlight, Mark

if TYPE_CHECKING:
    from engine.lunar_factory import LunarFactory
    from engine.scenario import Scenario
    from engine.targeting import Shot

Array = NDArray[np.float64]

DESTINATION_TITLES = {
    "high_earth_orbit": "High orbit",
    "earth_orbit": "Earth orbit",
    "eml2": "Moon's L2",
    "deep_space": "Deep space",
}
ARRIVALS = {
    "high_earth_orbit": "Insertion at perigee",
    "earth_orbit": "Insertion at perigee",
    "eml2": "Arrival at L2",
    "deep_space": "Has left the Earth",
}
_UNTIL = {
    "high_earth_orbit": "its perigee",
    "earth_orbit": "its perigee",
    "eml2": "where it passes L2 nearest",
    "deep_space": "20 days later, when its C3 is told",
}
_WORDS = {
    "lunar_escape": "Leaves the Moon",
    "apolune": "Farthest from the Moon",
    "perilune": "Nearest to the Moon",
    "perigee": "Nearest to the Earth",
    "apogee": "Farthest from the Earth",
    "target_radius": "Target radius",
    "closest_l2": "Passes L2",
    "impact_moon": "Falls on the Moon",
    "impact_earth": "Falls on the Earth",
}
_SAMPLES_A_STEP = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Design:
    """What is asked for.  Without ``speed_km_s`` the speed is solved.  Angles are degrees, longitude counts east."""

    latitude_deg: float = 0.0
    longitude_deg: float = -60.0
    azimuth_deg: float = 90.0
    elevation_deg: float = 0.0
    acceleration_g: float = 100.0
    length_km: float = 5.0
    destination: str = "high_earth_orbit"
    altitude_km: float = 550.0  # earth_orbit
    aerobraking: bool = False  # earth_orbit
    launch_s: float
    speed_km_s: float | None = None
    efficiency: float = 0.6  # kinetic over electric energy

    @property
    def track(self) -> Track:
        """The track; raises ``ValueError`` with one sentence for what no track can be."""
        return Track(
            latitude_rad=radians(self.latitude_deg),
            longitude_rad=radians(self.longitude_deg),
            azimuth_rad=radians(self.azimuth_deg),
            elevation_rad=radians(self.elevation_deg),
            length_km=self.length_km,
            acceleration_m_s2=self.acceleration_g * STANDARD_GRAVITY_M_S2,
        )


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Solved:
    """A design that can be flown: its shot, the flight to draw, its numbers, and events as (words, after s, t_s)."""

    design: Design
    shot: Shot
    flight: DesignedFlight
    quantities: Mapping[str, Quantity]
    events: tuple[tuple[str, float, float], ...]


def factory_of(scenario: Scenario) -> LunarFactory:
    """Return a scenario's own factory, or where it has none the one of our choice: 60° W, east, 100 g."""
    from engine.lunar_factory import usual_factory  # most scenarios have no factory, and need none before this

    return scenario.lunar or usual_factory()


def design_of(scenario: Scenario, t_s: float) -> Design:
    """Return what the factory of a scenario throws at ``t_s``."""
    lunar = factory_of(scenario)
    return _thrown(lunar, lunar.destination_at(t_s), t_s)


def sent_to(design: Design, destination: str, lunar: LunarFactory) -> Design:
    """Return a design with another destination.

    Of the factory's two tracks it gets the one that leads there, if it has the
    other; and the factory's own speed to deep space, if it has its track.
    """
    own, other = (_thrown(lunar, there, design.launch_s) for there in (design.destination, destination))
    made = replace(design, destination=destination)
    if design.azimuth_deg == own.azimuth_deg:
        made = replace(made, azimuth_deg=other.azimuth_deg)
    if destination == "deep_space" and design.destination != "deep_space":
        own_track = design.speed_km_s is None and _place(made) == _place(other)
        return replace(made, speed_km_s=other.speed_km_s) if own_track else made
    if design.speed_km_s == own.speed_km_s:
        return replace(made, speed_km_s=other.speed_km_s)
    return made


def _thrown(lunar: LunarFactory, destination: str, t_s: float) -> Design:
    """Return how a factory throws there: with a speed that is solved, but to deep space with its own."""
    deep = destination == "deep_space"
    track = lunar.deep_track if deep else lunar.track
    return Design(
        latitude_deg=_plain(degrees(track.latitude_rad)),
        longitude_deg=_plain((degrees(track.longitude_rad) + 180.0) % 360.0 - 180.0),
        azimuth_deg=_plain(degrees(track.azimuth_rad)),
        elevation_deg=_plain(degrees(track.elevation_rad)),
        acceleration_g=_plain(track.acceleration_m_s2 / STANDARD_GRAVITY_M_S2),
        length_km=track.length_km,
        destination=destination,
        altitude_km=lunar.earth_orbit_altitude_km,
        aerobraking=lunar.insertion_mode == "aerobraking",
        launch_s=t_s,
        speed_km_s=lunar.deep_speed_km_s if deep else None,
        efficiency=lunar.efficiency,
    )


def _place(design: Design) -> tuple[float, ...]:
    return (
        design.latitude_deg, design.longitude_deg, design.azimuth_deg, design.elevation_deg, design.acceleration_g,
        design.length_km,
    )  # fmt: skip


def _plain(number: float) -> float:
    """Return a number without the dust that a change of unit leaves."""
    return round(number, 9) + 0.0


def check_launch(t_s: float, ephemeris: Ephemeris) -> None:
    """Raise ``ValueError`` with one sentence for a launch outside the ephemeris."""
    if not ephemeris.first_s <= t_s < ephemeris.last_s:
        raise ValueError(
            f"a launch on {format_utc(t_s)[:10]} lies outside the ephemeris: give a date from"
            f" {format_utc(ephemeris.first_s)[:10]} to {format_utc(ephemeris.last_s)[:10]}"
        )


def solve_design(design: Design, ephemeris: Ephemeris) -> Solved:
    """Return the shot that does what is asked for; raises ``ValueError`` with one sentence if none does."""
    from engine.misses import at_the_end, check_end
    from engine.targeting import shot_at, solve  # here: slow to import, and seldom needed

    track = design.track
    check_launch(design.launch_s, ephemeris)
    check_end(ephemeris, design.launch_s, design.destination)
    asked = {"ephemeris": ephemeris, "altitude_km": design.altitude_km, "aerobraking": design.aerobraking}
    try:
        if design.speed_km_s is None:
            shot = solve(track, design.launch_s, design.destination, **asked)
        else:
            shot = shot_at(track, design.launch_s, design.speed_km_s, design.destination, **asked)
    except ValueError as error:
        raise ValueError(f"{error}{at_the_end(ephemeris, design.launch_s)}") from None
    events = events_of(shot)
    return Solved(
        design=design,
        shot=shot,
        flight=sampled(shot, ephemeris),
        quantities=quantities_of(design, shot),
        events=events,
    )


def events_of(shot: Shot) -> tuple[tuple[str, float, float], ...]:
    """Return what happens, in order: words, seconds since the launch, and t_s."""
    made = [("Leaves the muzzle", 0.0, shot.launch_s)]
    seen = set()
    for event in shot.flight.events:
        # It may come back into the Moon's reach and leave it again: the first time is what is meant.
        if event.after_s < shot.flight_s - 1.0 and event.name not in seen:
            seen.add(event.name)
            made.append((_WORDS[event.name], event.after_s, event.t_s))
    return (*made, (ARRIVALS[shot.destination], shot.flight_s, shot.arrival_s))


def sampled(shot: Shot, ephemeris: Ephemeris) -> DesignedFlight:
    """Return a shot's flight from the muzzle to the arrival, dense where the integration took short steps."""
    flight: Flight = shot.flight
    end_s = min(shot.arrival_s, flight.end_s)
    steps = np.append(flight.t_s[flight.t_s < end_s], end_s)
    share = np.arange(_SAMPLES_A_STEP) / _SAMPLES_A_STEP
    t_s = np.append((steps[:-1, None] + share * np.diff(steps)[:, None]).ravel(), end_s)
    states = flight.state(t_s)
    marks = [Mark(f"Muzzle · {shot.speed_km_s:.3f} km/s", _frozen(states[:3, 0]), "muzzle")]
    for name in ("lunar_escape", "apogee"):
        event = flight.first(name)
        if event is not None and event.t_s < end_s - 1.0:
            marks.append(Mark(f"{_WORDS[name]} · {duration(event.after_s)}", _frozen(event.state[:3]), "way"))
    marks.append(Mark(f"{ARRIVALS[shot.destination]} · {duration(shot.flight_s)}", _frozen(states[:3, -1]), "arrival"))
    return DesignedFlight(
        t_s=_frozen(t_s),
        r_gcrs_km=_frozen(states[:3].T),
        v_gcrs_km_s=_frozen(states[3:].T),
        moon_km=_frozen(ephemeris.moon_gcrs_km(np.minimum(t_s, ephemeris.last_s)).T),
        marks=tuple(marks),
    )


def no_longer_current(flight: DesignedFlight) -> DesignedFlight:
    """Return the flight as the last good one, to be drawn beside a wish that cannot be met."""
    return replace(flight, current=False)


def _frozen(array: Array) -> Array:
    out = np.ascontiguousarray(array, dtype=np.float64).copy()
    out.flags.writeable = False
    return out


# -- numbers -----------------------------------------------------------------------------------

_LEFT_OUT = "mountains; that the muzzle is some metres off; the light pressure on the arrays; the Earth's air"

_FORMULAS = (
    Formula(
        name="design_most_speed_km_s", title="The track gives at most", unit="km/s", symbol="v_most",
        expression="sqrt(2 * design_acceleration_g * design_gravity_m_s2 * design_length_km / 1000)",
        words="v² = 2 a L, with respect to the ground",
    ),
    Formula(
        name="design_push_g", title="Push along the track", unit="g", symbol="a",
        expression="design_speed_km_s**2 * 1000 / (2 * design_length_km) / design_gravity_m_s2",
        words="the even acceleration that gives this speed over the whole length, v² / 2L",
        leaves_out="how a real driver's push varies along the track",
    ),
    Formula(
        name="design_energy_j_per_kg", title="Kinetic energy", unit="J/kg", symbol="e_kin",
        expression="(design_speed_km_s * 1000)**2 / 2", words="half the square of the muzzle speed",
        leaves_out="sledges and whatever else is thrown along and braked again",
    ),
    Formula(
        name="design_electric_j_per_kg", title="Electric energy", unit="J/kg", symbol="e_el",
        expression="design_energy_j_per_kg / design_efficiency", words="kinetic energy over the driver's efficiency",
    ),
)  # fmt: skip


def quantities_of(design: Design, shot: Shot) -> dict[str, Quantity]:
    """Return what was asked for and what came out, by name."""
    typed = "typed into the trajectory designer, or the scenario's own"
    solved = "solved" if design.speed_km_s is None else "given"
    how = f"flown with the Earth (J2), Moon and Sun, to {shot.destination}"
    where = ("design_speed_km_s", "design_latitude_deg", "design_longitude_deg", "design_azimuth_deg",
             "design_elevation_deg")  # fmt: skip

    def given(name: str, title: str, unit: str, symbol: str, value: float) -> Quantity:
        return Quantity(
            name=name, title=title, unit=unit, value=value, formula="given", source=typed, confidence="assumption",
            symbol=symbol, section="moon",
        )  # fmt: skip

    def out(name: str, title: str, unit: str, symbol: str, value: float, formula: str, inputs: tuple[str, ...] = where,
            leaves_out: str = _LEFT_OUT) -> Quantity:  # fmt: skip
        return Quantity(
            name=name, title=title, unit=unit, value=float(value), formula=formula, inputs=inputs, symbol=symbol,
            leaves_out=leaves_out, section="moon",
        )  # fmt: skip

    speed = (
        given("design_speed_km_s", "Muzzle speed", "km/s", "v", shot.speed_km_s)
        if design.speed_km_s is not None
        else out("design_speed_km_s", "Muzzle speed", "km/s", "v", shot.speed_km_s,
                 f"{solved}: the speed with which a shot from this track at this time arrives; {how}", where[1:])
    )  # fmt: skip
    burn = {
        "high_earth_orbit": "from the speed at perigee to that of a circle there",
        "earth_orbit": "none but to raise the perigee again: the air brakes" if design.aerobraking
        else "from the speed at perigee to that of a circle there",
        "eml2": "the whole speed with respect to L2 where it passes it nearest",
        "deep_space": "none: it needs no burn to stay on its way",
    }[shot.destination]  # fmt: skip
    made = {
        q.name: q
        for q in (
            given("design_latitude_deg", "Latitude of the muzzle", "°", "φ", design.latitude_deg),
            given("design_longitude_deg", "Longitude of the muzzle, east", "°", "λ", design.longitude_deg),
            given("design_azimuth_deg", "Azimuth of the track", "°", "A", design.azimuth_deg),
            given("design_elevation_deg", "Elevation of the track", "°", "h", design.elevation_deg),
            given("design_acceleration_g", "Most push of the track", "g", "a_most", design.acceleration_g),
            given("design_length_km", "Length of the track", "km", "L", design.length_km),
            given("design_efficiency", "Efficiency of the driver", "1", "η", design.efficiency),
            Quantity(
                name="design_gravity_m_s2", title="Standard gravity", unit="m/s²", value=STANDARD_GRAVITY_M_S2,
                formula="by definition", source="CGPM 1901", confidence="A", symbol="g₀", section="moon",
            ),
            speed,
            out("design_flight_days", "Time of flight", "days", "T", shot.flight_s / 86_400.0,
                f"from the muzzle to {_UNTIL[shot.destination]}; {how}"),
            out("design_insertion_km_s", "Insertion Δv", "km/s", "Δv", shot.insertion_km_s, burn, where,
                "the turn into another plane; losses of a long burn"),
            out("design_c3_km2_s2", "C3", "km²/s²", "C₃", shot.c3_km2_s2,
                "twice the two-body energy with respect to the Earth at the arrival, v² − 2µ/r"),
            out("design_inclination_deg", "Inclination", "°", "i", degrees(shot.inclination_rad),
                "of the orbit at the arrival, to the Earth's equator of 2000"),
        )
    }  # fmt: skip
    add_formulas(made, "moon", _FORMULAS)
    return made
