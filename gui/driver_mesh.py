"""The shapes of the mass driver and its factory: plain boxes, cylinders and domes in km.  Drawings, not designs.

Made once a track length, in the axes of ``gui.driver_frame``.  A vertex has a
place, a normal, and three numbers for the shader: the material, a number that
the material uses (for a coil, where along the block it is; for a building, from
which growth on it stands), and what its height counts from.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from math import ceil, cos, pi, sin

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]

WHITE, DARK, GOLD, COIL, HALL, LAMP, RADIATOR, ROAD, STEEL, SOIL = range(10)
ON_GROUND, ON_TRACK, FOOT = range(3)  # a foot stands on the ground below the track

COIL_PITCH_KM = 0.025
LONGEST_BLOCK_KM = 1.0
AXIS_KM = 0.014  # the payload's path over the line from muzzle to breech, so that the muzzle clears the ground
_RING_KM, _BORE_KM, _RING_LENGTH_KM = 0.0085, 0.0062, 0.007
_PYLON_PITCH_KM = 0.1
FIELD_GAP_KM = 0.55  # kept free on each side of the tracks


@dataclass(frozen=True, slots=True)
class Mesh:
    """``vertices`` (N, 9): place, normal, material, number, base; ``triangles`` (3 M,)."""

    vertices: Floats
    triangles: NDArray[np.uint32]


class _Builder:
    def __init__(self) -> None:
        self._vertices: list[NDArray[np.float64]] = []
        self._triangles: list[NDArray[np.int64]] = []
        self._count = 0
        self.number = 0.0
        self.base = ON_GROUND

    def faces(
        self, corners: NDArray[np.float64], normals: NDArray[np.float64], material: int, foot: float = 0.0
    ) -> None:
        """Add quads (n, 4, 3) with a normal a corner (n, 4, 3); corners at or under ``foot`` are feet of a track."""
        n = len(corners)
        rows = np.empty((n, 4, 9))
        rows[..., :3], rows[..., 3:6] = corners, normals
        rows[..., 6], rows[..., 7], rows[..., 8] = material, self.number, self.base
        if foot < 0.0:
            rows[..., 8] = np.where(corners[..., 2] <= foot, FOOT, self.base)
        self._vertices.append(rows.reshape(-1, 9))
        quads = self._count + 4 * np.arange(n)[:, None] + np.array([0, 1, 2, 2, 1, 3])
        self._triangles.append(quads.reshape(-1))
        self._count += 4 * n

    def box(
        self,
        x: tuple[float, float],
        y: tuple[float, float],
        z: tuple[float, float],
        material: int,
        roof: int | None = None,
        foot: float = 0.0,
    ) -> None:
        for axis in range(3):
            for side in (0, 1):
                corner = np.empty((1, 4, 3))
                spans = [x, y, z]
                others = [spans[a] for a in range(3) if a != axis]
                k = [a for a in range(3) if a != axis]
                for i, (p, q) in enumerate(((0, 0), (1, 0), (0, 1), (1, 1))):
                    corner[0, i, axis] = spans[axis][side]
                    corner[0, i, k[0]], corner[0, i, k[1]] = others[0][p], others[1][q]
                normal = np.zeros((1, 4, 3))
                normal[..., axis] = 2.0 * side - 1.0
                if axis == 2 and side == 0:
                    continue  # nothing is seen from below
                self.faces(corner, normal, roof if axis == 2 and roof is not None else material, foot)

    def lathe(
        self,
        centre: tuple[float, float],
        profile: list[tuple[float, float]],
        material: int,
        sides: int = 24,
        smooth: bool = True,
    ) -> None:
        """Turn a profile of (radius, height) round the vertical through ``centre``."""
        angle = np.linspace(0.0, 2.0 * pi, sides + 1)
        c, s = np.cos(angle), np.sin(angle)
        for (r0, z0), (r1, z1) in pairwise(profile):
            length = max(((r1 - r0) ** 2 + (z1 - z0) ** 2) ** 0.5, 1e-9)
            out, up = (z1 - z0) / length, (r0 - r1) / length
            corners, normals = np.empty((sides, 4, 3)), np.empty((sides, 4, 3))
            for i, (r, z, shift) in enumerate(((r0, z0, 0), (r0, z0, 1), (r1, z1, 0), (r1, z1, 1))):
                ca, sa = (c[1:], s[1:]) if shift else (c[:-1], s[:-1])
                corners[:, i] = np.stack([centre[0] + r * ca, centre[1] + r * sa, np.full(sides, z)], axis=1)
                if not smooth:
                    middle = 0.5 * (angle[1:] + angle[:-1])
                    ca, sa = np.cos(middle), np.sin(middle)
                normals[:, i] = np.stack([out * ca, out * sa, np.full(sides, up)], axis=1)
            self.faces(corners, normals, material)

    def dome(self, centre: tuple[float, float], radius: float, material: int) -> None:
        angles = np.linspace(0.0, 0.5 * pi, 8)
        self.lathe(centre, [(radius * cos(a), 0.85 * radius * sin(a)) for a in angles.tolist()], material, 28)

    def vault(self, x: tuple[float, float], y: tuple[float, float], height: float, rise: float, material: int) -> None:
        """A long hall along x with walls and a round roof."""
        self.box(x, y, (0.0, height), HALL, material)
        half, middle = 0.5 * (y[1] - y[0]), 0.5 * (y[0] + y[1])
        angle = np.linspace(0.0, pi, 11)
        at_y, at_z = middle + half * np.cos(angle), height + rise * np.sin(angle)
        n = len(angle) - 1
        corners, normals = np.empty((n, 4, 3)), np.empty((n, 4, 3))
        for i, (shift, end) in enumerate(((0, 0), (1, 0), (0, 1), (1, 1))):
            a = angle[shift : n + shift]
            corners[:, i] = np.stack([np.full(n, x[end]), at_y[shift : n + shift], at_z[shift : n + shift]], axis=1)
            normals[:, i] = np.stack([np.zeros(n), np.cos(a), np.sin(a)], axis=1)
        self.faces(corners, normals, material)
        for end, way in ((0, -1.0), (1, 1.0)):  # gables, as slices from the middle
            corners = np.empty((n, 4, 3))
            corners[:, 0] = corners[:, 1] = (x[end], middle, height)
            corners[:, 2] = np.stack([np.full(n, x[end]), at_y[:-1], at_z[:-1]], axis=1)
            corners[:, 3] = np.stack([np.full(n, x[end]), at_y[1:], at_z[1:]], axis=1)
            self.faces(corners, np.tile([way, 0.0, 0.0], (n, 4, 1)), material)

    def mesh(self) -> Mesh:
        return Mesh(
            np.concatenate(self._vertices).astype(np.float32), np.concatenate(self._triangles).astype(np.uint32)
        )


def block_count(length_km: float) -> int:
    """Return of how many equal blocks the track is drawn."""
    return ceil(length_km / LONGEST_BLOCK_KM - 1e-9)


def track_block(length_km: float, *, coarse: bool = False) -> Mesh:
    """Return one block of the track, x from 0 to its length: coils round the payload's path, girder and pylons.

    A coarse one has an eighth of the vertices, for shadows and for where a coil is a few pixels.
    """
    made = _Builder()
    made.base = ON_TRACK
    block = length_km / block_count(length_km)
    coils = max(round(block / COIL_PITCH_KM), 1)
    pitch = block / coils
    angle = np.linspace(0.0, 2.0 * pi, 9 if coarse else 19)
    for i in range(coils):
        middle = (i + 0.5) * pitch
        made.number = middle
        half = 0.5 * min(_RING_LENGTH_KM, 0.5 * pitch)
        for (r0, x0), (r1, x1), material in (
            ((_RING_KM, -half), (_RING_KM, half), STEEL),
            ((_BORE_KM, half), (_BORE_KM, -half), COIL),
            ((_BORE_KM, -half), (_RING_KM, -half), COIL),
            ((_RING_KM, half), (_BORE_KM, half), COIL),
        ):
            if not (coarse and r0 == r1 == _BORE_KM):
                _ring(made, angle, (r0, middle + x0), (r1, middle + x1), material)
        if coarse:
            continue
        # A saddle under each coil.
        made.box((middle - half, middle + half), (-0.0042, 0.0042), (AXIS_KM - 0.0125, AXIS_KM - 0.0078), DARK)
        # The girder, and a cable duct along each side of it: in pieces, each lit as its coil is.
        ends = (i * pitch, (i + 1) * pitch)
        made.box(ends, (-0.0045, 0.0045), (AXIS_KM - 0.017, AXIS_KM - 0.0125), WHITE)
        for side in (-1.0, 1.0):
            y = sorted((side * 0.0052, side * 0.0068))
            made.box(ends, (y[0], y[1]), (AXIS_KM - 0.0142, AXIS_KM - 0.0130), DARK)
    made.number = -1e3  # no coil's light
    if coarse:
        made.box((0.0, block), (-0.0045, 0.0045), (AXIS_KM - 0.017, AXIS_KM - 0.0125), WHITE)
    for i in range(max(round(block / _PYLON_PITCH_KM), 1)):
        x = (i + 0.5) * _PYLON_PITCH_KM
        if x > block:
            continue
        for side in (-1.0, 1.0):
            y = sorted((side * 0.0026, side * 0.0046))
            top = AXIS_KM - 0.017
            made.box((x - 0.0016, x + 0.0016), (y[0], y[1]), (top - 0.01, top), WHITE, foot=top - 0.005)
    return made.mesh()


def _ring(
    made: _Builder,
    angle: NDArray[np.float64],
    first: tuple[float, float],
    second: tuple[float, float],
    material: int,
) -> None:
    """Add the band between two circles round the payload's path, each (radius, x)."""
    n = len(angle) - 1
    (r0, x0), (r1, x1) = first, second
    along, out = r0 - r1, x1 - x0
    size = (along * along + out * out) ** 0.5
    corners, normals = np.empty((n, 4, 3)), np.empty((n, 4, 3))
    for i, (r, x, shift) in enumerate(((r0, x0, 0), (r0, x0, 1), (r1, x1, 0), (r1, x1, 1))):
        a = angle[shift : n + shift]
        corners[:, i] = np.stack([np.full(n, x), r * np.cos(a), AXIS_KM + r * np.sin(a)], axis=1)
        normals[:, i] = np.stack([np.full(n, along), out * np.cos(a), out * np.sin(a)], axis=1) / size
    made.faces(corners, normals, material)


