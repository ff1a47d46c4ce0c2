"""Measure one group of rows and print it as JSON.

Each group runs in a process of its own: heyoka and Mesa's software renderer
both bring an LLVM, and in one process the shaders then fail to compile.
"""

from __future__ import annotations

import importlib
import json
import sys

from benchmarks.rows import as_json

GROUPS = ("startup", "positions", "world", "picture")


def main(name: str) -> None:
    from engine.scenario import load_scenario
    from engine.world import simulate

    measure = importlib.import_module(f"benchmarks.{name}").measure
    rows = list(measure(simulate(load_scenario("megaton"))))
    print(json.dumps(as_json(rows)))


if __name__ == "__main__":
    main(sys.argv[1])
