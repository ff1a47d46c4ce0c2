"""Launches in the window, by real keys: from one to the next, and the switch that hides them."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from engine.ascent import ascents_of
from gui.frame import build_frame
from gui.window import Window
from tests.gui.hands import click, key


def test_n_goes_from_one_launch_to_the_next_and_says_which(window: Window, qtbot: QtBot) -> None:
    session = window.session
    ascents = ascents_of(session.simulation)
    before_s = session.clock.t_s
    seen = []
    for _ in range(3):
        key(window, Qt.Key.Key_N)
        (number,) = ascents.numbers_up(session.world.t_s)
        flight = ascents.flight(number)
        seen.append(flight.number)
        said = window.toast.words.text()
        assert f"Flight {flight.number + 1:,}: {flight.course.site.title}" in said and "azimuth" in said
    assert seen == [seen[0], seen[0] + 1, seen[0] + 2]
    assert session.clock.t_s > before_s
    qtbot.wait(50)  # and it is drawn
    assert window.canvas.broken == ""


def test_the_layers_switch_hides_launches(window: Window) -> None:
    session = window.session
    key(window, Qt.Key.Key_N)
    assert build_frame(session.world, session.view).ascents is not None
    switch = window.layers.switches["ascents"]
    window.show_panel("layers", True)
    click(switch)
    assert build_frame(session.world, session.view).ascents is None
    QTest.qWait(20)
    click(switch)
    assert build_frame(session.world, session.view).ascents is not None