LAMPS_KM: tuple[tuple[float, float, float], ...] = (  # from the breech: x, y and reach of the light on the ground
    (-0.46, 0.10, 0.13), (-0.46, -0.10, 0.13), (-0.2, 0.075, 0.09), (-0.2, -0.075, 0.09), (0.05, 0.07, 0.11),
    (0.05, -0.07, 0.11), (-0.75, 0.2, 0.12), (-0.75, 0.44, 0.12), (-0.75, 0.68, 0.12), (0.02, 0.2, 0.12),
    (0.02, 0.44, 0.12), (0.02, 0.68, 0.12), (-0.2, -0.3, 0.13), (-0.45, -0.36, 0.14), (-0.02, -0.42, 0.12),
    (-1.3, -0.55, 0.10), (-1.3, -0.85, 0.10), (-1.02, -0.7, 0.10), (-0.75, -0.12, 0.09), (-1.05, 0.0, 0.09),
)  # fmt: skip
MUZZLE_LAMPS_KM: tuple[tuple[float, float, float], ...] = ((-0.03, 0.05, 0.09), (-0.03, -0.05, 0.09))


def site(length_km: float) -> Mesh:
    """Return the factory at the breech and what stands at the muzzle."""
    made = _Builder()
    breech = -length_km

    def at(x: float, y: float) -> tuple[float, float]:
        return breech + x, y

    def box(
        x: tuple[float, float], y: tuple[float, float], z: tuple[float, float], what: int, roof: int | None = None
    ) -> None:
        made.box((breech + x[0], breech + x[1]), y, z, what, roof)

    # Graded ground and roads, a hand's breadth high.
    for x, y in (
        ((-0.92, 0.16), (-0.085, 0.085)), ((-0.95, 0.2), (0.085, 0.115)), ((-1.5, 0.2), (-0.125, -0.085)),
        ((-0.86, -0.82), (-1.0, 1.9)), ((0.06, 0.1), (-0.62, 1.9)), ((-0.62, 0.1), (-0.64, -0.6)),
        ((0.1, length_km + 0.12), (0.030, 0.042)),
    ):  # fmt: skip
        box(x, y, (0.0, 0.0004), ROAD)
    # Where payloads are loaded: a hall over the end of the track.
    made.vault((breech - 0.46, breech - 0.015), (-0.045, 0.045), 0.034, 0.020, STEEL)
    box((-0.40, -0.36), (-0.075, 0.075), (0.0, 0.072), WHITE, DARK)
    box((-0.10, -0.07), (-0.062, 0.062), (0.0, 0.060), WHITE, DARK)
    for x in (-0.40, -0.36):
        for y in (-0.075, 0.075):
            box((x - 0.003, x + 0.003), (y - 0.003, y + 0.003), (0.0, 0.080), DARK)
    # Assembly halls in rows to the left, more of them as the factory grows.
    for i in range(14):
        made.number = 0.0 if i < 2 else 6.7 + 0.38 * (i - 2)
        y = 0.15 + 0.125 * i
        made.vault((breech - 0.72, breech + 0.0), (y, y + 0.078), 0.026, 0.017, WHITE if i % 3 else STEEL)
        for x in (-0.62, -0.46, -0.30, -0.14):
            box((x, x + 0.028), (y + 0.026, y + 0.052), (0.04, 0.0475), DARK)
        box((-0.80, -0.72), (y + 0.015, y + 0.063), (0.0, 0.014), HALL, DARK)
        if i >= 1:  # a second row behind, later
            made.number = 8.6 + 0.28 * i
            made.vault((breech - 1.66, breech - 0.94), (y, y + 0.078), 0.026, 0.017, STEEL if i % 3 else WHITE)
    made.number = 0.0
    # A covered way that gathers from the halls to the breech.
    box((-0.012, 0.006), (0.06, 0.55), (0.012, 0.020), WHITE, DARK)
    for i in range(12):
        y = 0.07 + 0.04 * i
        box((-0.007, 0.001), (y, y + 0.003), (0.0, 0.012), DARK)
    # Smelting to the right: furnaces, tanks and what they radiate.
    for i in range(5):
        made.number = 0.0 if i < 2 else 7.2 + 0.7 * i
        x = -0.58 + 0.13 * i
        box((x, x + 0.085), (-0.27, -0.17), (0.0, 0.036), HALL, DARK)
        made.lathe(at(x + 0.022, -0.22), [(0.011, 0.036), (0.009, 0.082), (0.0, 0.082)], WHITE, 20)
        made.lathe(at(x + 0.060, -0.22), [(0.011, 0.036), (0.009, 0.066), (0.0, 0.066)], WHITE, 20)
        for j in range(5):
            y = -0.305 - 0.02 * j
            box((x, x + 0.085), (y, y + 0.0022), (0.006, 0.034), RADIATOR)
    made.number = 0.0
    for i in range(4):
        for j in range(2):
            made.number = 0.0 if j == 0 else 7.6
            made.dome(at(-0.50 + 0.075 * i, -0.47 - 0.075 * j), 0.030, WHITE if (i + j) % 2 else STEEL)
    made.number = 0.0
    for i in range(6):
        made.lathe(at(-0.14 + 0.036 * i, -0.50), [(0.014, 0.0), (0.014, 0.042), (0.010, 0.048), (0.0, 0.05)], STEEL, 20)
    made.box((breech - 0.155, breech + 0.06), (-0.502, -0.498), (0.05, 0.053), DARK)
    # What is dug, in heaps.
    for x, y, r in (
        (-0.95, -0.36, 0.05),
        (-1.03, -0.30, 0.036),
        (-0.98, -0.25, 0.03),
        (0.24, -0.33, 0.055),
        (0.33, -0.27, 0.04),
    ):
        made.lathe(at(x, y), [(r, 0.0), (0.55 * r, 0.28 * r), (0.16 * r, 0.52 * r), (0.0, 0.54 * r)], SOIL, 26)
    # Where people live: domes half in the ground.
    for x, y, r in ((-1.02, 0.27, 0.034), (-1.10, 0.22, 0.024), (-1.10, 0.31, 0.024), (-1.02, 0.19, 0.020)):
        made.dome(at(x, y), r, HALL)
    # Landing pads, each with its wall and a ship.
    for i, (x, y) in enumerate(((-1.15, -0.55), (-1.15, -0.85), (-1.45, -0.70))):
        made.lathe(at(x, y), [(0.075, 0.0006), (0.0, 0.0006)], ROAD, 36)
        made.lathe(at(x, y), [(0.090, 0.0), (0.083, 0.006), (0.077, 0.006), (0.073, 0.0)], SOIL, 36)
        if i < 2:
            ship = [(0.0045, 0.004), (0.0045, 0.038), (0.0038, 0.044), (0.0022, 0.049), (0.0, 0.052)]
            made.lathe(at(x, y), ship, STEEL, 20)
            for a in (0.4, 1.97, 3.54, 5.11):
                leg = (x + 0.0052 * cos(a), y + 0.0052 * sin(a))
                box((leg[0] - 0.0008, leg[0] + 0.0008), (leg[1] - 0.0008, leg[1] + 0.0008), (0.0, 0.010), DARK)
    # Masts with lamps, one at every pool of light.
    for x, y, reach in LAMPS_KM:
        _mast(made, breech + x, y, 0.2 * reach)
    for x, y, reach in MUZZLE_LAMPS_KM:
        _mast(made, x, y, 0.2 * reach)
    # The muzzle: a heavy collar and two power houses.
    made.box((-0.06, -0.045), (-0.016, 0.016), (0.0, 0.027), WHITE, DARK)
    for side in (-1.0, 1.0):
        y = sorted((side * 0.026, side * 0.058))
        made.box((-0.15, -0.06), (y[0], y[1]), (0.0, 0.016), HALL, DARK)
    # Power houses along the way, each with its banks of capacitors.
    apart = max(0.5, length_km / 40.0)
    for i in range(1, max(ceil(length_km / apart), 2)):
        x = -apart * i
        if x < breech + 0.2:
            break
        made.box((x - 0.03, x + 0.03), (-0.052, -0.030), (0.0, 0.011), HALL, WHITE)
        for j in range(4):
            made.lathe((x - 0.02 + 0.0135 * j, -0.062), [(0.004, 0.0), (0.004, 0.009), (0.0, 0.010)], GOLD, 12)
        _mast(made, x, -0.024, 0.016)
    return made.mesh()


