"""Why this number, what critics say, and what a number is like: by real clicks and keys."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from engine.explain import in_symbols, with_numbers
from engine.objections import objections
from engine.quantities import format_quantity
from gui.panels.quantity_card import formula_html
from gui.window import Window
from tests.gui.hands import click


def test_a_card_shows_the_formula_in_symbols_and_with_its_numbers(window: Window) -> None:
    click(window.telemetry.tiles["power_total_w"])
    text = window.card.text()
    quantities = window.session.world.quantities
    assert in_symbols(quantities["power_total_w"], quantities) in text
    assert with_numbers(quantities["power_total_w"], quantities) in text
    assert "P_all = P + P☾" in text


def test_every_input_opens_down_to_the_sources(window: Window) -> None:
    """From any number, clicks lead to numbers that have no inputs but a source."""
    window.card.open_quantity("orbit_usd_per_mtoken")
    for _ in range(40):
        if not window.card.inputs:
            break
        click(next(iter(window.card.inputs.values())))
    last = window.session.world.quantities[window.card.name]
    assert not last.inputs and last.source
    assert f"Source: {last.source}" in window.card.text()


def test_symbols_are_set_low() -> None:
    assert formula_html("P_sat × f_sun < 1") == "P<sub>sat</sub> × f<sub>sun</sub> &lt; 1"
    assert formula_html("max(P_rated,all, 0)") == "max(P<sub>rated,all</sub>, 0)"


def test_one_key_lists_the_objections_and_a_number_opens_its_card(window: Window, qtbot) -> None:
    window.canvas.setFocus()
    QTest.keyClick(window.canvas, Qt.Key.Key_O)
    sceptic = window.sceptic
    assert sceptic is not None and sceptic.isVisible()
    found = objections(window.session.world)
    assert list(sceptic.cards) == [objection.key for objection in found] and len(found) > 3
    first = sceptic.cards[found[0].key]
    click(first.ours[0])
    assert window.card.name == found[0].names[0]
    window.card.dismiss()
    QTest.keyClick(window.canvas, Qt.Key.Key_Escape)
    assert sceptic.isHidden()


def test_objections_follow_the_scenario(window: Window, qtbot) -> None:
    window.actions_by_id["view.sceptic"].trigger()
    sceptic = window.sceptic
    assert sceptic is not None
    before = set(sceptic.cards)
    with qtbot.waitSignal(window.session.simulation_changed, timeout=30_000):
        window.session.open_scenario("starlink")
    wanted = [objection.key for objection in objections(window.session.world)]
    qtbot.waitUntil(lambda: list(sceptic.cards) == wanted, timeout=5_000)
    assert set(sceptic.cards) != before


def test_everyday_comparisons_are_a_choice_that_stays(window: Window) -> None:
    from gui.panels.everyday import everyday_chosen

    tile = window.telemetry.tiles["power_rated_total_w"]
    assert tile.likened == ""
    window.actions_by_id["view.everyday"].trigger()
    assert everyday_chosen() and "of world electricity" in tile.likened
    value = window.session.world.quantities["power_rated_total_w"].value
    share = float(tile.likened.split(" %")[0]) / 100.0
    assert abs(share / (value / (30_900e12 / 8_760)) - 1.0) < 0.03  # 30,900 TWh in 2024 (Ember)
    window.actions_by_id["view.everyday"].trigger()
    assert tile.likened == "" and not everyday_chosen()


def test_a_tile_tells_its_exact_value_on_hover(window: Window) -> None:
    from PySide6.QtCore import QEvent
    from PySide6.QtGui import QHelpEvent
    from PySide6.QtWidgets import QApplication

    tile = window.telemetry.tiles["satellites_total"]
    middle = tile.rect().center()
    QApplication.sendEvent(tile, QHelpEvent(QEvent.Type.ToolTip, middle, tile.mapToGlobal(middle)))
    assert format_quantity(window.session.world.quantities["satellites_total"]) in tile.toolTip()


def test_a_satellite_that_has_failed_says_so(window: Window, qtbot) -> None:
    from engine.satellites import failure_time_s

    with qtbot.waitSignal(window.session.simulation_changed, timeout=30_000):
        window.session.open_scenario("sceptic")
    world = window.session.world
    k = next(k for k in range(world.fleet.retired, world.fleet.on_station_end)
             if failure_time_s(world.simulation, k) < world.t_s)  # fmt: skip
    window.session.select(k)
    qtbot.waitUntil(lambda: window.inspector.state.text() == "Failed", timeout=5_000)
    assert window.inspector.rows["satellite_power_now_w"].value == "0 W"


def test_what_does_not_add_up_is_said_on_opening(window: Window, qtbot) -> None:
    with qtbot.waitSignal(window.session.simulation_changed, timeout=30_000):
        window.session.open_scenario("moon")
    assert window.toast.isVisible() and "mass budget does not close" in window.toast.words.text()
    assert "100 W/kg" in window.toast.words.text()


def test_a_charts_label_asks_why(window: Window, qtbot) -> None:
    qtbot.waitUntil(lambda: window.charts is not None, timeout=30_000)
    charts = window.charts
    assert charts is not None
    window.docks["charts"].show()
    window.docks["charts"].raise_()
    click(charts.compute.label)
    assert window.card.name == "compute_flop_s"
