"""A GL context with no window: for snapshots, tests and machines without a display.

On Linux it comes from EGL's surfaceless platform, which needs no X server and
no GPU.  Elsewhere it is a Qt window that is never put on the screen.
"""

from __future__ import annotations

import os
import sys
from typing import Any

MINIMUM_GL = (2, 1)


class GlError(RuntimeError):
    """There is no OpenGL, or too little of it: one sentence for the user."""


def gl_version(text: str) -> tuple[int, int]:
    """Return (major, minor) of a GL version string such as "4.5 (Compatibility Profile) Mesa 22.3.6"."""
    numbers = text.split()[0].split(".") if text.split() else []
    if len(numbers) < 2 or not (numbers[0].isdecimal() and numbers[1].isdecimal()):
        raise GlError(
            f"the graphics driver names its OpenGL version {text!r}, which is not a version: update the driver"
        )
    return int(numbers[0]), int(numbers[1])


def check_gl(version: str, renderer: str) -> None:
    """Raise ``GlError`` unless this version is at least OpenGL 2.1."""
    if gl_version(version) < MINIMUM_GL:
        raise GlError(
            f"{renderer or 'the graphics driver'} offers OpenGL {version}, and 2.1 is needed:"
            " update the driver or use Mesa's software renderer"
        )


def open_context() -> Any:
    """Return a vispy canvas without a window, current and ready for gloo.

    Also makes a ``QGuiApplication`` where there is none, since labels are
    painted by Qt.  Raises ``GlError`` with one sentence.
    """
    _application()
    if sys.platform == "linux":
        # Both are read when vispy's EGL module is first imported.
        os.environ.setdefault("EGL_PLATFORM", "surfaceless")
    try:
        import vispy.app

        if sys.platform == "linux":
            canvas = vispy.app.Canvas(app=vispy.app.Application("egl"), size=(16, 16), show=False)
        else:
            canvas = _hidden_qt_canvas()
        canvas.set_current()
    except GlError:
        raise
    except Exception as error:
        # vispy, ctypes and the driver raise whatever they like; all of it means one thing.
        reason = str(error).strip().splitlines()[0] if str(error).strip() else type(error).__name__
        raise GlError(
            f"no OpenGL without a window on this machine ({reason}):"
            " install Mesa's libEGL and libGL (Debian: libegl1 libgl1)"
        ) from None
    from vispy.gloo import gl

    check_gl(str(gl.glGetParameter(gl.GL_VERSION) or ""), str(gl.glGetParameter(gl.GL_RENDERER) or ""))
    return canvas


def _application() -> None:
    from PySide6.QtGui import QGuiApplication

    if QGuiApplication.instance() is not None:
        return
    if sys.platform == "linux":
        # Only text is painted with it: no display is wanted, and none may be there.
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
    if sys.platform == "linux":
        application = QGuiApplication(["heliograph"])
    else:
        from PySide6.QtWidgets import QApplication

        application = QApplication(["heliograph"])
    _KEPT.append(application)


_KEPT: list[Any] = []  # Qt wants its application object to live as long as the process


def _hidden_qt_canvas() -> Any:
    import vispy.app
    from PySide6.QtCore import Qt

    canvas = vispy.app.Canvas(app="pyside6", size=(16, 16), show=False)
    canvas.native.setAttribute(Qt.WidgetAttribute.WA_DontShowOnScreen)
    canvas.native.show()
    return canvas
