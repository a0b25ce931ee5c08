"""Writes what PyTorch makes of weights in half precision and bfloat16 to which a signature is added.

    rounding_fixtures.py FILE          (pip install torch safetensors)

FILE holds, of each type, the weights, a signature in single precision and, for each strength, the
sum in single precision, rounded to the type. Some sums lie half-way between two numbers, some weights
are zeros of either sign, denormal or as large as the type allows.
"""

import sys

import torch
from safetensors.torch import save_file

STRENGTHS = (0.5, -1.25, 1.0)


def sums(dtype, generator):
    limits = torch.finfo(dtype)
    odd = [0.0, -0.0, limits.smallest_normal / 4, -limits.max, limits.max, 1.0, 1.0 + limits.eps]
    weights = torch.randn(200, generator=generator) * 0.1
    weights[: len(odd)] = torch.tensor(odd)
    weights = weights.to(dtype)
    signature = torch.randn(200, generator=generator) * 0.01
    # Zeros stay, and the largest are not left; 1 and the next number move by half a step.
    signature[: len(odd)] = torch.tensor([0.0, -0.0, 0.0, 0.0, 0.0, limits.eps, limits.eps])
    yield "weights", weights
    yield "signature", signature
    for alpha in STRENGTHS:
        yield "sum %s" % alpha, (weights.float() + alpha * signature).to(dtype)


def main():
    generator = torch.Generator().manual_seed(0)
    tensors = {
        "%s %s" % (name, what): tensor
        for name, dtype in (("F16", torch.float16), ("BF16", torch.bfloat16))
        for what, tensor in sums(dtype, generator)
    }
    save_file(tensors, sys.argv[1])


if __name__ == "__main__":
    main()
