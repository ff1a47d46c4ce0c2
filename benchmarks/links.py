"""Real satellites by SGP4, all links of a million satellites, the nearest Starlink of each, and links in a picture."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from time import perf_counter

import numpy as np

from benchmarks.rows import Row, interleaved
from engine.elements import ElementSet
from engine.elements_layer import ElementsStarlink
from engine.network import network_at
from engine.starlink import model_starlink
from engine.timebase import parse_utc
from engine.uplinks import nearest_in_sight
from engine.world import Simulation, world_at

SATELLITES = 10_744  # as many as a public file of Starlink's elements has
THREADS = 10_000
AT = "2031-01-11T00:03:20Z"  # a million satellites of the claim work


def measure(claim: Simulation) -> Iterator[Row]:
    yield by_sgp4()
    yield from of_a_million(claim)
    yield in_a_picture(claim)


def elements_of_the_model() -> ElementSet:
    """Return elements like those of the model's satellites, as many as fly."""
    members = model_starlink().shells.members
    some = np.linspace(0, len(members.k) - 1, SATELLITES).astype(int)
    made, place = members.constellation, members.place
    shell = place.shell[some]
    zero = np.zeros(SATELLITES)
    return ElementSet(
        source="the model", name=tuple(str(i) for i in range(SATELLITES)), catalogue=np.arange(SATELLITES),
        epoch_days=np.full(SATELLITES, 28_000.0), bstar=zero + 1e-4, mean_motion_dot_rad_min2=zero,
        mean_motion_ddot_rad_min3=zero, eccentricity=zero + 1e-4, argument_of_perigee_rad=zero,
        inclination_rad=made.inclination_rad[shell], mean_anomaly_rad=made.argument_of_latitude0_rad(place)[some],
        raan_rad=made.raan0_rad[members.plane[some]],
        mean_motion_rad_min=np.sqrt(398_600.4418 / made.a_km[shell] ** 3) * 60.0,
    )  # fmt: skip


def by_sgp4() -> Row:
    """The layer's states, in GCRS with what decayed left out, beside the bare call of the sgp4 package."""
    from sgp4.api import WGS72, Satrec, SatrecArray

    elements = elements_of_the_model()
    layer = ElementsStarlink(elements)
    satellites = []
    for row in range(SATELLITES):
        one = Satrec()
        one.sgp4init(
            WGS72, "i", row, elements.epoch_days[row], 1e-4, 0.0, 0.0, 1e-4, 0.0, elements.inclination_rad[row],
            elements.mean_anomaly_rad[row], elements.mean_motion_rad_min[row], elements.raan_rad[row],
        )  # fmt: skip
        satellites.append(one)
    bare = SatrecArray(satellites)
    at_s = [elements.median_epoch_s]

    def ours() -> object:
        at_s[0] += 1.0  # another instant each time: the last few are kept
        return layer.states(at_s[0])

    def package() -> object:
        at_s[0] += 1.0
        return bare.sgp4(np.array([2_461_281.5]), np.array([at_s[0] % 86_400.0 / 86_400.0]))

    seconds = interleaved(21, ours=ours, package=package)
    ratio = seconds["ours"] / seconds["package"]
    return Row(
        what=f"SGP4 of {SATELLITES:,} satellites, one instant", value=1e3 * seconds["ours"], unit="ms",
        bar="at most 1.5 x the sgp4 array call", met=ratio <= 1.5, peer="sgp4 array call",
        peer_value=1e3 * seconds["package"], ratio=ratio, note="to GCRS, decayed ones left out",
    )  # fmt: skip


def of_a_million(claim: Simulation) -> Iterator[Row]:
    t_s = parse_utc(AT)
    begin = perf_counter()
    network = network_at(claim, t_s, None)
    first_s = perf_counter() - begin
    settings = network.settings
    count = [0]

    def all_links() -> None:
        links = network.links()
        rates = settings.budget.rate_bit_s(links.range_km)
        count[0] = int((links.in_sight & (rates > 0.0)).sum())

    seconds = interleaved(3, ours=all_links)["ours"]
    yield Row(
        what=f"all links of {len(network.members.k):,} satellites: geometry, visibility, rate", value=seconds, unit="s",
        bar="1 s", met=seconds <= 1.0,
        note=f"{count[0]:,} links in sight; who is joined to whom takes {first_s:.1f} s, once a day",
    )  # fmt: skip
    layer_km, members_km = network.r_km[: network.starlink_count], network.r_km[network.starlink_count :]
    seconds = interleaved(
        3, ours=lambda: nearest_in_sight(members_km, layer_km, settings.most_range_km, settings.grazing_altitude_km)
    )["ours"]
    yield Row(
        what=f"nearest Starlink in sight of {len(members_km):,} satellites", value=seconds, unit="s", bar="2 s",
        met=seconds <= 2.0, note=f"among {len(layer_km):,}",
    )  # fmt: skip


def in_a_picture(claim: Simulation) -> Row:
    """Time whole frames of the claim's million satellites with 10,000 links and without, taking turns."""
    from vispy import app, gloo

    from gui.frame import build_frame
    from gui.links_choice import chosen_links
    from gui.view import DEFAULT_LAYERS, View

    app.use_app("pyside6")
    without = View(width_px=1920, height_px=1080, layers=DEFAULT_LAYERS - {"links", "starlink"})
    canvas = app.Canvas(size=(without.width_px, without.height_px), show=True)
    canvas.set_current()
    from gui.scene.scene import Scene

    scene = Scene(whole=True)
    size = (without.height_px, without.width_px)
    target = gloo.FrameBuffer(gloo.RenderBuffer(size, "color"), gloo.RenderBuffer(size, 0x81A6))
    at_s = dict.fromkeys(("without", "with"), parse_utc(AT))
    # Half a second a picture keeps within the minute for which a choice of links serves.
    links = chosen_links(world_at(claim, at_s["with"]), THREADS)
    linked = replace(without, layers=without.layers | {"links"}, link_limit=THREADS, links=links)

    def draw(name: str) -> None:
        at_s[name] += 0.5
        world = world_at(claim, at_s[name])
        frame = build_frame(world, linked if name == "with" else without)
        with target:
            scene.draw(frame)
            gloo.read_pixels((0, 0, 8, 8))

    with scene.waiting():
        seconds = interleaved(15, without=lambda: draw("without"), **{"with": lambda: draw("with")})
    driver = str(gloo.gl.glGetParameter(gloo.gl.GL_RENDERER))
    scene.close()
    target.delete()
    canvas.close()
    ratio = seconds["with"] / seconds["without"]
    return Row(
        what=f"frame with {len(links.first):,} links, 1 M satellites, 1920x1080", value=1e3 * seconds["with"],
        unit="ms", bar="at most 1.5 x without", met=ratio <= 1.5, peer="the same without them",
        peer_value=1e3 * seconds["without"], ratio=ratio, note=driver,
    )  # fmt: skip
