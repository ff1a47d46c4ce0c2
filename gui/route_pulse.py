"""A prompt that is watched on its way: the clock stands, its pulse goes through the picture, and each stage is told."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from engine.route_parts import NoRoute
from gui.route_drawing import homeward
from gui.watching import stages_of

if TYPE_CHECKING:
    from gui.routing import Routing
    from gui.window import Window


class RoutePulse(QObject):
    """Joins ``routing.watch`` to the panel and the picture."""

    def __init__(self, routing: Routing, window: Window) -> None:
        super().__init__(routing)
        self._routing, self._window, self._session = routing, window, window.session
        self._panel, self._watch = routing.panel, routing.watch
        self._panel.watch_wished.connect(lambda on: self._start() if on else self._watch.stop())
        self._watch.told.connect(lambda words: self._panel.show_state(words, "gold"))
        self._watch.told.connect(window.hud.show_watched)
        self._watch.moved.connect(self._move)
        self._watch.stopped.connect(self._end)

    def _start(self) -> None:
        self._session.clock.pause()
        found = self._routing.found
        if found is None or found.drawn is None or isinstance(found.routes, NoRoute) or self._routing.busy:
            self._panel.watch.setChecked(False)
            return
        known = found.quantities or {}
        read = [known[name].value for name in ("prompt_prefill_s", "prompt_token_s") if name in known]
        self._panel.watch.setText("Stop")
        self._watch.start(found.routes[0], stages_of(found.routes[0], *read))

    def _move(self, way: str, gone_s: float | None) -> None:
        found = self._routing.found
        if found is None or found.drawn is None:
            return
        self._session.set_route(homeward(found.drawn) if way == "home" else found.drawn)
        self._session.set_pulse(gone_s)

    def _end(self) -> None:
        routing = self._routing
        self._panel.watch.setChecked(False)
        self._panel.watch.setText("Watch")
        self._window.hud.show_watched("")
        self._session.set_pulse(None)
        if routing.found is not None:
            self._session.set_route(routing.found.drawn if routing.open else None)
        routing.say_when()
