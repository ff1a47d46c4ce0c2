"""Lasers within shells, against a search over all pairs and a whole orbit walked in steps."""

from dataclasses import replace

import numpy as np
import pytest

from engine.constants import R_EARTH_KM, TWO_PI
from engine.constellation import Constellation, Shell
from engine.fleet import shell_phases
from engine.links import in_sight
from engine.mesh import (
    AHEAD,
    BEHIND,
    EAST,
    EXPRESS_AHEAD,
    EXPRESS_BEHIND,
    WEST,
    Members,
    all_slots,
    members_of,
    neighbours_of,
    of_satellites,
)
from engine.satellites import failure_time_s
from engine.scenario import load_scenario
from engine.timebase import parse_utc
from engine.world import simulate, world_at

WALKER = Shell(
    group="72 x 22", altitude_km=550.0, a_km=R_EARTH_KM + 550.0, inclination_rad=np.radians(53.0), planes=72,
    slots_per_plane=22,
)  # fmt: skip


def constellation(*shells: Shell) -> Constellation:
    return Constellation(shells, 1)


def meshed(members: Members, express_km: float | None = None, longest_km: float = np.inf) -> np.ndarray:
    return neighbours_of(members, longest_km=longest_km, grazing_km=80.0, express_km=express_km)


def is_symmetric(neighbours: np.ndarray) -> bool:
    row, column = np.nonzero(neighbours >= 0)
    return bool((neighbours[neighbours[row, column]] == row[:, None]).any(axis=1).all())


def thinned(shell: Shell, keep: float, seed: int) -> Members:
    made = constellation(shell)
    chosen = np.random.default_rng(seed).random(made.slots) < keep
    return of_satellites(made, np.flatnonzero(chosen))


def test_in_a_full_shell_everybody_has_four_partners() -> None:
    members = all_slots(constellation(WALKER))
    found = meshed(members)
    assert (found[:, [AHEAD, BEHIND, EAST, WEST]] >= 0).all()
    assert (found[:, [EXPRESS_AHEAD, EXPRESS_BEHIND]] == -1).all()
    assert is_symmetric(found)
    place = members.place
    assert (place.slot[found[:, AHEAD]] == (place.slot + 1) % 22).all()
    assert (place.plane[found[:, EAST]] == (place.plane + 1) % 72).all()
    assert (found[found[:, AHEAD], BEHIND] == np.arange(1_584)).all()


@pytest.mark.parametrize("keep", [1.0, 0.4, 0.06])
def test_neighbours_along_a_plane_are_the_next_that_are_there(keep: float) -> None:
    members = thinned(replace(WALKER, planes=30, slots_per_plane=333), keep, 3)
    found = meshed(members)
    assert is_symmetric(found)
    plane, slot = members.plane, members.place.slot
    for row in range(0, len(plane), 37):
        same = np.flatnonzero((plane == plane[row]) & (np.arange(len(plane)) != row))
        ahead = same[np.argmin((slot[same] - slot[row]) % 333)]
        # None only where the Earth is in between.
        chord_km = 2.0 * WALKER.a_km * np.sin(np.pi * ((slot[ahead] - slot[row]) % 333) / 333.0)
        assert found[row, AHEAD] == (ahead if 0.0 < chord_km <= 5_017.0 else -1)


def test_express_links_are_about_as_long_as_asked_for() -> None:
    members = all_slots(constellation(replace(WALKER, planes=30, slots_per_plane=333)))
    found = meshed(members, express_km=3_000.0)
    r_km = members.positions_km(shell_phases(members.constellation, 5_000.0))
    apart = np.linalg.norm(r_km - r_km[found[:, EXPRESS_AHEAD]], axis=1)
    assert (found[:, EXPRESS_AHEAD] >= 0).all()
    assert apart.min() > 2_700.0
    assert apart.max() <= 3_000.0
    assert (found[found[:, EXPRESS_AHEAD], EXPRESS_BEHIND] == np.arange(len(found))).all()


