"""The totals of the network as quantities: each with its inputs and what it leaves out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import TYPE_CHECKING

from engine.demand import DEMAND_WORDS
from engine.formula import Formula, add_formulas
from engine.link_classes import TITLES, LinkClass
from engine.quantities import Quantity
from engine.starlink import starlink_of
from engine.traffic import CLASS_TITLES, LASER_CLASSES, SAMPLES

if TYPE_CHECKING:
    from engine.network_totals import NetworkTotals
    from engine.world import World

GATEWAY = LinkClass.GATEWAY.name.lower()
NOT_BALANCED = (
    "least latency spreads nothing, and each satellite takes an equal part of every city's demand: real networks"
    " balance, and send a prompt to compute nearby; other traffic of Starlink; queues"
)
NOT_WORKED_OUT = "satellites that still rise; ground stations of others; lasers to the Moon"
ONE_A_SATELLITE = (
    "how many satellites a gateway serves at once, which is not published: each has one link here, so this is an upper"
    " bound; weather; where the real gateways stand"
)
WAYS = (
    f"{DEMAND_WORDS}; the same from every satellite to every city, over ways of least latency to {SAMPLES} cities drawn"
    " evenly along the demand, and of fewest lasers within a shell"
)
_MARKS = {
    "starlink_in_plane": "Sp", "starlink_across": "Sa", "starlink_bridge": "Sb", "in_plane": "p", "express": "e",
    "across": "a", "uplink": "u", "user_up": "↑", "user_down": "↓", "gateway": "gw",
}  # fmt: skip

EARTH_TOKENS = Formula(
    name="network_tokens_per_s",
    title="Tokens per second of the satellites in Earth orbit",
    unit="tokens/s",
    symbol="T_net",
    expression="tokens_per_s * power_live_w / max(power_total_w, 1)",
    words="tokens per second × power now / power of all satellites, now: what lunar-built satellites add is left out",
    leaves_out="demand: all that can be made is taken to be asked for, an upper bound",
)
DEMAND = (
    EARTH_TOKENS,
    Formula(
        name="network_answers_bit_s",
        title="Answers to all cities",
        unit="bit/s",
        symbol="B_ans",
        expression="network_tokens_per_s * bits_per_token",
        words="tokens per second in Earth orbit × bits of a token",
        leaves_out="coding; pictures and video",
    ),
    Formula(
        name="network_prompts_bit_s",
        title="Prompts from all cities",
        unit="bit/s",
        symbol="B_ask",
        expression="network_answers_bit_s * prompt_tokens / answer_tokens",
        words="answers × tokens of a prompt / tokens of an answer",
        leaves_out="coding; pictures and video; prompts that are kept and sent once",
    ),
)


def _sum(stem: str, unit: str = "") -> str:
    return " + ".join(f"network_{stem}_{name}{unit}" for name in LASER_CLASSES)


TOTALS = (
    Formula(
        name="network_links",
        title="Laser links up",
        unit="1",
        symbol="L_net",
        expression=_sum("links"),
        words="laser links of all classes",
        leaves_out=NOT_WORKED_OUT,
    ),
    Formula(
        name="network_possible_bit_s",
        title="All lasers could carry, both ways together",
        unit="bit/s",
        symbol="B_net,max",
        expression=_sum("possible", "_bit_s"),
        words="what the lasers of all classes could carry",
    ),
    Formula(
        name="network_carried_bit_s",
        title="Traffic on all lasers, both ways together",
        unit="bit/s",
        symbol="B_net",
        expression=_sum("carried", "_bit_s"),
        words="traffic on the lasers of all classes: a bit counts once on each laser that it passes",
        leaves_out=NOT_BALANCED,
    ),
    *(
        Formula(
            name=f"network_utilisation_{name}_share",
            title=f"Used on the mean: {title}",
            unit="1",
            symbol=f"U_{_MARKS[name]}",
            expression=f"network_carried_{name}_bit_s / max(network_possible_{name}_bit_s, 1)",
            words="traffic / what the links could carry",
            leaves_out=NOT_BALANCED,
        )
        for name, title in CLASS_TITLES.items()
    ),
    Formula(
        name="network_bottleneck_share",
        title="Used at the bottleneck",
        unit="1",
        symbol="U_max",
        expression=f"max({', '.join(f'network_busiest_{name}_share' for name in CLASS_TITLES)})",
        words="the busiest link of all classes; over 100 % it is asked for more than it carries",
        leaves_out=NOT_BALANCED,
    ),
    Formula(
        name=f"network_possible_{GATEWAY}_bit_s",
        title=f"Could carry each way: {TITLES[LinkClass.GATEWAY]}",
        unit="bit/s",
        symbol="B_gw,max",
        expression=f"network_links_{GATEWAY} * gateway_link_bit_s",
        words="satellites of the layer over a gateway × radio link of a gateway",
        leaves_out=ONE_A_SATELLITE,
    ),
)
OF_COMPUTE = (  # where there are compute satellites
    Formula(
        name="network_fits_share",
        title="Share of the demand that fits before a link is full",
        unit="1",
        symbol="f_fits",
        expression="network_path_share * min(1, 1 / max(network_bottleneck_share, 0.000001))",
        words="demand with a path × 1 / use of the bottleneck, at most all of it",
        leaves_out=f"training between satellites, which is taken to shrink alike; {NOT_BALANCED}",
    ),
    Formula(
        name=f"network_{GATEWAY}_fits_share",
        title="Share of the demand that gateways could carry",
        unit="1",
        symbol="f_gw,fits",
        expression=(f"min(1, network_possible_{GATEWAY}_bit_s / max(network_answers_bit_s, network_prompts_bit_s, 1))"),
        words="what all gateways' links could carry each way / the larger of answers and prompts, at most all of it",
        leaves_out=f"the way to a satellite over a gateway; {ONE_A_SATELLITE}",
    ),
)


def network_quantities(world: World, totals: NetworkTotals) -> Mapping[str, Quantity]:
    """Return the totals by name; inputs that are not among them are among the world's quantities.

    Where no compute satellite is at work, shares of them and of their demand say nothing and are left out.
    """
    made = dict(world.quantities)
    add_formulas(made, "links", DEMAND)
    for quantity in _observed(totals, starlink_of(world.simulation).title):
        made[quantity.name] = quantity
    add_formulas(made, "links", TOTALS)
    if totals.compute:
        add_formulas(made, "links", OF_COMPUTE)
    else:
        for name in ("network_connected_share", "network_path_share"):
            del made[name]
    if totals.traffic.path_share:
        busiest = made["network_bottleneck_share"]
        title = f"{busiest.title}, {CLASS_TITLES[totals.traffic.bottleneck]}"
        made[busiest.name] = replace(busiest, title=title)
    order = [*(formula.name for formula in TOTALS[:1]), *(name for name in made if name not in world.quantities)]
    return MappingProxyType({name: made[name] for name in dict.fromkeys(order)})


def network_names() -> frozenset[str]:
    """Return the names of the totals of a fleet that has compute satellites, without working them out."""
    by_class = ("network_carried_{}_bit_s", "network_possible_{}_bit_s", "network_busiest_{}_share")
    return frozenset(
        [
            *(formula.name for formula in (*DEMAND, *TOTALS, *OF_COMPUTE)),
            *_SINGLE,
            *(f"network_links_{name}" for name in (*LASER_CLASSES, GATEWAY)),
            *(pattern.format(name) for pattern in by_class for name in CLASS_TITLES),
        ]
    )


_SINGLE = (
    "network_range_median_km",
    "network_range_longest_km",
    "network_connected_share",
    "network_path_share",
    f"network_{GATEWAY}_sky_share",
)


def _observed(totals: NetworkTotals, starlink: str) -> list[Quantity]:
    """Return what takes the network itself, and not arithmetic alone."""
    traffic = totals.traffic
    looked = ""
    if totals.looked_at < 1.0:
        looked = (
            f"; of an even choice of shells that hold {totals.looked_at:.2%} of the satellites at work, which stand"
            " for all"
        )
    demand = ("network_answers_bit_s", "network_prompts_bit_s", "cities")
    gateways = ("gateway_elevation_deg", "gateway_sites", "gateway_sites_apart_km")
    budget = ("link_laser_power_w", "link_aperture_m", "link_photons_per_bit", "link_ceiling_bit_s")
    fleet = ("satellites_launched", "link_terminals_for_compute", "link_express_range_km", "link_most_range_km")

    def seen(
        name: str,
        title: str,
        unit: str,
        symbol: str,
        value: float,
        formula: str,
        inputs: tuple[str, ...],
        leaves_out: str,
    ) -> Quantity:
        return Quantity(
            name=f"network_{name}", title=title, unit=unit, value=float(value), formula=formula, inputs=inputs,
            leaves_out=leaves_out, symbol=symbol, section="links",
        )  # fmt: skip

    found = [
        seen(f"links_{name}", f"Links up: {CLASS_TITLES[name]}", "1", f"L_{_MARKS[name]}", round(of_class.links),
             f"lasers of this class at the instant, counted; {starlink}{looked}", fleet, NOT_WORKED_OUT)
        for name, of_class in traffic.classes.items()
        if name in LASER_CLASSES
    ]  # fmt: skip
    found += [
        seen("range_median_km", "Length of a laser link, median", "km", "R_50", _finite(totals.range_median_km),
             f"half of all laser links are shorter{looked}", fleet, NOT_WORKED_OUT),
        seen("range_longest_km", "Length of the longest laser link", "km", "R_100", _finite(totals.range_longest_km),
             f"the longest of all laser links{looked}", fleet, NOT_WORKED_OUT),
        seen("connected_share", "Compute satellites with a path to the ground", "1", "f_net", totals.connected_share,
             "compute satellites that a chain of lasers joins to a satellite in the sky of one of the model's gateways"
             f" / compute satellites at work{looked}", (*fleet, *gateways), NOT_WORKED_OUT),
        seen("path_share", "Share of the demand that finds a path", "1", "f_path", traffic.path_share,
             WAYS, (*demand, "user_elevation_deg"), NOT_BALANCED),
        seen(f"links_{GATEWAY}", f"Links up: {TITLES[LinkClass.GATEWAY]}", "1", f"L_{_MARKS[GATEWAY]}",
             totals.gateway_links,
             "satellites of the layer that stand high enough over one of the model's gateways, one link each;"
             f" {starlink}",
             gateways, ONE_A_SATELLITE),
        seen(f"{GATEWAY}_sky_share", "Starlink satellites in the sky of a gateway", "1", "f_gw", totals.gateway_share,
             f"of all that are there, those that stand high enough over one of the model's gateways; {starlink}",
             gateways, "weather; where the real gateways stand"),
    ]  # fmt: skip
    for name, of_class in traffic.classes.items():
        title, mark, laser = CLASS_TITLES[name], _MARKS[name], name in LASER_CLASSES
        limit = {"user_up": "starlink_uplink_bit_s", "user_down": "starlink_downlink_bit_s"}.get(name, "")
        both = ", both ways together" if laser else ""
        spread = "" if laser else "; each city's evenly over the satellites in its sky"
        training = ("link_training_bit_s",) if name == "in_plane" else ()
        besides = ", and training's on each link ahead besides" if training else ""
        found += [
            seen(f"possible_{name}_bit_s", f"Could carry{both}: {title}", "bit/s", f"B_{mark},max",
                 of_class.possible_bit_s,
                 f"data rates of the link budget over each range, summed, twice for both ways{looked}" if laser
                 else "satellites of the layer × what one carries", budget if laser else (limit,), NOT_WORKED_OUT),
            seen(f"carried_{name}_bit_s", f"Traffic{both}: {title}", "bit/s", f"B_{mark}", of_class.carried_bit_s,
                 f"{WAYS}{spread}{besides}{looked}; all of the demand, also where a link is asked for more than it"
                 " carries", (*demand, *training), NOT_BALANCED),
            seen(f"busiest_{name}_share", f"Used at the busiest: {title}", "1", f"U_{mark},max", of_class.most_share,
                 "traffic / what it could carry, of the busiest link in its busier way; over 100 % it is full",
                 (*demand, *training, *(budget if laser else (limit,))), NOT_BALANCED),
        ]  # fmt: skip
    return found


def _finite(value: float) -> float:
    return value if value == value else 0.0
