"""``heliograph states``: its arguments, and what they ask for."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

EXAMPLES = (
    "heliograph states megaton --at 2031-01-01 --indices 0:1000 --format csv -o states.csv, or "
    "heliograph states --elements starlink.tle --at 2026-08-23 --format csv"
)
_NOT_WITH_SCENARIO = ("name", "span", "step")


def add_arguments(states: argparse.ArgumentParser) -> None:
    states.add_argument("scenario", nargs="?", metavar="SCENARIO", help="a name such as megaton, or a .toml file")
    states.add_argument(
        "--at",
        metavar="UTC",
        help="such as 2031-03-20T06:00:00Z (default: the scenario's opening instant, the elements' median epoch)",
    )
    states.add_argument(
        "--indices", metavar="A:B", help="launch numbers, or places in the file, from A up to but not including B"
    )
    states.add_argument(
        "--format",
        choices=("csv", "npz", "oem"),
        default="csv",
        help="npz for a SCENARIO, oem for one satellite of --elements",
    )
    states.add_argument("-o", "--output", type=Path, metavar="FILE", help="write here instead of to standard output")
    real = states.add_argument_group("real satellites", "Instead of a SCENARIO's.")
    real.add_argument("--elements", type=Path, metavar="FILE", help="orbital elements, TLE or OMM, flown by SGP4")
    real.add_argument("--name", metavar="NAME", help="one satellite, by its name or catalogue number")
    real.add_argument("--span", metavar="SPAN", help="for oem: how long from --at on (default 1d)")
    real.add_argument("--step", metavar="STEP", help="for oem: between states (default 1min)")
    states.set_defaults(refuse=states.error)


def run(given: argparse.Namespace) -> int:
    """Write the states.  Raises ``ValueError``, or ends as argparse does, with one sentence for each fault."""
    from engine.commands import write_file

    content = _of_elements(given) if given.elements else _of_scenario(given)
    if given.output:
        write_file(given.output, content)
    elif given.format == "npz" and sys.stdout.isatty():
        raise ValueError("--format npz is not text: name a file with -o FILE.npz")
    else:
        sys.stdout.buffer.write(content)
        sys.stdout.buffer.flush()
    return 0


def _of_scenario(given: argparse.Namespace) -> bytes:
    from engine.commands import states

    if given.scenario is None:
        given.refuse("states needs a SCENARIO such as megaton, or --elements FILE")
    for option in _NOT_WITH_SCENARIO:
        if getattr(given, option) is not None:
            given.refuse(f"--{option} is for --elements FILE: choose a scenario's satellites with --indices A:B")
    if given.format == "oem":
        given.refuse("--format oem is for --elements FILE: a scenario's states are given as csv or npz")
    if given.indices is None:
        given.refuse("states of a scenario need --indices A:B, such as 0:1000")
    return states(given.scenario, given.at, given.indices, given.format)


def _of_elements(given: argparse.Namespace) -> bytes:
    from engine.elements_command import element_states

    if given.scenario is not None:
        given.refuse(f"states takes a SCENARIO or --elements FILE, not both: {given.scenario} and {given.elements}")
    if given.format == "npz":
        given.refuse("--format npz is for a SCENARIO: with --elements give csv or oem")
    written = element_states(
        given.elements,
        given.at,
        indices=given.indices,
        name=given.name,
        file_format=given.format,
        span=given.span,
        step=given.step,
    )
    for note in written.notes:
        sys.stderr.write(f"heliograph: {note}\n")
    return written.content
