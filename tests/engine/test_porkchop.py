"""Launch date against time of flight: held against single solved shots, which go another way about it."""

import numpy as np
import pytest

from engine.ephemeris import load_ephemeris
from engine.files import Cancelled
from engine.mass_driver import Track
from engine.porkchop import Porkchop, porkchop
from engine.targeting import solve
from engine.timebase import parse_utc

EPHEMERIS = load_ephemeris()
DAY_S = 86_400.0
ABOUT_S = parse_utc("2035-06-01")


def track(longitude_deg: float = -60.0, azimuth_deg: float = 90.0, length_km: float = 5.0) -> Track:
    return Track(
        latitude_rad=0.0, longitude_rad=np.radians(longitude_deg), azimuth_rad=np.radians(azimuth_deg),
        elevation_rad=0.0, length_km=length_km, acceleration_m_s2=980.665,
    )  # fmt: skip


def about(destination: str, **changes: float) -> Porkchop:
    return porkchop(
        track(**changes), ABOUT_S, destination, ephemeris=EPHEMERIS, span_days=6.0, every_days=3.0
    )  # fmt: skip


@pytest.mark.parametrize("destination", ["high_earth_orbit", "earth_orbit"])
def test_a_solved_shot_lies_on_the_line_of_the_destination(destination: str) -> None:
    plot = about(destination)
    assert plot.launch_s.size == 5
    launch_s, flight_s, speed = plot.meets()
    for t_s in plot.launch_s:
        shot = solve(track(), t_s, destination, ephemeris=EPHEMERIS)
        mine = launch_s == t_s
        best = np.argmin(np.abs(speed[mine] - shot.speed_km_s))
        assert speed[mine][best] == pytest.approx(shot.speed_km_s, abs=1e-3)
        assert flight_s[mine][best] == pytest.approx(shot.flight_s, abs=0.01 * DAY_S)


def test_deep_space_begins_at_the_least_speed_that_leaves() -> None:
    plot = about("deep_space", azimuth_deg=270.0)
    launch_s, flight_s, speed = plot.meets()
    for t_s in plot.launch_s:
        shot = solve(track(azimuth_deg=270.0), t_s, "deep_space", ephemeris=EPHEMERIS)
        assert np.abs(speed[launch_s == t_s] - shot.speed_km_s).min() < 2e-3
    assert (flight_s > 3.0 * DAY_S).all()


def test_between_the_lines_to_l2_shots_pass_within_20000_km() -> None:
    plot = about("eml2", longitude_deg=33.0)
    launch_s, _, speed = plot.meets()
    t_s = plot.launch_s[2]
    low, high = np.sort(speed[launch_s == t_s])[[0, -1]]
    shot = solve(track(longitude_deg=33.0), t_s, "eml2", ephemeris=EPHEMERIS)
    assert low < shot.speed_km_s < high and shot.l2_distance_km < 20_000.0


def test_a_point_of_the_picture_is_a_flight_that_takes_that_long() -> None:
    plot = about("high_earth_orbit")
    wanted_s = np.array([4.0, 5.0, 7.0]) * DAY_S
    speeds = plot.speeds_at(wanted_s)
    assert np.isfinite(speeds).all()
    assert (np.diff(speeds, axis=1) < 0.0).all()  # faster shots are there sooner
    column = np.searchsorted(plot.speed_km_s, speeds[1, 1])
    between = plot.flight_s[1, [column - 1, column]]
    assert between.min() <= wanted_s[1] <= between.max()


def test_a_short_track_shows_no_flight_that_it_cannot_give() -> None:
    short = track(length_km=3.3)  # 2.544 km/s
    plot = porkchop(short, ABOUT_S, "earth_orbit", ephemeris=EPHEMERIS, span_days=1.0)
    assert plot.speed_km_s.max() <= short.muzzle_speed_km_s < plot.speed_km_s.max() + 0.006
    with pytest.raises(ValueError, match=r"gives at most 1\.400 km/s"):
        porkchop(track(length_km=1.0), ABOUT_S, "earth_orbit", ephemeris=EPHEMERIS)


def test_it_tells_how_far_it_is_and_stops_when_told() -> None:
    told: list[float] = []

    def go_on(share: float) -> bool:
        told.append(share)
        return share < 0.5

    with pytest.raises(Cancelled):
        porkchop(track(), ABOUT_S, "earth_orbit", ephemeris=EPHEMERIS, progress=go_on, span_days=5.0)
    assert told == sorted(told) and told[0] == 0.0 and 0.5 <= told[-1] < 1.0


def test_at_the_edge_of_the_ephemeris_it_shows_what_there_is() -> None:
    last = EPHEMERIS.last_s - 2.5 * DAY_S
    plot = porkchop(track(), last, "high_earth_orbit", ephemeris=EPHEMERIS, span_days=4.0)
    assert plot.launch_s.max() <= EPHEMERIS.last_s and plot.launch_s.size == 7
    with pytest.raises(ValueError, match="outside the ephemeris"):
        porkchop(track(), EPHEMERIS.last_s + 90.0 * DAY_S, "high_earth_orbit", ephemeris=EPHEMERIS)
