"""One child process draws everything that the tests of this folder want drawn without a window.

A process of its own, so that its EGL context and the windows of other tests never meet.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication
    from pytestqt.qtbot import QtBot

    from gui.window import Window

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="session")
def software_gl(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder with what ``draw_offscreen.py`` drew; skips where the renderer is not Mesa's llvmpipe."""
    folder = tmp_path_factory.mktemp("offscreen")
    environment = {key: value for key, value in os.environ.items() if key not in ("DISPLAY", "WAYLAND_DISPLAY")}
    environment |= {"LIBGL_ALWAYS_SOFTWARE": "1", "EGL_PLATFORM": "surfaceless", "QT_QPA_PLATFORM": "offscreen"}
    script = Path(__file__).with_name("draw_offscreen.py")
    child = subprocess.run(
        [sys.executable, str(script), str(folder)],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        timeout=300,
    )
    assert child.returncode == 0, child.stderr
    if "llvmpipe" not in child.stdout:
        pytest.skip(f"pictures are compared on llvmpipe only, and this is {child.stdout.strip()}")
    return folder


@pytest.fixture
def window(qapp: QApplication, qtbot: QtBot) -> Iterator[Window]:
    """A window on the default scenario whose first picture stands; its clock is paused."""
    from gui.app import make_application
    from gui.session import Session
    from gui.window import Window

    make_application()
    made = Window(Session("megaton"))
    made.resize(1280, 720)
    with qtbot.waitSignal(made.canvas.first_drawn, timeout=60_000):
        made.show()
    made.activateWindow()
    qtbot.waitUntil(lambda: made.isActiveWindow(), timeout=10_000)
    qtbot.waitUntil(lambda: made.hint.isVisible())
    made.hint.dismiss()
    yield made
    made.close()
    made.deleteLater()
    qapp.processEvents()
