"""A series of routes: the same as the routes one by one, with gaps where there is none, and stopped when told."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from engine.cities import find_city
from engine.constants import SPEED_OF_LIGHT_KM_S
from engine.files import Cancelled
from engine.ground import ground_itrs_km
from engine.network import network_at
from engine.route import route
from engine.route_parts import NEAREST, NoRoute, Route
from engine.route_series import RouteSeries, route_series
from engine.timebase import parse_utc
from engine.world import Simulation, open_simulation

AT_S = parse_utc("2026-12-11T06:00:00Z")
LONDON, SINGAPORE = find_city("London"), find_city("Singapore")


@pytest.fixture(scope="module")
def simulation() -> Simulation:
    return open_simulation("megaton")


@pytest.fixture(scope="module")
def hour(simulation: Simulation) -> RouteSeries:
    return route_series(simulation, LONDON, SINGAPORE, AT_S, AT_S + 1_800.0, 60.0)


def test_it_has_a_route_at_every_step_but_not_at_the_end(hour: RouteSeries) -> None:
    np.testing.assert_allclose(hour.t_s, AT_S + 60.0 * np.arange(30))
    assert hour.joined == 30
    assert hour.no_path == ""


def test_each_is_the_route_of_its_instant(simulation: Simulation, hour: RouteSeries) -> None:
    """Of the whole network of that instant, the lasers from compute satellites among it."""
    for i in (0, 7, 29):
        alone = route(network_at(simulation, float(hour.t_s[i])), LONDON, SINGAPORE)
        assert isinstance(alone, Route)
        assert hour.latency_s[i] == pytest.approx(alone.latency_s, abs=1e-12)
        assert hour.light_s[i] == pytest.approx(alone.light_s, abs=1e-12)
        assert hour.satellites[i] == alone.satellites
        assert hour.fibre == alone.fibre


def test_no_light_is_faster_than_the_straight_line_through_the_earth(hour: RouteSeries) -> None:
    ends = ground_itrs_km(
        [LONDON.latitude_deg, SINGAPORE.latitude_deg], [LONDON.longitude_deg, SINGAPORE.longitude_deg]
    )
    assert (hour.light_s > np.linalg.norm(ends[1] - ends[0]) / SPEED_OF_LIGHT_KM_S).all()
    assert (hour.latency_s > hour.light_s).all()


def test_to_the_nearest_compute_it_does_not_matter_when_the_series_begins(simulation: Simulation) -> None:
    whole = route_series(simulation, LONDON, NEAREST, AT_S, AT_S + 240.0, 60.0)
    later = route_series(open_simulation("megaton"), LONDON, NEAREST, AT_S + 180.0, AT_S + 240.0, 60.0)
    assert later.latency_s == pytest.approx(whole.latency_s[3:], abs=1e-12)
    assert whole.joined == 4


def test_where_there_is_no_path_there_is_a_gap_and_the_reason() -> None:
    starlink = open_simulation("starlink")
    at_s = parse_utc("2026-06-23")
    found = route_series(starlink, LONDON, NEAREST, at_s, at_s + 120.0, 60.0)
    assert np.isnan(found.latency_s).all()
    assert np.isnan(found.light_s).all()
    assert not found.satellites.any()
    assert found.joined == 0
    assert "no AI compute in orbit" in found.no_path
    assert np.isnan(found.within_s(0.5))


def test_what_is_out_of_service_is_on_no_route(simulation: Simulation, hour: RouteSeries) -> None:
    best = route(network_at(simulation, AT_S), LONDON, SINGAPORE)
    assert isinstance(best, Route)
    without = route_series(simulation, LONDON, SINGAPORE, AT_S, AT_S + 60.0, 60.0, down=best.nodes)
    assert without.latency_s[0] > hour.latency_s[0]


def test_a_lost_compute_satellite_answers_no_more(simulation: Simulation) -> None:
    network = network_at(simulation, AT_S)
    first = route(network, LONDON, NEAREST)
    assert isinstance(first, Route)
    k = int(first.ends_at.rsplit("-", 1)[1])
    other = route(network, LONDON, NEAREST, lost=[k])
    assert isinstance(other, Route)
    assert other.ends_at != first.ends_at
    assert other.latency_s >= first.latency_s
    lost = route(network_at(simulation, AT_S, (0,)), LONDON, k, lost=[k])
    assert isinstance(lost, NoRoute)
    assert "out of service" in lost.reason or "retired" in lost.reason


def test_shares_are_those_of_a_sorted_list(hour: RouteSeries) -> None:
    made = replace(hour, latency_s=np.array([0.3, np.nan, 0.1, 0.2, 0.4]))
    assert made.within_s(0.5) == 0.2
    assert made.within_s(0.95) == 0.4
    assert made.within_s(0.0) == 0.1
    slow = replace(made, fibre=replace(made.fibre, latency_s=0.25))
    assert slow.faster_than_fibre == pytest.approx(2 / 5)


def test_it_stops_when_told(simulation: Simulation) -> None:
    shares: list[float] = []

    def twice(share: float) -> bool:
        shares.append(share)
        return len(shares) < 3

    with pytest.raises(Cancelled):
        route_series(simulation, LONDON, SINGAPORE, AT_S, AT_S + 600.0, 60.0, twice)
    assert shares == [0.0, 0.1, 0.2]


@pytest.mark.parametrize(
    ("last_s", "step_s", "words"),
    [
        (AT_S + 60.0, 0.0, "the step of a series is 0 s"),
        (AT_S + 60.0, float("nan"), "the step of a series is nan s"),
        (AT_S, 60.0, "must end after it begins"),
        (AT_S + 1e9, 1.0, "at most 100,000"),
    ],
)
def test_what_makes_no_series_is_refused(simulation: Simulation, last_s: float, step_s: float, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        route_series(simulation, LONDON, SINGAPORE, AT_S, last_s, step_s)
