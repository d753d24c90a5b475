"""Mask features: what the label maps of one study say, as M numbers for the phenotype head.

The twin of models/whole-heart/features.ts: both must give the same numbers (golden test). Input is a `Table`, made from
label maps (classes of CONTRACT.md) in the 96 x 96 crops at 24 phases: areas are pixel counts x 0.04 cm^2, extents are
rows of the crop (2 mm apart) that hold at least two pixels of the class.
"""

from dataclasses import dataclass, field

import numpy as np

PIXEL_CM2, ROW_MM, LEAST = 0.04, 2.0, 2
LAX_NUMBERS, SAX_NUMBERS, BIPLANE_NUMBERS = 17, 45, 5
M = SAX_NUMBERS + 3 * LAX_NUMBERS + BIPLANE_NUMBERS


@dataclass
class LongAxis:
    """One long-axis plane at 24 phases: areas cm^2; first and last row of a class in mm (NaN: none)."""

    lv: np.ndarray
    myo: np.ndarray
    rv: np.ndarray
    la: np.ndarray
    ra: np.ndarray
    lv_rows: np.ndarray
    la_rows: np.ndarray


@dataclass
class Table:
    """Short-axis slices in any order: place along e3 in mm [S], areas cm^2 [S,24,3] of LV, myocardium, RV; the long-axis
    planes in the order 2ch, 3ch, 4ch, None where absent."""

    z: np.ndarray
    areas: np.ndarray
    lax: list = field(default_factory=lambda: [None, None, None])


def long_axis(labels):
    """Label maps [24,96,96] of one long-axis crop."""
    area = [PIXEL_CM2 * (labels == c).sum((1, 2)) for c in range(1, 6)]
    return LongAxis(*(a.astype(np.float64) for a in area), rows_of(labels, 1), rows_of(labels, 4))


def rows_of(labels, c):
    """First and last row of class c at every phase, mm [24,2]; NaN where it has no row of two pixels."""
    full = (labels == c).sum(2) >= LEAST
    out = np.full((labels.shape[0], 2), np.nan)
    for t, rows in enumerate(full):
        at = np.flatnonzero(rows)
        if at.size:
            out[t] = ROW_MM * at[0], ROW_MM * at[-1]
    return out


def short_axis(labels):
    """Areas [24,3] of one short-axis crop [24,96,96]."""
    return np.stack([PIXEL_CM2 * (labels == c).sum((1, 2)) for c in (1, 2, 3)], 1).astype(np.float64)


def discs(z):
    """Thickness in mm that each slice stands for: half the gap to either neighbour; ends reach as far out as in."""
    if z.size == 1:
        return np.array([10.0])
    gap = np.diff(z)
    return (np.concatenate([gap[:1], gap]) + np.concatenate([gap, gap[-1:]])) / 2


def measured(table):
    """-> float32 [M]."""
    return np.concatenate([_short(table), *(_long(p) for p in table.lax), _biplane(table.lax)]).astype(np.float32)


def _short(table):
    out = np.zeros(SAX_NUMBERS)
    if table.z.size == 0:
        return out
    order = np.argsort(table.z, kind="stable")
    z, areas = table.z[order], table.areas[order]
    thick = discs(z)
    lv, myo, rv = (np.tensordot(thick, areas[:, :, c], 1) / 10 for c in range(3))
    ed, es = int(np.argmax(lv)), int(np.argmin(lv))
    at_ed = areas[:, ed, 0]
    top = max(at_ed.max(), 1e-3)
    shown = np.flatnonzero(at_ed > 0.5)
    walls = _walls(areas[:, ed], 0.3 * top)
    out[:21] = [
        1, z.size / 10, (np.median(np.diff(z)) if z.size > 1 else 0) / 10, thick.sum() / 100,
        lv[ed] / 100, lv[es] / 100, (lv[ed] - lv[es]) / max(lv[ed], 1e-3), myo[ed] / 100, myo[es] / 100,
        rv.max() / 100, rv.min() / 100, (rv.max() - rv.min()) / max(rv.max(), 1e-3),
        top / 30, at_ed[0] / top, at_ed[-1] / top,
        (z[shown[0]] if shown.size else 0) / 50, (z[shown[-1]] if shown.size else 0) / 50, shown.size / 10,
        walls.mean() if walls.size else 0, walls.max() if walls.size else 0,
        _mean(_walls(areas[:, es], 0.3 * max(areas[:, es, 0].max(), 1e-3))),
    ]
    out[21:45] = lv / 100
    return out