def _mast(made: _Builder, x: float, y: float, height: float) -> None:
    made.box((x - 0.0007, x + 0.0007), (y - 0.0007, y + 0.0007), (0.0, height), DARK)
    made.box((x - 0.0022, x + 0.0022), (y - 0.0022, y + 0.0022), (height, height + 0.0018), LAMP)


def solar_field(length_km: float, apart_km: float | None) -> tuple[Floats, Floats]:
    """Return the cells of the solar field, nearest to the factory first: (N, 4, 2) corners and (N,) area so far, km2.

    Small ones near by, larger ones beyond, to 250 km from the factory.  With a second track that lies the other way,
    ``apart_km`` to the right, its ground is kept free too.
    """
    cells = []
    for inner, outer, size in ((0.0, 12.0, 0.5), (12.0, 60.0, 2.0), (60.0, 252.0, 8.0)):
        steps = np.arange(-outer, outer - 1e-9, size)
        x, y = (grid.ravel() for grid in np.meshgrid(steps, steps, indexing="ij"))
        apart = np.maximum(np.abs(x + 0.5 * size), np.abs(y + 0.5 * size))
        cells.append(np.stack([x, y, np.full(len(x), size)], axis=1)[apart > inner])
    kept = np.concatenate(cells)
    # The tracks' way, and the factory's own ground, are kept free; large cells that meet it are parted.
    for size in (8.0, 2.0):
        parted = _taken(kept, length_km, apart_km) & (kept[:, 2] == size)
        shift = np.arange(0.0, size, 0.25 * size)
        dx, dy = (grid.ravel() for grid in np.meshgrid(shift, shift, indexing="ij"))
        x, y, _ = kept[parted].T
        parts = np.stack([(x[:, None] + dx).ravel(), (y[:, None] + dy).ravel()], axis=1)
        kept = np.concatenate([kept[~parted], np.column_stack([parts, np.full(len(parts), 0.25 * size)])])
    kept = kept[~_taken(kept, length_km, apart_km)]
    x, y, size = kept.T
    corners = np.stack([x, y, x + size, y, x, y + size, x + size, y + size], axis=1).reshape(-1, 4, 2)
    middle = corners.mean(axis=1)
    # It grows as a rounded square.
    order = np.argsort((middle[:, 0] ** 6 + (1.25 * middle[:, 1]) ** 6), kind="stable")
    area = np.cumsum(size[order] ** 2)
    corners = corners[order]
    corners[..., 0] -= length_km
    return corners.astype(np.float32), area.astype(np.float32)


def _taken(cells: NDArray[np.float64], length_km: float, apart_km: float | None) -> NDArray[np.bool_]:
    """Return which cells (N, 3), x and y of a corner and size, meet the ground of tracks or factory."""
    x0, y0, size = cells.T
    x1, y1 = x0 + size, y0 + size
    way = (y1 > -FIELD_GAP_KM) & (y0 < FIELD_GAP_KM) & (x1 > -2.0) & (x0 < 2.0 * length_km + 1.0)
    factory = (x1 > -2.0) & (x0 < 0.8) & (y1 > -1.2) & (y0 < 2.0)
    taken = way | factory
    if apart_km is not None:
        y0, y1, end = y0 + apart_km, y1 + apart_km, 2.0 * length_km
        taken |= (y1 > -FIELD_GAP_KM) & (y0 < FIELD_GAP_KM) & (x1 > -1.0) & (x0 < end + 2.0)
        taken |= (x1 > end - 0.8) & (x0 < end + 2.0) & (y1 > -2.0) & (y0 < 1.2)
    return np.asarray(taken)
