"""One instant of the program, without drawing: the world, its frame, its totals, and a jump across all years."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from time import perf_counter

import numpy as np

from benchmarks.rows import Row, interleaved
from engine.fleet import FleetBlock
from engine.power import counted_sunlit_fraction, mean_sunlit_fraction
from engine.shadow import sunlit_fraction
from engine.timebase import from_year
from engine.world import Simulation, fleet_state, simulate, world_at
from gui.frame import build_frame
from gui.view import View

MILLION = 1_000_000
VIEW = View(width_px=1920, height_px=1080)


def instant_with(simulation: Simulation, on_station: int) -> float:
    """Return when that many satellites are on station."""
    return float(simulation.scenario.ramp.launch_time_s(on_station)) + simulation.scenario.rise_s


def measure(simulation: Simulation) -> Iterator[Row]:
    yield look(simulation)
    yield from live_power(simulation)
    yield from jump(simulation)


def look(simulation: Simulation) -> Row:
    """Playing at a million: each call a new instant, a second further."""
    clock = iter(float(simulation.scenario.ramp.launch_time_s(MILLION)) + np.arange(1_000.0))
    seconds = interleaved(60, ours=lambda: build_frame(world_at(simulation, next(clock)), VIEW))["ours"]
    rising = world_at(simulation, next(clock)).fleet.rising
    return Row(
        what="world_at + build_frame, 1,000,000 satellites", value=seconds * 1e3, unit="ms", bar="at most 5 ms",
        met=seconds <= 5e-3, note=f"{rising:,} of them are rising",
    )  # fmt: skip


def live_power(simulation: Simulation) -> Iterator[Row]:
    """The program's live power against a sum over all satellites, and how much faster it is.

    The brute-force sum is given its satellites ready made and sorted, the fastest it can have.
    """
    worst = 0.0
    rng = np.random.default_rng(1)
    for size, instants in [(100_000, 8), (200_000, 4), (500_000, 3), (MILLION, 2)]:
        block = FleetBlock.of(simulation.constellation, np.arange(size + 200_000))
        for t_s in instant_with(simulation, size) + rng.uniform(0.0, 86_400.0, instants):
            world = world_at(simulation, float(t_s))
            fleet = world.fleet
            on_station = (block.k >= fleet.retired) & (block.k < fleet.on_station_end)
            assert on_station.sum() == fleet.on_station
            counted = sunlit_fraction(block.positions_km(fleet.phases).T[on_station], world.sun_gcrs_km).mean()
            worst = max(worst, abs(world.quantities["sunlit_fraction"].value / float(counted) - 1.0))
    yield Row(
        what="live power against the sum over satellites, 100,000 up", value=worst * 100.0, unit="%",
        bar="within 0.1 %", met=worst <= 1e-3, note="worst of 17 instants from 100,000 to 1,000,000 on station",
    )  # fmt: skip

    block = FleetBlock.of(simulation.constellation, np.arange(MILLION))
    t_s = instant_with(simulation, MILLION)
    phases, sun_km = fleet_state(simulation, t_s).phases, simulation.ephemeris.sun_gcrs_km(t_s)
    seconds = interleaved(
        9,
        planes=lambda: mean_sunlit_fraction(simulation.planes, phases, sun_km),
        counted=lambda: counted_sunlit_fraction(block, phases, sun_km, 0, MILLION),
    )
    ratio = seconds["counted"] / seconds["planes"]
    yield Row(
        what="live power, O(planes), 1,000,000 satellites", value=seconds["planes"] * 1e3, unit="ms",
        bar="at least 100 x faster", met=ratio >= 100.0,
        peer="sum over all", peer_value=seconds["counted"] * 1e3, ratio=ratio,
    )  # fmt: skip


def jump(simulation: Simulation) -> Iterator[Row]:
    """First year to last and back, on a simulation that has seen nothing yet."""
    fresh = simulate(simulation.scenario)
    first_s, last_s = from_year(2026.6), simulation.scenario.end_s
    times, pictures = [], []
    for t_s in (first_s, last_s, first_s, last_s, first_s):
        start = perf_counter()
        world = world_at(fresh, t_s)
        frame = build_frame(world, VIEW)
        times.append(perf_counter() - start)
        pictures.append((world, frame))
    equal = same(pictures[0], pictures[2]) and same(pictures[1], pictures[3]) and same(pictures[0], pictures[4])
    assert not same(pictures[0], pictures[1])
    yield Row(
        what="jump from the first year to the last and back", value=max(times[1:]) * 1e3, unit="ms",
        bar="at most 100 ms", met=max(times[1:]) <= 0.1,
        note="the slowest of two jumps each way, nothing prepared; without the drawing itself",
    )  # fmt: skip
    yield Row(
        what="arrays after coming back", value=float(equal), unit="equal", bar="equal to the bit", met=equal,
        note="every array and number of the World and of the Frame, compared by their bytes",
    )  # fmt: skip


def same(one: object, other: object) -> bool:
    """Return whether two values are equal to the last bit, all the way down."""
    if one is other:
        return True
    if type(one) is not type(other):
        return False
    if isinstance(one, np.ndarray) and isinstance(other, np.ndarray):
        return one.dtype == other.dtype and one.shape == other.shape and one.tobytes() == other.tobytes()
    if isinstance(one, Mapping) and isinstance(other, Mapping):
        return one.keys() == other.keys() and all(same(one[key], other[key]) for key in one)
    if isinstance(one, tuple) and isinstance(other, tuple):
        return len(one) == len(other) and all(map(same, one, other))
    if is_dataclass(one):
        return all(same(getattr(one, field.name), getattr(other, field.name)) for field in fields(one))
    return bool(one == other)
