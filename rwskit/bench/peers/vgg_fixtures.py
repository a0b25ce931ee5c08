"""Logits of torchvision's VGG with weights and images by formula, whole and with a head of one's own.

Run: python vgg_fixtures.py FILE   (needs torch, torchvision, numpy)
"""
import json
import sys
from pathlib import Path

import torch
import torchvision
from torch import nn

from forward_fixtures import SEED, images, weights

CLASSES = 10
DIVISOR = 64


def narrow(network):
    """The same network with each count of channels divided, weights not yet set."""
    for parent in list(network.modules()):
        for name, child in list(parent.named_children()):
            if isinstance(child, nn.Conv2d):
                inputs = 3 if child.in_channels == 3 else child.in_channels // DIVISOR
                setattr(parent, name, nn.Conv2d(inputs, child.out_channels // DIVISOR, 3, padding=1))
            elif isinstance(child, nn.BatchNorm2d):
                setattr(parent, name, nn.BatchNorm2d(child.num_features // DIVISOR))
            elif isinstance(child, nn.Linear):
                outputs = CLASSES if child.out_features == 1000 else child.out_features // DIVISOR
                setattr(parent, name, nn.Linear(child.in_features // DIVISOR, outputs))
    return network


def whole(name):
    return narrow(torchvision.models.get_model(name, weights=None))


def own_head(name):
    network = whole(name)
    network.avgpool = nn.AdaptiveAvgPool2d(1)
    network.classifier = nn.Linear(512 // DIVISOR, CLASSES)
    return network


def row(network, size):
    network.eval()
    state = network.state_dict()
    with torch.no_grad():
        weights(state)
        logits = network(normalised(images(size)))
    return {"size": size, "keys": list(state), "logits": logits.tolist()}


def normalised(batch):
    """What the kit's networks do to their input unless told otherwise, with CIFAR-10's numbers."""
    mean = torch.tensor([.4914, .4822, .4465]).view(1, 3, 1, 1)
    std = torch.tensor([.2470, .2435, .2616]).view(1, 3, 1, 1)
    return (batch - mean) / std


if __name__ == "__main__":
    torch.set_num_threads(1)
    models = {}
    for name, size in (("vgg11", 32), ("vgg11_bn", 64), ("vgg16", 224), ("vgg19_bn", 48)):
        models[f"{name}-div{DIVISOR}-TORCHVISION"] = row(whole(name), size)
        models[f"{name}-div{DIVISOR}-MAX_POOLING"] = row(own_head(name), size)
    what = (f"logits of torchvision {torchvision.__version__} with torch {torch.__version__};"
            " weights and images by the rule of signatures/forward.json")
    Path(sys.argv[1]).write_text(json.dumps({"what": what, "seed": SEED, "models": models}) + "\n")
