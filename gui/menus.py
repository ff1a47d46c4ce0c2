"""Menus and shortcuts, from the registry of actions."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMainWindow, QMenu

from gui import theme
from gui.actions import ACTIONS, Action


def make_actions(window: QMainWindow, handlers: Mapping[str, Callable[..., object]]) -> dict[str, QAction]:
    """Return a QAction for every ``Action``, bound to its handler and placed in its menu.

    A handler of a checkable action is given whether it is on.  Raises
    ``LookupError`` if the handlers and the registry do not match.
    """
    wrong = {action.id for action in ACTIONS} ^ set(handlers)
    if wrong:
        raise LookupError(f"actions without a handler, or handlers without an action: {', '.join(sorted(wrong))}")
    menus: dict[str, QMenu] = {}
    made = {}
    for action in ACTIONS:
        menu = _menu(window, menus, action.menu)
        if action.new_group:
            menu.addSeparator()
        made[action.id] = item = _make(window, action, handlers[action.id])
        menu.addAction(item)
        # Shortcuts of a hidden menu bar sleep; the window's own do not.
        window.addAction(item)
    return made


def add_icons(made: Mapping[str, QAction]) -> None:
    """Give the menus their drawings: after the first picture, which does not wait for them."""
    for action in ACTIONS:
        if action.icon:
            made[action.id].setIcon(theme.icon(action.icon))


def _make(window: QMainWindow, action: Action, handler: Callable[..., object]) -> QAction:
    item = QAction(action.text, window)
    item.setObjectName(action.id)
    item.setCheckable(action.checkable)
    # Whether "?" comes with Shift depends on the keyboard.
    keys = (*action.keys, "Shift+?") if "?" in action.keys else action.keys
    item.setShortcuts([QKeySequence(key) for key in keys])
    item.setToolTip(action.tip or action.text)
    item.setStatusTip(action.tip)
    if action.checkable:
        item.triggered.connect(handler)
    else:
        item.triggered.connect(lambda _checked=False: handler())
    return item


def _menu(window: QMainWindow, menus: dict[str, QMenu], path: str) -> QMenu:
    if path not in menus:
        above, _, name = path.rpartition("/")
        menus[path] = _menu(window, menus, above).addMenu(name) if above else window.menuBar().addMenu(name)
    return menus[path]
