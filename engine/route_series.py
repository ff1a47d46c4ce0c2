"""How the way between two ends changes over a span of time: a route at every step, and what they have in common.

Each is the way of least latency at its instant, exact on the network of that instant (``engine/route.py``).  Left
out: what a connection loses when it passes from one way to the next.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from math import ceil, isfinite
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from engine.cities import City
from engine.files import Cancelled
from engine.link_settings import link_settings
from engine.route import fibre_for, network_for, route
from engine.route_parts import Fibre, Goal, Route

if TYPE_CHECKING:
    from engine.world import Simulation

Array = NDArray[np.float64]
Integers = NDArray[np.int64]

MOST_ROUTES = 100_000
_ROUND_OFF = 1e-9  # of a step: a span of whole steps has as many as it seems


@dataclass(frozen=True, eq=False)
class RouteSeries:
    """Routes from ``start`` to ``goal`` at ``t_s`` (n,): times in seconds and one way, NaN where there is no path.

    ``light_s`` (n,) is the light time that is in ``latency_s`` (n,), ``satellites`` (n,) how many pass the message
    on or answer it, 0 where there is no path; ``no_path`` says why for the first instant without one, else it is
    empty.
    """

    start: City
    goal: Goal
    fibre: Fibre
    t_s: Array
    latency_s: Array
    light_s: Array
    satellites: Integers
    no_path: str

    @property
    def joined(self) -> int:
        """At how many instants there is a path."""
        return int(np.isfinite(self.latency_s).sum())

    def within_s(self, share: float) -> float:
        """Return the latency that this share of the instants with a path keep to, s; NaN where none has one.

        One of the series itself: the least that at least this share do not exceed.
        """
        found = np.sort(self.latency_s[np.isfinite(self.latency_s)])
        return float(found[max(ceil(share * len(found) - _ROUND_OFF) - 1, 0)]) if len(found) else float("nan")

    @property
    def faster_than_fibre(self) -> float:
        """The share of all instants at which it is faster than fibre on the ground."""
        return float(np.mean(self.latency_s < self.fibre.latency_s))  # NaN is not


def route_series(
    simulation: Simulation,
    start: City,
    goal: Goal,
    first_s: float,
    last_s: float,
    step_s: float,
    progress: Callable[[float], bool] = lambda share: True,
    *,
    down: Iterable[int] = (),
    lost: Iterable[int] = (),
) -> RouteSeries:
    """Return the routes at ``first_s`` and every ``step_s`` after it, ``last_s`` not among them; t_s, seconds TT.

    ``down`` and ``lost`` are satellites out of service all the time, as ``route`` takes them.  ``progress`` is told
    the share that is done.  Raises ``ValueError`` for a span that makes no series, ``Cancelled`` when told to stop.
    """
    count = _steps(first_s, last_s, step_s)
    out, without = tuple(down), tuple(lost)
    t_s: Array = first_s + step_s * np.arange(count, dtype=np.float64)
    latency_s, light_s = np.full(count, np.nan), np.full(count, np.nan)
    satellites = np.zeros(count, dtype=np.int64)
    no_path = ""
    for i in range(count):
        if not progress(i / count):
            raise Cancelled
        found = route(network_for(simulation, float(t_s[i]), goal), start, goal, down=out, lost=without)
        if isinstance(found, Route):
            latency_s[i], light_s[i], satellites[i] = found.latency_s, found.light_s, found.satellites
        else:
            no_path = no_path or found.sentence
    progress(1.0)
    fibre = fibre_for(link_settings(simulation.scenario), start, goal)
    return RouteSeries(start, goal, fibre, t_s, latency_s, light_s, satellites, no_path)


def _steps(first_s: float, last_s: float, step_s: float) -> int:
    if not (isfinite(step_s) and step_s > 0.0):
        raise ValueError(f"the step of a series is {step_s:g} s: it must be more than 0")
    if not (isfinite(first_s) and isfinite(last_s) and last_s > first_s):
        raise ValueError(f"a series spans {last_s - first_s:g} s: it must end after it begins")
    steps = (last_s - first_s) / step_s
    if steps > MOST_ROUTES:
        raise ValueError(f"a series of {steps:,.0f} routes is too long: give at most {MOST_ROUTES:,}")
    return max(ceil(steps - _ROUND_OFF), 1)
