"""Train the whole-heart networks in stages, each resumable, each with its own log rows.

pretrain  masked autoencoding: 75 % of the tokens hidden, whole planes dropped in half of the samples, loss on hidden
          tokens; a light pull between the class tokens of two views of one heart
segment   the segmentation network alone, without tokens
joint     everything together from both: segmentation with tokens, phenotypes with plane dropout, reconstruction
The phenotype head is finished by fit_head.py, on the masks that the network itself draws (predict.py).
"""

import argparse
import csv
import json
import math
import os
import signal
import time
from pathlib import Path

import numpy as np
import torch
from torch.nn import functional as F

import dataset
import features
from dataset import Hearts, drop_planes, noisy_table, only, style
from network import CLASSES, FRAMES, GRID, PER_PLANE, PLANES, SIZE, TOKENS, Heart, patchify

FIELDS = ["run", "stage", "step", "samples", "seconds", "lr", "hearts", "loss", "parts", "validation"]
QUEUE = 384


def parse():
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("--stage", choices=["pretrain", "segment", "joint"], required=True)
    p.add_argument("--minutes", type=float, required=True)
    p.add_argument("--data", required=True)
    p.add_argument("--val", required=True)
    p.add_argument("--runs", required=True, help="folder of the checkpoints")
    p.add_argument("--out", required=True)
    p.add_argument("--init", nargs="*", default=[], help="NAME or NAME:part,part (encoder, decoder, segmentation, phenotype)")
    p.add_argument("--steps", type=int, help="stop after so many steps: for runs that are compared")
    p.add_argument("--batch", type=int, default=4)
    p.add_argument("--frames", type=int, default=4, help="frames segmented of each sample; 0: the segmentation network rests")
    p.add_argument("--lr", type=float, default=6e-4)
    p.add_argument("--lr-end", type=float, default=1e-5)
    p.add_argument("--ema", type=float, default=0.998)
    p.add_argument("--mask", type=float, default=0.75)
    p.add_argument("--all-loss", action="store_true", help="ablation: reconstruction loss on visible tokens too")
    p.add_argument("--no-drop", action="store_true", help="ablation: no whole-plane dropout")
    p.add_argument("--ordinal", action="store_true", help="ablation: slot numbers instead of geometry")
    p.add_argument("--sax-only", action="store_true", help="ablation: short-axis planes alone")
    p.add_argument("--no-masks", action="store_true", help="ablation: phenotypes from tokens alone")
    p.add_argument("--limit", type=int, help="use only so many hearts")
    p.add_argument("--device", default="cpu")
    p.add_argument("--threads", type=int, default=1)
    p.add_argument("--seed", type=int, default=1)
    p.add_argument("--save-minutes", type=float, default=3)
    p.add_argument("--log", default=str(Path(__file__).with_name("log.csv")))
    return p.parse_args()


class Sampler:
    def __init__(self, hearts, a):
        self.hearts, self.a, self.rng = hearts, a, np.random.default_rng(a.seed)

    def draw(self):
        return int(self.rng.integers(min(len(self.hearts), self.a.limit or len(self.hearts))))

    def mask(self, heart):
        mask = heart["mask"].copy()
        if self.a.sax_only:
            mask[:3] = 0
        return mask if self.a.no_drop else drop_planes(mask, self.rng)

    def batch(self, count, views=1):
        """`count` hearts, each in `views` looks with plane masks of their own."""
        rows = []
        for _ in range(count):
            n = self.draw()
            heart = self.hearts[n]
            looks = [style(heart["images"], self.rng) for _ in range(views)]
            masks = [self.mask(heart) for _ in range(views)]
            rows.append({"n": n, "heart": heart, "looks": looks, "masks": masks,
                         "facts": [self.facts(n, heart["mask"], m) for m in masks]})
        return rows

    def facts(self, n, have, mask):
        """Mask features as the network's own masks would give them; now and then none."""
        if self.a.stage != "joint" or self.a.no_masks or self.rng.random() < 0.15:
            return np.zeros(features.M, np.float32)
        own, stack = self.hearts.table(n)
        slots = [s for s in range(3, 9) if have[s] > 0]
        whole = all(mask[s] > 0 for s in slots) and self.rng.random() < 0.5
        lax = [p if mask[i] > 0 else None for i, p in enumerate(stack.lax)]
        table = dataset.Table(stack.z, stack.areas, lax) if whole else only(own, mask, slots)
        return features.measured(noisy_table(table, self.rng))


