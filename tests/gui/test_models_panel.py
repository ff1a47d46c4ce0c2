"""The models' panel by real clicks: its tabs, charts and rows, its files, and scenarios that change under it."""

import csv
import io
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from engine.crossover import judgement
from engine.paths import SCENARIOS
from engine.quantities import format_quantity
from engine.timebase import parse_utc
from engine.valuation import SEED, run
from engine.world import open_simulation, world_at
from gui.window import Window
from tests.gui.hands import LEFT, click, told


@pytest.fixture(autouse=True)
def _charts_come_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("gui.late._BREATH_MS", 0)


@pytest.fixture
def models(window: Window, qtbot: QtBot):
    """The panel, in front, with the years of the scenario worked out."""
    qtbot.waitUntil(lambda: window.models is not None, timeout=60_000)
    window.show_panel("models", True)
    qtbot.waitUntil(lambda: window.models.timeline is not None, timeout=60_000)
    return window.models


def open_tab(models, section: str, qtbot: QtBot):
    click(models.sections.buttons[section])
    assert models.section == section
    qtbot.wait(20)
    return models.tabs[section]


def choose(monkeypatch: pytest.MonkeyPatch, path: Path) -> None:
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(path), ""))


# -- tabs, rows, charts -------------------------------------------------------------------


def test_each_tab_opens_and_has_a_row_for_each_quantity(window: Window, models, qtbot: QtBot) -> None:
    quantities = window.session.world.quantities
    sections = [section for section in models.sections.buttons if section != "valuation"]
    assert {"power", "heat", "compute", "growth", "links", "cost", "scale", "risk"} == set(sections)
    for section in sections:
        tab = open_tab(models, section, qtbot)
        mine = {name for name, quantity in quantities.items() if quantity.section == section}
        assert mine <= set(tab.rows)
        assert {name: row.value for name, row in tab.rows.items() if name in mine} == {
            name: format_quantity(quantities[name]) for name in mine
        }
        assert tab.has_pictures
        for chart in tab.charts:
            curves = [curve for curve in chart.plot.listDataItems() if curve.yData is not None]
            assert curves
            assert all(np.isfinite(curve.yData).any() for curve in curves)


def test_no_panel_is_wider_than_its_place(models, qtbot: QtBot) -> None:
    for section in models.sections.buttons:
        tab = open_tab(models, section, qtbot)
        assert tab.pictures.minimumSizeHint().width() <= tab.pictures.width()
        for row in tab.rows.values():
            assert row.mapTo(tab, QPoint(row.width(), 0)).x() <= tab.width()


def test_a_click_on_a_row_or_a_legend_opens_the_card(window: Window, models, qtbot: QtBot) -> None:
    tab = open_tab(models, "power", qtbot)
    with qtbot.waitSignal(models.quantity_wished) as wished:
        click(tab.rows["power_rated_w"])
    assert wished.args == ["power_rated_w"]
    assert window.card.name == "power_rated_w"
    click(tab.charts[0].legend.entries["power_orbit_average_w"])
    assert window.card.name == "power_orbit_average_w"


def test_what_belongs_to_the_whole_scenario_has_a_card_too(window: Window, models, qtbot: QtBot) -> None:
    tab = open_tab(models, "cost", qtbot)
    assert "claim_cost_met" in tab.rows
    click(tab.rows["claim_cost_met"])
    assert window.card.name == "claim_cost_met"
    assert tab.charts[0].claim == judgement(window.session.simulation)


def test_the_numbers_follow_the_clock(window: Window, models, qtbot: QtBot) -> None:
    tab = open_tab(models, "growth", qtbot)
    window.session.request_time(parse_utc("2041-07-01"))
    wanted = format_quantity(window.session.world.quantities["satellites_launched"])
    qtbot.waitUntil(lambda: tab.rows["satellites_launched"].value == wanted, timeout=10_000)


