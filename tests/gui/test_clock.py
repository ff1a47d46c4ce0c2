"""The clock: what the keys of the transport mean."""

import pytest
from pytestqt.qtbot import QtBot

from gui.clock import RATE_LADDER, Clock, rate_name


@pytest.fixture
def clock(qapp) -> Clock:
    made = Clock()
    made.set_bounds(0.0, 1e9)
    made.request_time(5e8)
    return made


def test_a_pause_keeps_the_rate(clock: Clock) -> None:
    clock.set_rate(3_600.0)
    clock.toggle()
    assert clock.playing
    clock.toggle()
    assert not clock.playing
    assert clock.rate == 3_600.0


def test_slower_goes_through_real_time_to_backwards(clock: Clock) -> None:
    clock.realtime()
    clock.slower()
    assert clock.rate == -1.0
    clock.slower()
    assert clock.rate == -60.0
    clock.faster()
    clock.faster()
    assert clock.rate == 1.0


def test_the_ladder_ends_at_a_year_a_second_both_ways(clock: Clock) -> None:
    for _ in range(40):
        clock.faster()
    assert clock.rate == max(RATE_LADDER) == 365.25 * 86_400.0
    for _ in range(40):
        clock.slower()
    assert clock.rate == -max(RATE_LADDER)
    assert rate_name(clock.rate) == "1 year/s, backwards"


def test_a_step_is_what_a_second_at_this_rate_is(clock: Clock) -> None:
    clock.set_rate(-86_400.0)
    clock.step(+1)
    assert clock.t_s == 5e8 + 86_400.0
    clock.step(-1)
    assert clock.t_s == 5e8


def test_it_runs_at_its_rate(clock: Clock, qtbot: QtBot) -> None:
    clock.set_rate(3_600.0)
    clock.play()
    qtbot.wait(300)
    clock.pause()
    assert 0.1 * 3_600.0 < clock.t_s - 5e8 < 3.0 * 3_600.0


def test_it_stops_at_the_end_of_the_scenario_and_at_its_beginning(clock: Clock, qtbot: QtBot) -> None:
    for rate, bound in ((1e12, 1e9), (-1e12, 0.0)):
        clock.set_rate(rate)
        clock.play()
        qtbot.waitUntil(lambda: not clock.playing, timeout=5_000)
        assert clock.t_s == bound
