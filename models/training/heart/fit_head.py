"""The phenotype head again, on frozen tokens and on the masks that the network itself draws (predict.py), then the scale of
its spread: one factor for each phenotype so that 90 % of the validation truths lie in the 90 % interval."""

import argparse
import json
from pathlib import Path

import numpy as np
import torch
from torch.nn import functional as F

import features
from dataset import Hearts, noisy_table, only, sax_place
from features import LongAxis, Table
from network import Phenotype
from train_heart import contrast
from validation import NAMED

Z90 = 1.645


class Predicted:
    """Tokens and drawn masks of the hearts that predict.py has gone through. Pairs: the same hearts acquired again."""

    def __init__(self, data, predictions):
        hearts = Hearts(data)
        self.rows = []
        for s, shard in enumerate(hearts.shards):
            path = Path(predictions) / f"{shard['stem']}.npz"
            if not path.exists():
                continue
            got = np.load(path)
            got = {k: got[k] for k in got.files}
            for i in range(len(got["cls"])):
                z, mask = sax_place(shard["geometry"][i]), np.array(shard["mask"][i])
                kept = [k for k in range(6) if mask[3 + k] > 0]
                lax = [None if mask[p] == 0 else LongAxis(*got["areas"][i, p].astype(float).T, got["rows"][i, p, :, :2],
                                                          got["rows"][i, p, :, 2:]) for p in range(3)]
                table = Table(z[kept], got["slots"][i][kept], lax)
                self.rows.append({"table": table, "slots": [3 + k for k in kept], "masks": got["masks"][i],
                                  "cls": got["cls"][i].astype(np.float32), "plane": got["plane"][i].astype(np.float32),
                                  "truth": np.array(shard["truth"][i]), "curve": np.array(shard["curves"][i, :, 0]),
                                  "true": hearts.table(hearts.index.index((s, i)))})

    def __len__(self):
        return len(self.rows)

    def view(self, n, look, rng=None, blind=0.0):
        """cls, plane tokens, mask, features of one look; with `rng` the features vary."""
        row = self.rows[n]
        mask = row["masks"][look]
        if rng is not None and rng.random() < blind:
            facts = np.zeros(features.M, np.float32)
        elif rng is not None and rng.random() < 0.4 and look == 0:
            own, stack = row["true"]
            facts = features.measured(noisy_table(stack if rng.random() < 0.7 else own, rng))
        else:
            table = only(row["table"], mask, row["slots"])
            facts = features.measured(table if rng is None else gently(table, rng))
        return row["cls"][look], row["plane"][look], mask, facts


def gently(table, rng):
    areas = table.areas * (1 + rng.normal(0, [0.015, 0.03, 0.03], (len(table.z), 1, 3)))
    return Table(table.z + rng.normal(0, 0.5), areas, table.lax)


def stack(views):
    cls, plane, mask, facts = (torch.from_numpy(np.stack(v)).float() for v in zip(*views))
    return cls, plane, mask, facts


def evaluate(head, data, look=0, blind=False):
    views = [data.view(n, look) for n in range(len(data))]
    cls, plane, mask, facts = stack(views)
    with torch.no_grad():
        mean, spread, curve, embedding = head(cls, plane, mask, torch.zeros_like(facts) if blind else facts)
    truth = torch.from_numpy(np.stack([r["truth"] for r in data.rows])).float()
    return mean - truth, torch.exp(0.5 * spread), embedding


def named(error):
    return {k: round(float(error[:, i].abs().mean()), 2) for k, i in NAMED.items()}