def test_a_click_and_a_drag_on_a_chart_go_to_a_year(window: Window, models, qtbot: QtBot) -> None:
    chart = open_tab(models, "power", qtbot).charts[0]
    viewport, box = chart.plot.viewport(), chart._box
    area = box.mapRectToScene(box.rect())
    start_s, end_s = window.session.clock.bounds_s
    y = round(area.center().y())

    def at(share: float) -> QPoint:
        return QPoint(round(area.left() + share * area.width()), y)

    pixel_s = (end_s - start_s) / area.width()
    click(viewport, at(0.5))
    assert window.session.world.t_s == pytest.approx((start_s + end_s) / 2.0, abs=2.0 * pixel_s)
    QTest.mousePress(viewport, LEFT, Qt.KeyboardModifier.NoModifier, at(0.5))
    for share in (0.55, 0.65, 0.75):
        QTest.mouseMove(viewport, at(share))
    QTest.mouseRelease(viewport, LEFT, Qt.KeyboardModifier.NoModifier, at(0.75))
    assert window.session.world.t_s == pytest.approx(start_s + 0.75 * (end_s - start_s), abs=2.0 * pixel_s)


def test_an_axis_is_logarithmic_where_it_spans_decades_and_can_be_switched(models, qtbot: QtBot) -> None:
    tab = open_tab(models, "growth", qtbot)
    mass = next(chart for chart in tab.charts if "launch_rate_kg_per_year" in chart.legend.entries)
    assert mass.log.isChecked()
    drawn = mass.plot.listDataItems()[-1].yData
    tonnes = models.timeline.columns["launch_rate_kg_per_year"] / 1_000.0
    np.testing.assert_allclose(10.0**drawn, tonnes, rtol=1e-12)
    click(mass.log)
    factor = tonnes.max() / mass.plot.listDataItems()[-1].yData.max()
    assert factor == pytest.approx(1e6)
    assert "Mt/year" in mass.title


def test_the_mass_budget_says_whether_it_closes(window: Window, models, qtbot: QtBot) -> None:
    bar = open_tab(models, "heat", qtbot).mass_bar
    quantities = window.session.world.quantities
    needed = quantities["satellite_mass_needed_kg"]
    assert ("Does not close" in bar.verdict.text()) == (needed.value > quantities["satellite_mass_kg"].value)
    assert format_quantity(needed) in bar.verdict.text()
    click(bar.legend.entries["radiator_mass_kg"])
    assert window.card.name == "radiator_mass_kg"


# -- files --------------------------------------------------------------------------------


