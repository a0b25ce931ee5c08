"""Signature files of several robust networks in PyTorch, in O(n), as rwskit's extract writes them.

Run: python extraction.py [--no-sha256] PRETRAINED STANDARD ROBUST... LAYERS OUT
Needs torch and safetensors. Checkpoints are mapped, so that without fingerprints only the layers
that are kept are read. Prints the seconds after the imports.
"""
import hashlib
import pathlib
import sys
import time

import torch
from safetensors.torch import save_file


def read(file):
    return torch.load(file, weights_only=True, mmap=True)


def sha256(weights):
    """rwskit's fingerprint: of names, types, shapes and elements."""
    sha = hashlib.sha256()
    for name, tensor in weights.items():
        sha.update(f"{name}\0F32{list(tensor.shape)}\0".encode())
        sha.update(memoryview(tensor.numpy()).cast("B"))
    return sha.hexdigest()


def first_layers(weights, count):
    layers = [name[: -len(".weight")] for name, w in weights.items() if w.dim() == 4]
    return [f"{layer}.{part}" for layer in layers[:count] for part in ("weight", "bias")]


def signature(pretrained, standard, robust, names):
    result = {}
    for name in names:
        p = pretrained[name]
        a = (standard[name] - p).flatten()
        tau = (robust[name] - p).flatten()
        result[name] = tau.sub_(a, alpha=(tau @ a / (a @ a)).item()).view_as(p)
    return result


if __name__ == "__main__":
    arguments = [argument for argument in sys.argv[1:] if argument != "--no-sha256"]
    fingerprint = sha256 if len(arguments) == len(sys.argv) - 1 else lambda weights: ""
    *files, layers, out = arguments
    begun = time.perf_counter()
    pretrained, standard = read(files[0]), read(files[1])
    notes = {
        "rwskit.layers": layers,
        "rwskit.pretrained.sha256": fingerprint(pretrained),
        "rwskit.standard.sha256": fingerprint(standard),
    }
    pathlib.Path(out).mkdir(parents=True, exist_ok=True)
    names = first_layers(pretrained, int(layers))
    with torch.no_grad():
        for file in files[2:]:
            corruption = pathlib.Path(file).stem
            robust = read(file)
            own = {"rwskit.corruption": corruption, "rwskit.robust.sha256": fingerprint(robust)}
            weights = signature(pretrained, standard, robust, names)
            save_file(weights, f"{out}/{corruption}.safetensors", metadata=notes | own)
    print(f"{time.perf_counter() - begun:.2f} s without the imports")
