"""Launches in a frame, without GL: what is there at an instant, where, and that nothing is when it should not be."""

from dataclasses import replace
from math import degrees, radians

import numpy as np
import pytest

from engine.ascent import ASCENT_S, ascents_of
from engine.scenario import load_scenario
from engine.timebase import parse_utc
from engine.world import Simulation, simulate, world_at
from gui.ascent_frame import TRAIL_S, AscentPart
from gui.camera import CAMERAS, Camera
from gui.frame import Frame, build_frame
from gui.view import DEFAULT_LAYERS, View

QUIET = DEFAULT_LAYERS - {"fleet", "rising"}


@pytest.fixture(scope="module")
def simulation() -> Simulation:
    return simulate(load_scenario("megaton"))


@pytest.fixture(scope="module")
def liftoff_s(simulation: Simulation) -> float:
    """A lift-off before and after which no other flight is up for a while: 53 minutes lie between two."""
    ascents = ascents_of(simulation)
    return ascents.flight(ascents.next_flight(parse_utc("2040-06-01T00:00:00Z"))).liftoff_s


def frame_at(simulation: Simulation, t_s: float, preset: str = "earth", **changes: object) -> Frame:
    view = View(camera=CAMERAS[preset], width_px=1280, height_px=720, layers=QUIET)
    return build_frame(world_at(simulation, t_s), replace(view, **changes))  # type: ignore[arg-type]


def part_at(simulation: Simulation, t_s: float, camera: str = "earth") -> AscentPart:
    part = frame_at(simulation, t_s, camera).ascents
    assert part is not None
    return part


@pytest.mark.parametrize("since_s", [-1.0, ASCENT_S + TRAIL_S + 1.0])
def test_no_flight_no_part(simulation: Simulation, liftoff_s: float, since_s: float) -> None:
    assert frame_at(simulation, liftoff_s + since_s).ascents is None


@pytest.mark.parametrize(
    ("since_s", "burning"), [(1.0, True), (400.0, True), (ASCENT_S + 1.0, False), (1_700.0, False)]
)
def test_a_flight_is_there_from_the_pad_until_its_trail_has_faded(
    simulation: Simulation, liftoff_s: float, since_s: float, burning: bool
) -> None:
    part = part_at(simulation, liftoff_s + since_s)
    assert part.flights == 1
    assert part.burning == (burning,)
    assert np.isfinite(part.points_km).all() and part.core.max() > 0.0


def test_nothing_when_the_layer_is_off(simulation: Simulation, liftoff_s: float) -> None:
    assert frame_at(simulation, liftoff_s + 300.0, "launch", layers=QUIET - {"ascents"}).ascents is None


@pytest.mark.parametrize("stage_scale", [0.0, 1.0])
def test_the_trail_leads_from_the_pad_to_the_flight(
    simulation: Simulation, liftoff_s: float, stage_scale: float
) -> None:
    ascents = ascents_of(simulation)
    frame = frame_at(simulation, liftoff_s + 500.0, stage_scale=stage_scale)
    part, world = frame.ascents, world_at(simulation, liftoff_s + 500.0)
    assert part is not None
    flights = [ascents.flight(number) for number in ascents.numbers_up(world.t_s)]
    r_km = ascents.positions_km(flights, [[world.t_s - flight.liftoff_s] for flight in flights])[:, 0]
    from_centre_km = part.points_km[0].astype(np.float64) + frame.pose.eye_km
    head = from_centre_km[-1] / np.linalg.norm(from_centre_km[-1])
    assert head == pytest.approx(r_km[0] / np.linalg.norm(r_km[0]), abs=1e-6)
    # The ground has turned by 2 degrees since the lift-off; the trail begins where the pad is now.
    x, y, z = world.gcrs_to_itrs @ from_centre_km[0]
    site = flights[0].course.site
    assert degrees(np.arctan2(y, x)) == pytest.approx(degrees(site.longitude_rad), abs=0.01)
    assert degrees(np.arcsin(z / np.linalg.norm((x, y, z)))) == pytest.approx(degrees(site.latitude_rad), abs=0.01)


def test_exhaust_in_the_earths_shadow_is_dark_and_in_the_sun_over_night_brighter_than_by_day(
    simulation: Simulation,
) -> None:
    ascents = ascents_of(simulation)
    first = ascents.released(parse_utc("2040-06-01T00:00:00Z"))
    light: dict[str, list[float]] = {"night": [], "twilight": [], "day": []}
    for number in range(first, first + 60):
        flight = ascents.flight(number)
        world = world_at(simulation, flight.liftoff_s + 400.0)
        r_km = ascents.positions_km([flight], [[400.0]])[0, 0]
        sine = float(r_km @ world.sun_gcrs_km / np.linalg.norm(r_km) / np.linalg.norm(world.sun_gcrs_km))
        time = "night" if sine < -0.6 else "twilight" if -0.16 < sine < -0.06 else "day" if sine > 0.3 else None
        part = frame_at(simulation, world.t_s).ascents
        assert part is not None
        if time is not None:  # the blue, which no flame has, a minute behind the flight
            since = np.linspace(0.0, 1.0, part.smoke.shape[1])
            light[time].append(float(part.smoke[0, since > 0.7, 2].mean()))
    assert all(light.values())
    assert max(light["night"]) < 0.3 * min(light["twilight"])
    assert max(light["day"]) < 0.8 * min(light["twilight"])


def test_the_launch_view_looks_at_the_busiest_pad_and_names_it(simulation: Simulation, liftoff_s: float) -> None:
    quantities = world_at(simulation, liftoff_s).quantities
    busiest = max(ascents_of(simulation).sites, key=lambda site: quantities[f"flights_per_day_{site.name}"].value)
    for since_s in (-900.0, 100.0):
        frame = frame_at(simulation, liftoff_s + since_s, "launch")
        (named,) = [label for label in frame.labels if label.text == busiest.title]
        assert 0.2 < named.x_px / 1280 < 0.9 and 0.2 < named.y_px / 720 < 0.9


def test_a_flight_on_its_way_is_named_with_what_it_carries(simulation: Simulation) -> None:
    ascents = ascents_of(simulation)
    first = ascents.released(parse_utc("2040-06-01T00:00:00Z"))
    flight = next(f for f in map(ascents.flight, range(first, first + 50)) if f.course.site.name == "slc_6")
    texts = [label.text for label in frame_at(simulation, flight.liftoff_s + 300.0, "launch").labels]
    named = f"Flight {flight.number + 1:,} · 100 satellites to {degrees(flight.inclination_rad):.1f}°"
    assert named in texts
    afterwards = frame_at(simulation, flight.release_s + 5.0, "launch").labels
    assert named not in [label.text for label in afterwards]


def test_pads_beyond_the_horizon_are_not_marked(simulation: Simulation, liftoff_s: float) -> None:
    over_the_pacific = Camera("earth", radians(-140.0), radians(25.0), 7_900.0, follow=True)
    part = frame_at(simulation, liftoff_s - 900.0, camera=over_the_pacific).ascents
    assert part is not None
    names = [text for text, _, _ in part.texts]
    assert part.flights == 0 and part.pad_alpha > 0.0
    in_sight = dict(zip(names, part.pad_in_sight, strict=True))
    assert in_sight["Vandenberg SLC-6"] and not in_sight["Cape Canaveral SLC-37"]
