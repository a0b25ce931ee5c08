"""Logits of the networks for CIFAR with weights and images by formula, computed by PyTorch.

Run: python forward_fixtures.py FILE   (needs torch, numpy)
"""
import json
import math
import sys
from pathlib import Path

import numpy as np
import torch

from networks import build

SEED = 11
NETWORKS = {
    "resnet20": 1, "resnet32": 2, "resnet44": 4, "resnet56": 4, "resnet110": 4,
    "resnet18_cifar": 8, "wrn28_2": 2, "wrn28_4": 4, "wrn28_10": 8,
}


def weights(state):
    """The rule of shared fixtures: parameter j, flat index i."""
    for j, (name, tensor) in enumerate(state.items()):
        if not tensor.is_floating_point():
            continue
        i = np.arange(tensor.numel(), dtype=np.float64)
        s = np.sin(12.9898 * (i + 1) + 78.233 * (j + 1) + SEED)
        if name.endswith("running_var"):
            values = 1 + .3 * s
        elif name.endswith("running_mean") or name.endswith(".bias"):
            values = .1 * s
        elif tensor.dim() == 1:
            values = 1 + .2 * s
        else:
            values = s * math.sqrt(2 / (tensor.numel() / tensor.shape[0]))
        tensor.copy_(torch.from_numpy(values.astype(np.float32)).view(tensor.shape))


def images(size):
    i = np.arange(2 * 3 * size * size, dtype=np.float64)
    x = .5 + .5 * np.sin(.7 * i + .01 * i ** 1.3)
    return torch.from_numpy(x.astype(np.float32)).view(2, 3, size, size)


def row(architecture, divisor, size=32):
    network = build(architecture, divisor, 10).eval()
    state = network.state_dict()
    with torch.no_grad():
        weights(state)
        logits = network(images(size))
    return {"size": size, "keys": list(state), "logits": logits.tolist()}


if __name__ == "__main__":
    torch.set_num_threads(1)
    models = {f"{name}-div{divisor}": row(name, divisor) for name, divisor in NETWORKS.items()}
    what = f"logits of torch {torch.__version__}; weights and images by the rule of signatures/forward.json"
    Path(sys.argv[1]).write_text(json.dumps({"what": what, "seed": SEED, "models": models}) + "\n")
