"""What convolutions in bfloat16 would bring a training, asked of PyTorch before the kit is changed for it.

Run: python bfloat16.py [STEPS]   (needs torch; a processor with avx512_bf16 or amx_bf16)
Single precision and autocast to bfloat16 take turns, channels-last, one thread; prints milliseconds of
processor time a step, medians of seven rounds, and their ratio.
"""
import statistics
import sys
import time

import torch
from torch import nn

from networks import build

BATCH = 128
ROUNDS = 7


def training(architecture, divisor, dtype):
    torch.manual_seed(0)
    network = build(architecture, divisor, 10).to(memory_format=torch.channels_last)
    images = torch.rand(BATCH, 3, 32, 32).to(memory_format=torch.channels_last)
    labels = torch.randint(0, 10, (BATCH,))
    optimizer = torch.optim.SGD(network.parameters(), lr=.01, momentum=.9, weight_decay=5e-4)

    def step():
        optimizer.zero_grad()
        with torch.autocast("cpu", dtype=torch.bfloat16, enabled=dtype == torch.bfloat16):
            loss = nn.functional.cross_entropy(network(images), labels)
        loss.backward()
        optimizer.step()

    return step


def milliseconds(step, steps):
    start = time.process_time()
    for _ in range(steps):
        step()
    return 1000 * (time.process_time() - start) / steps


def main(steps):
    torch.set_num_threads(1)
    for architecture, divisor in (("vgg11", 8), ("vgg11", 4), ("vgg11", 1), ("resnet20", 1)):
        kinds = [training(architecture, divisor, dtype) for dtype in (torch.float32, torch.bfloat16)]
        for step in kinds:
            milliseconds(step, 2)
        count = max(1, steps // (10 if divisor == 1 else 1))
        rounds = [[milliseconds(step, count) for step in kinds] for _ in range(ROUNDS)]
        single, half = (statistics.median(column) for column in zip(*rounds))
        print(f"{architecture} / {divisor}: {single:.1f} ms in single precision, {half:.1f} ms in bfloat16: "
              f"{single / half:.2f} times", flush=True)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 10)