def main():
    p = argparse.ArgumentParser(description=__doc__)
    for name in ("--checkpoint", "--data", "--predictions", "--val", "--val-predictions", "--out"):
        p.add_argument(name, required=True)
    p.add_argument("--again", help="shards of some of the same hearts, acquired again")
    p.add_argument("--again-predictions")
    p.add_argument("--steps", type=int, default=3000)
    p.add_argument("--batch", type=int, default=128)
    p.add_argument("--lr", type=float, default=1e-3)
    p.add_argument("--seed", type=int, default=3)
    a = p.parse_args()
    torch.manual_seed(a.seed)
    rng = np.random.default_rng(a.seed)
    state = torch.load(a.checkpoint, weights_only=False)["ema"]
    head = Phenotype(features.M)
    head.load_state_dict({k.removeprefix("phenotype."): v for k, v in state.items() if k.startswith("phenotype.")})
    train, val = Predicted(a.data, a.predictions), Predicted(a.val, a.val_predictions)
    again = Predicted(a.again, a.again_predictions) if a.again else None
    where = {row["truth"].tobytes(): n for n, row in enumerate(train.rows)}
    first = [where[row["truth"].tobytes()] for row in again.rows] if again else []
    print(len(train), "train", len(val), "val", len(again) if again else 0, "again", flush=True)
    print("before", named(evaluate(head, val)[0]), "blind", named(evaluate(head, val, blind=True)[0]), flush=True)
    opt = torch.optim.AdamW(head.parameters(), a.lr, weight_decay=0.05)
    looks = train.rows[0]["masks"].shape[0]
    best, kept = 1e9, None
    for step in range(a.steps):
        for group in opt.param_groups:
            group["lr"] = a.lr * 0.5 * (1 + np.cos(np.pi * step / a.steps)) + 1e-6
        pick = rng.integers(len(train), size=a.batch)
        loss, embeddings = 0, []
        for view in range(2):
            rows = [train.view(n, int(rng.integers(looks)) if rng.random() < 0.7 else 0, rng, 0.15) for n in pick]
            cls, plane, mask, facts = stack(rows)
            truth = torch.from_numpy(np.stack([train.rows[n]["truth"] for n in pick])).float()
            curve = torch.from_numpy(np.stack([train.rows[n]["curve"] for n in pick])).float()
            value, spread, shape, embedding = head.scaled(cls, plane, mask, facts)
            error = value - (truth - head.mean) / head.sd
            loss = loss + 0.5 * (error.square() * torch.exp(-spread) + spread).mean() + F.smooth_l1_loss(error, torch.zeros_like(error), beta=0.2)
            loss = loss + F.smooth_l1_loss(shape, (curve - head.curve_mean) / head.curve_sd, beta=0.2)
            embeddings.append(embedding)
        loss = loss + 0.1 * contrast(embeddings[0], embeddings[1], embeddings[1][:0])
        if again:
            pairs = rng.permutation(len(again))[:96]
            one = head.scaled(*stack([train.view(first[n], 0, rng, 0.1) for n in pairs]))[3]
            two = head.scaled(*stack([again.view(n, 0, rng, 0.1) for n in pairs]))[3]
            loss = loss + 0.15 * (contrast(one, two, one[:0]) + contrast(two, one, one[:0]))
        opt.zero_grad()
        loss.backward()
        opt.step()
        if step % 250 == 249:
            error, sd, _ = evaluate(head, val)
            score = float((error / head.sd).abs().mean())
            print(step + 1, round(float(loss.detach()), 3), named(error), "blind", named(evaluate(head, val, blind=True)[0]), round(score, 4), flush=True)
            if score < best:
                best, kept = score, {k: v.clone() for k, v in head.state_dict().items()}
    head.load_state_dict(kept)
    # The factor that puts 90 % of the validation truths into the interval, over all looks.
    ratios = torch.cat([(lambda e, s, _: e.abs() / s)(*evaluate(head, val, look)) for look in range(looks)])
    scale = torch.quantile(ratios, 0.9, dim=0) / Z90
    Path(a.out).mkdir(parents=True, exist_ok=True)
    torch.save(kept, Path(a.out) / "head.pt")
    error, sd, embedding = evaluate(head, val)
    inside = ((error.abs() <= Z90 * sd * scale).float().mean(0)).tolist()
    (Path(a.out) / "calibration.json").write_text(json.dumps({"scale": scale.tolist(), "inside": inside, "val": named(error)}, indent=1))
    print(json.dumps({"scale": [round(float(s), 2) for s in scale], "inside": [round(v, 2) for v in inside]}))


if __name__ == "__main__":
    main()