@pytest.mark.parametrize("keep", [1.0, 0.1])
def test_partners_across_stay_in_range_all_the_way_round(keep: float) -> None:
    shell = replace(WALKER, planes=30, slots_per_plane=333, inclination_rad=np.radians(30.0))
    members = thinned(shell, keep, 5)
    longest_km = 1_200.0
    found = meshed(members, longest_km=longest_km)
    joined = np.flatnonzero(found[:, EAST] >= 0)
    assert len(joined) > 0.4 * len(found)
    period_s = TWO_PI / members.constellation.argument_of_latitude_rate_rad_s[0]
    farthest = np.zeros(len(joined))
    for elapsed_s in np.linspace(0.0, period_s, 61):
        r_km = members.positions_km(shell_phases(members.constellation, elapsed_s))
        here, there = r_km[joined], r_km[found[joined, EAST]]
        farthest = np.maximum(farthest, np.linalg.norm(here - there, axis=1))
        assert in_sight(here, there).all()
    assert farthest.max() <= longest_km + 1e-6
    # And the limit is used: nobody is refused who could have stayed.
    assert farthest.max() > 0.9 * longest_km or keep == 1.0


def test_the_partner_across_is_the_nearest_over_an_orbit() -> None:
    members = all_slots(constellation(WALKER))
    found = meshed(members)
    period_s = TWO_PI / members.constellation.argument_of_latitude_rate_rad_s[0]
    rows = np.arange(0, 1_584, 97)
    mean2 = np.zeros((len(rows), 22))
    next_plane = (members.plane[rows] + 1) % 72
    in_plane = np.array([np.flatnonzero(members.plane == plane) for plane in next_plane])
    for elapsed_s in np.linspace(0.0, period_s, 40, endpoint=False):
        r_km = members.positions_km(shell_phases(members.constellation, elapsed_s))
        mean2 += ((r_km[in_plane] - r_km[rows][:, None]) ** 2).sum(axis=2)
    assert (in_plane[np.arange(len(rows)), mean2.argmin(axis=1)] == found[rows, EAST]).all()


def test_two_rings_on_opposite_nodes_have_no_links_across() -> None:
    """Dawn and dusk rings of a sun-synchronous shell cross at 15 km/s."""
    ring = replace(
        WALKER, planes=2, slots_per_plane=4_999, inclination_rad=np.radians(97.7), raan0_rad=(0.0, float(np.pi))
    )
    found = meshed(all_slots(constellation(ring)))
    assert (found[:, [EAST, WEST]] == -1).all()
    assert (found[:, [AHEAD, BEHIND]] >= 0).all()


def test_few_and_none() -> None:
    made = constellation(WALKER)
    assert meshed(of_satellites(made, np.empty(0, dtype=np.int64))).shape == (0, 6)
    alone = meshed(of_satellites(made, np.array([5])))
    assert (alone == -1).all()
    pair = meshed(of_satellites(made, np.array([5, 6])))
    assert sorted(pair[pair >= 0].tolist()) == [0, 1]
    assert is_symmetric(pair)


def test_members_of_a_shell_are_those_of_the_whole_fleet_in_it() -> None:
    simulation = simulate(load_scenario("sceptic"))
    t_s = parse_utc("2047-03-01")
    everybody, some = members_of(simulation, t_s), members_of(simulation, t_s, (3, 40, 3))
    inside = np.isin(everybody.place.shell, (3, 40))
    assert len(some.k) > 50
    assert (some.k == everybody.k[inside]).all()
    assert (some.address == everybody.address[inside]).all()
    assert (np.diff(everybody.address) > 0).all()
    assert (failure_time_s(simulation, some.k) > t_s).all()
    assert len(everybody.k) == pytest.approx(world_at(simulation, t_s).stock.working, rel=0.01)


def test_velocities_are_differences_of_places() -> None:
    members = all_slots(constellation(WALKER, replace(WALKER, inclination_rad=np.radians(97.6), planes=6)))
    made, h = members.constellation, 0.5
    ahead, behind = (members.positions_km(shell_phases(made, 9_000.0 + step)) for step in (h, -h))
    moving = members.velocities_km_s(shell_phases(made, 9_000.0))
    assert np.abs((ahead - behind) / (2 * h) - moving).max() < 2e-6  # km/s
