"""What is slow to import comes after the first picture, in a thread, while the window already works."""

from __future__ import annotations

import sys
import threading
from contextlib import suppress

from PySide6.QtCore import QObject, QTimer, Signal

_BREATH_MS = 2_500  # first let the maps and satellites come


class LateImports(QObject):
    charts_ready = Signal()
    _imported = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._stopped = False
        self._imported.connect(self._announce)

    def start(self) -> None:
        QTimer.singleShot(_BREATH_MS, self, self._begin)

    def stop(self) -> None:
        self._stopped = True

    def _begin(self) -> None:
        if not self._stopped:
            threading.Thread(target=self._work, name="late-imports", daemon=True).start()

    def _work(self) -> None:
        hook = sys.excepthook
        import pyqtgraph  # noqa: F401

        sys.excepthook = hook  # pyqtgraph puts its own there
        with suppress(RuntimeError):  # the window may be gone
            self._imported.emit()

    def _announce(self) -> None:
        if not self._stopped:
            self.charts_ready.emit()
