"""Writes split.json: every case with its source (= patient), split and seed. Run once; committed before training."""

import json
from pathlib import Path

SEED = 20260
TEST_STS, VAL_STS = ("012", "029"), ("006",)
REAL = {"lidc-0314": 22, "head-neck": 20, "crlm-1004": 18, "head-vtk": 4}
PHANTOMS = {"train": 64, "val": 2, "test": 8}


def cases():
    from ct_sources import STS
    out = []

    def add(split, source, n=1, kind="real"):
        for i in range(n):
            out.append({"id": f"{split}-{source}-{i:02d}", "split": split, "source": source, "kind": kind,
                        "seed": SEED + len(out)})

    for source in ("torso-ts", "breast"):
        add("test", source)
    for s in STS:
        if s in TEST_STS:
            add("test", f"sts-{s}")
        elif s in VAL_STS:
            add("val", f"sts-{s}")
    add("val", "lidc2")
    for split in ("test", "val"):
        add(split, "phantom", PHANTOMS[split], "phantom")
    train = []
    for source, n in REAL.items():
        train += [(source, n, "real")]
    train += [(f"sts-{s}", 2, "real") for s in STS if s not in TEST_STS + VAL_STS]
    train += [("phantom", PHANTOMS["train"], "phantom")]
    for source, n, kind in train:
        add("train", source, n, kind)
    # second batch: slices 0.8 to 1.4 times as far apart as the in-plane voxels
    for source, n, kind in [("lidc-0314", 12, "real"), ("head-neck", 12, "real"), ("crlm-1004", 12, "real"),
                            ("phantom", 20, "phantom")]:
        for i in range(n):
            out.append({"id": f"train-b-{source}-{i:02d}", "split": "train", "source": source, "kind": kind,
                        "seed": SEED + len(out), "anisotropic": True})
    # third batch: three scanners, with the data-consistent start beside the sparse FDK
    sources = [("lidc-0314", 44, "real"), ("head-neck", 44, "real"), ("crlm-1004", 40, "real"), ("head-vtk", 4, "real")]
    sources += [(f"sts-{s}", 4, "real") for s in STS if s not in TEST_STS + VAL_STS] + [("phantom", 90, "phantom")]
    for source, n, kind in sources:
        for i in range(n):
            out.append({"id": f"train-c-{source}-{i:02d}", "split": "train", "source": source, "kind": kind,
                        "seed": SEED + len(out), "starts": True})
    return out


if __name__ == "__main__":
    here = Path(__file__).resolve().parent
    text = ",\n".join("  " + json.dumps(c) for c in cases())
    (here / "split.json").write_text(f'{{"seed": {SEED}, "cases": [\n{text}\n]}}\n')
