"""Writes training stacks (`--set train`, `val`) or frozen test cases (`--cases test`, `shifted`, `heldout`, `val`).

train: <out>/<seed>.npz with images, labels uint8 [3,n,96,96] and step. cases: <out>/<set>/<seed>/ as models/dmcvr/evaluation reads
them: meta.json and raw arrays; gap and shift go round by seed (8, 10, 12 mm; 0, 2, 3.5 mm).
"""

import argparse
import json
import time
from pathlib import Path

import numpy as np
import torch

from slabs import SEEDS, fine_stack, sparse_case

GAPS, SHIFTS = (8.0, 10.0, 12.0), (0.0, 2.0, 3.5)


def strata(index):
    """Gap and shift of the case number `index`: all nine pairs in turn."""
    return GAPS[index % 3], SHIFTS[(index // 3) % 3]


def main():
    p = argparse.ArgumentParser(description=__doc__)
    p.add_argument("--set", choices=["train", "val"])
    p.add_argument("--cases", choices=["val", "test", "shifted", "heldout"])
    p.add_argument("--start", type=int, default=0)
    p.add_argument("--count", type=int, required=True)
    p.add_argument("--out", type=Path, required=True)
    a = p.parse_args()
    torch.set_num_threads(1)
    kind = a.set or a.cases
    for index in range(a.start, a.start + a.count):
        seed, began = SEEDS[kind] + index, time.time()
        with torch.no_grad():
            if a.set:
                a.out.mkdir(parents=True, exist_ok=True)
                path = a.out / f"{seed}.npz"
                if path.exists():
                    continue
                images, labels, step = fine_stack(seed, kind=kind)
                spare = a.out / f".{seed}.npz"
                np.savez(spare, images=images, labels=labels, step=step)
                spare.rename(path)
            else:
                folder = a.out / kind / str(seed)
                if (folder / "meta.json").exists():
                    continue
                folder.mkdir(parents=True, exist_ok=True)
                meta, arrays = sparse_case(seed, kind, *strata(index))
                for name, array in arrays.items():
                    (folder / f"{name}.u8").write_bytes(np.ascontiguousarray(array).tobytes())
                (folder / "meta.json").write_text(json.dumps(meta))
        if index % 10 == 0:
            print(f"{seed}: {time.time() - began:.2f} s", flush=True)


if __name__ == "__main__":
    main()
