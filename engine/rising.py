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
from engine.constellation import Constellation, Integers
from engine.fleet import FleetState, Rise, ShellPhases, basis_of
from engine.growth import Ramp

Array = NDArray[np.float64]
Floats = NDArray[np.float32]

BLOCK_LAUNCHES = 16_384  # so few that their ages differ little, whatever the stride
LEAST_BLOCK = 512
_STRIDE_OF_TABLE = 4  # every 4th node of the climb: 257 are left


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


class Rising:
    """The satellites of a simulation while they rise, and the blocks of constants that have been wanted."""

    def __init__(self, constellation: Constellation, rise: Rise, ramp: Ramp) -> None:
        self._constellation, self._rise, self._ramp = constellation, rise, ramp
        self._gap_turns: Array = rise.mean_motion_gap_rad_s * rise.duration_s / TWO_PI
        self._block = lru_cache(maxsize=96)(self._made_block)  # dies with the simulation, as it must

        # The climb of every shell, shell after shell, small enough for a processor's cache: radius (km), its step
        # to the next node, node lag (rad) and its step, in 16 bytes, so that one look-up gives all four.
        radius, lag = (table[:, ::_STRIDE_OF_TABLE] for table in (rise.radius_km, rise.node_lag_rad))
        columns = (radius[:, :-1], np.diff(radius, axis=1), lag[:, :-1], np.diff(lag, axis=1))
        self._intervals = radius.shape[1] - 1
        self._climb = np.stack(columns, axis=-1).astype(np.float32).view(np.complex128).ravel()

    def positions_km(self, t_s: float, fleet: FleetState, stride: int = 1) -> Floats:
        """Return GCRS positions (N, 3), km, of the rising satellites whose number is a multiple of ``stride``.

        In launch order; within 0.2 km of ``satellites.positions_km``.
        """
        first = -(-fleet.on_station_end // stride)  # the first multiple, counted in strides
        stop = -(-fleet.launched // stride)
        size = _block_size(stride)
        out = np.empty((max(stop - first, 0), 3), dtype=np.float32)
        for number in range(first // size, -(-stop // size) if stop > first else 0):
            begin, end = max(first - number * size, 0), min(stop - number * size, size)
            at = number * size + begin - first
            block = self._block(stride, number)
            self._place(t_s, fleet.phases, block, slice(begin, end), out[at : at + end - begin])
        return out

    def _made_block(self, stride: int, number: int) -> _Block:
        size = _block_size(stride)
        k = stride * np.arange(number * size, (number + 1) * size, dtype=np.int64)
        basis = basis_of(self._constellation, k)
        launch_s = self._ramp.launch_time_s(k)
        return _Block(
            np.ascontiguousarray(basis.a_unit.T, dtype=np.float32),
            np.ascontiguousarray(basis.b_unit.T, dtype=np.float32),
            basis.shell,
            basis.shell * self._intervals,
            float(launch_s[size // 2]),
            ((launch_s - launch_s[size // 2]) / self._rise.duration_s).astype(np.float32),
            self._gap_turns.astype(np.float32)[basis.shell],
        )

    def _place(self, t_s: float, phases: ShellPhases, block: _Block, part: slice, out: Floats) -> None:
        """Write the positions of some of a block's satellites to ``out`` (N, 3).

        In place where it can be: this is most of the time that a frame takes on the CPU.
        """
        later = block.later[part]

        # The angle along the orbit, as in Rise.at: phase - gap g(x), g = 1/2 - x + x^3 - x^4 / 2, in turns.
        # At the block's middle satellite in float64, once a shell; from there on Taylor's series of g, which ends.
        x = (t_s - block.middle_launch_s) / self._rise.duration_s
        g = 0.5 - x + x**3 - 0.5 * x**4
        middle_turns = phases.phase_rad * (1.0 / TWO_PI) - self._gap_turns * g
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

        step = later * np.float32(-self._intervals)
        step += np.float32(x * self._intervals)
        np.clip(step, 0.0, np.float32(self._intervals) - np.float32(0.001), out=step)
        node_below = np.floor(step)
        step -= node_below
        left = node_below.astype(np.int64)
        left += block.row[part]
        radius, radius_step, lag, lag_step = self._climb[left].view(np.float32).reshape(-1, 4).T
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


def _block_size(stride: int) -> int:
    return max(BLOCK_LAUNCHES // stride, LEAST_BLOCK)
