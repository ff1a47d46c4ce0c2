"""Measure one group of rows and print it as JSON.

Each group runs in a process of its own.  Where heyoka has run before, Mesa's
software renderer fails to compile a later shader (seen every time; both bring
an LLVM, but why was not pursued), and leftovers of one group slow the next.
"""

from __future__ import annotations

import importlib
import json
import sys

from benchmarks.rows import as_json

GROUPS = ("startup", "positions", "world", "valuation", "flights", "stream", "picture", "links", "routes")


def main(name: str) -> None:
    from engine.scenario import load_scenario
    from engine.world import simulate

    measure = importlib.import_module(f"benchmarks.{name}").measure
    rows = list(measure(simulate(load_scenario("megaton"))))
    print(json.dumps(as_json(rows)))


if __name__ == "__main__":
    main(sys.argv[1])
