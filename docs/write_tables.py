"""Write the table of scenarios into README.md, between its two markers: ``make tables``."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from engine.crossover import judgement  # noqa: E402
from engine.quantities import Quantity, format_quantity  # noqa: E402
from engine.scenario import load_scenario, shipped_scenarios  # noqa: E402
from engine.timebase import format_utc  # noqa: E402
from engine.world import Simulation, simulate, world_at  # noqa: E402

README = ROOT / "README.md"
FIRST = "<!-- scenarios: `make tables` writes what follows -->"
LAST = "<!-- scenarios: end -->"
HEAD = (
    "| scenario | on | satellites | power now | AI compute | mass to orbit | Kardashev index | cheapest in 3 years? |",
    "|---|---|--:|--:|--:|--:|--:|---|",
)


def table() -> str:
    """Return each scenario's headline numbers at the instant it opens with and at its end, as Markdown."""
    rows = list(HEAD)
    for name in shipped_scenarios():
        scenario = load_scenario(name)
        simulation = simulate(scenario)
        for t_s in (scenario.opens_at_s, scenario.end_s):
            first = t_s == scenario.opens_at_s
            quantities = world_at(simulation, t_s).quantities
            earth, moon = quantities["launch_rate_kg_per_year"], quantities["moon_launch_rate_kg_per_year"]
            cells = [
                f"**{name}**" if first else "",
                format_utc(t_s)[:10],
                format_quantity(_both(quantities["satellites_alive"], quantities["moon_satellites_alive"])),
                format_quantity(quantities["power_total_w"]),
                format_quantity(quantities["compute_flop_s"]),
                format_quantity(_both(earth, moon)),
                f"{quantities['kardashev_index'].value:.4f}",
                _claim(simulation) if first else "",
            ]
            rows.append("| " + " | ".join(cells) + " |")
    return "\n".join(rows) + "\n"


def _claim(simulation: Simulation) -> str:
    """Return whether the claim of lowest cost within three years is met."""
    return judgement(simulation) if simulation.scenario.parameters["compute_load_share"] else "no AI compute"


def _both(earth: Quantity, moon: Quantity) -> Quantity:
    """Return the sum over both sources, as the Earth's quantity."""
    return replace(earth, value=earth.value + moon.value)


def with_table(text: str, made: str) -> str:
    """Return the README's ``text`` with the table ``made`` between the markers."""
    before, rest = text.split(FIRST)
    return f"{before}{FIRST}\n\n{made}\n{LAST}{rest.split(LAST)[1]}"


if __name__ == "__main__":
    old = README.read_text(encoding="utf-8")
    README.write_text(with_table(old, table()), encoding="utf-8")
