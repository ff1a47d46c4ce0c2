"""The Moon's shadow against rays counted one by one, and against eclipses whose kind is known."""

import json
from pathlib import Path

import numpy as np
import pytest

from engine.ephemeris import load_ephemeris
from engine.moon_shadow import fleet_share, sun_beside_moon
from engine.satellites import satellite_states
from engine.shadow import sunlit_fraction
from engine.timebase import parse_utc
from engine.world import live_power_over, open_simulation, world_at

ROWS = json.loads((Path(__file__).parents[1] / "authorities" / "moon_shadow.json").read_text(encoding="utf-8"))["rows"]


def test_the_share_that_the_moon_leaves() -> None:
    shares = []
    for row in ROWS:
        satellite, sun, moon = (np.array(row[name]) for name in ("satellite_km", "sun_km", "moon_km"))
        shares.append(float(sun_beside_moon(satellite[None], sun, moon)[0]))
    assert shares == pytest.approx([row["share"] for row in ROWS], abs=3e-3)
    assert any(0.01 < row["share"] < 0.99 for row in ROWS) and any(row["share"] == 0.0 for row in ROWS)


# NASA's catalogue of solar eclipses gives their kinds.
@pytest.mark.parametrize(
    ("day", "kind"),
    [("2031-05-21", "annular"), ("2034-03-20", "total"), ("2045-08-12", "total"), ("2031-05-22", "none")],
)
def test_known_eclipses_fall_on_their_days_and_are_of_their_kind(day: str, kind: str) -> None:
    ephemeris, least = load_ephemeris(), 1.0
    for t_s in parse_utc(day) + 600.0 * np.arange(144):
        sun, moon = ephemeris.sun_gcrs_km(t_s), ephemeris.moon_gcrs_km(t_s)
        away = (moon - sun) / np.linalg.norm(moon - sun)
        # Along the shadow's axis to where it passes the Earth's centre; the ground there lies no nearer to the Moon.
        on_axis = moon - away * (moon @ away)
        if np.linalg.norm(on_axis) < 6_378.0:
            least = min(least, float(sun_beside_moon(on_axis[None], sun, moon)[0]))
    if kind == "none":
        assert least == 1.0
    elif kind == "annular":
        assert 0.0 < least < 0.2
    else:
        assert least == 0.0


def test_an_eclipse_dims_the_fleet_by_what_its_satellites_lose() -> None:
    simulation = open_simulation("starlink")
    ephemeris = simulation.ephemeris
    times = parse_utc("2030-11-25") + 900.0 * np.arange(96)  # a total eclipse over southern Africa and Australia
    dimmed = []
    for t_s in times.tolist():
        world = world_at(simulation, t_s)
        share = fleet_share(simulation.constellation, world.fleet, world.sun_gcrs_km, world.moon_gcrs_km)
        if share < 1.0:
            states = satellite_states(world, np.arange(world.fleet.retired, world.fleet.on_station_end))
            assert world.sunlit_fraction == pytest.approx(states.sunlit.mean(), abs=2e-3)
            assert (states.sunlit <= sunlit_fraction(states.r_gcrs_km, ephemeris.sun_gcrs_km(t_s)) + 1e-12).all()
            assert live_power_over(simulation, np.array([t_s]))[0] == pytest.approx(
                world.quantities["power_total_w"].value, rel=1e-12
            )
            dimmed.append(share)
    assert dimmed and min(dimmed) > 0.9
