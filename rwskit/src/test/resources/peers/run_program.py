"""Loads TorchScript programs as a user of PyTorch would: compares every tensor and the logits."""
import json
import sys

import torch
from described import described

expected = json.load(open(sys.argv[1]))
for file in sys.argv[2:]:
    program = torch.jit.load(file).eval()
    state = program.state_dict()
    assert list(state) == list(expected["tensors"]), (file, list(state))
    for name, tensor in state.items():
        assert described(tensor) == expected["tensors"][name], (file, name)
    images = torch.tensor(expected["images"]).view(-1, 3, 32, 32)
    with torch.no_grad():
        logits = program(images).flatten()
    torch.testing.assert_close(logits, torch.tensor(expected["logits"]), rtol=1e-4, atol=1e-5)
print("equal:", len(sys.argv) - 2)
