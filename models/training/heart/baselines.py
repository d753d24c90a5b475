"""Rivals of the phenotype head on the same hearts and labels: the mean; a ResNet-18 that takes every plane and frame as a channel
(the kind of baseline of arXiv 2406.00329); the same encoder from scratch or from masked pre-training, tokens alone; and, for
retrieval, principal components of the pixels. Each network gets the same minutes. Appends to recorded.json."""

import argparse
import json
import time
from pathlib import Path

import numpy as np
import torch
from torch import nn
from torch.nn import functional as F

import features
from dataset import Hearts, style
from network import FRAMES, Heart, PHENOTYPES, PLANES
from validation import NAMED


class Basic(nn.Module):
    def __init__(self, i, o, stride):
        super().__init__()
        self.a = nn.Sequential(nn.Conv2d(i, o, 3, stride, 1, bias=False), nn.BatchNorm2d(o), nn.ReLU(),
                               nn.Conv2d(o, o, 3, 1, 1, bias=False), nn.BatchNorm2d(o))
        self.b = nn.Identity() if i == o and stride == 1 else nn.Sequential(nn.Conv2d(i, o, 1, stride, bias=False), nn.BatchNorm2d(o))

    def forward(self, x):
        return F.relu(self.a(x) + self.b(x))


class ResNet18(nn.Module):
    def __init__(self):
        super().__init__()
        layers = [nn.Conv2d(PLANES * FRAMES, 64, 7, 2, 3, bias=False), nn.BatchNorm2d(64), nn.ReLU(), nn.MaxPool2d(3, 2, 1)]
        width = 64
        for o, stride in ((64, 1), (128, 2), (256, 2), (512, 2)):
            layers += [Basic(width, o, stride), Basic(o, o, 1)]
            width = o
        self.body = nn.Sequential(*layers, nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(512, PHENOTYPES))

    def forward(self, planes, mask, geometry):
        return self.body(planes.flatten(1, 2))


class Tokens(nn.Module):
    def __init__(self):
        super().__init__()
        heart = Heart(features.M)
        self.encoder, self.head = heart.encoder, heart.phenotype

    def forward(self, planes, mask, geometry):
        _, cls, plane = self.encoder(planes, mask, geometry)
        facts = torch.zeros(len(planes), features.M)
        return self.head.scaled(cls.float(), plane.float(), mask, facts)[0]


def batch(hearts, picks, rng, plain=False):
    rows = [hearts[n] for n in picks]
    planes = np.stack([r["images"].astype(np.float32) / 255 if plain else style(r["images"], rng) for r in rows])
    mask = torch.from_numpy(np.stack([r["mask"] for r in rows])).float()
    geometry = torch.from_numpy(np.stack([r["geometry"] for r in rows])).float() * mask[..., None]
    truth = torch.from_numpy(np.stack([r["truth"] for r in rows])).float()
    return torch.from_numpy(planes) * mask[:, :, None, None, None], mask, geometry, truth


def fit(net, train, test, labels, minutes, lr, seed, count):
    rng = np.random.default_rng(seed)
    truth = train.numbers("truth")[:labels]
    mean, sd = (torch.from_numpy(f(truth, 0)).float() for f in (np.mean, np.std))
    sd = sd.clamp(min=1e-3)
    opt = torch.optim.AdamW(net.parameters(), lr, weight_decay=0.05)
    began, step, size = time.time(), 0, 4
    net.train()
    while time.time() - began < minutes * 60:
        share = (time.time() - began) / (minutes * 60)
        for group in opt.param_groups:
            group["lr"] = lr * min(1, (step + 1) / 30) * (1 - share)
        planes, mask, geometry, want = batch(train, rng.integers(labels, size=size), rng)
        with torch.autocast("cpu", torch.bfloat16):
            got = net(planes, mask, geometry)
        loss = F.smooth_l1_loss(got.float(), (want - mean) / sd, beta=0.5)
        opt.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(net.parameters(), 1.0)
        opt.step()
        step += 1
    net.eval()
    errors = []
    with torch.no_grad():
        for n in range(0, min(count, len(test)), 4):
            planes, mask, geometry, want = batch(test, range(n, min(n + 4, len(test))), rng, plain=True)
            with torch.autocast("cpu", torch.bfloat16):
                errors.append((net(planes, mask, geometry).float() * sd + mean - want).abs())
    return step, torch.cat(errors).mean(0)


def main():
    p = argparse.ArgumentParser(description=__doc__)
    p.add_argument("--data", required=True)
    p.add_argument("--test", required=True)
    p.add_argument("--runs", required=True)
    p.add_argument("--out", required=True)
    p.add_argument("--minutes", type=float, default=3)
    p.add_argument("--count", type=int, default=200)
    p.add_argument("--labels", type=int, nargs="*", default=[10, 100, 10**9])
    p.add_argument("--threads", type=int, default=1)
    a = p.parse_args()
    torch.set_num_threads(a.threads)
    train, test = Hearts(a.data), Hearts(a.test)
    rows = []
    for labels in a.labels:
        labels = min(labels, len(train))
        for name in ("resnet18", "scratch", "pretrained"):
            torch.manual_seed(4)
            net = ResNet18() if name == "resnet18" else Tokens()
            if name == "pretrained":
                state = torch.load(Path(a.runs) / "pretrain.pt", weights_only=False)["ema"]
                net.encoder.load_state_dict({k.removeprefix("encoder."): v for k, v in state.items() if k.startswith("encoder.")})
            steps, error = fit(net, train, test, labels, a.minutes, 3e-4, 4, a.count)
            rows.append({"kind": "baseline", "name": name, "labels": labels, "minutes": a.minutes, "steps": steps,
                         "hearts": min(a.count, len(test)), **{k: round(float(error[i]), 2) for k, i in NAMED.items()}})
            print(rows[-1], flush=True)
    path = Path(a.out)
    known = json.loads(path.read_text()) if path.exists() else {"rows": []}
    known["rows"] = [r for r in known["rows"] if r["kind"] != "baseline"] + rows
    path.write_text(json.dumps(known, indent=1))


if __name__ == "__main__":
    main()
