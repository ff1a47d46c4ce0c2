"""Positions of a million satellites, beside two implementations of SGP4 on the same orbits."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from benchmarks.rows import Row, interleaved
from engine.fleet import FleetBlock, shell_phases
from engine.orbits import mean_motion_rad_s
from engine.world import Simulation

SATELLITES, SGP4_SATELLITES = 1_000_000, 20_000
EPOCH_JD = 2_461_041.5  # 2026-01-01
NOTE = "SGP4 does more physics and gives velocities too: the ratio says what is affordable, not who is righter"


def elements(simulation: Simulation, count: int) -> np.ndarray:
    """Return (9, count) SGP4 elements of the first launches, in heyoka's order and units."""
    constellation = simulation.constellation
    place = constellation.place(constellation.address(np.arange(count)))
    rows = np.zeros((9, count))
    rows[0] = mean_motion_rad_s(constellation.a_km[place.shell]) * 60.0
    rows[1] = 1e-4
    rows[2] = constellation.inclination_rad[place.shell]
    rows[3] = constellation.raan0_of(place)
    rows[5] = constellation.argument_of_latitude0_rad(place)
    rows[7] = EPOCH_JD
    return rows


def sgp4_array(rows: np.ndarray):
    """Return a SatrecArray of the first satellites of ``rows``."""
    from sgp4.api import WGS72, Satrec, SatrecArray

    made = []
    for k in range(SGP4_SATELLITES):
        n, ecc, inc, raan, argp, mean = rows[:6, k].tolist()
        satellite = Satrec()
        satellite.sgp4init(WGS72, "i", k % 99_999, EPOCH_JD - 2_433_281.5, 0.0, 0.0, 0.0, ecc, argp, inc, mean, n, raan)
        made.append(satellite)
    return SatrecArray(made)


def measure(simulation: Simulation) -> Iterator[Row]:
    import heyoka

    block = FleetBlock.of(simulation.constellation, np.arange(SATELLITES))
    ours_out = np.empty((3, SATELLITES))
    rows = elements(simulation, SATELLITES)
    satrecs = sgp4_array(rows)
    propagator = heyoka.model.sgp4_propagator(rows)
    heyoka_out = np.empty((7, SATELLITES))
    clock = iter(np.arange(1, 10_000) * 60.0)  # a new instant for every call

    def ours() -> None:
        block.positions_km(shell_phases(simulation.constellation, next(clock)), out=ours_out)

    def sgp4() -> None:
        satrecs.sgp4(np.array([EPOCH_JD]), np.array([next(clock) / 86_400.0]))

    def with_heyoka() -> None:
        propagator(np.full(SATELLITES, next(clock) / 60.0), out=heyoka_out)

    seconds = interleaved(7, ours=ours, sgp4=sgp4, heyoka=with_heyoka)
    # The peers are given the same orbits, or the comparison would mean nothing.
    our_km, their_km = (np.linalg.norm(out[:3], axis=0).mean() for out in (ours_out, heyoka_out))
    assert abs(our_km - their_km) < 20.0, f"mean radius {our_km:.1f} km here, {their_km:.1f} km in heyoka"
    speed = SATELLITES / seconds["ours"] / 1e6
    for peer, theirs, bar in [
        ("sgp4 SatrecArray", SGP4_SATELLITES / seconds["sgp4"] / 1e6, 50.0),
        ("heyoka sgp4_propagator", SATELLITES / seconds["heyoka"] / 1e6, 4.0),
    ]:
        yield Row(
            what="positions of 1,000,000 satellites, float64",
            value=speed, unit="M/s", bar=f"at least {bar:g} x peer", met=speed / theirs >= bar,
            peer=peer, peer_value=theirs, ratio=speed / theirs, note=NOTE if bar > 10 else "",
        )  # fmt: skip
