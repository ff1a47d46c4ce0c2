"""The next 24 hours of a route: worked out in a thread when asked for, with progress, and written to files."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFileDialog

from engine.cities import City
from engine.constants import SECONDS_PER_DAY
from engine.route_series import RouteSeries, route_series
from engine.timebase import format_utc
from engine.uplinks import ANEW_S
from gui.settings import pictures_folder
from gui.worker import Progress, Worker

if TYPE_CHECKING:
    from gui.routing import Routing
    from gui.window import Window

STEP_S = 60.0  # to a city; to compute every ten minutes, when its lasers are chosen anew


class RouteDay(QObject):
    def __init__(self, routing: Routing, window: Window) -> None:
        super().__init__(routing)
        self._routing, self._window, self._panel = routing, window, routing.panel.day
        self.series: RouteSeries | None = None
        self._worker = Worker("route-day", self, answered=self._take, failed=self._fail, progressed=self._progress)
        self._panel.series_wished.connect(lambda on: self.work() if on else self.stop())
        self._panel.export_wished.connect(self._export)
        self.drop()

    @property
    def busy(self) -> bool:
        return self._worker.running

    def work(self) -> None:
        """Have the day from the clock's time on worked out."""
        routing, session = self._routing, self._window.session
        if routing.asked is None:
            routing.send()
        if routing.asked is None:
            return
        (start, goal), simulation = routing.asked, session.simulation
        down, lost = routing.out.layer, routing.out.compute
        step_s = STEP_S if isinstance(goal, City) else ANEW_S
        first_s = session.clock.t_s if isinstance(goal, City) else -(-session.clock.t_s // ANEW_S) * ANEW_S
        last_s = min(first_s + SECONDS_PER_DAY, session.clock.bounds_s[1])
        self._progress(0.0)

        def work(progress: Progress) -> RouteSeries:
            return route_series(simulation, start, goal, first_s, last_s, step_s, progress, down=down, lost=lost)

        self._worker.start(work)

    def stop(self) -> None:
        """Work no more on it; a day that is shown stays."""
        if self._worker.running:
            self._worker.cancel()
            self._panel.show_progress(None, "" if self.series is not None else _HINT)

    def drop(self, words: str = "") -> None:
        """The day that is shown is not of what is asked now."""
        had, self.series = self.series is not None or self._worker.running, None
        self._worker.cancel()
        self._panel.drop((had and words) or _HINT)

    def show_time(self, t_s: float) -> None:
        if self._panel.chart is not None:
            self._panel.chart.show_time(t_s)

    def _progress(self, share: float) -> None:
        every = "minute" if self._routing.asked and isinstance(self._routing.asked[1], City) else "ten minutes"
        self._panel.show_progress(share, f"A way every {every} of 24 hours: {100.0 * share:.0f} %")

    def _take(self, series: RouteSeries) -> None:
        self.series = series
        self._panel.show_progress(None)
        self._panel.show_series(series)
        self.show_time(self._window.session.clock.t_s)

    def _fail(self, sentence: str) -> None:
        self._panel.show_progress(None, f"{sentence[:1].upper()}{sentence[1:]}.")

    def _export(self, suffix: str) -> None:
        """Ask where to, and write the day as a table or a picture."""
        if self.series is None:
            return
        kind = {"csv": "Tables", "png": "Pictures"}[suffix]
        proposed = str(pictures_folder() / f"heliograph-{self._stem()}.{suffix}")
        path, _ = QFileDialog.getSaveFileName(
            self._window, f"Export as {suffix.upper()}", proposed, f"{kind} (*.{suffix})"
        )
        if path:
            self._window.handlers.write(Path(path), suffix, self.content(suffix))

    def content(self, suffix: str) -> bytes:
        """Return the day as a file's content, "csv" or "png"."""
        from gui.panels.route_chart import as_csv

        series, chart = self.series, self._panel.chart
        assert series is not None
        assert chart is not None
        if suffix == "csv":
            return as_csv(series)
        title = f"{series.start.name} to {self._routing.title_of(series.goal)}, one way, ms"
        first, simulation = format_utc(float(series.t_s[0])), self._window.session.simulation
        return chart.png(title, f"From {first[:10]} {first[11:16]} UTC, {simulation.scenario.name}")

    def _stem(self) -> str:
        assert self.series is not None
        words = f"route-{self.series.start.name}-{self._routing.title_of(self.series.goal)}"
        return "".join(sign if sign.isalnum() else "-" for sign in words).lower()


_HINT = "The button works out how the way changes, with fibre beside it."