def tensors(rows, view, device):
    mask = torch.from_numpy(np.stack([r["masks"][view] for r in rows])).float().to(device)
    geometry = torch.from_numpy(np.stack([r["heart"]["geometry"] for r in rows])).float().to(device)
    planes = torch.from_numpy(np.stack([r["looks"][view] for r in rows])).to(device)
    return planes * mask[:, :, None, None, None], mask, geometry * mask[:, :, None]


def frames_of(rows, count, rng, view=0):
    """Random frames of present planes: (sample, plane, phase) triples, images [n,3,96,96], labels [n,96,96]."""
    at, images, labels = [], [], []
    for b, r in enumerate(rows):
        planes = np.flatnonzero(r["masks"][view])
        for _ in range(count):
            p, t = int(rng.choice(planes)), int(rng.integers(FRAMES))
            look = r["looks"][view][p]
            at.append((b, p, t))
            images.append(look[[(t - 1) % FRAMES, t, (t + 1) % FRAMES]])
            labels.append(r["heart"]["labels"][p, t])
    return at, torch.from_numpy(np.stack(images)), torch.from_numpy(np.stack(labels)).long()


def warp(images, labels, rng):
    """Turned, scaled, shifted and sheared pictures for the segmentation network."""
    n = len(images)
    turn, scale = rng.normal(0, 0.2, n), np.exp(rng.normal(0, 0.13, n))
    stretch = np.exp(rng.normal(0, 0.05, n))
    c, s = np.cos(turn) * scale, np.sin(turn) * scale
    theta = np.stack([c * stretch, -s, rng.normal(0, 0.08, n), s, c / stretch, rng.normal(0, 0.08, n)], 1).reshape(n, 2, 3)
    grid = F.affine_grid(torch.from_numpy(theta).float(), (n, 1, SIZE, SIZE), align_corners=False)
    images = F.grid_sample(images, grid, mode="bilinear", padding_mode="reflection", align_corners=False)
    inside = (grid.abs().amax(-1) <= 1).float()
    moved = F.grid_sample(labels[:, None].float(), grid, mode="nearest", align_corners=False)[:, 0].long()
    return images, moved, inside


def segmentation_loss(logits, labels, inside):
    """Cross-entropy plus soft Dice over the classes that are there."""
    ce = (F.cross_entropy(logits, labels, reduction="none", weight=logits.new_tensor([0.5, 1, 1.3, 1, 1, 1])) * inside).mean()
    soft, hard = torch.softmax(logits, 1), F.one_hot(labels, CLASSES).permute(0, 3, 1, 2).float()
    soft, hard = soft * inside[:, None], hard * inside[:, None]
    both, sizes = (soft * hard).sum((0, 2, 3))[1:], (soft + hard).sum((0, 2, 3))[1:]
    there = (hard.sum((0, 2, 3))[1:] > 0).float()
    dice = ((2 * both + 1) / (sizes + 1) * there).sum() / there.sum().clamp(min=1)
    return ce + (1 - dice)


