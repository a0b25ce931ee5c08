"""Robust accuracies under projected gradient descent in PyTorch, beside rwskit.bench.RobustAccuracy.

Run: python pgd.py FOLDER [seed]   (needs torch, numpy, safetensors)
FOLDER is where that program left weights and test images.
"""
import sys
from pathlib import Path

import torch
from safetensors.torch import load_file
from torch import nn

from networks import build

STEPS = 10
BATCH = 250


def length(x):
    return x.flatten(1).norm(dim=1).clamp_min(1e-12).view(-1, 1, 1, 1)


def random_start(images, norm, epsilon):
    if norm == "linf":
        return torch.empty_like(images).uniform_(-epsilon, epsilon)
    direction = torch.randn_like(images)
    return direction / length(direction) * torch.rand(len(images), 1, 1, 1) * epsilon


def attack(network, images, labels, norm, epsilon):
    step = 2.5 * epsilon / STEPS
    x = (images + random_start(images, norm, epsilon)).clamp(0, 1)
    for _ in range(STEPS):
        x.requires_grad_(True)
        loss = nn.functional.cross_entropy(network(x), labels, reduction="sum")
        gradient, = torch.autograd.grad(loss, x)
        with torch.no_grad():
            if norm == "linf":
                moved = (x - images + step * gradient.sign()).clamp(-epsilon, epsilon)
            else:
                moved = x - images + step * gradient / length(gradient)
                moved *= (epsilon / length(moved)).clamp_max(1)
            x = (images + moved).clamp(0, 1)
    return x.detach()


def accuracy(network, images, labels, norm, epsilon):
    right = 0
    for x, y in zip(images.split(BATCH), labels.split(BATCH)):
        if epsilon > 0:
            x = attack(network, x, y, norm, epsilon)
        with torch.no_grad():
            right += (network(x).argmax(1) == y).sum().item()
    return 100 * right / len(labels)


def main(folder, seed):
    torch.set_num_threads(1)
    torch.manual_seed(seed)
    test = load_file(folder / "test.safetensors")
    images = test["pixels"].permute(0, 3, 1, 2).float() / 255
    print("weights,norm,epsilon,robust accuracy")
    for name in ("plain", "adversarial"):
        network = build("vgg11", 8, 10).eval()
        network.load_state_dict(load_file(folder / f"{name}.safetensors"))
        for norm, epsilons in (("linf", (0, .5, 1, 2)), ("l2", (.1, .2, .4))):
            for epsilon in epsilons:
                scaled = epsilon / 255 if norm == "linf" else epsilon
                percent = accuracy(network, images, test["labels"], norm, scaled)
                print(f"{name},{norm},{float(epsilon)},{percent:.2f}", flush=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 0)
