"""Trains the networks of DMCVR in stages; each resumes from its checkpoint and writes rows to log.csv.

segment  stage A: labels and the morphology code
denoise  stage B: denoiser and semantic encoder together, noise error alone (the published loss)
middle   stage C (ours): the denoiser further, half of each batch with z and m mixed from two neighbours and the true slice between
between  the direct rival: picture and labels of the slice between, in one pass
contour  labels alone, between slices and on them, from four slices at two phases; starts from `between`
"""

import argparse
import csv
import json
import math
import os
import time
from pathlib import Path

import numpy as np
import torch
from torch.nn import functional as F

from networks import CLASSES, STEPS, Between, Contour, Denoise, Segment, Semantic, alpha_bar, to_depth
from slices import Slices, breath, looks, moved, shifted, warped

FIELDS = ["stage", "step", "samples", "seconds", "lr", "hearts", "loss", "validation"]


def parse():
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("--stage", choices=["segment", "denoise", "middle", "between", "contour"], required=True)
    p.add_argument("--minutes", type=float, required=True)
    p.add_argument("--data", required=True)
    p.add_argument("--val", required=True)
    p.add_argument("--runs", required=True)
    p.add_argument("--batch", type=int, default=16)
    p.add_argument("--lr", type=float, default=1e-3)
    p.add_argument("--ema", type=float, default=0.998)
    p.add_argument("--threads", type=int, default=1)
    p.add_argument("--seed", type=int, default=1)
    p.add_argument("--device", default="cpu")
    p.add_argument("--squared", action="store_true", help="between: squared error alone, mostly at gaps under 13 mm, and labels of the two slices as well: the end of training")
    p.add_argument("--log", default=str(Path(__file__).with_name("log.csv")))
    return p.parse_args()


def overlap(logits, labels, weight=(0.5, 1, 1.3, 1)):
    """Cross-entropy plus soft Dice over the classes that are there."""
    ce = F.cross_entropy(logits, labels, weight=logits.new_tensor(weight))
    soft, hard = torch.softmax(logits, 1), F.one_hot(labels, CLASSES).permute(0, 3, 1, 2).float()
    both, sizes = (soft * hard).sum((0, 2, 3))[1:], (soft + hard).sum((0, 2, 3))[1:]
    return ce + (1 - (2 * both + 1) / (sizes + 1)).mean()


def missed_area(logits, labels):
    """How much of the LV cavity's area is missed or too much, as a share of a middling slice."""
    return (torch.softmax(logits, 1)[:, 1].sum((1, 2)) - (labels == 1).sum((1, 2))).abs().mean() / 300


def near_heart(labels, pixels=5):
    """1 within a box-like margin of the labelled heart, else 0: [N,1,96,96]."""
    return F.max_pool2d((labels > 0).float()[:, None], 2 * pixels + 1, 1, pixels)


