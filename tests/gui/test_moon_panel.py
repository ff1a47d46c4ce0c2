"""The Moon's panel by real clicks: the countdown, its tiles and chart, and scenarios without a Moon."""

import re
from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QHelpEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QTabBar
from pytestqt.qtbot import QtBot

from engine.flight_table import FlightTable
from engine.lunar_flights import LunarFlights
from engine.quantities import format_exact, format_quantity
from engine.timebase import parse_utc
from gui import theme
from gui.panels.everyday import choose_everyday
from gui.panels.moon import NO_MOON
from gui.panels.next_shot import countdown, every
from gui.session import Session
from gui.window import Window
from tests.gui.hands import LEFT, click, key

NAMED = {  # what the panel was asked to show
    "moon_shots_per_hour",
    "moon_satellites_in_flight",
    "moon_shot_speed_km_s",
    "moon_track_length_km",
    "moon_shot_load_g",
    "moon_energy_per_kg_j",
    "moon_driver_electric_w",
    "moon_delivered_kg",
}


@pytest.fixture(autouse=True)
def _at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Panels come at once; flights from the Moon take half a minute, and are given where a test wants them."""
    monkeypatch.setattr("gui.late._BREATH_MS", 0)
    monkeypatch.setattr(Session, "ask_flights", lambda _session: None)


@pytest.fixture
def none(window: Window, qtbot: QtBot):
    """The panel in front, in a scenario without a Moon."""
    qtbot.waitUntil(lambda: window.moon is not None, timeout=60_000)
    window.show_panel("moon", True)
    return window.moon


@pytest.fixture
def moon(window: Window, none, qtbot: QtBot):
    """The panel in front, in the scenario moon in 2068, as its button opens it."""
    with qtbot.waitSignal(window.session.simulation_changed, timeout=60_000):
        click(none.none.button)
    go(window, "2068-01-01", qtbot)
    return none


def go(window: Window, when: str, qtbot: QtBot) -> None:
    window.session.request_time(parse_utc(when))
    wanted = f"No. {window.session.world.quantities['moon_next_shot_number'].value:,.0f}"
    qtbot.waitUntil(lambda: wanted in window.moon.next_shot.words, timeout=20_000)


def left_s(text: str) -> float:
    """Read a countdown back."""
    days, hours, minutes, seconds = re.fullmatch(r"T−(?:(\d+) d )?(\d\d):(\d\d):([\d.]+)", text).groups()
    return 86_400.0 * int(days or 0) + 3_600.0 * int(hours) + 60.0 * int(minutes) + float(seconds)


def _titles(tabs: QTabBar) -> list[str]:
    return [tabs.tabText(place) for place in range(tabs.count())]


# -- numbers ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("seconds", "wanted"),
    [
        (7.04, "T−00:00:07"),
        (59.99, "T−00:00:59"),
        (21_374.4, "T−05:56:14"),
        (86_400.0, "T−1 d 00:00:00"),
        (271_275.0, "T−3 d 03:21:15"),
        (10.0 * 31_557_600.0, "T−10.0 years"),
    ],
)
def test_a_countdown_reads_as_one(seconds: float, wanted: str) -> None:
    assert countdown(seconds) == wanted


def test_tenths_and_times_between_shots() -> None:
    assert countdown(7.04, tenths=True) == "T−00:00:07.0"
    assert [" ".join(every(s)) for s in (0.6944, 32.0, 1_564.0, 61_900.0, 716_000.0)] == [
        "0.694 s", "32 s", "26.1 min", "17.2 h", "8.29 days",
    ]  # fmt: skip


def test_each_tile_shows_its_quantity_and_a_click_asks_why(window: Window, moon) -> None:
    assert set(moon.tiles) >= NAMED
    quantities = window.session.world.quantities
    for name, tile in moon.tiles.items():
        assert tile.text.replace(" %", "%") == format_quantity(quantities[name])
        assert tile.likened
        moon.area.ensureWidgetVisible(tile)
        click(tile)
        assert window.card.name == name
        window.card.dismiss()


def test_the_exact_number_is_said_on_hover(window: Window, moon) -> None:
    for tile, name in ((moon.tiles["moon_delivered_kg"], "moon_delivered_kg"), (moon.next_shot, "moon_next_shot_s")):
        QApplication.sendEvent(tile, QHelpEvent(QEvent.Type.ToolTip, QPoint(9, 9), tile.mapToGlobal(QPoint(9, 9))))
        assert format_exact(window.session.world.quantities[name]) in tile.toolTip()


def test_everyday_comparisons_are_shown_where_there_are_some(window: Window, moon) -> None:
    tile = moon.tiles["moon_delivered_kg"]
    assert "tracked in orbit" not in tile.likened
    try:
        window.actions_by_id["view.everyday"].trigger()
        assert "tracked in orbit" in tile.likened
        window.actions_by_id["view.everyday"].trigger()
        assert "tracked in orbit" not in tile.likened
    finally:
        choose_everyday(False)


def test_speed_time_and_burn_are_the_days_once_flights_are_worked_out(window: Window, moon, qtbot: QtBot) -> None:
    tile = moon.tiles["moon_shot_speed_km_s"]
    assert tile.likened == "of a usual flight"
    session, scenario, rows = window.session, window.session.simulation.scenario, 8
    table = FlightTable(
        "high_earth_orbit", session.world.t_s - 4.0 * 86_400.0, np.full(rows, 6.5 * 86_400.0),
        np.tile(np.float32([0.3, 0.0, 0.0]), (rows, 129, 1)), np.tile([0.0, 0.0, 1.0], (rows, 1)),
        {"speed_km_s": np.full(rows, 2.3875), "insertion_km_s": np.full(rows, 0.51),
         "radius_km": np.full(rows, 1e5)},
    )  # fmt: skip
    flights = LunarFlights(scenario.lunar, scenario.lunar_ramp, table, None)
    session.simulation = replace(session.simulation, flights=flights)
    session._show_time(session.clock.t_s)
    qtbot.waitUntil(lambda: tile.text == "2.388 km/s", timeout=5_000)
    assert tile.likened == "of today's flight"
    assert moon.tiles["moon_flight_days"].text == "6.500 days"
    assert moon.tiles["moon_insertion_km_s"].text == "0.5100 km/s"
    click(tile)
    assert window.card.name == "moon_day_speed_km_s"


# -- the next shot ------------------------------------------------------------------------


def test_the_countdown_runs_with_the_clock_and_begins_anew_after_the_shot(window: Window, moon, qtbot: QtBot) -> None:
    tile, session = moon.next_shot, window.session
    before, number = left_s(tile.text), session.world.quantities["moon_next_shot_number"].value
    assert before == pytest.approx(session.world.quantities["moon_next_shot_s"].value, abs=1.0)
    assert f"No. {number:,.0f} to high Earth orbit" == tile.words
    share = tile.share
    session.request_time(session.clock.t_s + 60.0)
    qtbot.waitUntil(lambda: left_s(tile.text) == before - 60.0, timeout=5_000)
    assert share < tile.share <= 1.0
    session.request_time(session.clock.t_s + before - 60.0 + 2.0)
    qtbot.waitUntil(lambda: tile.words.startswith(f"No. {number + 1:,.0f}"), timeout=5_000)
    assert tile.share < 0.01
    assert left_s(tile.text) > before
    click(tile)
    assert window.card.name == "moon_next_shot_s"


def test_it_counts_down_while_the_clock_plays(window: Window, moon, qtbot: QtBot) -> None:
    before = left_s(moon.next_shot.text)
    window.session.clock.set_rate(60.0)
    key(window, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: left_s(moon.next_shot.text) <= before - 30.0, timeout=30_000)
    key(window, Qt.Key.Key_Space)


def test_where_nobody_can_count_it_says_how_often(window: Window, moon, qtbot: QtBot) -> None:
    tile = moon.next_shot
    go(window, "2090-01-01", qtbot)
    assert tile.title == "Shots now"
    assert tile.text == format_quantity(window.session.world.quantities["moon_shots_per_second"])
    assert tile.words.endswith("to deep space")
    assert tile.share is None
    click(tile)
    assert window.card.name == "moon_shots_per_second"
    go(window, "2068-01-01", qtbot)
    window.session.clock.set_rate(86_400.0)
    assert tile.title == "Next shot", "a clock at rest can be read at any rate"
    window.session.clock.play()
    qtbot.waitUntil(lambda: tile.title == "A shot every", timeout=10_000)
    assert tile.text.endswith(" min")
    window.session.clock.pause()
    qtbot.waitUntil(lambda: tile.title == "Next shot", timeout=10_000)


def test_before_the_first_shot_it_counts_the_years(window: Window, moon, qtbot: QtBot) -> None:
    go(window, "2035-01-01", qtbot)
    assert moon.next_shot.text == "T−19.7 years"
    assert moon.next_shot.share == 0.0
    assert moon.tiles["moon_shots_per_hour"].likened == "none yet"


# -- the chart ----------------------------------------------------------------------------


def test_the_chart_has_the_mass_of_each_source_and_follows_clicks_and_clock(window: Window, moon, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: moon.chart is not None, timeout=60_000)
    chart, session = moon.chart, window.session
    names = ["earth_launched_total_kg", "moon_brought_total_kg", "moon_made_total_kg"]
    assert list(chart.legend.entries) == names
    assert chart.log.isChecked()
    last = [curve.yData[-1] for curve in chart.plot.listDataItems()][::-1]  # drawn last first
    columns = window.models.timeline.columns
    np.testing.assert_allclose(10.0 ** np.array(last), [columns[name][-1] / 1e3 for name in names], rtol=1e-12)
    moon.area.ensureWidgetVisible(chart)
    qtbot.wait(50)
    area = chart._box.mapRectToScene(chart._box.rect())
    start_s, end_s = session.clock.bounds_s
    at = QPoint(round(area.left() + 0.6 * area.width()), round(area.center().y()))
    QTest.mouseClick(chart.plot.viewport(), LEFT, Qt.KeyboardModifier.NoModifier, at)
    assert session.world.t_s == pytest.approx(start_s + 0.6 * (end_s - start_s), abs=2.0 * (end_s - start_s) / 200.0)
    wanted = format_quantity(session.world.quantities["moon_made_total_kg"])
    qtbot.waitUntil(lambda: chart.legend.entries["moon_made_total_kg"].value == wanted, timeout=10_000)
    click(chart.legend.entries["moon_made_total_kg"])
    assert window.card.name == "moon_made_total_kg"


def test_the_years_are_worked_out_once_for_both_panels(window: Window, moon, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: moon.chart is not None, timeout=60_000)
    made, chart = window.models.timeline, moon.chart
    window.show_panel("models", True)
    qtbot.waitUntil(lambda: window.models.section is not None, timeout=10_000)
    window.show_panel("moon", True)
    qtbot.wait(300)
    assert window.models.timeline is made
    assert moon.chart is chart


# -- scenarios, places, keys ----------------------------------------------------------------


def test_a_scenario_without_a_moon_is_told_and_costs_nothing(window: Window, none, qtbot: QtBot) -> None:
    assert not none.has_moon
    assert none.none.words.text() == NO_MOON
    assert none.none.words.isVisible()
    window.session.request_time(parse_utc("2040-01-01"))
    qtbot.wait(50)
    assert not none._timer.isActive()
    assert window.models.timeline is None


def test_scenarios_come_and_go(window: Window, moon, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: moon.chart is not None, timeout=60_000)
    with qtbot.waitSignal(window.session.simulation_changed, timeout=60_000):
        window.session.open_scenario("megaton")
    assert not moon.has_moon
    assert moon.chart is None
    qtbot.wait(200)
    with qtbot.waitSignal(window.session.simulation_changed, timeout=60_000):
        window.session.open_scenario("moon")
    qtbot.waitUntil(lambda: moon.chart is not None, timeout=60_000)
    assert moon.has_moon
    assert moon.chart._timeline.simulation.scenario is window.session.simulation.scenario


def test_nothing_is_done_while_nobody_looks(window: Window, moon, qtbot: QtBot) -> None:
    window.docks["telemetry"].raise_()
    qtbot.wait(100)
    shown = moon.next_shot.words
    window.session.request_time(parse_utc("2075-01-01"))
    qtbot.wait(400)
    assert moon.next_shot.words == shown
    window.docks["moon"].raise_()
    qtbot.waitUntil(lambda: moon.next_shot.words != shown, timeout=10_000)


def test_its_key_brings_it_to_the_front_and_hides_it(window: Window, none, qtbot: QtBot) -> None:
    dock = window.docks["moon"]
    window.docks["telemetry"].raise_()
    qtbot.waitUntil(lambda: none.visibleRegion().isEmpty(), timeout=5_000)
    key(window, Qt.Key.Key_M)
    qtbot.waitUntil(lambda: not none.visibleRegion().isEmpty(), timeout=5_000)
    assert window.actions_by_id["view.panel.moon"].isChecked()
    key(window, Qt.Key.Key_M)
    assert dock.isHidden()
    assert not window.actions_by_id["view.panel.moon"].isChecked()
    key(window, Qt.Key.Key_M)
    assert not dock.isHidden()


def test_in_a_small_window_it_scrolls_and_every_tab_can_be_read(window: Window, moon, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: moon.chart is not None, timeout=60_000)
    bar, legend = moon.area.verticalScrollBar(), moon.chart.legend

    def at_the_foot() -> bool:
        bar.setValue(bar.maximum())
        return legend.visibleRegion().boundingRect().height() == legend.height() > 0

    qtbot.waitUntil(at_the_foot, timeout=5_000)
    assert bar.value() > 0
    assert moon.area.horizontalScrollBar().maximum() == 0
    tabs = next(made for made in window.findChildren(QTabBar) if "Moon" in _titles(made))
    assert {"Telemetry", "Moon", "Charts", "Models", "Satellite"} == set(_titles(tabs))
    for place, title in enumerate(_titles(tabs)):
        assert tabs.tabRect(place).width() >= tabs.fontMetrics().horizontalAdvance(title) + 2 * theme.px(9)


def test_the_panel_floats_and_goes_back_to_its_place(window: Window, moon, qtbot: QtBot) -> None:
    dock = window.docks["moon"]
    click(dock.titleBarWidget().float_button)
    assert dock.isFloating()
    dock.resize(940, 600)
    tiles = list(moon.tiles.values())
    qtbot.waitUntil(lambda: tiles[4].y() == tiles[0].y(), timeout=5_000)
    window.actions_by_id["view.reset_layout"].trigger()
    assert not dock.isFloating()
    assert dock in window.tabifiedDockWidgets(window.docks["telemetry"])
    window.show_panel("moon", True)
    qtbot.waitUntil(lambda: tiles[2].y() > tiles[0].y(), timeout=5_000)
