"""The swarm round the Sun is worked out in a thread, when it is first looked at; until then a view goes without."""

from __future__ import annotations

import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING

from engine.files import Cancelled

if TYPE_CHECKING:
    from engine.world import Simulation, World
    from gui.view import View


class SwarmReady:
    """``told`` is called from the thread whenever there is something new to draw: progress, or the swarm."""

    def __init__(self, told: Callable[[], None]) -> None:
        self._told = told
        self._simulation: Simulation | None = None  # whose swarm is being worked out
        self._share = 0.0
        self._closed = False

    def close(self) -> None:
        """Call nobody any more; work under way is given up."""
        self._closed = True

    def shown(self, world: World, view: View) -> View:
        """Return the view without the swarm while that is not worked out; begin to, if the view is of the Sun."""
        looking = view.camera.focus == "sun"
        if "swarm" not in view.layers or (not looking and self._simulation is None):
            return view  # near the Earth: nothing of it is drawn
        from engine.swarm import is_worked_out

        simulation = world.simulation
        if is_worked_out(simulation):
            return view
        if looking and self._simulation is not simulation:
            self._simulation, self._share = simulation, 0.0
            threading.Thread(target=self._work, args=(simulation,), name="swarm", daemon=True).start()
        return replace(view, layers=view.layers - {"swarm"})

    def note(self, world: World) -> str:
        """Return what to say while the work is under way, or of shots that do not leave; or nothing."""
        if self._simulation is not world.simulation:
            return ""
        from engine.swarm import is_worked_out, known_swarm

        if is_worked_out(world.simulation):
            swarm = known_swarm(world.simulation)
            stay = 0.0 if swarm is None else 1.0 - swarm.escaping_share
            return f"On {100.0 * stay:.0f} % of the days no orbit round the Sun comes of a shot" if stay > 0.005 else ""
        return f"Working out the orbits round the Sun: {100.0 * self._share:.0f} %"

    def _work(self, simulation: Simulation) -> None:
        from engine.swarm import swarm_of

        with suppress(Cancelled):
            swarm_of(simulation, lambda share: self._progress(simulation, share))
        self._tell()

    def _progress(self, simulation: Simulation, share: float) -> bool:
        """Note how far the work has come; return whether it is still wanted."""
        if self._closed or simulation is not self._simulation:
            return False
        self._share = share
        self._tell()
        return True

    def _tell(self) -> None:
        if not self._closed:
            with suppress(RuntimeError):  # Qt's half of the canvas may be gone
                self._told()