def plane_tokens_of(tokens, at):
    """The 64 tokens of each (sample, plane, phase)."""
    b = torch.tensor([i for i, _, _ in at])
    first = torch.tensor([p * PER_PLANE + (t * 2 // FRAMES) * GRID * GRID for _, p, t in at])
    index = first[:, None] + torch.arange(GRID * GRID)
    return tokens[b[:, None], index]


def phases_of(at):
    turn = torch.tensor([2 * math.pi * t / FRAMES for _, _, t in at])
    return torch.stack([turn.cos(), turn.sin()], 1)


def reconstruction_loss(net, rows, view, a, rng, device):
    """Masked pass; returns the loss on hidden tokens of acquired planes, and the class and plane tokens."""
    planes, mask, geometry = tensors(rows, view, device)
    have = torch.from_numpy(np.stack([r["heart"]["mask"] for r in rows])).float().to(device)
    full = torch.from_numpy(np.stack([r["looks"][view] for r in rows])).to(device)
    where = torch.from_numpy(np.stack([r["heart"]["geometry"] for r in rows])).float().to(device)
    count = int(round(TOKENS * (1 - a.mask)))
    seen = mask.repeat_interleave(PER_PLANE, 1)
    draw = torch.from_numpy(rng.random((len(rows), TOKENS), np.float32)).to(device)
    keep = torch.topk(draw + seen, count, 1).indices
    tokens, cls, plane = net.encoder.visible(planes, mask, geometry, keep)
    shown = torch.zeros(len(rows), TOKENS, device=device).scatter(1, keep, torch.gather(seen, 1, keep))
    spread = torch.zeros(len(rows), TOKENS, tokens.shape[-1], device=device, dtype=tokens.dtype)
    spread = spread.scatter(1, keep.unsqueeze(-1).expand(-1, -1, tokens.shape[-1]), tokens)
    want = patchify(full)
    scale = want.std(-1, keepdim=True) + 0.15
    error = ((torch.sigmoid(net.decoder(spread, shown, where).float()) - want) / scale).square().mean(-1)
    weight = have.repeat_interleave(PER_PLANE, 1) * (1 if a.all_loss else 1 - shown)
    return (error * weight).sum() / weight.sum(), cls, plane, mask


def contrast(one, two, queue):
    """InfoNCE: the other view of the same heart against the batch and the queue."""
    logits = torch.cat([one @ two.T, one @ queue.T], 1) / 0.1
    return F.cross_entropy(logits, torch.arange(len(one), device=one.device))


class Trainer:
    def __init__(self, a):
        self.a = a
        torch.set_num_threads(a.threads)
        torch.manual_seed(a.seed)
        self.hearts, self.val = Hearts(a.data), Hearts(a.val)
        while len(self.hearts) < 150 or len(self.val) < 16:
            time.sleep(10)
            self.hearts.refresh(), self.val.refresh()
        self.sampler = Sampler(self.hearts, a)
        self.runs = Path(a.runs)
        self.runs.mkdir(parents=True, exist_ok=True)
        self.path = self.runs / f"{a.out}.pt"
        self.net = Heart(features.M, a.ordinal)
        self._statistics()
        for item in a.init:
            self._take(item)
        self.net = self.net.to(a.device)
        self.net.segmentation.to(memory_format=torch.channels_last)
        self.ema = Heart(features.M, a.ordinal).to(a.device)
        self.ema.load_state_dict(self.net.state_dict())
        parts = {"pretrain": ["encoder", "decoder"], "segment": ["segmentation"],
                 "joint": ["encoder", "decoder", "phenotype", *(["segmentation"] if a.frames else [])]}[a.stage]
        self.trained = [p for name in parts for p in getattr(self.net, name).parameters()]
        decay = [p for p in self.trained if p.dim() > 1]
        self.opt = torch.optim.AdamW([{"params": decay, "weight_decay": 0.02},
                                      {"params": [p for p in self.trained if p.dim() <= 1], "weight_decay": 0}],
                                     a.lr, betas=(0.9, 0.98), fused=True)
        self.queue = F.normalize(torch.randn(QUEUE, 128), dim=1).to(a.device)
        self.step, self.samples, self.spent = 0, 0, 0.0
        if self.path.exists():
            self._resume()

    def _statistics(self):
        """Scales of targets and features, from the training hearts at hand."""
        truth, curves = self.hearts.numbers("truth"), self.hearts.numbers("curves")
        head = self.net.phenotype
        head.mean.copy_(torch.from_numpy(truth.mean(0))), head.sd.copy_(torch.from_numpy(truth.std(0)))
        head.curve_mean.fill_(float(curves[..., 0].mean())), head.curve_sd.fill_(float(curves[..., 0].std()))
        if self.a.stage == "joint":
            facts = np.stack([features.measured(self.hearts.table(n)[i]) for n in range(min(300, len(self.hearts))) for i in (0, 1)])
            head.feature_mean.copy_(torch.from_numpy(facts.mean(0)))
            head.feature_sd.copy_(torch.from_numpy(facts.std(0) + 1e-3))

    def _take(self, item):
        name, _, parts = item.partition(":")
        state = torch.load(self.runs / f"{name}.pt", weights_only=False)["ema"]
        for part in parts.split(",") if parts else ["encoder", "decoder", "segmentation", "phenotype"]:
            own = {k.removeprefix(f"{part}."): v for k, v in state.items() if k.startswith(f"{part}.")}
            getattr(self.net, part).load_state_dict(own)

    def _resume(self):
        got = torch.load(self.path, weights_only=False, map_location=self.a.device)
        self.net.load_state_dict(got["net"]), self.ema.load_state_dict(got["ema"]), self.opt.load_state_dict(got["opt"])
        self.step, self.samples, self.spent, self.queue = got["step"], got["samples"], got["spent"], got["queue"]
        self.sampler.rng.bit_generator.state = got["rng"]

    def save(self):
        spare = self.path.with_suffix(".tmp")
        torch.save({"args": vars(self.a), "net": self.net.state_dict(), "ema": self.ema.state_dict(), "opt": self.opt.state_dict(),
                    "step": self.step, "samples": self.samples, "spent": self.spent, "queue": self.queue,
                    "rng": self.sampler.rng.bit_generator.state, "hearts": len(self.hearts)}, spare)
        os.replace(spare, self.path)

    def losses(self):
        a, rng, dev = self.a, self.sampler.rng, self.a.device
        if a.stage == "pretrain":
            rows = self.sampler.batch(a.batch, 2)
            one, cls1, _, _ = reconstruction_loss(self.net, rows, 0, a, rng, dev)
            two, cls2, _, _ = reconstruction_loss(self.net, rows, 1, a, rng, dev)
            return {"mae": (one + two) / 2, "same": 0.1 * (1 - F.cosine_similarity(cls1, cls2).mean())}
        if a.stage == "segment":
            rows = self.sampler.batch(a.batch)
            at, images, labels = frames_of(rows, a.frames, rng)
            images, labels, inside = warp(images, labels, rng)
            tokens = torch.zeros(len(at), GRID * GRID, 160, device=dev)
            logits = self.net.segmentation(images.to(dev, memory_format=torch.channels_last), tokens, phases_of(at).to(dev))
            return {"seg": segmentation_loss(logits.float(), labels.to(dev), inside.to(dev))}
        return self.joint()

    def joint(self):
        a, rng, dev = self.a, self.sampler.rng, self.a.device
        rows = self.sampler.batch(a.batch, 2)
        planes, mask, geometry = tensors(rows, 0, dev)
        tokens, cls, plane = self.net.encoder(planes, mask, geometry)
        out = {"seg": self.with_tokens(rows, tokens)} if a.frames else {}
        truth = torch.from_numpy(np.stack([r["heart"]["truth"] for r in rows])).float().to(dev)
        curve = torch.from_numpy(np.stack([r["heart"]["curves"][:, 0] for r in rows])).float().to(dev)
        mae, cls2, plane2, mask2 = reconstruction_loss(self.net, rows, 1, a, rng, dev)
        head = self.net.phenotype
        facts = [torch.from_numpy(np.stack([r["facts"][v] for r in rows])).to(dev) for v in (0, 1)]
        embeddings = []
        for view, (c, p, m, weight) in enumerate([(cls, plane, mask, 1.0), (cls2, plane2, mask2, 0.5)]):
            value, spread, shape, embedding = head.scaled(c.float(), p.float(), m, facts[view])
            error = (value - (truth - head.mean) / head.sd)
            nll = 0.5 * (error.square() * torch.exp(-spread) + spread).mean()
            out[f"pheno{view}"] = 0.3 * weight * (nll + F.smooth_l1_loss(error, torch.zeros_like(error), beta=0.3))
            out[f"curve{view}"] = 0.3 * weight * F.smooth_l1_loss(shape, (curve - head.curve_mean) / head.curve_sd, beta=0.2)
            embeddings.append(embedding)
        out["same"] = 0.05 * (contrast(embeddings[0], embeddings[1], self.queue) + contrast(embeddings[1], embeddings[0], self.queue))
        self.queue = torch.cat([embeddings[0].detach(), self.queue])[:QUEUE]
        out["mae"] = 0.3 * mae
        return out

    def with_tokens(self, rows, tokens):
        """Loss of the segmentation of some frames, a quarter of them without their tokens."""
        a, rng, dev = self.a, self.sampler.rng, self.a.device
        at, images, labels = frames_of(rows, a.frames, rng)
        drop = torch.from_numpy(rng.random(len(at)) < 0.25).to(dev)
        own = torch.where(drop[:, None, None], 0.0, plane_tokens_of(tokens, at))
        images = images.to(dev, memory_format=torch.channels_last)
        logits = self.net.segmentation(images, own, phases_of(at).to(dev)).float()
        return segmentation_loss(logits, labels.to(dev), torch.ones_like(labels, dtype=torch.float32, device=dev))

    @torch.no_grad()
    def validate(self, hearts=24):
        """Dice of LV, muscle, RV, atria at two phases, reconstruction, and errors of EF, EDV, ESV, mass, RVEF."""
        from validation import validate
        return validate(self.ema.eval(), self.val, self.a, hearts)

    def run(self):
        a, stop = self.a, []
        signal.signal(signal.SIGTERM, lambda *_: stop.append(1))
        print(json.dumps({"pid": os.getpid(), "hearts": len(self.hearts), "step": self.step}), flush=True)
        saved = time.time()
        totals, parts, count, logged = 0.0, {}, 0, self.spent
        while not stop and self.spent < a.minutes * 60 and not (a.steps and self.step >= a.steps):
            tick = time.time()
            done = max(self.spent / (a.minutes * 60), self.step / a.steps if a.steps else 0)
            lr = min(1, (self.step + 1) / 60) * (a.lr_end + (a.lr - a.lr_end) * 0.5 * (1 + math.cos(math.pi * done)))
            for group in self.opt.param_groups:
                group["lr"] = lr
            with torch.autocast(a.device, torch.bfloat16):
                losses = self.losses()
                loss = sum(losses.values())
            self.opt.zero_grad(set_to_none=True)
            loss.backward()
            torch.nn.utils.clip_grad_norm_(self.trained, 1.0)
            self.opt.step()
            self.step += 1
            self.samples += a.batch
            decay = min(a.ema, (self.step + 1) / (self.step + 15))
            with torch.no_grad():
                torch._foreach_lerp_(list(self.ema.parameters()), list(self.net.parameters()), 1 - decay)
            for name, value in losses.items():
                parts[name] = parts.get(name, 0) + float(value.detach())
            totals, count = totals + float(loss.detach()), count + 1
            self.spent += time.time() - tick
            if self.step in (20, 100):
                print(f"step {self.step}: {self.spent / self.step:.2f} s, loss {totals / count:.4f}", flush=True)
            if self.spent - logged > 180:
                self._log(lr, totals / count, {k: v / count for k, v in parts.items()})
                totals, parts, count, logged = 0.0, {}, 0, self.spent
                self.hearts.refresh()
            if time.time() - saved > a.save_minutes * 60:
                self.save()
                saved = time.time()
        self._log(lr, totals / max(count, 1), {k: v / max(count, 1) for k, v in parts.items()})
        self.save()

    def _log(self, lr, loss, parts):
        row = [self.a.out, self.a.stage, self.step, self.samples, round(self.spent), f"{lr:.1e}", len(self.hearts), round(loss, 4),
               json.dumps({k: round(v, 4) for k, v in parts.items()}), json.dumps(self.validate())]
        fresh = not os.path.exists(self.a.log)
        with open(self.a.log, "a", newline="") as f:
            writer = csv.writer(f)
            if fresh:
                writer.writerow(FIELDS)
            writer.writerow(row)
        print(row, flush=True)


if __name__ == "__main__":
    arguments = parse()
    Trainer(arguments).run()