def test_the_timeline_is_written_and_is_what_the_engine_says(
    window: Window, models, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tab = open_tab(models, "power", qtbot)
    choose(monkeypatch, tmp_path / "years")
    window.actions_by_id["file.timeline"].trigger()
    rows = list(csv.DictReader(io.StringIO((tmp_path / "years.csv").read_text("utf-8"))))
    assert len(rows) == 121
    assert list(rows[0]) == ["at_utc", *tab.rows]
    simulation = open_simulation("megaton")
    for row in (rows[0], rows[40], rows[120]):
        world = world_at(simulation, parse_utc(row["at_utc"]))
        for name in tab.rows:
            assert float(row[name]) == world.quantities[name].value
    assert rows[0]["at_utc"] == "2026-01-01T00:00:00Z"
    assert rows[120]["at_utc"] == "2046-01-01T00:00:00Z"


def test_a_chart_is_written_twice_as_fine(
    window: Window, models, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tab = open_tab(models, "cost", qtbot)
    choose(monkeypatch, tmp_path / "cost.png")
    window.actions_by_id["file.chart_picture"].trigger()
    image = QImage(str(tmp_path / "cost.png"))
    assert image.width() >= 2 * tab.pictures.width()
    assert image.pixelColor(2, 2).name().upper() == "#0B121E"
    colours = {image.pixelColor(x, y).name() for x in range(0, image.width(), 3) for y in range(0, image.height(), 3)}
    assert len(colours) > 50, "the charts are on it"


def test_a_file_that_cannot_be_written_is_told(
    window: Window, models, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    choose(monkeypatch, tmp_path / "no such folder" / "years.csv")
    window.actions_by_id["file.timeline"].trigger()
    assert "cannot be written" in told(window)


def test_there_is_nothing_to_write_before_the_years_stand(window: Window, models, qtbot: QtBot) -> None:
    models.show_simulation(window.session.simulation)
    window.actions_by_id["file.timeline"].trigger()
    assert "try again" in window.toast.words.text()
    qtbot.waitUntil(lambda: models.timeline is not None, timeout=60_000)


# -- scenarios that change ----------------------------------------------------------------


def test_a_scenario_that_changes_while_the_years_are_worked_out_does_no_harm(
    window: Window, models, qtbot: QtBot, tmp_path: Path
) -> None:
    mine = tmp_path / "mine.toml"
    text = (SCENARIOS / "megaton.toml").read_text("utf-8")
    mine.write_text(text.replace('"2046-01-01T00:00:00Z"', '"2040-01-01T00:00:00Z"'), "utf-8")
    with qtbot.waitSignal(window.session.simulation_changed, timeout=60_000):
        window.session.open_scenario("megaton")
    assert models.timeline is None
    with qtbot.waitSignal(window.session.simulation_changed, timeout=60_000):
        window.session.open_scenario(mine)
    answers = []
    models.timeline_changed.connect(answers.append)
    qtbot.waitUntil(lambda: models.timeline is not None, timeout=60_000)
    qtbot.wait(300)
    assert models.timeline.simulation is window.session.simulation
    assert all(answer.simulation is window.session.simulation for answer in answers)
    assert models.timeline.t_s[-1] == parse_utc("2040-01-01")


def test_years_are_not_worked_out_for_a_panel_that_nobody_sees(window: Window, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: window.models is not None, timeout=60_000)
    window.docks["telemetry"].raise_()
    qtbot.wait(400)
    assert not window.models._asked
    window.docks["models"].raise_()
    qtbot.waitUntil(lambda: window.models.timeline is not None, timeout=60_000)


# -- valuation ----------------------------------------------------------------------------


def test_a_valuation_is_run_and_stands_beside_what_was_published(window: Window, models, qtbot: QtBot) -> None:
    tab = open_tab(models, "valuation", qtbot)
    tab.runs = 40_000
    click(tab.button)
    qtbot.waitUntil(lambda: tab.valuation is not None, timeout=60_000)
    wanted = run(40_000, SEED)
    assert tab.cells["ev_2030_p50_usd"].text() == f"{wanted.without_compute.p50_usd / 1e12:.2f} tn"
    published = [tab.cells[f"ev_2030_published_{key}_usd"].text() for key in ("p25", "p50", "p75")]
    assert published == ["1.70 tn", "2.50 tn", "3.10 tn"]
    click(tab.rows["ev_2030_p50_usd"])
    assert window.card.name == "ev_2030_p50_usd"


def test_a_valuation_is_cancelled(models, qtbot: QtBot) -> None:
    tab = open_tab(models, "valuation", qtbot)
    click(tab.button)
    assert tab.button.text() == "Cancel"
    click(tab.button)
    assert tab.button.text() == "Run"
    qtbot.wait(300)
    assert tab.valuation is None


def test_the_lunar_factory_has_a_tab_where_there_is_one(window: Window, models, qtbot: QtBot) -> None:
    assert "moon" not in models.sections.buttons
    with qtbot.waitSignal(window.session.simulation_changed, timeout=60_000):
        window.session.open_scenario("moon")
    qtbot.waitUntil(lambda: "moon" in models.sections.buttons and models.timeline is not None, timeout=120_000)
    tab = open_tab(models, "moon", qtbot)
    quantities = window.session.world.quantities
    for name in ("moon_shots_per_hour", "moon_shot_load_g", "moon_driver_electric_w", "moon_energy_per_kg_j"):
        assert tab.rows[name].value == format_quantity(quantities[name])
    entries = {name for chart in tab.charts for name in chart.legend.entries}
    assert {"earth_launched_total_kg", "moon_brought_total_kg", "moon_made_total_kg"} <= entries
    click(tab.rows["moon_driver_electric_w"])
    assert window.card.name == "moon_driver_electric_w"
    with qtbot.waitSignal(window.session.simulation_changed, timeout=60_000):
        window.session.open_scenario("megaton")
    qtbot.waitUntil(lambda: "moon" not in models.sections.buttons and models.section != "moon", timeout=60_000)
