"""The registry of actions: complete, in menus, and no two alike."""

from collections import Counter

from PySide6.QtGui import QKeySequence

from gui.actions import ACTIONS, BY_ID, menus
from gui.panels.shortcuts_overlay import ShortcutsOverlay
from gui.panels.widgets import label


def test_no_two_actions_share_an_id_or_a_key() -> None:
    assert len(BY_ID) == len(ACTIONS)
    keys = Counter(QKeySequence(key).toString() for action in ACTIONS for key in action.keys)
    assert "" not in keys, "a key that Qt does not know"
    assert [key for key, times in keys.items() if times > 1] == []


def test_every_action_has_a_handler_and_stands_in_its_menu(window) -> None:
    shown = {}

    def gather(menu, path: str) -> None:
        for item in menu.actions():
            if item.menu():
                gather(item.menu(), f"{path}/{item.text()}" if path else item.text())
            elif not item.isSeparator():
                shown[item.objectName()] = path

    gather(window.menuBar(), "")
    assert shown == {action.id: action.menu for action in ACTIONS}
    assert tuple(item.text() for item in window.menuBar().actions()) == menus()


def test_the_overlay_of_keys_is_written_from_the_registry(window) -> None:
    overlay = ShortcutsOverlay(window)
    words = {child.text() for child in overlay.findChildren(type(label("")))}
    for action in ACTIONS:
        if action.keys:
            assert action.text.rstrip("…") in words
