"""Every quantity over a scenario's years, as columns: what charts draw and ``heliograph timeline`` writes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from engine.files import Cancelled
from engine.quantities import Quantity
from engine.world import Simulation, world_at

Array = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Timeline:
    """``columns[name]`` is (n,), the quantity at each of ``t_s`` (n,); ``quantities`` says what each name means."""

    simulation: Simulation
    t_s: Array
    columns: Mapping[str, Array]
    quantities: Mapping[str, Quantity]  # as they stand at the last instant


def timeline(simulation: Simulation, t_s: Array, progress: Callable[[float], bool] | None = None) -> Timeline:
    """Return every quantity at each of the instants (n,), some 2 ms each.

    ``progress`` is told the share done; if it returns False, ``Cancelled`` is raised.
    Raises ``ValueError`` with one sentence where an instant is outside the scenario.
    """
    rows = []
    quantities: Mapping[str, Quantity] = {}
    for i, t in enumerate(np.asarray(t_s, dtype=np.float64).tolist()):
        if progress is not None and not progress(i / len(t_s)):
            raise Cancelled
        quantities = world_at(simulation, t).quantities
        rows.append([quantity.value for quantity in quantities.values()])
    table = np.array(rows, dtype=np.float64).reshape(len(rows), len(quantities))
    table.flags.writeable = False
    columns = {name: table[:, i] for i, name in enumerate(quantities)}
    return Timeline(simulation, np.asarray(t_s, dtype=np.float64), MappingProxyType(columns), quantities)
