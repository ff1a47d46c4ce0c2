"""Which Starlink is used: real satellites from a file or from CelesTrak, or the model.

Files are read, and downloads made, in a thread.  Nothing is downloaded that was not asked for twice: in the menu or
panel, and in the dialog that says what comes from where.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFileDialog, QMessageBox, QProgressDialog

from engine.element_download import CELESTRAK_STARLINK, Kept, kept_elements, update_elements
from engine.elements import ElementSet, Reading, read_elements
from engine.elements_layer import ElementsStarlink
from engine.timebase import format_utc
from gui import theme
from gui.settings import settings
from gui.worker import Progress, Worker

if TYPE_CHECKING:
    from gui.window import Window

SUFFIXES = (".tle", ".2le", ".3le", ".txt", ".json", ".csv", ".xml")
_FILES = f"Orbital elements ({' '.join(f'*{suffix}' for suffix in SUFFIXES)});;All files (*)"
_MOST_LINES = 4


def is_elements(path: str) -> bool:
    """Whether a file that is dropped on the window is one of elements, by its name."""
    return Path(path).suffix.lower() in SUFFIXES


def report(layer: ElementsStarlink) -> str:
    """Return how the reading went, a sentence or a line each."""
    reading = layer.reading
    assert reading is not None
    words = f"{layer.elements.source}: {reading.summary()}"
    more = reading.first_bad[1:_MOST_LINES]
    return "\n".join([words, *(f"also {bad}" for bad in more)])


class ElementsChoice(QObject):
    def __init__(self, window: Window) -> None:
        super().__init__(window)
        self._window, self._session = window, window.session
        self.address = CELESTRAK_STARLINK
        self._bar: QProgressDialog | None = None
        self._worker = Worker("elements", self, answered=self._take, failed=self._fail, progressed=self._show_progress)

    @property
    def busy(self) -> bool:
        return self._worker.running

    def stop(self) -> None:
        self._worker.cancel()
        self._close_bar()

    # -- from a file -----------------------------------------------------------------------

    def choose(self) -> None:
        """Ask which file to read."""
        folder = str(settings().value("elements_folder", Path.home()))
        path, _ = QFileDialog.getOpenFileName(self._window, "Open orbital elements", folder, _FILES)
        if path:
            settings().setValue("elements_folder", str(Path(path).parent))
            self.open_file(path)

    def open_file(self, path: str) -> None:
        """Take the satellites of a file for Starlink; say what was bad in it, or why there is nothing good."""
        self._start(lambda _progress: read_elements(Path(path)), f"Reading {Path(path).name} …")

    # -- from CelesTrak --------------------------------------------------------------------

    def ask_update(self) -> None:
        """Ask whether to download, or to use what was downloaded before."""
        kept = kept_elements()
        box = QMessageBox(self._window)
        box.setObjectName("elements_update")
        box.setWindowTitle("Update from CelesTrak")
        box.setText("Download the orbital elements of Starlink from celestrak.org?")
        box.setInformativeText(
            "Some megabytes, by https; CelesTrak renews them every two hours and asks for no more than that."
            f"\n\n{_kept_words(kept)}"
        )
        box.setIconPixmap(theme.pixmap("download", "gold", 34))
        download = box.addButton("Download", QMessageBox.ButtonRole.AcceptRole)
        download.clicked.connect(self.update)
        if kept is not None:
            box.addButton("Use those", QMessageBox.ButtonRole.ActionRole).clicked.connect(lambda: self.use_kept(kept))
        box.addButton(QMessageBox.StandardButton.Cancel)
        box.setDefaultButton(download)
        box.open()
        box.finished.connect(box.deleteLater)

    def update(self) -> None:
        """Download; whatever goes wrong, what was downloaded last stays."""
        address = self.address
        self._start(lambda progress: update_elements(address, progress), "Downloading orbital elements …")

    def use_kept(self, kept: Kept) -> None:
        """Take the last good download."""
        self._start(lambda _progress: kept.read(), "Reading what was downloaded …")

    def use_model(self) -> None:
        if self._session.simulation.elements is not None:
            self._session.set_elements(None)
            self._window.toast.say("Starlink is the model again.")

    # -- inside ----------------------------------------------------------------------------

    def _start(self, job: Callable[[Progress], tuple[ElementSet, Reading]], words: str) -> None:
        def work(progress: Progress) -> ElementsStarlink:
            layer = ElementsStarlink(*job(progress))
            layer.states(self._session.world.t_s)  # here and not when the picture is drawn
            return layer

        self._close_bar()
        self._bar = QProgressDialog(words, "Cancel", 0, 100, self._window)
        self._bar.setWindowTitle("Heliograph")
        self._bar.setMinimumDuration(400)
        self._bar.setAutoReset(False)
        self._bar.canceled.connect(self.stop)
        self._bar.setValue(0)
        self._worker.start(work)

    def _show_progress(self, share: float) -> None:
        if self._bar is not None:
            self._bar.setValue(min(round(100.0 * share), 99))

    def _close_bar(self) -> None:
        if self._bar is not None:
            bar, self._bar = self._bar, None
            bar.canceled.disconnect(self.stop)
            bar.close()
            bar.deleteLater()

    def _take(self, layer: ElementsStarlink) -> None:
        self._close_bar()
        self._session.set_elements(layer)
        self._session.set_layer("starlink", True)
        if layer.reading is not None and layer.reading.bad:
            self._window.tell(report(layer))
        else:
            self._window.toast.say(f"{report(layer)}.")

    def _fail(self, sentence: str) -> None:
        self._close_bar()
        self._window.tell(f"{sentence}.")


def _kept_words(kept: Kept | None) -> str:
    if kept is None:
        return "Nothing was downloaded before."
    age = kept.age_days()
    old = f"{age:,.0f} days" if age >= 1.5 else f"{max(24.0 * age, 0.0):.0f} hours"
    return f"The last were downloaded on {format_utc(kept.downloaded_s)[:10]}, {old} ago, and stay if this fails."
