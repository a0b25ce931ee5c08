"""Trains twenty VGG-11 at a quarter of the width one after another, beside rwskit.bench.StudySpeed.

Run: python study.py FOLDER EPOCHS tensors|loader [channels_last] [one_thread]   (needs torch, numpy)
FOLDER has what that program left there: train.rgb and validation.rgb (images of 32 x 32 x 3 bytes)
and a byte for each label in train.labels and validation.labels; the best weights are written to it.
PyTorch chooses its number of threads if not told to take one. Batches come from tensors in memory, or from a DataLoader
with two worker processes.
"""
import sys
from pathlib import Path

import numpy as np
import torch
from torch import nn
from torch.utils.data import DataLoader, TensorDataset

from networks import build

MODELS = 20
BATCH = 128
EVALUATION_BATCH = 250


def read(folder, name, layout):
    images = np.fromfile(folder / f"{name}.rgb", np.uint8).reshape(-1, 32, 32, 3)
    images = torch.from_numpy(images).permute(0, 3, 1, 2).contiguous(memory_format=layout)
    return images, torch.from_numpy(np.fromfile(folder / f"{name}.labels", np.uint8)).long()


def batches(images, labels, feed):
    if feed == "loader":
        yield from DataLoader(TensorDataset(images, labels), BATCH, shuffle=True, num_workers=2)
    else:
        for chosen in torch.randperm(len(images)).split(BATCH):
            yield images[chosen], labels[chosen]


def accuracy(network, images, labels):
    network.eval()
    with torch.no_grad():
        right = sum(
            (network(x.float() / 255).argmax(1) == y).sum().item()
            for x, y in zip(images.split(EVALUATION_BATCH), labels.split(EVALUATION_BATCH)))
    return right / len(labels)


def train(network, images, labels, validation, epochs, feed, file):
    optimizer = torch.optim.SGD(network.parameters(), lr=.01, momentum=.9, weight_decay=5e-4)
    best = -1
    for _ in range(epochs):
        network.train()
        for x, y in batches(images, labels, feed):
            optimizer.zero_grad()
            loss = nn.functional.cross_entropy(network(x.float() / 255), y)
            loss.backward()
            optimizer.step()
        # On clean images and on corrupted ones, as the kit does.
        ta, ra = accuracy(network, *validation), accuracy(network, *validation)
        if ta + ra > best:
            best = ta + ra
            torch.save(network.state_dict(), file)


def main(folder, epochs, feed, layout):
    images, labels = read(folder, "train", layout)
    validation = read(folder, "validation", layout)
    for number in range(MODELS):
        torch.manual_seed(number)
        network = build("vgg11", 4, int(labels.max()) + 1).to(memory_format=layout)
        train(network, images, labels, validation, epochs, feed, folder / f"{number}.pth")


if __name__ == "__main__":
    if "one_thread" in sys.argv:
        torch.set_num_threads(1)
    main(Path(sys.argv[1]), int(sys.argv[2]), sys.argv[3],
         torch.channels_last if "channels_last" in sys.argv else torch.contiguous_format)
