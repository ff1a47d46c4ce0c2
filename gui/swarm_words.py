"""What the swarm adds up to, in a few lines: for the window's text and for pictures without one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.quantities import format_quantity

if TYPE_CHECKING:
    from engine.world import World


def headline(world: World) -> tuple[str, str]:
    """Return the Kardashev figure, and the sentence under it."""
    known = world.quantities
    index = known["kardashev_index"]
    words = f"Kardashev index · {format_quantity(known['power_total_w'])} of all satellites"
    count = known.get("moon_satellites_in_deep_space")
    if count is not None and count.value > 0:
        words += f" · {in_words(count.value)} round the Sun"
    return f"K = {index.value:.3f}", words


def figures(world: World, stride: int) -> tuple[str, ...]:
    """Return the same for a picture without a window's text, with what a point stands for."""
    figure, words = headline(world)
    point = (f"1 point = {stride:,} satellites",) if stride > 1 else ()
    index, _, sum_of_all = words.partition(" · ")
    return (f"{figure}   {index}", sum_of_all, *point)


def in_words(count: float) -> str:
    """Return a number of satellites as a person says it: ``749 million``."""
    for size, word in ((1e9, "billion"), (1e6, "million")):
        if count >= size:
            value = count / size
            return f"{value:.2f} {word}" if value < 10.0 else f"{value:.0f} {word}"
    return f"{count:,.0f}"
