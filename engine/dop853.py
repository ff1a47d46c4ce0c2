"""DOP853 over many trajectories at once, each with its own step and its own time.

numpy works on all of them in one call, so a thousand cost little more than one.
``engine.dop853_numbers`` holds the method's numbers and their source.  The step
is controlled as in the authors' code: the estimates of order 5 and 3 together,
each component against ``absolute + relative * size``.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine import dop853_numbers as numbers
from engine.forces import Forces

Array = NDArray[np.float64]
Integers = NDArray[np.int64]
Flags = NDArray[np.bool_]

_STAGES = numbers.STAGES
# At 0.9, the authors' own, a flight past the Earth has a third of its steps to take again.
_SAFETY, _LEAST_FACTOR, _MOST_FACTOR = 0.8, 0.2, 10.0
_MOST_ROUNDS = 100_000


@dataclass(frozen=True, slots=True)
class Steps:
    """M steps of any trajectories: whose they are, when they begin, how long they last, and what happens in them.

    ``stages`` (13, 6, M) are the rates at the stages, the last at the end of the step.
    """

    who: Integers
    after_s: Array  # since each trajectory's own start
    last_s: Array
    state: Array  # (6, M) at the beginning
    stages: Array


@dataclass(frozen=True, slots=True)
class Curves:
    """Dense output of M steps: a polynomial of order 7 each."""

    who: Integers
    after_s: Array
    last_s: Array
    state: Array  # (6, M)
    terms: Array  # (7, 6, M)


def curve_at(state: Array, terms: Array, share: Array) -> Array:
    """Return the states (6, M) at ``share`` (M,) of steps that begin at ``state`` (6, M), from ``terms`` (7, 6, M)."""
    value = np.zeros_like(state)
    for number, term in enumerate(terms[::-1]):
        value += term
        value *= share if number % 2 == 0 else 1.0 - share
    value += state
    return value


# Told of the steps that were taken (whose, when they begin and end since their start, the states then): what to keep
# of them (flags), and which trajectories end with them (flags).
Watch = Callable[[Integers, Array, Array, Array, Array], tuple[Flags, Flags]]


@dataclass(frozen=True, slots=True)
class Run:
    """What came of it: the steps that were kept, and where and when each of N trajectories stopped."""

    kept: Steps
    after_s: Array  # (N,)
    state: Array  # (6, N)


def integrate(
    forces: Forces,
    start_s: Array,
    state: Array,
    lasting_s: Array,
    *,
    relative: float,
    absolute: Array,
    first_step_s: float,
    watch: Watch | None = None,
    keep_all: bool = False,
) -> Run:
    """Return N trajectories from ``state`` (6, N) at ``start_s`` (N,), each for ``lasting_s`` (N,) or less.

    ``absolute`` (6,) and ``relative`` are the tolerances; ``watch`` may end them.  Raises ``ValueError``
    if a step becomes too small to be taken, which is a flight into a centre of mass.
    """
    start_s, state = np.asarray(start_s, dtype=np.float64), np.array(state, dtype=np.float64)
    count = start_s.size
    end_after, end_state = np.zeros(count), state.copy()
    who, epoch, after, lasting = np.arange(count), start_s, np.zeros(count), np.asarray(lasting_s, dtype=np.float64)
    step = np.minimum(np.full(count, first_step_s), lasting)
    room = np.empty((_STAGES + 1) * 6 * count)
    stages = room.reshape(_STAGES + 1, 6, count)
    rate = forces.rates(forces.sources(epoch), state) if count else state
    times = np.append(numbers.C, 1.0)
    kept: list[tuple[Any, ...]] = []
    held = absolute[:, None]
    for _ in range(_MOST_ROUNDS):
        if not who.size:
            break
        size = who.size
        sources = forces.sources((epoch + after + times[1:, None] * step).ravel())
        sources = sources.reshape(len(sources), _STAGES, size)
        stages[0] = rate
        flat = stages.reshape(_STAGES + 1, 6 * size)
        for stage in range(1, _STAGES):
            moved = (numbers.A[stage, :stage] @ flat[:stage]).reshape(6, size)
            moved *= step
            moved += state
            stages[stage] = forces.rates(sources[:, stage - 1], moved)
        new = (numbers.B @ flat[:_STAGES]).reshape(6, size)
        new *= step
        new += state
        stages[_STAGES] = forces.rates(sources[:, _STAGES - 1], new)
        error = _error(flat, step, held + relative * np.maximum(np.abs(state), np.abs(new)))
        good = error < 1.0
        with np.errstate(divide="ignore"):
            factor = np.clip(_SAFETY * error**-0.125, _LEAST_FACTOR, np.where(good, _MOST_FACTOR, 1.0))
        if np.isnan(error).any() or (step[~good] < 1e-9 * (1.0 + after[~good])).any():
            raise ValueError("a flight cannot be followed any further: it falls into the centre of a body")
        over = after + step
        done = good & (over >= lasting * (1.0 - 1e-15))
        keep = good if keep_all else np.zeros(size, dtype=bool)
        if watch is not None:
            asked = np.flatnonzero(good)
            told, ends = watch(who[asked], after[asked], over[asked], state[:, asked], new[:, asked])
            keep = keep.copy()
            keep[asked[told]] = True
            done[asked[ends]] = True
        if keep.any():
            kept.append((who[keep], after[keep], step[keep], state[:, keep], stages[:, :, keep]))
        after = np.where(good, over, after)
        state = np.where(good, new, state)
        rate = np.where(good, stages[_STAGES], rate)
        step = np.minimum(step * factor, np.maximum(lasting - after, 0.0))
        if done.any():
            end_after[who[done]], end_state[:, who[done]] = after[done], state[:, done]
            on = ~done
            who, epoch, after, lasting, step = (v[on] for v in (who, epoch, after, lasting, step))
            state, rate = state[:, on], rate[:, on]
            stages = room[: (_STAGES + 1) * 6 * who.size].reshape(_STAGES + 1, 6, who.size)
    else:
        raise ValueError(f"a flight takes more than {_MOST_ROUNDS:,} steps: give a shorter one or a coarser tolerance")
    return Run(_joined(kept), end_after, end_state)


def _error(flat: Array, step: Array, scale: Array) -> Array:
    """Return the error of a step in units of what is allowed."""
    size = step.size
    fifth = (numbers.E5 @ flat).reshape(6, size) / scale
    third = (numbers.E3 @ flat).reshape(6, size) / scale
    five, three = np.einsum("in,in->n", fifth, fifth), np.einsum("in,in->n", third, third)
    both = five + 0.01 * three
    with np.errstate(invalid="ignore"):
        error = step * five / np.sqrt(6.0 * both)
    return np.where(both == 0.0, 0.0, error)


def _joined(kept: list[tuple[Any, ...]]) -> Steps:
    if not kept:
        none = np.zeros(0)
        return Steps(none.astype(np.int64), none, none, np.zeros((6, 0)), np.zeros((_STAGES + 1, 6, 0)))
    who, after, last, state, stages = zip(*kept, strict=True)
    return Steps(
        np.concatenate(who).astype(np.int64),
        np.concatenate(after),
        np.concatenate(last),
        np.concatenate(state, axis=1),
        np.concatenate(stages, axis=2),
    )


def curves(forces: Forces, start_s: Array, steps: Steps) -> Curves:
    """Return the dense output of kept steps, from three more stages each; trajectories began at ``start_s`` (N,)."""
    size = steps.who.size
    stages = np.empty((_STAGES + 4, 6, size))
    stages[: _STAGES + 1] = steps.stages
    flat = stages.reshape(_STAGES + 4, 6 * size)
    epoch = start_s[steps.who] + steps.after_s
    for number in range(3):
        stage = _STAGES + 1 + number
        moved = (numbers.A_EXTRA[number, :stage] @ flat[:stage]).reshape(6, size) * steps.last_s + steps.state
        stages[stage] = forces.rates(forces.sources(epoch + numbers.C_EXTRA[number] * steps.last_s), moved)
    terms = np.empty((7, 6, size))
    first, last = stages[0] * steps.last_s, stages[_STAGES] * steps.last_s
    terms[0] = (numbers.B @ flat[:_STAGES]).reshape(6, size) * steps.last_s
    terms[1] = first - terms[0]
    terms[2] = 2.0 * terms[0] - (last + first)
    terms[3:] = (numbers.D @ flat).reshape(4, 6, size) * steps.last_s
    return Curves(steps.who, steps.after_s, steps.last_s, steps.state, terms)
