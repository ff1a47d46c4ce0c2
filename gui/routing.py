"""The route panel at work: ways are worked out in a thread, as the clock goes on too, and shown in panel and picture.

One is worked out at a time; what is asked meanwhile comes next.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPointF, QTimer
from PySide6.QtWidgets import QMenu

from engine.cities import City, find_city, folded
from engine.outages import Outages, Station
from engine.route_parts import NEAREST, Goal, NoRoute
from engine.satellites import find_satellite, satellite_name
from engine.world import World
from gui.clock import rate_name
from gui.panels.route import NEAREST_TITLE, RoutePanel
from gui.route_day import RouteDay
from gui.route_drawing import camera_of_leg
from gui.route_failures import RouteFailures
from gui.route_found import Found, find_routes
from gui.route_frame import camera_of_route
from gui.route_pulse import RoutePulse
from gui.settings import settings
from gui.watching import Watch
from gui.worker import Progress, Worker

if TYPE_CHECKING:
    from gui.window import Window

FASTEST = 60.0  # seconds a second: at a faster clock satellites have moved on before their way is worked out
_RENEW_MS, _AT_ONCE_MS = 400, 30
_HINT = "A prompt from a city to another, to a satellite, or to the nearest compute."


class Routing(QObject):
    """Made when the panel is first opened; ``set_open`` on each opening and closing after that."""

    def __init__(self, window: Window) -> None:
        super().__init__(window)
        self._window, self._session = window, window.session
        kept = settings()
        self.panel = RoutePanel(str(kept.value("route_from", "London")), str(kept.value("route_to", NEAREST_TITLE)))
        self.open = False
        self.asked: tuple[City, Goal] | None = None
        self.found: Found | None = None
        self._again = self._fly = False
        self._left_behind = False  # by a clock that is too fast
        self._worker = Worker("route", self, answered=self._take, failed=self._fail)
        self._renewal = QTimer(self)
        self._renewal.setSingleShot(True)
        self._renewal.timeout.connect(self._work)
        self.watch = Watch(self)
        self._pulse = RoutePulse(self, window)
        self.failures = RouteFailures(self, window)
        self.day = RouteDay(self, window)
        self._connect()
        self.panel.show_state(_HINT)

    def _connect(self) -> None:
        panel, session, window = self.panel, self._session, self._window
        panel.send_wished.connect(self._send_by_hand)
        panel.view_wished.connect(self._show_all)
        panel.leg_wished.connect(self._show_leg)
        panel.station_chosen.connect(self._select)
        panel.quantity_wished.connect(window.card.open_quantity)
        panel.leg_shown.connect(lambda made: window.card.show_more("leg", made))
        panel.day.time_wished.connect(session.request_time)
        session.world_changed.connect(self._show_world)
        session.simulation_changed.connect(lambda _simulation: self._begin_anew())
        session.elements_changed.connect(lambda _layer: self._begin_anew())
        session.selection_changed.connect(self._choose_selected)
        session.clock.playing_changed.connect(lambda _on: self._show_world(session.world))
        session.clock.rate_changed.connect(lambda _rate: self._show_world(session.world))
        window.canvas.pointer.clicked.connect(self._choose_at)

    @property
    def busy(self) -> bool:
        """Whether a way is still to come."""
        return self._renewal.isActive() or self._worker.running

    def set_open(self, on: bool) -> None:
        """Draw the way while the panel is there; stop all when it goes."""
        if on == self.open:
            return
        self.open = on
        if on:
            self._renew()
            return
        self.stop()
        self._session.set_route(None)

    def stop(self) -> None:
        """Work no more."""
        self._renewal.stop()
        self._again = False
        self._worker.cancel()
        self.watch.stop()
        self.day.stop()

    # -- what is asked for -----------------------------------------------------------------

    def send(self) -> None:
        """Read the two fields, and have the way between them worked out."""
        panel = self.panel
        self.watch.stop()
        asked, wrong = [], []
        for field, read in ((panel.start, find_city), (panel.goal, self._goal)):
            try:
                asked.append(read(field.text))
                field.show_wrong(False)
            except ValueError as error:
                wrong.append(str(error))
                field.show_wrong(True)
        if wrong:
            panel.show_problem("\n".join(f"{each[:1].upper()}{each[1:]}." for each in wrong))
            return
        start, goal = asked
        panel.start.show_text(short_title(start))
        panel.goal.show_text(self.title_of(goal))
        settings().setValue("route_from", panel.start.text)
        settings().setValue("route_to", panel.goal.text)
        if self.asked != (start, goal):
            self.day.drop()
            self._fly = True
        self.asked = (start, goal)
        self._renew()

    def _send_by_hand(self) -> None:
        """Stop a clock at which no way could be followed: who sends a prompt wants to see it."""
        if self._too_fast:
            self._session.clock.pause()
            self._session.note.emit("The clock is paused: up to 1 min/s a prompt can be followed.")
        self.send()

    def send_to(self, k: int) -> None:
        """Have the way to a compute satellite worked out."""
        self.panel.goal.show_text(satellite_name(self._session.simulation, k))
        self.send()

    def title_of(self, goal: Goal) -> str:
        if isinstance(goal, City):
            return short_title(goal)
        return satellite_name(self._session.simulation, goal) if isinstance(goal, int) else NEAREST_TITLE

    def _goal(self, text: str) -> Goal:
        if folded(text) in ("", folded(NEAREST_TITLE)):
            return NEAREST
        k = find_satellite(self._session.simulation, text)
        return find_city(text) if k is None else k

    # -- working ---------------------------------------------------------------------------

    def _show_world(self, world: World) -> None:
        """Follow the clock, as long as it is slow enough."""
        if not self.open or self.asked is None:
            return
        self.day.show_time(world.t_s)
        clock = self._session.clock
        if self._too_fast:
            self._say_too_fast()
        elif self._left_behind or self.found is None or self.found.network.t_s != world.t_s:
            self._left_behind = False
            self.watch.stop()
            self._renew(_RENEW_MS if clock.playing else _AT_ONCE_MS)

    @property
    def _too_fast(self) -> bool:
        clock = self._session.clock
        return clock.playing and abs(clock.rate) > FASTEST

    def _say_too_fast(self) -> None:
        self._left_behind = True
        self.watch.stop()
        self._renewal.stop()
        self._session.set_route(None)
        rate = rate_name(self._session.clock.rate)
        of = f" What stands here is of {self.found.moment}." if self.found is not None else ""
        self.panel.show_state(f"The clock runs too fast to follow, at {rate}; up to 1 min/s it can be followed.{of}")
        if self.found is not None and self.found.quantities is not None:
            self.panel.show_current(self.found.quantities, False)

    def _renew(self, after_ms: int = 0) -> None:
        if self.open and self.asked is not None and not self._renewal.isActive():
            self._renewal.start(after_ms)

    def _work(self) -> None:
        if self._worker.running:
            self._again = True
            return
        self._again = False
        assert self.asked is not None
        simulation, t_s, (start, goal), out = self._session.simulation, self._session.world.t_s, self.asked, self.out
        if self.found is None:
            self.panel.show_state("Working the way out …")

        def work(_progress: Progress) -> Found:
            return find_routes(simulation, t_s, start, goal, out)

        self._worker.start(work)

    def _take(self, found: Found) -> None:
        self.found = found
        panel = self.panel
        if isinstance(found.routes, NoRoute):
            sentence = found.routes.sentence
            panel.show_nothing(f"{sentence[:1].upper()}{sentence[1:]}.")
            self._session.set_route(None)
        else:
            assert found.quantities is not None
            self._window.card.show_more("route", found.quantities)
            panel.show_routes(found.routes, found.stations, found.quantities, found.legs)
            self._session.set_route(found.drawn)
            if self._fly:
                self._show_all()
        self._fly = False
        self.failures.show()
        if self._too_fast:
            self._say_too_fast()
            return
        self.say_when()
        if self._again:
            self._work()

    def _fail(self, sentence: str) -> None:
        self.panel.show_problem(f"{sentence[:1].upper()}{sentence[1:]}.")

    def say_when(self) -> None:
        """Say of which instant the way is that stands there."""
        if self.found is not None:
            self.panel.show_state(f"At {self.found.moment}")

    @property
    def out(self) -> Outages:
        """What is out of service."""
        return self.failures.out

    def fail_anew(self) -> None:
        """Work out the way with what is out of service now."""
        self.watch.stop()
        self.day.drop("Worked out anew when asked: what is out of service has changed.")
        self._renew()

    def add_to_menu(self, menu: QMenu, at: QPointF, thing: int | str | None) -> None:
        """Add what can be done with a satellite under the pointer to its menu, while the panel is there."""
        if self.open:
            self.failures.add_to_menu(menu, at, thing)

    # -- looking ---------------------------------------------------------------------------

    def _choose_at(self, at: QPointF) -> None:
        station = self.failures.station_at(at) if self.open else None
        if station is not None:
            self.panel.table.choose(station)

    def _choose_selected(self, k: int | None) -> None:
        if self.open and k is not None:
            self.panel.table.choose(Station(False, k, ""))

    def _select(self, station: Station | None) -> None:
        if station is not None and not station.of_layer:
            self._session.select(station.number)

    def _show_all(self) -> None:
        if self.found is not None and self.found.drawn is not None:
            view = self._session.view
            self._session.fly_to(camera_of_route(self.found.drawn, self._session.world, view.width_px / view.height_px))

    def _show_leg(self, row: int) -> None:
        if self.found is not None and isinstance(self.found.routes, tuple):
            self._session.fly_to(camera_of_leg(self.found.routes[0].hops[row], self._session.world))

    def _begin_anew(self) -> None:
        """Another scenario, or other satellites of Starlink: what was knocked out is back, and the way is other."""
        self.stop()
        self.found = None
        self.failures.clear()
        self._session.set_route(None)
        self._window.card.show_more("route", {})
        self.panel.show_nothing("")
        self.panel.show_state(_HINT)
        self.day.drop()
        if self.asked is not None:
            self.asked = None
            if self.open:
                self.send()


def short_title(city: City) -> str:
    """Return a city's name, with its country where another of that name is larger."""
    return city.name if find_city(city.name) == city else city.title
