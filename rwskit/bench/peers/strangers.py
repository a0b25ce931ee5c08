"""Accuracy of α,β-CROWN's networks for CIFAR-10 in PyTorch, on images in folders.

Run: python strangers.py MODELS FOLDER   (needs torch, numpy, pillow)
MODELS is a copy of the verifier's folder complete_verifier/models (github.com/
Verified-Intelligence/alpha-beta-CROWN); FOLDER as for published.py. Prints for each network the
percentage of right answers of every tenth image, which are the kit's 1,000, and of all.
"""
import sys
from pathlib import Path

import numpy as np
import torch
from torch import nn

from published import images


class Residual(nn.Module):
    def __init__(self, inputs, outputs, stride, shortcut):
        super().__init__()
        self.conv1 = nn.Conv2d(inputs, outputs, 3, stride, 1)
        self.conv2 = nn.Conv2d(outputs, outputs, 3, 1, 1)
        layers = [nn.Conv2d(inputs, outputs, 1, stride)] if shortcut else []
        self.shortcut = nn.Sequential(*layers)

    def forward(self, x):
        return (self.conv2(self.conv1(x).relu()) + self.shortcut(x)).relu()


class ResNet4B(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv1 = nn.Conv2d(3, 16, 3, 2, 1)
        self.layer1 = nn.Sequential(Residual(16, 32, 2, True), Residual(32, 32, 1, False))
        self.layer2 = nn.Sequential(Residual(32, 32, 2, True), Residual(32, 32, 1, False))
        self.linear1 = nn.Linear(512, 100)
        self.linear2 = nn.Linear(100, 10)

    def forward(self, x):
        x = self.layer2(self.layer1(self.conv1(x).relu()))
        return self.linear2(self.linear1(x.flatten(1)).relu())


def convolutions(first, second, padding, inputs):
    return nn.Sequential(
        nn.Conv2d(3, first, 4, 2, padding), nn.ReLU(), nn.Conv2d(first, second, 4, 2, padding), nn.ReLU(),
        nn.Flatten(), nn.Linear(inputs, 100), nn.ReLU(), nn.Linear(100, 10))


NETWORKS = {
    "cifar10_resnet/resnet4b.pth": (ResNet4B, (.4914, .4822, .4465), (.2471, .2435, .2616)),
    "eran/cifar_conv_small_pgd.pth":
        (lambda: convolutions(16, 32, 0, 1152), (.4914, .4822, .4465), (.2023, .1994, .2010)),
    "oval/cifar_base.pth":
        (lambda: convolutions(8, 16, 1, 1024), (.485, .456, .406), (.225, .225, .225)),
}


def main(models, folder):
    torch.set_num_threads(1)
    pixels, labels = zip(*images(folder))
    pixels = torch.from_numpy(np.stack(pixels)).permute(0, 3, 1, 2).float() / 255
    labels = torch.tensor(labels)
    for file, (build, mean, std) in NETWORKS.items():
        saved = torch.load(Path(models, file), map_location="cpu", weights_only=True)["state_dict"]
        network = build().eval()
        network.load_state_dict(saved[0] if isinstance(saved, list) else saved)
        mean, std = (torch.tensor(values).view(1, 3, 1, 1) for values in (mean, std))
        with torch.no_grad():
            right = torch.cat([network((batch - mean) / std).argmax(1) for batch in pixels.split(250)]) == labels
        print(f"{file}: {100 * right[::10].float().mean():.1f} {100 * right.float().mean():.2f}")


if __name__ == "__main__":
    main(*sys.argv[1:])
