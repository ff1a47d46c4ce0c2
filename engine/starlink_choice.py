"""Which satellites are the Starlink layer: those of a file of elements, if one is given."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from engine.world import Simulation


def with_elements(simulation: Simulation, file: Path | None) -> Simulation:
    """Return the simulation with the satellites of a file as its Starlink layer.  Raises ``ValueError``."""
    if file is None:
        return simulation
    from engine.elements import read_elements
    from engine.elements_layer import ElementsStarlink

    return replace(simulation, elements=ElementsStarlink(*read_elements(file)))
