"""Trains a network in PyTorch as its users do, in rounds, beside rwskit.bench.TrainingSpeed.

Run: python training.py NETWORK DIVISOR THREADS [channels_last]   (needs torch)
Reads from standard input how many steps the next round has; answers with its wall time and the
processor time of this process, in seconds.
"""
import sys
import time

import torch
from torch import nn

from networks import build

BATCH = 128
BATCHES = 100


def batches(images, labels):
    while True:
        for chosen in torch.randperm(len(images)).split(BATCH):
            yield images[chosen].float() / 255, labels[chosen]


def train(network, optimizer, feed, steps):
    for _ in range(steps):
        images, labels = next(feed)
        optimizer.zero_grad()
        loss = nn.functional.cross_entropy(network(images), labels)
        loss.backward()
        optimizer.step()
        loss.item()


def main(architecture, divisor, threads, layout):
    torch.set_num_threads(threads)
    torch.manual_seed(0)
    network = build(architecture, divisor, 10)
    images = torch.randint(0, 256, (BATCHES * BATCH, 3, 32, 32), dtype=torch.uint8)
    if layout == "channels_last":
        network = network.to(memory_format=torch.channels_last)
        images = images.to(memory_format=torch.channels_last)
    labels = torch.randint(0, 10, (len(images),))
    optimizer = torch.optim.SGD(network.parameters(), lr=.01, momentum=.9, weight_decay=5e-4)
    feed = batches(images, labels)
    for line in sys.stdin:
        wall, processor = time.perf_counter(), time.process_time()
        train(network, optimizer, feed, int(line))
        print(f"{time.perf_counter() - wall},{time.process_time() - processor}", flush=True)


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), sys.argv[4] if len(sys.argv) > 4 else None)
