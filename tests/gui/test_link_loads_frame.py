"""Laser links by load: each thread has the colour of the share that is used of it, on the frame, without GL."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from engine.link_classes import LinkClass
from engine.link_loads import LinkLoads
from engine.mesh import of_satellites
from engine.scenario import load_scenario
from engine.starlink import starlink_of
from engine.timebase import parse_utc
from engine.world import World, simulate, world_at
from gui.frame import build_frame
from gui.links_choice import ChosenLinks, chosen_links
from gui.load_scale import ABOVE, PALETTE, STOPS, UNKNOWN, load_tints
from gui.scene.colours import LINKS
from gui.view import View

NOW_S = parse_utc("2026-09-11T05:00:00Z")
BLUE, GREEN, YELLOW, RED = (np.array(colour) for _, colour in STOPS)
STEP = 0.04  # of a colour between two of 32 steps


@pytest.fixture(scope="module")
def world() -> World:
    return world_at(simulate(load_scenario("megaton")), NOW_S)


@pytest.fixture(scope="module")
def links(world: World) -> ChosenLinks:
    return chosen_links(world, 2_000)


def lightness(colour: tuple[float, float, float]) -> float:
    """CIE 1976 L* of an sRGB colour."""
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in colour]
    luminance = 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
    return 116.0 * luminance ** (1.0 / 3.0) - 16.0 if luminance > 216.0 / 24_389.0 else luminance * 24_389.0 / 27.0


def test_shares_have_the_colours_that_the_scale_says() -> None:
    """0.05 lies 0.35 of the way from 1 % to 100 % in the logarithm, and so on; 2.236 % halfway between two stops."""
    shares = [0.0, 0.004, 0.01, 0.05, 0.25, 1.0, 0.02236, 1.001, 6.4, np.nan]
    expected = [BLUE, BLUE, BLUE, GREEN, YELLOW, RED, 0.5 * (BLUE + GREEN), ABOVE, ABOVE, UNKNOWN]
    found = np.array(PALETTE)[load_tints(shares)]
    assert np.abs(found - np.array(expected)).max() < STEP
    assert (found[[0, 1, 2, 5]] == [BLUE, BLUE, BLUE, RED]).all()
    assert (found[-3:] == [ABOVE, ABOVE, UNKNOWN]).all()


def test_a_fuller_link_is_lighter() -> None:
    shares = np.geomspace(0.01, 1.0, 200)
    order = [lightness(PALETTE[tint]) for tint in dict.fromkeys(load_tints([*shares, 2.0]).tolist())]
    assert len(order) > 30
    assert (np.diff(order) > 0.0).all()
    assert lightness(UNKNOWN) < order[0] - 10.0


def test_threads_have_the_colours_of_their_loads(world: World, links: ChosenLinks) -> None:
    """Loads that are known of one link of the layer, of one within a shell and of one up; of others nothing."""
    layer, count = starlink_of(world.simulation).count, len(links.starlink)
    number = {each: int(np.flatnonzero(links.link_class == each)[3]) for each in LinkClass if each in links.link_class}
    along, within, up = number[LinkClass.STARLINK_IN_PLANE], number[LinkClass.IN_PLANE], number[LinkClass.UPLINK]
    k = links.members.k[np.concatenate([links.first, links.second])[[within, within + len(links.first)]] - count]
    gate = links.members.k[links.second[up] - count]
    members = of_satellites(world.simulation.constellation, np.unique([*k, gate]))
    rows = layer + members.row_of(np.array([*k, gate]))
    rail = links.starlink[[links.first[along], links.second[along]]]
    loads = LinkLoads.of(
        NOW_S,
        layer,
        members,
        [
            (rail[1:], rail[:1], np.array([0.25])),
            (rows[:1], rows[1:2], np.array([0.05])),
            (rows[2:], links.starlink[links.first[up] : links.first[up] + 1], np.array([3.0])),
        ],
    )
    view = View(layers=frozenset({"links"}), links=links, links_by="load", link_loads=loads)
    part = build_frame(world, view).links
    assert part.colours.shape == (part.drawn, 3)
    for thread, colour in ((along, YELLOW), (within, GREEN), (up, ABOVE)):
        assert np.abs(part.colours[thread] - colour).max() < STEP
    others = np.setdiff1d(np.arange(part.drawn), [along, within, up])
    grey = (part.colours[others] == np.float32(UNKNOWN)).all(axis=1)
    # Three satellites are known: a link between two of them that is not listed carries nothing.
    assert len(others) - 3 <= grey.sum() <= len(others)


def test_colours_are_by_class_until_loads_are_known_and_made_once(world: World, links: ChosenLinks) -> None:
    view = View(layers=frozenset({"links"}), links=links)
    by_class = build_frame(world, view).links
    expected = np.float32([LINKS[LinkClass(code)] for code in links.link_class])
    assert (by_class.colours == expected).all()
    waiting = build_frame(world, replace(view, links_by="load")).links
    assert waiting.tint is by_class.tint
    members = of_satellites(world.simulation.constellation, np.arange(3))
    loads = LinkLoads.of(NOW_S, starlink_of(world.simulation).count, members, [(np.arange(1),) * 2 + (np.ones(1),)])
    loaded = replace(view, links_by="load", link_loads=loads)
    soon = world_at(world.simulation, NOW_S + 1.0)
    assert build_frame(world, loaded).links.tint is build_frame(soon, loaded).links.tint
    assert build_frame(world, replace(loaded, links_by="class")).links.tint is by_class.tint
    with pytest.raises(ValueError, match="class and load"):
        View(links_by="size")
