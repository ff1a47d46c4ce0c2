"""Docks: panels in frames of our own that float, hide and move."""

from __future__ import annotations

from itertools import pairwise

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDockWidget, QHBoxLayout, QMainWindow, QWidget

from gui import theme
from gui.panels.widgets import label, tool

_LEFT, _RIGHT, _BOTTOM = (
    Qt.DockWidgetArea.LeftDockWidgetArea,
    Qt.DockWidgetArea.RightDockWidgetArea,
    Qt.DockWidgetArea.BottomDockWidgetArea,
)
LEFT_PX, RIGHT_PX = 236, 344
ASKED_FOR = ("designer", "route", "network")  # shown only when somebody asks for them
_ROOMY_PX = 860  # a window this high has room for numbers and charts at once


class _Title(QWidget):
    def __init__(self, dock: QDockWidget) -> None:
        super().__init__(dock)
        self.setObjectName("dock_title")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        line = QHBoxLayout(self)
        line.setContentsMargins(theme.px(14), theme.px(4), theme.px(6), theme.px(4))
        line.setSpacing(theme.px(2))
        line.addWidget(label(dock.windowTitle(), 12, 600, "second"), 1)
        self.float_button = tool("external-link", "Float or dock", 14)
        self.float_button.clicked.connect(lambda: dock.setFloating(not dock.isFloating()))
        self.hide_button = tool("x", "Hide (View, Panels brings it back)", 14)
        self.hide_button.clicked.connect(dock.close)
        line.addWidget(self.float_button)
        line.addWidget(self.hide_button)


def make_dock(window: QMainWindow, name: str, title: str, panel: QWidget) -> QDockWidget:
    """Return a dock that holds ``panel``; its name is what the remembered layout knows it by."""
    dock = QDockWidget(title, window)
    dock.setObjectName(name)
    dock.setWidget(panel)
    if name == "time":
        dock.setTitleBarWidget(QWidget())  # the transport explains itself, and needs the height
        dock.setAllowedAreas(_BOTTOM | Qt.DockWidgetArea.TopDockWidgetArea)
    else:
        dock.setTitleBarWidget(_Title(dock))
    return dock


def arrange(window: QMainWindow, docks: dict[str, QDockWidget]) -> None:
    """Put every dock in its first place: left what is drawn, right the numbers, below the time."""
    roomy = window.height() >= theme.px(_ROOMY_PX)
    for dock in docks.values():
        dock.setFloating(False)
        window.removeDockWidget(dock)
    window.setCorner(Qt.Corner.BottomLeftCorner, _BOTTOM)
    window.setCorner(Qt.Corner.BottomRightCorner, _BOTTOM)
    window.addDockWidget(_LEFT, docks["layers"])
    window.addDockWidget(_LEFT, docks["search"])
    window.tabifyDockWidget(docks["layers"], docks["views"])
    for before, name in pairwise(("views", *ASKED_FOR)):
        window.tabifyDockWidget(docks[before], docks[name])
    window.addDockWidget(_RIGHT, docks["telemetry"])
    window.tabifyDockWidget(docks["telemetry"], docks["moon"])
    if roomy:
        window.addDockWidget(_RIGHT, docks["charts"])
    else:
        window.tabifyDockWidget(docks["moon"], docks["charts"])
    window.tabifyDockWidget(docks["charts"], docks["models"])
    window.tabifyDockWidget(docks["models"], docks["inspector"])
    window.addDockWidget(_BOTTOM, docks["time"])
    for name, dock in docks.items():
        dock.setVisible(name not in ASKED_FOR)
    docks["layers"].raise_()
    docks["telemetry"].raise_()
    if roomy:
        docks["charts"].raise_()
    share_room(window, docks)


def share_room(window: QMainWindow, docks: dict[str, QDockWidget]) -> None:
    """Give the docks in their first places their first sizes; Qt heeds it once the window is shown."""
    across, down = Qt.Orientation.Horizontal, Qt.Orientation.Vertical
    window.resizeDocks([docks["layers"], docks["telemetry"]], [theme.px(LEFT_PX), theme.px(RIGHT_PX)], across)
    window.resizeDocks([docks["layers"], docks["search"]], [760, 170], down)
    if docks["charts"] not in window.tabifiedDockWidgets(docks["telemetry"]):
        window.resizeDocks([docks["telemetry"], docks["charts"]], [490, 430], down)


def give_room(window: QMainWindow, docks: dict[str, QDockWidget], asked: QDockWidget) -> None:
    """Let what was asked for have the column's whole height while it is open: the search, if below, is a tab then."""
    search = docks["search"]
    if search.isHidden() or search.isFloating() or asked.isFloating() or window.dockWidgetArea(search) != _LEFT:
        return
    beside = search in window.tabifiedDockWidgets(docks["layers"])
    if not asked.isHidden() and not beside:
        window.tabifyDockWidget(asked, search)
        asked.raise_()
    elif beside and all(docks[name].isHidden() or docks[name].isFloating() for name in ASKED_FOR):
        window.addDockWidget(_LEFT, search)
        window.resizeDocks([docks["layers"], search], [760, 170], Qt.Orientation.Vertical)
        window.resizeDocks([docks["layers"]], [theme.px(LEFT_PX)], Qt.Orientation.Horizontal)
