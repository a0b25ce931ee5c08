"""The methods of rwskit.method in PyTorch, as their authors' programs compute them, timed.

Run: python methods.py FOLDER REPEATS ROBUST [--threads N] [METHOD...]   (needs torch, safetensors)
FOLDER holds what rwskit.bench.MethodSpeed drew. Prints wall-clock and processor seconds, medians.
"""
import argparse
import pathlib
import statistics
import time

import torch
from safetensors.torch import load_file

ALPHA = 0.5


def add(standard, direction):
    return {name: standard[name] + ALPHA * d for name, d in direction.items()}


def task_vectors(p, robust):
    return [{n: r[n] - p[n] for n in p} for r in robust]


def rws(p, s, robust):
    total = {}
    for r in robust:
        for n in p:
            a = (s[n] - p[n]).flatten()
            tau = (r[n] - p[n]).flatten()
            part = tau.sub_(a, alpha=(tau @ a / (a @ a)).item()).view_as(p[n])
            total[n] = part if n not in total else total[n].add_(part)
    return add(s, total)


def task_arithmetic(p, s, robust):
    return add(s, {n: sum(r[n] - p[n] for r in robust) for n in p})


def difference(p, s, robust):
    return add(s, {n: sum(r[n] - s[n] for r in robust) for n in p})


def interpolation(p, s, robust):
    return {n: (1 - ALPHA) * s[n] + ALPHA * robust[0][n] for n in s}


def ties(p, s, robust, density=0.2):
    flat = torch.stack(
        [torch.cat([(r[n] - p[n]).flatten() for n in p]) for r in robust]
    )
    kept = flat.shape[1] - int(density * flat.shape[1]) + 1
    threshold = flat.abs().kthvalue(kept, dim=1, keepdim=True).values
    flat = flat * (flat.abs() >= threshold)
    sign = torch.sign(flat.sum(dim=0))
    agreeing = flat * torch.where(sign > 0, flat > 0, flat < 0)
    mean = agreeing.sum(dim=0) / (agreeing != 0).sum(dim=0).clamp(min=1)
    parts = mean.split([t.numel() for t in p.values()])
    return add(s, {n: m.view_as(p[n]) for n, m in zip(p, parts)})


def dare(p, s, robust, keep=0.1):
    def masked(t):
        return t * torch.bernoulli(torch.full_like(t, keep)) / keep

    return add(s, {n: sum(masked(r[n] - p[n]) for r in robust) for n in p})


def breadcrumbs(p, s, robust, density=0.1, outliers=0.01):
    def masked(t):
        above = int(outliers * t.numel())
        below = t.numel() - int(density * t.numel()) - above
        order = torch.sort(t.abs().flatten()).indices
        mask = torch.zeros_like(t)
        mask.view(-1)[order[below : t.numel() - above]] = 1
        return t * mask

    return add(s, {n: sum(masked(r[n] - p[n]) for r in robust) for n in p})


def model_stock(p, s, robust):
    result = {}
    count = len(robust)
    for n in p:
        offsets = [(r[n] - p[n]).flatten() for r in robust]
        norms = [o.norm() for o in offsets]
        cosines = [
            offsets[i] @ offsets[j] / (norms[i] * norms[j])
            for i in range(count)
            for j in range(i + 1, count)
        ]
        c = torch.stack(cosines).mean()
        t = count * c / (1 + (count - 1) * c)
        target = t * (sum(r[n] for r in robust) / count) + (1 - t) * p[n]
        result[n] = (1 - ALPHA) * s[n] + ALPHA * target
    return result


def matrices(p, s, robust, merged):
    direction = {}
    for n in p:
        taus = [r[n] - p[n] for r in robust]
        if p[n].dim() < 2:
            direction[n] = sum(taus) / len(taus)
        else:
            flat = [t.view(t.shape[0], -1) for t in taus]
            direction[n] = merged(flat).view_as(p[n])
    return add(s, direction)


def iso_c(p, s, robust):
    def merged(taus):
        u, sigma, v = torch.linalg.svd(sum(taus), full_matrices=False)
        return u * sigma.mean() @ v

    return matrices(p, s, robust, merged)


def tsv_m(p, s, robust):
    def polar(m):
        u, _, v = torch.linalg.svd(m, full_matrices=False)
        return u @ v

    def merged(taus):
        parts = []
        for t in taus:
            u, sigma, v = torch.linalg.svd(t, full_matrices=False)
            k = max(1, len(sigma) // len(taus))
            parts.append((u[:, :k], sigma[:k], v[:k]))
        u = polar(torch.cat([one[0] for one in parts], dim=1))
        v = polar(torch.cat([one[2] for one in parts]))
        return u * torch.cat([one[1] for one in parts]) @ v

    return matrices(p, s, robust, merged)


def lines(p, s, robust):
    layers = [n for n in p if p[n].dim() == 4]
    factor, factors = 0.1, {}
    for n in p:
        if n in layers:
            factor = 0.1 + 0.9 * layers.index(n) / (len(layers) - 1)
        factors[n] = factor
    return add(s, {n: factors[n] * sum(r[n] - p[n] for r in robust) for n in p})


def random(p, s, robust):
    result = {}
    for n in p:
        g = torch.randn_like(p[n])
        length = 0
        for r in robust:
            a = (s[n] - p[n]).flatten()
            tau = (r[n] - p[n]).flatten()
            length = length + tau.sub_(a, alpha=(tau @ a / (a @ a)).item())
        result[n] = g.mul_(length.norm() / g.norm())
    return add(s, result)


METHODS = {
    "rws": rws,
    "task-arithmetic": task_arithmetic,
    "difference": difference,
    "copy": interpolation,
    "wise-ft": interpolation,
    "ties": ties,
    "dare": dare,
    "breadcrumbs": breadcrumbs,
    "model-stock": model_stock,
    "tsv-m": tsv_m,
    "iso-c": iso_c,
    "lines": lines,
    "random": random,
}

if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=pathlib.Path)
    parser.add_argument("repeats", type=int)
    parser.add_argument("robust", type=int)
    parser.add_argument("--threads", type=int, default=torch.get_num_threads())
    parser.add_argument("methods", nargs="*")
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    networks = [
        load_file(options.folder / f"network{i}.safetensors") for i in range(2 + options.robust)
    ]
    for network in networks:  # the weights are read before the clock starts
        sum(tensor.sum() for tensor in network.values())
    for name, method in METHODS.items():
        one = name in ("copy", "wise-ft")
        fits = not (options.robust > 1 and one) and not (options.robust < 2 and name == "model-stock")
        if not fits or options.methods and name not in options.methods:
            continue
        seconds, processor = [], []
        with torch.no_grad():
            for _ in range(options.repeats + (1 if options.repeats > 2 else 0)):
                used, begun = time.process_time(), time.perf_counter()
                method(networks[0], networks[1], networks[2:])
                seconds.append(time.perf_counter() - begun)
                processor.append(time.process_time() - used)
        print(
            f"{name:16} {options.robust:2} robust  {statistics.median(seconds[-options.repeats:]):8.3f} s  "
            f"{statistics.median(processor[-options.repeats:]):8.3f} processor seconds",
            flush=True,
        )
