"""The trajectory designer at work: what its panel wishes is solved in a thread, and shown in panel and picture.

One solve runs at a time; what is edited meanwhile is solved next, so that a drag
shows a flight after flight instead of none until it ends.
"""

from __future__ import annotations

from math import degrees
from time import perf_counter
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPointF, QTimer

from engine.porkchop import SPAN_DAYS, Porkchop, porkchop
from gui.design import (
    DESTINATION_TITLES,
    Design,
    Solved,
    check_launch,
    design_of,
    factory_of,
    no_longer_current,
    sent_to,
    solve_design,
)
from gui.designed_view import camera_of
from gui.panels.designer import DesignerPanel
from gui.worker import Progress, Worker

if TYPE_CHECKING:
    from gui.window import Window

_DEBOUNCE_MS = 60
_SETTLE_MS = 1_200  # after the last edit, before the plot is worked out
_KEPT_S = 0.6 * SPAN_DAYS * 86_400.0  # a launch this near the plot's middle is well inside it


class Designing(QObject):
    """Made when the designer is first opened; ``set_open`` on each opening and closing after that."""

    def __init__(self, window: Window) -> None:
        super().__init__(window)
        self._window, self._session = window, window.session
        self.panel = DesignerPanel(self._own_design())
        self.last: Solved | None = None  # the last good flight
        self._good = False
        self.open = False  # whether the panel is there
        self._again = False
        self._plotted: tuple[object, ...] | None = None
        self._plotting: tuple[object, ...] | None = None
        self._solver = Worker("design", self, answered=self._take, failed=self._fail)
        self._plotter = Worker(
            "porkchop",
            self,
            answered=self._take_plot,
            failed=self._plot_failed,
            progressed=self.panel.show_plot_progress,
        )
        self._debounce = self._timer(_DEBOUNCE_MS, self._solve)
        self._settle = self._timer(_SETTLE_MS, self._work_plot)
        panel, session = self.panel, self._session
        panel.edited.connect(self._edited)
        panel.destination_wished.connect(self._send_to)
        panel.quantity_wished.connect(window.card.open_quantity)
        panel.time_wished.connect(window.handlers.go_to_time)
        panel.now_wished.connect(lambda: panel.set_launch(session.clock.t_s))
        panel.launch_wished.connect(self._go_to_launch)
        panel.flight_wished.connect(self._show_flight)
        panel.picking_wished.connect(window.canvas.set_picking)
        panel.plot_wished.connect(lambda on: self._work_plot() if on else self._stop_plot())
        session.simulation_changed.connect(lambda _simulation: self._begin_anew())

    @property
    def busy(self) -> bool:
        """Whether a flight is still to come."""
        return self._debounce.isActive() or self._solver.running

    def set_open(self, on: bool) -> None:
        """Draw the flight and take presses on the Moon while the panel is there; stop all when it goes."""
        if on == self.open:
            return
        self.open = on
        canvas = self._window.canvas
        canvas.pointer.picker = self._pick if on else None
        if on:
            self._edited()
            return
        canvas.set_picking(False)
        self.panel.pick_button.setChecked(False)
        self.stop()
        self._session.set_designed(None)

    def stop(self) -> None:
        """Work no more."""
        for timer in (self._debounce, self._settle):
            timer.stop()
        self._again = False
        self._solver.cancel()
        self._stop_plot()

    # -- one flight ------------------------------------------------------------------------

    def _edited(self) -> None:
        if not self.open:
            return
        self._settle.stop()
        self._stop_plot()  # the flight comes first
        if not self._debounce.isActive():
            self._debounce.start()

    def _solve(self) -> None:
        if self._solver.running:
            self._again = True
            return
        self._again = False
        ephemeris = self._session.simulation.ephemeris
        try:
            design = self.panel.design()
            check_launch(design.launch_s, ephemeris)
            _ = design.track
        except ValueError as error:
            self._fail(str(error))
            return

        def work(_progress: Progress) -> tuple[Solved, float]:
            start = perf_counter()
            solved = solve_design(design, ephemeris)
            return solved, perf_counter() - start

        self.panel.results.show_busy()
        self._solver.start(work)

    def _take(self, answer: tuple[Solved, float]) -> None:
        solved, took_s = answer
        self.last, self._good = solved, True
        self._window.card.show_more("design", solved.quantities)
        self.panel.show_solved(solved, took_s)
        self._session.set_designed(solved.flight)
        self._next()

    def _fail(self, sentence: str) -> None:
        """Say why not, and keep the last good flight."""
        self._good = False
        for name, title in DESTINATION_TITLES.items():
            sentence = sentence.replace(name, title)
        self.panel.show_problem(f"{sentence[:1].upper()}{sentence[1:]}.")
        if self.last is not None:
            self._session.set_designed(no_longer_current(self.last.flight))
        self._next()

    def _next(self) -> None:
        if self._again:
            self._solve()
            return
        key = self._plot_key()
        self.panel.plot.set_stale(key is None or key != self._plotted)
        if key is not None and key != self._plotted:
            self._settle.start()

    # -- launch date against time of flight ------------------------------------------------

    def _plot_key(self) -> tuple[object, ...] | None:
        """Return what the plot depends on, or None for what cannot be plotted."""
        try:
            design = self.panel.design()
            check_launch(design.launch_s, self._session.simulation.ephemeris)
            return self._key(design)
        except ValueError:
            return None

    def _key(self, design: Design) -> tuple[object, ...]:
        about_s = design.launch_s
        plot = self.panel.plot.plot
        if plot is not None and abs(about_s - 0.5 * (plot.launch_s[0] + plot.launch_s[-1])) < _KEPT_S:
            about_s = 0.5 * float(plot.launch_s[0] + plot.launch_s[-1])
        return design.track, design.destination, design.altitude_km, design.aerobraking, round(about_s)

    def _work_plot(self) -> None:
        key = self._plot_key()
        if key is None or not self.open:
            return
        design, ephemeris = self.panel.design(), self._session.simulation.ephemeris
        self._plotting = key
        self.panel.show_plot_progress(0.0)
        self._plotter.start(
            lambda progress: porkchop(
                design.track, design.launch_s, design.destination, ephemeris=ephemeris,
                altitude_km=design.altitude_km, aerobraking=design.aerobraking, progress=progress,
            )
        )  # fmt: skip

    def _stop_plot(self) -> None:
        if self._plotter.running:
            self._plotter.cancel()
            self.panel.show_plot_progress(None)

    def _take_plot(self, plot: Porkchop) -> None:
        self.panel.show_plot_progress(None)
        self.panel.plot.show_plot(plot)
        self._plotted = self._plot_key()

    def _plot_failed(self, sentence: str) -> None:
        self.panel.show_plot_progress(None)
        self.panel.plot_words.setText(f"{sentence[:1].upper()}{sentence[1:]}.")
        self._plotted = self._plotting  # do not try the same again

    # -- wishes ----------------------------------------------------------------------------

    def _pick(self, at: QPointF) -> bool:
        """Move the site to the Moon's ground under a logical pixel of the picture; False beside it."""
        site = self._window.canvas.site_at(at)
        if site is None:
            return False
        self.panel.move_site(round(degrees(site[0]), 1) + 0.0, round(degrees(site[1]), 1) + 0.0)
        return True

    def _send_to(self, design: Design, destination: str) -> None:
        self.panel.show_design(sent_to(design, destination, factory_of(self._session.simulation.scenario)))
        self._edited()

    def _show_flight(self) -> None:
        if self.last is None:
            return
        view = self._session.view
        aspect = view.width_px / view.height_px
        self._session.fly_to(camera_of(self.last.flight, self._session.world, aspect, view.stage_scale))

    def _go_to_launch(self) -> None:
        if self.last is not None:
            self._window.handlers.go_to_time(self.last.shot.launch_s)

    def _own_design(self) -> Design:
        return design_of(self._session.simulation.scenario, self._session.clock.t_s)

    def _begin_anew(self) -> None:
        """Another scenario: begin with its track; what was designed for the one before goes."""
        self.stop()
        self.last = None
        self._session.set_designed(None)
        self.panel.show_design(self._own_design())
        self._edited()

    # -- inside ----------------------------------------------------------------------------

    def _timer(self, interval_ms: int, action) -> QTimer:
        timer = QTimer(self)
        timer.setSingleShot(True)
        timer.setInterval(interval_ms)
        timer.timeout.connect(action)
        return timer
