"""Which links are drawn is worked out in a thread, when they are first wanted and again each minute of the scenario.

Until the next choice comes the last one is drawn, as long as it is of about the
same time.  Where the clock runs so fast that none is, no links are drawn.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from engine.world import Simulation, World
    from gui.links_choice import ChosenLinks
    from gui.view import View

OLDEST_S = 600.0  # of the scenario: links up to Starlink are chosen anew by then


class LinksReady:
    """``told`` is called from the thread whenever there are other links to draw."""

    def __init__(self, told: Callable[[], None]) -> None:
        self._told = told
        self._chosen: tuple[Simulation, ChosenLinks] | None = None
        self._known: tuple[object, ...] = ()  # what the choice was made for
        self._working = False
        self._failed: tuple[object, ...] = ()
        self._closed = False
        self._note = ""

    @property
    def pending(self) -> bool:
        """Whether other links are on their way."""
        return self._working

    def close(self) -> None:
        """Call nobody any more."""
        self._closed = True

    def shown(self, world: World, view: View) -> View:
        """Return the view with the links to draw, or without links where there are none in time."""
        self._note = ""
        if "links" not in view.layers:
            return view
        from gui.links_choice import minute_of  # the first picture has no links

        wanted = (world.simulation, minute_of(world.t_s), view.link_limit, view.selected)
        if wanted not in (self._known, self._failed) and not self._working:
            self._working = True
            threading.Thread(target=self._work, args=(wanted, world), name="links", daemon=True).start()
        chosen = self._chosen
        if chosen is not None and chosen[0] is world.simulation:
            if abs(chosen[1].t_s - world.t_s) <= OLDEST_S:
                return replace(view, links=chosen[1])
            self._note = "Laser links change too fast to draw at this rate of the clock"
        elif self._working:
            self._note = "Working the laser links out …"
        return replace(view, layers=view.layers - {"links"})

    @property
    def note(self) -> str:
        """What to say where links are wanted and not drawn, or nothing."""
        return self._note

    def _work(self, wanted: tuple[object, ...], world: World) -> None:
        from gui.links_choice import chosen_links

        simulation, _, limit, selected = wanted
        try:
            links = chosen_links(world, limit, selected)  # type: ignore[arg-type]
        except Exception as error:  # the log has it, and links are tried again in another minute
            threading.excepthook(threading.ExceptHookArgs((type(error), error, error.__traceback__, None)))
            self._failed = wanted
        else:
            self._chosen, self._known = (simulation, links), wanted  # type: ignore[assignment]
        self._working = False
        if not self._closed:
            with suppress(RuntimeError):  # Qt's half of the canvas may be gone
                self._told()