def _mean(a):
    return a.mean() if a.size else 0


def _walls(areas, least):
    """Wall thickness in cm of rings with the same areas, of slices whose cavity is larger than `least` cm^2."""
    kept = areas[areas[:, 0] > least]
    return np.sqrt((kept[:, 0] + kept[:, 1]) / np.pi) - np.sqrt(kept[:, 0] / np.pi)


def _length(rows, t):
    """mm from the first to the last row at phase t; 0 when there is none."""
    first, last = rows[t]
    return 0.0 if np.isnan(first) else last - first + ROW_MM


def _volume(a, b, length_mm):
    """Area-length: 8 A B / (3 pi L), mL, from cm^2 and mm."""
    return 0.0 if length_mm <= 0 else 8 * a * b / (3 * np.pi * length_mm / 10)


def _long(p):
    if p is None:
        return np.zeros(LAX_NUMBERS)
    ed, es = int(np.argmax(p.lv)), int(np.argmin(p.lv))
    la = int(np.argmax(p.la))
    ed_mm, es_mm = _length(p.lv_rows, ed), _length(p.lv_rows, es)
    bottom = p.lv_rows[[ed, es], 1]
    travel = 0.0 if np.isnan(bottom).any() else bottom[0] - bottom[1]
    return np.array([
        1, p.lv[ed] / 30, p.lv[es] / 30, ed_mm / 100, es_mm / 100, p.myo[ed] / 30, p.rv.max() / 30, p.rv.min() / 30,
        p.la.max() / 30, p.la.min() / 30, p.ra.max() / 30, p.ra.min() / 30, _length(p.la_rows, la) / 100,
        _volume(p.lv[ed], p.lv[ed], ed_mm) / 100, _volume(p.lv[es], p.lv[es], es_mm) / 100, travel / 10,
        _volume(p.la[la], p.la[la], _length(p.la_rows, la)) / 100,
    ])


def _biplane(lax):
    two, four = lax[0], lax[2]
    if two is None or four is None:
        return np.zeros(BIPLANE_NUMBERS)

    def volume(area_of, rows_of_plane, pick):
        at = [int(pick(area_of(p))) for p in (two, four)]
        length = sum(_length(rows_of_plane(p), t) for p, t in zip((two, four), at)) / 2
        return _volume(area_of(two)[at[0]], area_of(four)[at[1]], length) / 100

    def lv(p):
        return p.lv

    def la(p):
        return p.la

    return np.array([
        1, volume(lv, lambda p: p.lv_rows, np.argmax), volume(lv, lambda p: p.lv_rows, np.argmin),
        volume(la, lambda p: p.la_rows, np.argmax), volume(la, lambda p: p.la_rows, np.argmin),
    ])


def table_of(labels, mask, z):
    """From the nine slots alone: labels uint8 [9,24,96,96], mask [9], z of slots 3 to 8 in mm [6]."""
    kept = [s for s in range(3, 9) if mask[s] > 0]
    areas = np.stack([short_axis(labels[s]) for s in kept]) if kept else np.zeros((0, 24, 3))
    lax = [long_axis(labels[s]) if mask[s] > 0 else None for s in range(3)]
    return Table(np.array([z[s - 3] for s in kept], np.float64), areas, lax)
