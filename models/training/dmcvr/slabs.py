"""Short-axis slabs of one phantom heart, as a scanner would take them: fine stacks to train on, sparse stacks to test on.

The hearts, their motion and contrast are those of ../heart. A stack is displayed with one scale, as CONTRACT.md says. Slabs are 8 mm
thick wherever they lie, also the withheld ones: the truth of a picture is the same slab at the withheld place; the truth of
labels and volumes is thin.
"""

import sys
from pathlib import Path

import numpy as np
import torch

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "heart"))

from contrast import display  # noqa: E402
from dense import draw_scan  # noqa: E402
from motion import animate  # noqa: E402
from planes import breath_shift, place, tilted  # noqa: E402
from population import SEEDS, draw  # noqa: E402
from render import render_plane  # noqa: E402

THICKNESS = 8.0
FINE = 2.0
NONE = np.zeros(3)


class Subject:
    """A heart, its scan and the frame a reader would estimate."""

    def __init__(self, seed, kind="train", device="cpu"):
        self.seed, self.kind = seed, kind
        population = kind if kind in ("shifted", "heldout") else "main"
        self.heart = draw(seed, population)
        self.beat = animate(self.heart, device=device)
        self.scene, self.style = draw_scan(seed, population == "shifted")
        self.style["raw"] = True
        self.rng = np.random.default_rng([seed, 7])
        self.gen = torch.Generator(device=device).manual_seed(int(self.rng.integers(2**60)))
        rng = self.rng
        self.normal = tilted(rng, np.eye(3), (4, 4, 0))[2]
        frame = tilted(rng, np.eye(3), (1, 1, 0))
        turn = np.radians(np.clip(rng.normal(0, 10), -38, 38))
        c, s = np.cos(turn), np.sin(turn)
        self.frame = np.stack([c * frame[0] + s * frame[1], -s * frame[0] + c * frame[1], frame[2]])
        self.origin = self.frame.T @ (rng.normal(0, 1, 3) * np.array([3.5, 3.5, 5.0]))
        self.spacing = rng.uniform(1.2, 2.2)
        beat = self.beat
        self.ed, self.es = int(np.argmax(beat.lv_ml)), int(np.argmin(beat.lv_ml))
        self.top, self.tip = float(beat.mitral[0]), float(beat.mitral[0] + beat.length[0])

    def slab(self, z, phases, thickness=THICKNESS, shift=NONE):
        """Magnitudes float [T,96,96] and labels 0..3 uint8 of the slab at `z` mm along the normal."""
        plane = place("sax", self.normal, self.normal * z, self.origin, self.frame, self.spacing, thickness, shift)
        image, labels = render_plane(self.beat, self.scene, self.style, plane, np.asarray(phases), self.rng, self.gen)
        labels = torch.where(labels > 3, torch.zeros_like(labels), labels)
        return image, labels

    def stack(self, places, phases, shifts=None):
        """Slabs at `places`: pictures float [T,n,96,96] before display, labels uint8 [T,n,96,96]."""
        shifts = [NONE] * len(places) if shifts is None else shifts
        rows = [self.slab(z, phases, shift=s) for z, s in zip(places, shifts)]
        return torch.stack([r[0] for r in rows], 1), torch.stack([r[1] for r in rows], 1)

    def truth(self):
        b = self.beat
        lv, rv = b.lv_ml, b.rv_ml
        return {"lvEdvMl": float(lv.max()), "lvEsvMl": float(lv.min()), "lvEfPct": float(100 * (1 - lv.min() / lv.max())),
                "lvMassG": float(b.myo_ml[0] * 1.05), "rvEdvMl": float(rv.max()), "rvEsvMl": float(rv.min()),
                "rvEfPct": float(100 * (1 - rv.min() / rv.max()))}


def fine_stack(seed, step=3.0, kind="train"):
    """What training sees: slabs every `step` mm from above the base to below the tip at ED, ES and one more phase.
    Returns images uint8 [3,n,96,96], labels uint8 [3,n,96,96], step."""
    s = Subject(seed, kind)
    phases = [s.ed, s.es, int(s.rng.integers(24))]
    places = np.arange(s.top - s.rng.uniform(10, 20), s.tip + 9, step)
    images, labels = s.stack(places, phases)
    return display(images, s.style["gamma"]).numpy(), labels.numpy(), step


def sparse_case(seed, kind, gap, shift_mm):
    """A test case: the sparse stack, the withheld slabs half way between, thin labels of the whole. ED and ES."""
    s = Subject(seed, kind)
    phases = [s.ed, s.es]
    start = s.top - s.rng.uniform(0.1, 1.0) * gap
    count = int(np.ceil((s.tip + s.rng.uniform(0.05, 0.5) * gap - start) / gap)) + 1
    places = start + gap * np.arange(count)
    shifts = [breath_shift(s.rng, shift_mm) if shift_mm else NONE for _ in places]
    images, labels = s.stack(places, phases, shifts)
    between = places[:-1] + gap / 2
    middles, middle_labels = s.stack(between, phases)
    every = display(torch.cat([images, middles], 1), s.style["gamma"])
    fine_z = np.arange(places[0], places[-1] + 1e-6, FINE)
    fine = torch.stack([s.slab(z, phases, FINE)[1] for z in fine_z], 1)
    meta = {"seed": seed, "set": kind, "kind": s.heart.kind, "gapMm": gap, "shiftMm": shift_mm, "phases": ["ED", "ES"],
            "slices": count, "z": [round(float(z - places[0]), 4) for z in places], "middles": count - 1,
            "middleBelow": list(range(count - 1)), "middleShare": [0.5] * (count - 1),
            "fine": {"count": len(fine_z), "z0": 0.0, "stepMm": FINE}, "truth": s.truth(),
            "shifts": [[round(float(x), 3) for x in q] for q in shifts]}
    return meta, {"slices": every[:, :count].numpy(), "slice-labels": labels.numpy(), "middles": every[:, count:].numpy(),
                  "middle-labels": middle_labels.numpy(), "fine-labels": fine.numpy()}
