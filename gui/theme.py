"""The look: colours, type and the style sheet.  Gold is sunlight, blue is shadow, orange is on its way up.

All lengths are logical pixels of a 1080-line screen times one factor, ``scale``,
chosen when the program starts: so the same window reads well on a laptop and on
a projector of 2160 lines.  Qt adds the screen's own pixel ratio.
"""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path

from PySide6 import QtGui  # PySide6 makes a class when it is first named, and the start needs few of these
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from engine.paths import ASSETS

COLOURS = {
    "space": "#05080F",  # behind everything
    "window": "#080D16",
    "panel": "#0B121E",
    "card": "#111A2A",
    "raised": "#18243A",
    "line": "#1C283D",
    "line_strong": "#2C3C58",
    "text": "#EAF0F8",
    "second": "#A3B1C8",
    "faint": "#74839C",
    "gold": "#F6C368",
    "gold_dim": "#8A6A33",
    "blue": "#6FA9FF",
    "blue_dim": "#2B4A80",
    "rising": "#FF8B4D",
    "error": "#FF7B72",
}

FAMILY = "Inter"
_WEIGHTS = ("Regular", "Medium", "SemiBold", "Bold")
_SHEET = Path(__file__).with_name("theme.qss")
_scale = [1.0]


def colour(name: str, alpha: float = 1.0) -> QtGui.QColor:
    """Return a named colour, ``alpha`` 0 to 1."""
    out = QtGui.QColor(COLOURS[name])
    out.setAlphaF(alpha)
    return out


def scale() -> float:
    return _scale[0]


def px(length: float) -> int:
    """Return a length of the design in logical pixels of this run."""
    return round(length * _scale[0])


def scale_for(screen_height_px: float, chosen_percent: int) -> float:
    """Return the factor for a screen so many logical pixels high; the user's choice is on top of it."""
    screen = 1.0 if screen_height_px < 1500 else min(screen_height_px / 1080.0, 4.0) * 0.9
    return screen * chosen_percent / 100.0


def font(size_px: float, weight: int = 400, *, tabular: bool = False) -> QtGui.QFont:
    """Return Inter of this size; ``tabular`` digits are of one width, so that a running number stands still."""
    made = QtGui.QFont(FAMILY)
    made.setPixelSize(max(px(size_px), 6))
    made.setWeight(QtGui.QFont.Weight(weight))
    if tabular:
        made.setFeature(QtGui.QFont.Tag("tnum"), 1)
    return made


def apply(application: QApplication, chosen_percent: int = 100) -> None:
    """Give the application its scale and palette: what the first picture needs."""
    screen = application.primaryScreen()
    _scale[0] = scale_for(screen.availableGeometry().height() if screen else 1080, chosen_percent)
    application.setPalette(_palette())


def dress(application: QApplication) -> None:
    """Give the application its typeface and style sheet: what panels need."""
    if application.styleSheet():
        return
    application.setStyle("Fusion")
    for weight in _WEIGHTS:
        QtGui.QFontDatabase.addApplicationFont(str(ASSETS / "fonts" / f"Inter-{weight}.otf"))
    application.setFont(font(13))
    application.setStyleSheet(_style_sheet())


def _palette() -> QtGui.QPalette:
    palette = QtGui.QPalette()
    role = QtGui.QPalette.ColorRole
    for where, name in (
        (role.Window, "window"),
        (role.Base, "card"),
        (role.AlternateBase, "panel"),
        (role.Button, "card"),
        (role.ToolTipBase, "raised"),
        (role.WindowText, "text"),
        (role.Text, "text"),
        (role.ButtonText, "text"),
        (role.ToolTipText, "text"),
        (role.PlaceholderText, "faint"),
        (role.BrightText, "gold"),
        (role.Highlight, "blue_dim"),
        (role.HighlightedText, "text"),
        (role.Link, "gold"),
        (role.LinkVisited, "gold"),
        (role.Accent, "gold"),
    ):
        palette.setColor(where, colour(name))
    for where in (role.WindowText, role.Text, role.ButtonText):
        palette.setColor(QtGui.QPalette.ColorGroup.Disabled, where, colour("faint", 0.6))
    return palette


def _style_sheet() -> str:
    sheet = _SHEET.read_text("utf-8")
    for name in sorted(COLOURS, key=len, reverse=True):
        sheet = sheet.replace(f"${name}", COLOURS[name])
    sheet = sheet.replace("@icons", (ASSETS / "icons").as_posix())
    return re.sub(r"(\d+)px", lambda match: f"{px(int(match[1])) or int(match[1])}px", sheet)


# ---------------------------------------------------------------- icons

_ICON_SIZES = (16, 24, 32, 48, 64)


@lru_cache(maxsize=256)
def icon(name: str, colour_name: str = "second", active: str = "text") -> QtGui.QIcon:
    """Return a drawing from assets/icons in our colours: at rest, and where it is on or under the pointer."""
    made = QtGui.QIcon()
    for mode, state, tint in (
        (QtGui.QIcon.Mode.Normal, QtGui.QIcon.State.Off, colour_name),
        (QtGui.QIcon.Mode.Active, QtGui.QIcon.State.Off, active),
        (QtGui.QIcon.Mode.Normal, QtGui.QIcon.State.On, "gold"),
        (QtGui.QIcon.Mode.Disabled, QtGui.QIcon.State.Off, "line_strong"),
    ):
        for size in _ICON_SIZES:
            made.addPixmap(_drawing(name, tint, size), mode, state)
    return made


def pixmap(name: str, colour_name: str, size: float) -> QtGui.QPixmap:
    """Return one drawing, ``size`` of the design's pixels, sharp on this screen."""
    ratio = QtGui.QGuiApplication.primaryScreen().devicePixelRatio() if QtGui.QGuiApplication.primaryScreen() else 1.0
    made = _drawing(name, colour_name, round(px(size) * ratio)).copy()
    made.setDevicePixelRatio(ratio)
    return made


@lru_cache(maxsize=1024)
def _drawing(name: str, colour_name: str, size: int) -> QtGui.QPixmap:
    from PySide6.QtCore import QByteArray, QRectF
    from PySide6.QtSvg import QSvgRenderer

    made = QtGui.QPixmap(size, size)
    made.fill(Qt.GlobalColor.transparent)
    svg = (ASSETS / "icons" / f"{name}.svg").read_text("utf-8")
    svg = svg.replace("currentColor", COLOURS[colour_name]).replace('stroke-width="2"', 'stroke-width="1.75"')
    painter = QtGui.QPainter(made)
    QSvgRenderer(QByteArray(svg.encode())).render(painter, QRectF(0, 0, size, size))
    painter.end()
    return made
