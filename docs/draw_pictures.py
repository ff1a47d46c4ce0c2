"""Draw the pictures of the README with the program itself: ``make pictures``."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

import gui  # noqa: F401  (first: it says how many threads numpy takes)

# isort: split
from PySide6.QtCore import QSettings, QTimer
from PySide6.QtGui import QImage

PICTURES = Path(__file__).parent / "pictures"
WIDTH_PX, HEIGHT_PX = 1920, 1080
STILL_MS = 6_000  # by then all maps are in, the picture stands still and has every satellite


def draw_snapshots() -> None:
    for name, *asked in (
        ("fleet", "megaton", "--camera", "fleet"),
        ("earth-moon", "megaton", "--camera", "earth-moon", "--scale", "compressed"),
        ("stream", "moon", "--at", "2069-11-10", "--camera", "stream"),
        ("sun", "moon", "--at", "2095-06-01", "--camera", "sun"),
        ("route", "megaton", "--at", "2031-01-11T20:00:00Z", "--route", "London:Singapore"),
    ):
        with tempfile.TemporaryDirectory() as folder:
            png = str(Path(folder) / "picture.png")
            subprocess.run([sys.executable, "-m", "gui.main", "snapshot", *asked, "-o", png], check=True)
            if not QImage(png).save(str(PICTURES / f"{name}.jpg"), "JPG", 88):
                raise SystemExit(f"{name} could not be drawn")


def draw_window() -> None:
    from gui.app import make_application
    from gui.session import Session
    from gui.window import Window

    with tempfile.TemporaryDirectory() as folder:
        for form in (QSettings.Format.NativeFormat, QSettings.Format.IniFormat):  # as on a first start
            QSettings.setPath(form, QSettings.Scope.UserScope, folder)
        application = make_application()
        session = Session("megaton")
        window = Window(session)
        window.resize(WIDTH_PX, HEIGHT_PX)

        def show() -> None:
            window.hint.dismiss()
            session.select(123_456)
            QTimer.singleShot(STILL_MS, finish)

        def finish() -> None:
            window.grab().save(str(PICTURES / "window.png"))
            window.close()

        window.canvas.first_drawn.connect(lambda: QTimer.singleShot(4_000, show))
        window.show()
        application.exec()


if __name__ == "__main__":
    draw_window()
    draw_snapshots()
