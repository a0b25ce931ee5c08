"""The same signature in PyTorch, in O(n): two dot products and one update per tensor.

Run: python projection.py [threads]   (needs torch)
Prints milliseconds a signature of VGG-16's 14.7 million weights, and of a copy of as many bytes.
"""
import sys
import time

import torch

CHANNELS = [3, 64, 64, 128, 128, 256, 256, 256, 512, 512, 512, 512, 512, 512]
REPEATS = 50


def network(seed):
    generator = torch.Generator().manual_seed(seed)
    shapes = []
    for before, after in zip(CHANNELS, CHANNELS[1:]):
        shapes += [(after, before, 3, 3), (after,)]
    shapes += [(10, 512), (10,)]
    return [0.1 * (torch.rand(shape, generator=generator) - 0.5) for shape in shapes]


def signature(pretrained, standard, robust):
    result = []
    for p, s, r in zip(pretrained, standard, robust):
        a = (s - p).flatten()
        tau = (r - p).flatten()
        result.append(tau.sub_(a, alpha=(tau @ a / (a @ a)).item()).view_as(p))
    return result


def milliseconds(work):
    times = []
    for _ in range(REPEATS):
        start = time.perf_counter()
        work()
        times.append(1e3 * (time.perf_counter() - start))
    times.sort()
    return times[len(times) // 2]


if __name__ == "__main__":
    if len(sys.argv) > 1:
        torch.set_num_threads(int(sys.argv[1]))
    networks = [network(seed) for seed in range(3)]
    count = sum(t.numel() for t in networks[0])
    source, target = torch.rand(2 * count), torch.empty(2 * count)
    with torch.no_grad():
        print(f"torch {torch.__version__}, {torch.get_num_threads()} threads, {count:,} weights")
        print(f"signature {milliseconds(lambda: signature(*networks)):.1f} ms (median)")
        print(f"copy      {milliseconds(lambda: target.copy_(source)):.1f} ms (median)")
