"""Writes ../../dmcvr/card.json and README.md from the graphs, choice.json, the training log and what
`sparrow evaluate dmcvr --json` printed. Only the figures of ATTEMPTS, read off the logs, are typed by hand."""

import argparse
import csv
import datetime
import hashlib
import json
from pathlib import Path

HERE = Path(__file__).resolve().parent
MODEL = HERE.parents[1] / "dmcvr"
ROLES = ["segment", "semantic", "denoise", "denoise-middle", "between", "contour"]
SLICES = {"segment": "each alone", "contour": "contour"}
WAYS = {"linear": "linear", "between": "between", "denoise": "dmcvr", "denoise-middle": "dmcvr-middle"}

PROTOCOL = (
    "sparrow evaluate dmcvr: phantom stacks of models/training/dmcvr (frozen seeds: test 1000000 on, shifted 2000000 on, heldout 3000000 on; "
    "gaps 8, 10, 12 mm and breath-hold shifts of 0, 2, 3.5 mm in turn; slabs of 8 mm; labels of the truth every 2 mm), each through the "
    "application's own pipeline; the diffusion methods on the first 6 test and 2 of each other set, ablations on the first 2: time. Real "
    "stacks from DICOM on, every second slice held back; their labels are held against the segmentation of the slice itself, which is no "
    "truth. Phantom rows say nothing of patients. Gates are those of the specification, set before training.")

LIMITS = [
    "Trained on computed phantoms only: no patient was seen in training or validation.",
    "A made slice is a guess between its neighbours. Measure on measured slices; the dense volumes stand beside them for comparison.",
    "Our own re-implementation after arXiv 2308.09223, not the authors' network or weights. Deviations: much smaller networks, 96 x 96 crops of "
    "2 mm, values in -1..1, phantoms, a plain U-Net for the morphology code, inversion refined by fixed points, clipping only late. The direct "
    "network (`between`) and training with true middles (`dmcvr-middle`) are ours.",
    "Trained for minutes on two processor cores, not days on graphics cards: the diffusion network is far from converged.",
    "Gaps of more than 25 mm are not filled unless asked for; nothing is made beyond base and apex unless asked for.",
    "Labels are drawn with a second phase in sight, the one whose LV cavity differs most; with one phase alone they are less sure.",
    "The right ventricle near its valve and outflow tract is the least sure part.",
]


def log_rows():
    with open(HERE / "log.csv", newline="") as f:
        rows = list(csv.DictReader(f))
    last = {row["stage"]: row for row in rows}
    return [{"stage": r["stage"], "steps": int(r["step"]), "samples": int(r["samples"]), "seconds": int(r["seconds"]), "hearts": int(r["hearts"]),
             "validation": json.loads(r["validation"])} for r in last.values()]


