"""The rising satellites of a frame, in the form in which the GPU places them.

They use the same 28 bytes as those on station (``gui.fleet_frame``) and a table
of this instant, which has the nodes of ``gui.launch_nodes``.  What a node has in
common, how far each shell's satellites have turned by then, is worked out in
float64, and how a satellite differs from its node in float32 on the GPU: within
0.1 km of ``engine.satellites.positions_km``.

With y = 1 - age / duration, what is left of the climb, all follows in closed
form (see ``engine.fleet.Rise``) but the node's lag; there four terms stand for
the engine's table, to 0.1 microradian.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from engine.constants import TWO_PI
from engine.orbits import mean_motion_rad_s
from gui.launch_nodes import NODES, LaunchNodes

if TYPE_CHECKING:
    from engine.fleet import Rise
    from engine.world import World

Array = NDArray[np.float64]
Floats = NDArray[np.float32]

COLUMNS = NODES + 2  # two more hold what is of the shell alone


@dataclass(frozen=True, slots=True)
class Climb:
    """Where the rising satellites of an instant are, all launches of one stride.

    ``table`` (shells, COLUMNS, 4): for each node the turns of the orbit that a
    shell's satellite has made (less whole ones), y there, and y's first and
    second coefficient by number of strides after the node; then the shell's
    radius (km), what the climb costs it in turns, the same for its mean motion
    as a share, its drift (rad); then the four terms of the node's lag.
    """

    table: Floats
    nodes: LaunchNodes


def build_climb(world: World, stride: int) -> Climb:
    """Return what places every ``stride``-th satellite that rises now; there must be one at least."""
    fleet, rise, ramp = world.fleet, world.simulation.rise, world.scenario.ramp
    nodes = LaunchNodes.over(-(-fleet.on_station_end // stride), -(-fleet.launched // stride))
    # Launch times at the nodes and halfway between, as few as they are, carry the whole ramp.
    y = 1.0 - (world.t_s - ramp.launch_time_s(stride * nodes.halves())) / rise.duration_s
    here, linear, square = nodes.squares(y)

    of_shell, lag = _of_shells(rise)
    table = np.empty((len(of_shell), COLUMNS, 4), dtype=np.float32)
    turns = (world.fleet.phases.phase_rad / TWO_PI)[:, None] - of_shell[:, 1:2] * (here**3 - 0.5 * here**4)
    turns -= np.rint(turns)
    table[:, :NODES, 0] = turns
    table[:, :NODES, 1], table[:, :NODES, 2], table[:, :NODES, 3] = here, linear, square
    table[:, NODES, :3] = of_shell
    table[:, NODES, 3] = world.fleet.phases.drift_rad
    table[:, NODES + 1] = lag
    table.flags.writeable = False
    return Climb(table, nodes)


@lru_cache(maxsize=2)
def _of_shells(rise: Rise) -> tuple[Array, Array]:
    """Return each shell's radius (km), extra turns of the climb and extra mean motion as a share, (shells, 3),
    and the terms (shells, 4) of the node's lag, rad, by the integrals of w, w^2, w^3 and w^4 from 0 to y.

    w = 3 y^2 - 2 y^3 is what is left of the gap in mean motion.  The node's rate is a power of the mean motion,
    so that its excess is a short series in w.
    """
    constellation, gap_rad_s = rise.constellation, rise.mean_motion_gap_rad_s
    of_shell = np.stack(
        [
            constellation.a_km,
            gap_rad_s * rise.duration_s / TWO_PI,
            gap_rad_s / mean_motion_rad_s(constellation.a_km),
        ],
        axis=1,
    )
    y = 1.0 - np.linspace(0.0, 1.0, rise.NODES)
    w = np.polynomial.Polynomial([0.0, 0.0, 3.0, -2.0])
    terms = np.stack([(w**power).integ()(y) for power in (1, 2, 3, 4)], axis=1)
    lag = np.linalg.lstsq(terms, rise.node_lag_rad.T, rcond=None)[0].T
    return of_shell, lag
