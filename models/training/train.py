"""Train the denoiser: --stage oneshot (t = 1 only), then --stage indi warm-started from it (half the draws t < 1).

The budget is wall-clock minutes of training (a shared machine has no fixed step rate) or a number of steps; the learning
rate follows a cosine over that budget. Resumable: weights, EMA, optimiser, generators, step and seconds are saved every few minutes.
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
import torch.distributed as dist
import torch.multiprocessing as mp
from torch.nn import functional as F

from dataset import Cases, batch, validation
from kernels import cache_dir
from model import Denoiser

EPS = 0.01      # SD of the InDI noise, scaled units (15 HU)
HUBER = 0.04    # loss is quadratic below this error (60 HU) and linear above
FIELDS = ["run", "step", "stage", "seconds", "lr", "loss", "val_psnr_fdk", "val_psnr_start", "val_psnr_fdk_k1",
          "val_psnr_start_k1", "val_psnr_start_k2", "cases", "patch"]


def parse():
    p = argparse.ArgumentParser(description=__doc__)
    p.add_argument("--stage", choices=["oneshot", "indi"], required=True)
    budget = p.add_mutually_exclusive_group(required=True)
    budget.add_argument("--minutes", type=float)
    budget.add_argument("--steps", type=int, help="a fixed number of steps instead, so that runs can be compared")
    p.add_argument("--out", required=True, help="run name; checkpoints go to <cache>/runs/<out>.pt")
    p.add_argument("--init", help="run name to start from (its EMA weights)")
    p.add_argument("--device", default="cpu")
    p.add_argument("--patch", type=int, default=48)
    p.add_argument("--last-patch", type=int, default=64, help="patch size of the last fifth (the inference tile)")
    p.add_argument("--batch", type=int, default=1)
    p.add_argument("--lr", type=float, default=8e-4)
    p.add_argument("--lr-end", type=float, default=1e-5)
    p.add_argument("--ema", type=float, default=0.999)
    p.add_argument("--loss", choices=["huber", "l1"], default="huber")
    p.add_argument("--no-condition", action="store_true", help="show the network x_t only (both channels)")
    p.add_argument("--real-share", type=float, default=0.65, help="share of the patches that come from real CT")
    p.add_argument("--seed", type=int, default=7)
    p.add_argument("--threads", type=int, default=2)
    p.add_argument("--ranks", type=int, default=1, help="processes that share each step, --batch patches each (CPU)")
    p.add_argument("--save-minutes", type=float, default=3)
    p.add_argument("--log-minutes", type=float, default=3)
    p.add_argument("--log", default=str(Path(__file__).resolve().parent / "log2.csv"))
    return p.parse_args()


def draw_t(stage, count, rng):
    """t = 1, or for InDI: half exactly 1, half uniform on (0,1)."""
    t = np.ones(count, np.float32)
    if stage == "indi":
        low = rng.random(count) < 0.5
        t[low] = rng.uniform(0.02, 1.0, low.sum())
    return torch.from_numpy(t)


def degrade(x, s, t, gen):
    """x_t = (1-t) x + t s + t*eps*n; s is the start of the process: the sparse FDK or the data-consistent start."""
    tt = t.view(-1, 1, 1, 1, 1)
    noise = torch.randn(x.shape, generator=gen).to(x.device)
    return (1 - tt) * x + tt * s + tt * EPS * noise


def psnr(a, b, mask):
    """Data range 2000 HU = 4/3 in scaled units, after clipping to [-1000, 1000] HU."""
    d = (a.clamp(-1, 1 / 3) - b.clamp(-1, 1 / 3))[mask > 0]
    return 10 * math.log10((4 / 3) ** 2 / float((d * d).mean()))


@torch.no_grad()
def validate(net, crops, device, condition=True):
    """Mean PSNR of the sparse FDK, the data-consistent start, K = 1 from either, and K = 2 from the latter."""
    rows = []
    for crop in crops:
        x, y, s, m = (torch.from_numpy(a).to(device) for a in crop)
        noise = EPS * torch.randn(y.shape, generator=torch.Generator().manual_seed(0)).to(device)
        one, half = torch.ones(1, device=device), torch.full((1,), 0.5, device=device)
        with torch.autocast(device, torch.bfloat16):
            plain = net(y if condition else y + noise, y + noise, one).float()
            first = net(y if condition else s + noise, s + noise, one).float()
            mixed = 0.5 * first + 0.5 * (s + noise)
            second = net(y if condition else mixed, mixed, half).float()
        rows.append([psnr(v, x, m) for v in (y, s, plain, first, second)])
    return np.mean(rows, 0)


def share(net, extra, ranks):
    """Average the gradients over the ranks; `extra` (a few floats, zero except on rank 0) is summed along."""
    grads = [p.grad for p in net.parameters()]
    flat = torch.cat([torch.tensor(extra), *(g.contiguous().flatten() for g in grads)])
    dist.all_reduce(flat)
    at = len(extra)
    for p, g in zip(net.parameters(), grads):
        g.copy_((flat[at:at + g.numel()] / ranks).view(g.shape))
        at += g.numel()
    return flat[:len(extra)].tolist()


def worker(rank, a):
    torch.set_num_threads(a.threads)
    torch.manual_seed(a.seed)
    if a.ranks > 1:
        if rank:
            os.setsid()  # Linux shares the CPU out by session: each rank is a job of its own
        store = f"file://{cache_dir() / f'ranks-{a.out}-{os.getppid()}'}"
        dist.init_process_group("gloo", init_method=store, rank=rank, world_size=a.ranks)
    root = cache_dir()
    path = root / "runs" / f"{a.out}.pt"
    path.parent.mkdir(exist_ok=True)
    rng, gen = np.random.default_rng(a.seed + rank), torch.Generator().manual_seed(a.seed + rank)
    net = Denoiser()
    if a.init:
        net.load_state_dict(torch.load(path.with_name(f"{a.init}.pt"), weights_only=False)["ema"])
    net = net.to(a.device, memory_format=torch.channels_last_3d)
    ema = Denoiser().to(a.device, memory_format=torch.channels_last_3d)
    ema.load_state_dict(net.state_dict())
    opt = torch.optim.AdamW(net.parameters(), a.lr, weight_decay=1e-4, betas=(0.9, 0.99), fused=True)
    step, spent = 0, 0.0
    if path.exists():
        ck = torch.load(path, weights_only=False, map_location=a.device)
        net.load_state_dict(ck["net"]), ema.load_state_dict(ck["ema"]), opt.load_state_dict(ck["opt"])
        step, spent = ck["step"], ck["seconds"]
        if rank == 0:
            rng.bit_generator.state = ck["rng"]
            gen.set_state(ck["gen"].cpu())
        else:
            rng = np.random.default_rng(a.seed + rank + step)

    train = Cases(root / "pairs", "train")
    items = train.list()
    crops = validation(Cases(root / "pairs", "val").list())
    flags = Path("/proc/cpuinfo").read_text() if Path("/proc/cpuinfo").exists() else ""
    print(json.dumps({"rank": rank, "pid": os.getpid(), "cases": len(items), "params": sum(p.numel() for p in net.parameters()), "amx": "amx_bf16" in flags,
                      "avx512_bf16": "avx512_bf16" in flags, "start_step": step}), flush=True)

    def save():
        torch.save({"config": net.config, "stage": a.stage, "step": step, "seconds": spent, "net": net.state_dict(),
                    "ema": ema.state_dict(), "opt": opt.state_dict(), "rng": rng.bit_generator.state,
                    "gen": gen.get_state(), "cases": sorted(train.items)}, str(path) + ".tmp")
        os.replace(str(path) + ".tmp", path)

    stop = []
    signal.signal(signal.SIGTERM, lambda *_: stop.append(1))
    saved, logged, losses, first, began = time.time(), spent, [], step, spent

    def progress():
        return step / a.steps if a.steps else spent / (a.minutes * 60)

    done, halt = progress(), 0.0
    while done < 1 and not halt:
        tick = time.time()
        warm = min(1.0, (step + 1) / 100)
        lr = warm * (a.lr_end + (a.lr - a.lr_end) * 0.5 * (1 + math.cos(math.pi * done)))
        for group in opt.param_groups:
            group["lr"] = lr
        size = a.patch if done < 0.8 else a.last_patch
        x, y, s, m = (torch.from_numpy(v).to(a.device) for v in batch(items, size, a.batch, rng, a.real_share))
        t = draw_t(a.stage, a.batch, rng).to(a.device)
        xt = degrade(x, s, t, gen)
        with torch.autocast(a.device, torch.bfloat16):
            out = net(xt if a.no_condition else y, xt, t).float()
        error = (out - x).abs() if a.loss == "l1" else F.huber_loss(out, x, reduction="none", delta=HUBER) / HUBER
        loss = (error * m).sum() / m.sum()
        opt.zero_grad(set_to_none=True)
        loss.backward()
        spent += time.time() - tick
        tick = time.time()
        done, halt = progress(), float(bool(stop))
        if a.ranks > 1:
            done, halt = share(net, [done, halt] if rank == 0 else [0.0, 0.0], a.ranks)
        torch.nn.utils.clip_grad_norm_(net.parameters(), 1.0)
        opt.step()
        step += 1
        done = progress() if a.steps else done
        decay = min(a.ema, (step + 1) / (step + 20))
        with torch.no_grad():
            torch._foreach_lerp_(list(ema.parameters()), list(net.parameters()), 1 - decay)
        losses.append(float(loss.detach()))
        spent += time.time() - tick
        if rank:
            if step % 200 == 0:
                items = train.refresh().list()
            continue
        if step - first == 50:
            print(f"{50 / (spent - began):.2f} steps/s", flush=True)
        if spent - logged > a.log_minutes * 60 or done >= 1:
            val = validate(ema.eval(), crops, a.device, not a.no_condition)
            items = train.refresh().list()
            row = [a.out, step, a.stage, round(spent, 1), f"{lr:.2e}", round(float(np.mean(losses)), 5),
                   *(round(float(v), 3) for v in val), len(items), size]
            new = not os.path.exists(a.log)
            with open(a.log, "a", newline="") as f:
                w = csv.writer(f)
                if new:
                    w.writerow(FIELDS)
                w.writerow(row)
            print(row, flush=True)
            logged, losses = spent, []
        if time.time() - saved > a.save_minutes * 60:
            save()
            saved = time.time()
    if rank == 0:
        save()


def main():
    a = parse()
    if a.ranks == 1:
        worker(0, a)
    else:
        mp.start_processes(worker, (a,), a.ranks, start_method="fork")


if __name__ == "__main__":
    main()
