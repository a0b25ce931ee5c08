"""What each method of rwskit.method adds at strength 1, or puts in place, in a few lines of NumPy.

Run: python expected.py   (needs numpy and safetensors)
Writes networks.safetensors, small networks drawn at random, and expected.safetensors beside itself.
Names are <network>/<tensor> and <method>/<tensor>.
"""
import pathlib

import numpy as np
from safetensors.numpy import save_file

SHAPES = {
    "features.0.weight": (4, 3, 3, 3),
    "features.0.bias": (4,),
    "features.3.weight": (8, 4, 3, 3),
    "features.3.bias": (8,),
    "features.6.weight": (40, 8, 1, 1),
    "features.6.bias": (40,),
    "classifier.weight": (5, 40),
    "classifier.bias": (5,),
}
ROBUST = 4
rng = np.random.default_rng(16)


def draw(scale):
    return {n: (scale * rng.normal(size=s)).astype(np.float32) for n, s in SHAPES.items()}


def plus(one, other):
    return {name: one[name] + other[name] for name in one}


pretrained = draw(1)
standard = plus(pretrained, draw(0.1))
common = draw(0.2)
robust = [plus(pretrained, plus(common, draw(0.2))) for _ in range(ROBUST)]
tau = [{n: r[n] - pretrained[n] for n in SHAPES} for r in robust]  # single precision
wide = [{n: t[n].astype(float) for n in SHAPES} for t in tau]


def each(formula):
    """A method of one tensor's task vectors."""
    return {n: formula(n, [t[n] for t in wide]) for n in SHAPES}


def total(name, taus):
    return sum(taus)


def projected(name, taus):
    a = standard[name].astype(float) - pretrained[name]
    return sum(t - a * np.vdot(t, a) / np.vdot(a, a) for t in taus)


def ties(density):
    flat = np.array([np.concatenate([t[n].ravel() for n in SHAPES]) for t in tau])
    kept = int(density * flat.shape[1])
    threshold = np.sort(abs(flat), axis=1)[:, -kept]
    trimmed = np.where(abs(flat) >= threshold[:, None], flat, 0).astype(float)
    agreeing = trimmed * np.sign(trimmed.sum(axis=0)) > 0
    mean = (trimmed * agreeing).sum(axis=0) / np.maximum(1, agreeing.sum(axis=0))
    cuts = np.cumsum([np.prod(s) for s in SHAPES.values()])[:-1]
    return {n: part.reshape(SHAPES[n]) for n, part in zip(SHAPES, np.split(mean, cuts))}


MASK = 2**64 - 1
GAMMA = 0x9E3779B97F4A7C15


def mix(z):
    z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9 & MASK
    z = (z ^ z >> 27) * 0x94D049BB133111EB & MASK
    return z ^ z >> 31


def key(name):
    code = 0
    for letter in name:
        code = (31 * code + ord(letter)) & 0xFFFFFFFF
    return (code - 2**32 if code >= 2**31 else code) & MASK


def halves(keys, count):
    """The halves of the 64-bit numbers of rwskit.random.RandomStream."""
    state = 0
    for one in keys:
        state = mix((state + GAMMA & MASK) ^ mix(one + GAMMA & MASK))
    for _ in range((count + 1) // 2):
        state = state + GAMMA & MASK
        yield mix(state) >> 32
        yield mix(state) & 0xFFFFFFFF


def dare(keep, seed):
    def kept(name, task, t):
        draws = halves([seed, key("dare"), key(name), task, 0], t.size)  # one chunk of 32,768
        chosen = np.array([u < round(keep * 2**32) for u, _ in zip(draws, range(t.size))])
        return np.where(chosen.reshape(t.shape), t, 0) / keep

    return each(lambda name, taus: sum(kept(name, task, t) for task, t in enumerate(taus)))


def breadcrumbs(density, outliers):
    def kept(name, task):
        t = tau[task][name]
        above = int(outliers * t.size)
        below = t.size - int(density * t.size) - above
        order = np.argsort(abs(t.ravel()))
        mask = np.zeros(t.size)
        mask[order[below : t.size - above]] = 1
        return mask.reshape(t.shape) * t.astype(float)

    return {n: sum(kept(n, task) for task in range(ROBUST)) for n in SHAPES}


def model_stock(name, taus):
    flat = [t.ravel() for t in taus]
    cosines = [
        a @ b / (np.linalg.norm(a) * np.linalg.norm(b))
        for i, a in enumerate(flat)
        for b in flat[i + 1 :]
    ]
    c = max(0, np.mean(cosines))
    t = ROBUST * c / (1 + (ROBUST - 1) * c)
    mean = np.mean([r[name].astype(float) for r in robust], axis=0)
    return t * mean + (1 - t) * pretrained[name]


def matrix(t):
    return t.reshape(t.shape[0], -1)


def iso_c(name, taus):
    if taus[0].ndim < 2:
        return np.mean(taus, axis=0)
    u, s, vt = np.linalg.svd(matrix(sum(taus)), full_matrices=False)
    return (u * s.mean() @ vt).reshape(taus[0].shape)


def polar(m):
    u, _, vt = np.linalg.svd(m, full_matrices=False)
    return u @ vt


def tsv_m(name, taus):
    if taus[0].ndim < 2:
        return np.mean(taus, axis=0)
    parts = [np.linalg.svd(matrix(t), full_matrices=False) for t in taus]
    k = max(1, len(parts[0][1]) // len(taus))
    u = polar(np.hstack([p[0][:, :k] for p in parts]))
    v = polar(np.vstack([p[2][:k] for p in parts]))
    return (u * np.concatenate([p[1][:k] for p in parts]) @ v).reshape(taus[0].shape)


def lines(factors):
    layers = ["features.0", "features.3", "features.6"]

    def scaled(name, taus):
        module = name.rsplit(".", 1)[0]
        return factors[layers.index(module) if module in layers else 2] * sum(taus)

    return each(scaled)


def first(formula):
    """A method of the first robust network alone."""
    return {n: formula(n, [wide[0][n]]) for n in SHAPES}


expected = {
    "rws": each(projected),
    "rws-one": first(projected),
    "task-arithmetic": each(total),
    "difference": {n: sum(r[n].astype(float) - standard[n] for r in robust) for n in SHAPES},
    "ties": ties(0.2),
    "ties-0.7": ties(0.7),
    "dare": dare(0.1, 0),
    "dare-0.5-7": dare(0.5, 7),
    "breadcrumbs": breadcrumbs(0.1, 0.01),
    "breadcrumbs-0.5-0.2": breadcrumbs(0.5, 0.2),
    "model-stock": each(model_stock),
    "tsv-m": each(tsv_m),
    "iso-c": each(iso_c),
    "iso-c-one": first(iso_c),
    "lines": lines([0.1, 0.55, 1]),
    "lines-reversed": lines([1, 0.55, 0.1]),
}

if __name__ == "__main__":
    folder = pathlib.Path(__file__).parent
    networks = {"pretrained": pretrained, "standard": standard}
    networks |= {f"robust{i}": r for i, r in enumerate(robust)}
    for file, values in [("networks", networks), ("expected", expected)]:
        tensors = {
            f"{key}/{name}": np.ascontiguousarray(t, dtype=np.float32)
            for key, parts in values.items()
            for name, t in parts.items()
        }
        save_file(tensors, folder / f"{file}.safetensors")
