"""How the number of points follows the machine, and does not pump."""

from gui.pacing import FEWEST_POINTS, MOST_POINTS, FramePacer


def run(cost_s, limit: int, frames: int = 400, count: int = 16_000_000) -> list[int]:
    """Return the limits that were used, in order, on a machine that takes ``cost_s(points)`` a frame."""
    pacer, used = FramePacer(), [limit]
    for _ in range(frames):
        stride = 1
        while count / stride > limit:
            stride *= 2
        points = count // stride
        wished = pacer.note(cost_s(points), points, stride, limit)
        if wished is not None:
            limit = wished
            used.append(limit)
    return used


def test_a_fast_machine_gets_every_point() -> None:
    assert run(lambda points: 0.002 + 2e-9 * points, 131_072)[-1] == MOST_POINTS


def test_a_slow_machine_gets_fewer_and_then_stays() -> None:
    used = run(lambda points: 0.02 + 2e-7 * points, 2_097_152)
    assert 0.5 * 0.02 < 0.02 + 2e-7 * used[-1] < 0.12
    assert used == sorted(used, reverse=True), "it went to and fro"


def test_where_points_are_not_what_takes_the_time_they_are_kept() -> None:
    used = run(lambda points: 0.2 + 1e-9 * points, 1_048_576)
    assert used[-1] == 1_048_576
    assert len(used) <= 3


def test_there_is_a_least() -> None:
    assert min(run(lambda points: 1e-5 * points, 2_097_152)) >= FEWEST_POINTS
