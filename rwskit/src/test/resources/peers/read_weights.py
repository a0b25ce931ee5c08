"""Reads files as a user of PyTorch would and compares every tensor with its type, shape and bytes."""
import json
import sys

import safetensors.torch
import torch
from described import described

expected = json.load(open(sys.argv[1]))
for file in sys.argv[2:]:
    if file.endswith(".safetensors"):
        weights = safetensors.torch.load_file(file)
        assert sorted(weights) == sorted(expected), (file, list(weights))
    else:
        weights = torch.load(file, weights_only=True)
        assert list(weights) == list(expected), (file, list(weights))
    for name, tensor in weights.items():
        assert described(tensor) == expected[name], (file, name, described(tensor), expected[name])
print("equal:", len(sys.argv) - 2)
