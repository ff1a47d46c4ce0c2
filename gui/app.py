"""Opening the window: what must be set before Qt starts, and in which order things are made."""

from __future__ import annotations

import gc
import os
import sys
from pathlib import Path

from PySide6.QtCore import QCoreApplication, Qt, QThread, QTimer
from PySide6.QtGui import QSurfaceFormat
from PySide6.QtWidgets import QApplication

from gui import ahead
from gui.scene.textures import begin_small_maps
from gui.star_catalogue import load_stars

EXIT_AFTER_FIRST_FRAME = "HELIOGRAPH_EXIT_AFTER_FIRST_FRAME"  # for the benchmark of the start


def open_window(scenario: str | Path) -> int:
    """Open the window on a scenario and return the exit code when it is closed.

    Raises ``ScenarioError`` if the scenario cannot be used.
    """
    QThread.currentThread()  # Qt takes the first thread that it hears of for the main one: before any map is read
    ahead.begin(load_stars)
    begin_small_maps()
    application = make_application()

    from gui.errors import ErrorReporter, quiet_libraries
    from gui.session import Session
    from gui.window import Window

    quiet_libraries()
    session = Session(scenario)
    window = Window(session)
    reporter = ErrorReporter(window)
    reporter.failed.connect(window.tell)
    reporter.install()
    if os.environ.get(EXIT_AFTER_FIRST_FRAME):
        # When the event loop turns again the picture has been handed to the screen.
        window.canvas.drawn.connect(lambda _: QTimer.singleShot(0, _say_and_leave))
    window.canvas.first_drawn.connect(_collect_again)
    window.canvas.gave_up.connect(_collect_again)
    window.show()
    session.clock.play()
    code = application.exec()
    sys.excepthook = sys.__excepthook__
    return code


def _collect_again() -> None:
    """The start is over: what there is now stays, and is not looked through again."""
    sys.setswitchinterval(0.005)
    gc.freeze()
    gc.enable()


def _say_and_leave() -> None:
    print("first frame", flush=True)
    QCoreApplication.quit()


def make_application() -> QApplication:
    """Return the QApplication, made as the canvas needs it; attributes and formats do nothing afterwards."""
    if sys.platform == "linux" and os.environ.get("WAYLAND_DISPLAY") and os.environ.get("DISPLAY"):
        # Hybrid graphics under Wayland hand out GL ES contexts, which vispy cannot use.
        os.environ.setdefault("QT_QPA_PLATFORM", "xcb")
    QCoreApplication.setAttribute(Qt.ApplicationAttribute.AA_ShareOpenGLContexts)
    existing = QApplication.instance()
    if existing is None:  # afterwards it is too late
        surface = QSurfaceFormat()
        surface.setDepthBufferSize(24)
        surface.setSwapInterval(1)
        QSurfaceFormat.setDefaultFormat(surface)
    application = existing if isinstance(existing, QApplication) else QApplication([sys.argv[0] or "heliograph"])
    application.setApplicationName("Heliograph")
    application.setApplicationDisplayName("Heliograph")

    from gui import theme
    from gui.settings import interface_percent

    theme.apply(application, interface_percent())
    return application