class Trainer:
    def __init__(self, a):
        self.a, self.rng = a, np.random.default_rng(a.seed)
        torch.set_num_threads(a.threads)
        torch.manual_seed(a.seed)
        self.data, self.val = Slices(a.data), Slices(a.val)
        while len(self.data) < 40 or len(self.val) < 4:
            time.sleep(5)
            self.data.refresh(), self.val.refresh()
        self.runs = Path(a.runs)
        self.runs.mkdir(parents=True, exist_ok=True)
        self.path = self.runs / f"{a.stage}.pt"
        self.nets, self.ema = self.build(), self.build()
        if a.stage in ("denoise", "middle"):
            self.segment = Segment()
            self.segment.load_state_dict(self.state("segment")["segment"])
            self.segment.to(a.device).eval()
        if a.stage == "middle":
            for name in ("denoise", "semantic"):
                self.nets[name].load_state_dict(self.state("denoise")[name])
            self.nets["semantic"].requires_grad_(False)
        if a.stage == "contour":
            known = Between()
            known.load_state_dict(self.state("between")["between"])
            self.nets["contour"].begin(known)
        for name, net in self.nets.items():
            self.ema[name].load_state_dict(net.state_dict())
        self.bar = alpha_bar().float().to(a.device)
        self.trained = [p for net in self.nets.values() for p in net.parameters() if p.requires_grad]
        self.opt = torch.optim.AdamW(self.trained, a.lr, weight_decay=0.01, betas=(0.9, 0.99), fused=True)
        self.step, self.samples, self.spent = 0, 0, 0.0
        if self.path.exists():
            got = torch.load(self.path, weights_only=False)
            for name in self.nets:
                self.nets[name].load_state_dict(got["net"][name]), self.ema[name].load_state_dict(got["ema"][name])
            self.opt.load_state_dict(got["opt"])
            self.step, self.samples, self.spent = got["step"], got["samples"], got["spent"]
            self.rng.bit_generator.state = got["rng"]

    def build(self):
        kinds = {"segment": [("segment", Segment)], "between": [("between", Between)], "contour": [("contour", Contour)]}
        names = kinds.get(self.a.stage, [("denoise", Denoise), ("semantic", Semantic)])
        return {n: k().to(self.a.device) for n, k in names}

    def state(self, stage):
        return torch.load(self.runs / f"{stage}.pt", weights_only=False)["ema"]

    def save(self):
        spare = self.path.with_suffix(".tmp")
        states = lambda nets: {n: net.state_dict() for n, net in nets.items()}
        torch.save({"args": vars(self.a), "net": states(self.nets), "ema": states(self.ema), "opt": self.opt.state_dict(), "step": self.step,
                    "samples": self.samples, "spent": self.spent, "hearts": len(self.data), "rng": self.rng.bit_generator.state}, spare)
        os.replace(spare, self.path)

    def loss(self):
        a, rng = self.a, self.rng
        if a.stage == "segment":
            images, labels = self.data.single(rng, a.batch)
            images, labels = moved(looks(images, rng), labels[:, None], rng)
            return overlap(self.nets["segment"]((2 * images - 1).to(a.device))[0].float(), labels[:, 0].to(a.device))
        if a.stage == "between":
            return self.between_loss()
        if a.stage == "contour":
            return self.contour_loss()
        half = a.batch // 2 if a.stage == "middle" else 0
        images, _ = self.data.single(rng, a.batch - half)
        clean, _ = moved(looks(images, rng), None, rng, 0.12, 0.06, 4.0)
        z, m = self.codes(2 * clean - 1)
        if half:
            triple, _, where = self.data.triples(rng, half)
            triple, _ = moved(looks(triple, rng), None, rng, 0.12, 0.06, 4.0)
            true = triple[:, 1:2]
            near = 2 * shifted(triple[:, [0, 2]], rng) - 1
            z2, m2 = self.codes(near.reshape(-1, 1, *near.shape[2:]))
            w = where[:, :1]
            z2, m2 = z2.view(half, 2, -1), m2.view(half, 2, *m2.shape[1:])
            z = torch.cat([z, z2[:, 0] * (1 - w) + z2[:, 1] * w])
            w = w[:, :, None, None]
            m = torch.cat([m, m2[:, 0] * (1 - w) + m2[:, 1] * w])
            clean = torch.cat([clean, true])
        return self.noise_loss(to_depth(2 * clean - 1), z, m)

    def codes(self, images):
        """z (with gradient in stage B) and m of slices in -1..1."""
        with torch.no_grad():
            m = self.segment(images)[1]
        return self.nets["semantic"](to_depth(images)).float(), m.float()

    def noise_loss(self, clean, z, m):
        n = len(clean)
        t = torch.from_numpy(self.rng.integers(0, STEPS, n))
        bar = self.bar[t].view(-1, 1, 1, 1)
        noise = torch.randn_like(clean)
        got = self.nets["denoise"](bar.sqrt() * clean + (1 - bar).sqrt() * noise, t.float(), z, m)
        return (got.float() - noise).square().mean()

    def between_loss(self):
        squared = self.a.squared
        gaps = (8, 13) if squared and self.rng.random() < 0.6 else (8, 21)
        images, labels, where = self.data.triples(self.rng, self.a.batch, gaps, ends=0.35 if squared else 0)
        images, labels = moved(looks(images, self.rng), labels, self.rng, 0.2, 0.1, 6.0)
        pair, own_pair = shifted(images[:, [0, 2]], self.rng, labels=labels[:, [0, 2]])
        pair = 2 * pair - 1
        true, own = 2 * images[:, 1:2] - 1, labels[:, 1].clone()
        # A slice of the pair itself, seen beside its neighbour: labels where it was acquired, and no picture to make.
        end = (where[:, 0] == 0) | (where[:, 0] == 1)
        own[end] = own_pair[end, where[end, 0].long()]
        got, logits = self.nets["between"](pair, where)
        weight = 0.3 + 2 * near_heart(own)
        error = got.float() - true
        if squared:
            between = (~end).float()[:, None, None, None]
            return 24 * (between * weight * error.square()).mean() + 0.5 * overlap(logits.float(), own)
        picture = (weight * (error.square() * 8 + (error.square() + 1e-4).sqrt())).mean()
        slope = sum((weight * (got.float().diff(dim=d) - true.diff(dim=d)).abs().mean(1, keepdim=True).sum() / weight.numel()).mean() for d in (2, 3))
        return picture + 0.5 * slope + 0.5 * overlap(logits.float(), own)

    def contour_loss(self):
        gaps = (8, 13) if self.rng.random() < 0.7 else (8, 21)
        images, there, labels, where = self.data.around(self.rng, self.a.batch, gaps)
        images, labels = moved(looks(images, self.rng), labels[:, None], self.rng, 0.2, 0.1, 6.0)
        theta = breath(self.rng, len(images), 4)
        seen = (2 * warped(images, theta.repeat(1, 2, 1, 1)) - 1) * there.repeat(1, 2)[:, :, None, None]
        labels = torch.where((where[:, 0] % 1 == 0)[:, None, None, None], warped(labels, theta[torch.arange(len(theta)), 1 + where[:, 0].long()][:, None]), labels)
        logits = self.nets["contour"](seen, where).float()
        return overlap(logits, labels[:, 0], (1, 1, 1, 1)) + 0.3 * missed_area(logits, labels[:, 0])

    @torch.no_grad()
    def validate(self, count=128):
        """On unseen hearts, always the same slices."""
        rng = np.random.default_rng(5)
        nets = {n: net.eval() for n, net in self.ema.items()}
        if self.a.stage == "segment":
            images, labels = self.val.single(rng, count)
            return {"dice": dice(nets["segment"](2 * images - 1)[0].argmax(1), labels)}
        if self.a.stage == "contour":
            told = {}
            for name, ends in (("between", 0), ("ends", 1)):
                images, there, labels, where = self.val.around(rng, count, ends=ends, base=0.2)
                logits = nets["contour"]((2 * images - 1) * there.repeat(1, 2)[:, :, None, None], where)
                told[name] = dice(logits.argmax(1), labels)
                told[name + "Area"] = round(float(missed_area(logits, labels)), 4)
            return told
        if self.a.stage == "between":
            images, labels, where = self.val.triples(rng, count, (9, 21))
            got, logits = nets["between"](2 * images[:, [0, 2]] - 1, where)
            w = where[:, :1, None, None]
            linear = images[:, :1] * (1 - w) + images[:, 2:] * w
            box = near_heart(labels[:, 1])
            psnr = lambda x: round(float(-10 * torch.log10(((x - images[:, 1:2]).square() * box).sum() / box.sum())), 2)
            told = {"psnr": psnr((got + 1) / 2), "linear": psnr(linear), "dice": dice(logits.argmax(1), labels[:, 1])}
            if self.a.squared:
                _, ends = nets["between"](2 * images[:, [0, 2]] - 1, torch.cat([where[:, :1] * 0, where[:, 1:]], 1))
                told["ends"] = dice(ends.argmax(1), labels[:, 0])
            return told
        images, _ = self.val.single(rng, count)
        clean = 2 * images - 1
        m, z = self.segment(clean)[1], nets["semantic"](to_depth(clean))
        t = torch.from_numpy(rng.integers(0, STEPS, count))
        bar = self.bar[t].view(-1, 1, 1, 1)
        noise = torch.randn(clean.shape[0], 4, 48, 48, generator=torch.Generator().manual_seed(1))
        x = bar.sqrt() * to_depth(clean) + (1 - bar).sqrt() * noise
        error = lambda z, m: round(float((nets["denoise"](x, t.float(), z, m) - noise).square().mean()), 4)
        roll = lambda v: v.roll(1, 0)
        return {"noise": error(z, m), "zShuffled": error(roll(z), m), "mShuffled": error(z, roll(m))}

    def run(self):
        a, saved, total, count, logged = self.a, time.time(), 0.0, 0, self.spent
        limit = a.minutes * 60
        while self.spent < limit:
            tick = time.time()
            lr = a.lr * min(1, (self.step + 1) / 100) * (0.02 + 0.98 * 0.5 * (1 + math.cos(math.pi * self.spent / limit)))
            for group in self.opt.param_groups:
                group["lr"] = lr
            with torch.autocast(a.device, torch.bfloat16):
                loss = self.loss()
            self.opt.zero_grad(set_to_none=True)
            loss.backward()
            norm = torch.nn.utils.clip_grad_norm_(self.trained, 1.0)
            if bool(torch.isfinite(norm)):
                self.opt.step()
            self.step, self.samples = self.step + 1, self.samples + a.batch
            decay = min(a.ema, (self.step + 1) / (self.step + 20))
            with torch.no_grad():
                for name, net in self.nets.items():
                    torch._foreach_lerp_(list(self.ema[name].parameters()), list(net.parameters()), 1 - decay)
            total, count = total + float(loss.detach()), count + 1
            self.spent += time.time() - tick
            if self.step in (20, 100):
                print(f"step {self.step}: {self.spent / self.step:.2f} s, loss {total / count:.4f}", flush=True)
            if self.spent - logged > 150:
                self.note(lr, total / count)
                total, count, logged = 0.0, 0, self.spent
                self.data.refresh()
            if time.time() - saved > 120:
                self.save()
                saved = time.time()
        self.note(lr, total / max(count, 1))
        self.save()

    def note(self, lr, loss):
        a = self.a
        row = [a.stage, self.step, self.samples, round(self.spent), f"{lr:.1e}", len(self.data), round(loss, 4), json.dumps(self.validate())]
        fresh = not os.path.exists(a.log)
        with open(a.log, "a", newline="") as f:
            writer = csv.writer(f)
            if fresh:
                writer.writerow(FIELDS)
            writer.writerow(row)
        print(row, flush=True)


def dice(got, want):
    """LV cavity, LV muscle, RV over all slices together."""
    return [round(float(2 * ((got == c) & (want == c)).sum() / ((got == c).sum() + (want == c).sum()).clamp(min=1)), 3) for c in (1, 2, 3)]


if __name__ == "__main__":
    Trainer(parse()).run()
