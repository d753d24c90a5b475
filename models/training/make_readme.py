"""Writes ../mindi3d/README.md from card.json, so that no number is typed by hand."""

import json
from pathlib import Path

MODEL = Path(__file__).resolve().parent.parent / "mindi3d"


def table(card, kind, views):
    rows = [r for r in card["metrics"]["rows"] if r["case"] == "mean" and r["set"] == kind and r["views"] == views]
    if not rows:
        return ""
    out = [f"{'Real CT' if kind == 'real' else 'Phantoms'}, {views} views:", "",
           "| method | cases | PSNR dB (SD) | gain dB (worst case) | SSIM | MAE HU | sharpness | unexplained % | CPU s |",
           "|---|---|---|---|---|---|---|---|---|"]
    for r in rows:
        out.append(f"| {r['method']} | {r['n']} | {r['psnrDb']:.2f} ({r['psnrSd']:.2f}) | {r['gainDb']:+.2f} ({r['worstGainDb']:+.2f}) | "
                   f"{r['ssim']:.3f} | {r['maeHu']:.1f} | {r['grad']:.2f} | {r['residualPercent']:.2f} | {r['cpuSeconds']:.1f} |")
    return "\n".join(out) + "\n\n"


def studies(card):
    rows = card["metrics"].get("studies", [])
    if not rows:
        return ""
    lines = "\n".join(f"| {r['question']} | {r['choice']} | {r['gainDb']:+.2f} | {r['note']} |" for r in rows)
    return ("## What was tried\n\nOn the four validation cases (two phantoms, two real CT), 50 views, mean gain over the sparse FDK.\n\n"
            f"| question | choice | gain dB | note |\n|---|---|---|---|\n{lines}\n\n")


def bullets(items):
    return "".join(f"- {t}\n" for t in items)


def main():
    c = json.loads((MODEL / "card.json").read_text())
    tr, m = c["training"], c["metrics"]
    text = f"""# {c['title']}, version {c['version']}

Removes the streaks of a cone-beam CT that was reconstructed (FDK) from few X-ray views. {c['statement']}
Method: {c['paper']['title']}, arXiv {c['paper']['arxiv']}. **Research software, not a medical device; not for dose
calculation, not for contouring without a full-view scan.** All numbers here are also in `card.json`, which the
scripts in `models/training` write.

## What it was trained on

{bullets(f"{d['n']} scans of {d['name']}, {d['licence']}" for d in tr['data'])}
{tr['volumes']} simulated scans in all. {tr['steps']} steps of {tr['patchesPerStep']} patches, {tr['seconds'] / 60:.0f} minutes on
{tr['device']}, in the runs {', '.join(f"{r['run']} ({r['steps']})" for r in tr['runs'])}. The one-shot weights beside them had equal
size and equal steps: {', '.join(f"{r['run']} ({r['steps']})" for r in tr['runsOneShot'])}, the last with t = 1 only. Views {c['input']['trainedViews'][0]} to
{c['input']['trainedViews'][1]}; voxels {c['input']['spacingMm'][0]} to {c['input']['spacingMm'][1]} mm. {c['input']['geometry']}.

## How good

Held-out cases, reference: FDK of all 400 views; window -1000 to 1000 HU, data range 2000 HU. Sharpness is the mean gradient
relative to the reference (1 = equal). "Unexplained" is the mean absolute error of re-projected line integrals, in percent of
the measured ones. "From projections" starts from a few OS-SART-TV iterations on the measured views (ours, not in the paper);
without it the network sees the FDK volume only. All cases are simulated scans. One command makes these tables:
`sparrow evaluate mindi3d`.

{table(c, 'real', 50)}{table(c, 'phantom', 50)}{table(c, 'real', 25)}{table(c, 'real', 100)}Bars met:

{bullets(m['barsMet']) or '- none evaluated yet' + chr(10)}
Bars missed:

{bullets(m['barsMissed']) or '- none of those evaluated' + chr(10)}
{studies(c)}## Limits

{bullets(c['limits'])}
Known failures:

{bullets(c['knownFailures'])}
Out of scope:

{bullets(c['outOfScope'])}"""
    (MODEL / "README.md").write_text(text.rstrip() + "\n")


if __name__ == "__main__":
    main()
