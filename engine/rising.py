"""The rising satellites of an instant, placed fast enough for every frame.

The exact place of a rising satellite is ``fleet.states_of``.  A picture needs
up to two hundred thousand of them in 3 ms: here launches are kept in blocks.
What a block has in common is worked out in float64, and how its satellites
differ from its middle one in float32 (0.1 km, most of it the climb's table).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from engine.constants import TWO_PI
from engine.constellation import Integers
from engine.fleet import basis_of
from engine.world import Simulation, World

Array = NDArray[np.float64]
Floats = NDArray[np.float32]

BLOCK_LAUNCHES = 16_384  # so few that their ages differ little, whatever the stride
LEAST_BLOCK = 512
_STRIDE_OF_TABLE = 4  # every 4th node of the climb: 257 are left


@dataclass(frozen=True, eq=False)
class _Climb:
    """The climb of every shell, shell after shell, small enough for a processor's cache.

    ``table`` is (shells * intervals,) of 16 bytes: radius (km), its step to the
    next node, node lag (rad), its step; one look-up gives all four.
    """

    intervals: int
    table: NDArray[np.complex128]


@dataclass(frozen=True, eq=False)
class _Block:
    """The satellites k = stride (number N + i), i < N: their constants, (3, N) and (N,)."""

    a_unit: Floats
    b_unit: Floats
    shell: Integers
    row: Integers  # of the climb's tables
    middle_launch_s: float
    later: Floats  # launch after the block's middle one, in times to rise
    gap_turns: Floats  # what the angle gains on the shell's over the whole climb


@lru_cache(maxsize=4)
def _climb(simulation: Simulation) -> _Climb:
    rise = simulation.rise
    radius, lag = (table[:, ::_STRIDE_OF_TABLE] for table in (rise.radius_km, rise.node_lag_rad))
    columns = (radius[:, :-1], np.diff(radius, axis=1), lag[:, :-1], np.diff(lag, axis=1))
    packed = np.stack(columns, axis=-1).astype(np.float32)
    return _Climb(radius.shape[1] - 1, packed.view(np.complex128).ravel())  # complex only to be 16 bytes wide


def _block_size(stride: int) -> int:
    return max(BLOCK_LAUNCHES // stride, LEAST_BLOCK)


@lru_cache(maxsize=128)
def _block(simulation: Simulation, stride: int, number: int) -> _Block:
    size = _block_size(stride)
    k = stride * np.arange(number * size, (number + 1) * size, dtype=np.int64)
    basis = basis_of(simulation.constellation, k)
    rise = simulation.rise
    launch_s = simulation.scenario.ramp.launch_time_s(k)
    return _Block(
        np.ascontiguousarray(basis.a_unit.T, dtype=np.float32),
        np.ascontiguousarray(basis.b_unit.T, dtype=np.float32),
        basis.shell,
        basis.shell * _climb(simulation).intervals,
        float(launch_s[size // 2]),
        ((launch_s - launch_s[size // 2]) / rise.duration_s).astype(np.float32),
        _gap_turns(simulation).astype(np.float32)[basis.shell],
    )


def _gap_turns(simulation: Simulation) -> Array:
    rise = simulation.rise
    gap_turns: Array = rise.mean_motion_gap_rad_s * rise.duration_s / TWO_PI
    return gap_turns


def rising_positions_km(world: World, stride: int = 1) -> Floats:
    """Return GCRS positions (N, 3), km, of the rising satellites whose number is a multiple of ``stride``.

    In launch order; within 0.1 km of ``satellites.positions_km``.
    """
    first = -(-world.fleet.on_station_end // stride)  # the first multiple, counted in strides
    stop = -(-world.fleet.launched // stride)
    size = _block_size(stride)
    out = np.empty((max(stop - first, 0), 3), dtype=np.float32)
    for number in range(first // size, -(-stop // size) if stop > first else 0):
        begin, end = max(first - number * size, 0), min(stop - number * size, size)
        at = number * size + begin - first
        _place(world, _block(world.simulation, stride, number), begin, end, out[at : at + end - begin])
    return out


def _place(world: World, block: _Block, begin: int, end: int, out: Floats) -> None:
    """Write the positions of some of a block's satellites to ``out`` (N, 3).

    In place where it can be: this is most of the time that a frame takes on the CPU.
    """
    simulation, phases = world.simulation, world.fleet.phases
    climb = _climb(simulation)
    part = slice(begin, end)
    later = block.later[part]

    # The angle along the orbit, as in Rise.at: phase - gap g(x), g = 1/2 - x + x^3 - x^4 / 2, in turns.
    # At the block's middle satellite in float64, once a shell; from there on Taylor's series of g, which ends.
    x = (world.t_s - block.middle_launch_s) / simulation.rise.duration_s
    g = 0.5 - x + x**3 - 0.5 * x**4
    middle_turns = phases.phase_rad * (1.0 / TWO_PI) - _gap_turns(simulation) * g
    of_shell = (middle_turns - np.rint(middle_turns) + 1j * phases.drift_rad).astype(np.complex64)
    angle_and_drift = of_shell[block.shell[part]]
    turns = later * np.float32(-0.5)
    turns += np.float32(2.0 * x - 1.0)
    turns *= later
    turns += np.float32(3.0 * x - 3.0 * x * x)
    turns *= later
    turns += np.float32(2.0 * x**3 - 3.0 * x * x + 1.0)
    turns *= later
    turns *= block.gap_turns[part]
    np.subtract(angle_and_drift.real, turns, out=turns)
    turns *= np.float32(TWO_PI)

    step = later * np.float32(-climb.intervals)
    step += np.float32(x * climb.intervals)
    np.clip(step, 0.0, np.float32(climb.intervals) - np.float32(0.001), out=step)
    node_below = np.floor(step)
    step -= node_below
    left = node_below.astype(np.int64)
    left += block.row[part]
    radius, radius_step, lag, lag_step = climb.table[left].view(np.float32).reshape(-1, 4).T
    radius_km = radius_step * step
    radius_km += radius
    node = lag_step * step
    node += lag
    node += angle_and_drift.imag

    cos_a, sin_a = np.cos(turns), np.sin(turns)
    cos_a *= radius_km
    sin_a *= radius_km
    cos_n, sin_n = np.cos(node), np.sin(node)
    a, b = block.a_unit[:, part], block.b_unit[:, part]
    x_km, y_km = cos_a * a[0] + sin_a * b[0], cos_a * a[1] + sin_a * b[1]
    out[:, 0] = cos_n * x_km - sin_n * y_km
    out[:, 1] = sin_n * x_km + cos_n * y_km
    out[:, 2] = cos_a * a[2] + sin_a * b[2]