def main():
    p = argparse.ArgumentParser(description=__doc__)
    p.add_argument("--version", required=True)
    p.add_argument("--choice", default=str(HERE / "choice.json"))
    p.add_argument("--default", choices=list(WAYS.values()), help="left out: the best label Dice of muscle on validation")
    p.add_argument("--evaluation", help="JSON of sparrow evaluate dmcvr")
    p.add_argument("--attempts", default=str(HERE / "attempts.json"), help="JSON list of sentences")
    a = p.parse_args()
    choice = json.loads(Path(a.choice).read_text()) if Path(a.choice).exists() else {"rows": {}}
    ranked = sorted((r["dice"]["muscle"] + 0.02 * (r["psnrDb"] or 0), WAYS[n]) for n, r in choice["rows"].items() if n in WAYS)
    default = a.default or ranked[-1][1]
    drawn = {k: choice["rows"].get(f"acquired slices, {n}", {"dice": {"muscle": 0}})["dice"]["muscle"] for k, n in SLICES.items()}
    weights = []
    for role in ROLES:
        path = MODEL / "weights" / f"{role}.onnx"
        weights.append({"file": f"weights/{role}.onnx", "sha256": hashlib.sha256(path.read_bytes()).hexdigest(), "bytes": path.stat().st_size, "role": role})
    evaluation = json.loads(Path(a.evaluation).read_text()) if a.evaluation else None
    rows = evaluation["table"] if evaluation else []
    attempts = json.loads(Path(a.attempts).read_text()) if Path(a.attempts).exists() else []
    missed = [f"Gate missed: {r['claim']}, {r['measure']}: {r['value']} (asked: {r['bar']})" for r in rows if r["verdict"] == "missed"]
    card = {
        "id": "dmcvr", "version": a.version, "title": "DMCVR-style dense heart",
        "task": "A dense 3D heart with labels and surfaces from a sparse short-axis cine stack",
        "statement": "Research software. Not a medical device: not for diagnosis or treatment decisions.",
        "licence": "Apache-2.0", "date": datetime.date.today().isoformat(), "weights": weights,
        "input": {"pixels": 96, "pixelMm": 2, "preprocessing": "1"}, "defaultMethod": default,
        "sliceLabels": max(drawn, key=drawn.get), "defaults": {"steps": 20, "seed": 1},
        "training": {
            "data": [{"name": "Phantom hearts (models/training/heart, models/training/dmcvr)", "licence": "this project", "kind": "phantom"}],
            "runs": log_rows(), "validation": choice, "attempts": attempts, "scripts": "models/training/dmcvr"},
        "metrics": {"protocol": PROTOCOL, "rows": rows}, "limits": [*missed, *LIMITS]}
    (MODEL / "card.json").write_text(json.dumps(card, indent=1, ensure_ascii=False) + "\n")
    (MODEL / "README.md").write_text(readme(card, choice))


def readme(card, choice):
    table = ["| verdict | gate | measure | asked | value | cases |", "|---|---|---|---|---|---|"]
    table += [f"| {r['verdict']} | {r['claim']} | {r['measure']} | {r['bar']} | {r['value']} | {r['n'] or ''} |" for r in card["metrics"]["rows"]]
    chosen = ["| way | PSNR dB | Dice LV | muscle | RV |", "|---|---|---|---|---|"]
    chosen += [f"| {n} | {r['psnrDb'] or ''} | {r['dice']['lv']} | {r['dice']['muscle']} | {r['dice']['rv']} |" for n, r in choice["rows"].items()]
    runs = ["| stage | steps | samples | seconds | hearts |", "|---|---|---|---|---|"]
    runs += [f"| {r['stage']} | {r['steps']} | {r['samples']} | {r['seconds']} | {r['hearts']} |" for r in card["training"]["runs"]]
    weights = ["| file | bytes | SHA-256 |", "|---|---|---|"]
    weights += [f"| {w['file']} | {w['bytes']} | `{w['sha256']}` |" for w in card["weights"]]
    return "\n".join([
        f"# {card['title']} {card['version']}", "", card["task"] + ".", "", f"**{card['statement']}**", "",
        "Written by `models/training/dmcvr/make_dmcvr_card.py` from `npm run -s sparrow -- evaluate dmcvr --json`. Grid, graphs and loop: "
        "[CONTRACT.md](CONTRACT.md). A second opinion that needs no training: [implicit](implicit/README.md).", "",
        f"Default method: **{card['defaultMethod']}**, the one that won on the validation cases. Acquired slices are drawn by "
        f"**{card['sliceLabels']}**, which won there too.", "", *chosen, "",
        "## Limits", "", *[f"- {text}" for text in card["limits"]], "",
        "## Gates", "", card["metrics"]["protocol"], "", *table, "",
        "## What was tried", "", *[f"- {text}" for text in card["training"]["attempts"]], "",
        "## Training", "", "Phantoms only; scripts, seeds and log in [models/training/dmcvr](../training/dmcvr/README.md).", "", *runs, "",
        "## Weights", "", *weights, ""])


if __name__ == "__main__":
    main()
