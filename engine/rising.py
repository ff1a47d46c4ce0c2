"""The rising satellites of an instant, placed fast enough for every frame.

The exact place of a rising satellite is ``fleet.states_of``.  A picture needs
up to two hundred thousand of them in 2 ms: here their constants are kept in
blocks of launches, angles are reduced in float64, and what is left is done in
float32 (1 m) with the climb read from a coarser table (0.05 km).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, lru_cache

import numpy as np
from numpy.typing import NDArray

from engine.constants import TWO_PI
from engine.constellation import Integers
from engine.fleet import basis_of
from engine.world import Simulation, World

Array = NDArray[np.float64]
Floats = NDArray[np.float32]

BLOCK = 16_384
_STRIDE_OF_TABLE = 4  # every 4th node of the climb: 257 are left


@dataclass(frozen=True, eq=False)
class _Climb:
    """The climb of every shell as flat float32 tables, small enough for a processor's cache."""

    simulation: Simulation

    @cached_property
    def radius_km(self) -> Floats:
        return self._thinned(self.simulation.rise.radius_km)

    @cached_property
    def node_lag_rad(self) -> Floats:
        return self._thinned(self.simulation.rise.node_lag_rad)

    @staticmethod
    def _thinned(table: Array) -> Floats:
        return np.ascontiguousarray(table[:, ::_STRIDE_OF_TABLE], dtype=np.float32)


@dataclass(frozen=True, eq=False)
class _Block:
    """``BLOCK`` satellites k = stride (number BLOCK + i): their constants, (3, N) and (N,)."""

    a_unit: Floats
    b_unit: Floats
    shell: Integers
    launch_s: Array
    angle_gap_rad: Array  # what the angle gains on the shell's over the whole climb


@lru_cache(maxsize=4)
def _climb(simulation: Simulation) -> _Climb:
    return _Climb(simulation)


@lru_cache(maxsize=64)
def _block(simulation: Simulation, stride: int, number: int) -> _Block:
    k = stride * np.arange(number * BLOCK, (number + 1) * BLOCK, dtype=np.int64)
    basis = basis_of(simulation.constellation, k)
    rise = simulation.rise
    return _Block(
        np.ascontiguousarray(basis.a_unit.T, dtype=np.float32),
        np.ascontiguousarray(basis.b_unit.T, dtype=np.float32),
        basis.shell,
        simulation.scenario.ramp.launch_time_s(k),
        rise.mean_motion_gap_rad_s[basis.shell] * rise.duration_s,
    )


def rising_positions_km(world: World, stride: int = 1) -> Floats:
    """Return GCRS positions (N, 3), km, of the rising satellites whose number is a multiple of ``stride``.

    In launch order; within 0.1 km of ``satellites.positions_km``.
    """
    first = -(-world.fleet.on_station_end // stride)  # the first multiple, counted in strides
    stop = -(-world.fleet.launched // stride)
    out = np.empty((max(stop - first, 0), 3), dtype=np.float32)
    for number in range(first // BLOCK, -(-stop // BLOCK) if stop > first else 0):
        begin, end = max(first - number * BLOCK, 0), min(stop - number * BLOCK, BLOCK)
        at = number * BLOCK + begin - first
        _place(world, _block(world.simulation, stride, number), begin, end, out[at : at + end - begin])
    return out


def _place(world: World, block: _Block, begin: int, end: int, out: Floats) -> None:
    rise, phases, climb = world.simulation.rise, world.fleet.phases, _climb(world.simulation)
    part = slice(begin, end)
    shell = block.shell[part]

    x = (world.t_s - block.launch_s[part]) / rise.duration_s
    np.clip(x, 0.0, 1.0, out=x)
    x2 = x * x
    turns = phases.phase_rad[shell] - block.angle_gap_rad[part] * (0.5 - x + x2 * x * (1.0 - 0.5 * x))
    turns *= 1.0 / TWO_PI
    turns -= np.rint(turns)
    angle = (TWO_PI * turns).astype(np.float32)

    nodes = climb.radius_km.shape[1]
    position = (x * (nodes - 1)).astype(np.float32)
    left = np.minimum(position.astype(np.int64), nodes - 2)
    weight = position - left.astype(np.float32)
    left += shell * nodes
    radius, lag = climb.radius_km.reshape(-1), climb.node_lag_rad.reshape(-1)
    near, far = radius[left], lag[left]
    radius_km = near + weight * (radius[left + 1] - near)
    node = phases.drift_rad.astype(np.float32)[shell] + far + weight * (lag[left + 1] - far)

    cos_a, sin_a = radius_km * np.cos(angle), radius_km * np.sin(angle)
    cos_n, sin_n = np.cos(node), np.sin(node)
    a, b = block.a_unit[:, part], block.b_unit[:, part]
    x_km, y_km = cos_a * a[0] + sin_a * b[0], cos_a * a[1] + sin_a * b[1]
    out[:, 0] = cos_n * x_km - sin_n * y_km
    out[:, 1] = sin_n * x_km + cos_n * y_km
    out[:, 2] = cos_a * a[2] + sin_a * b[2]
