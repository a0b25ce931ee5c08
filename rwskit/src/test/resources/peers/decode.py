"""Decodes quantised signature files as Signature.write documents it, against what Java reads."""
import sys

import numpy as np
import safetensors
from safetensors.numpy import load_file


def decode(path):
    file = safetensors.safe_open(path, "np")
    notes = file.metadata()
    bits, quantizer = int(notes["rwskit.bits"]), notes["rwskit.quantizer"]
    for name in (name for name in file.keys() if name + ".range" in file.keys()):
        low, high, n = file.get_tensor(name + ".range")
        shape = file.get_tensor(name + ".shape")
        streams = np.unpackbits(file.get_tensor(name), count=shape.prod() * bits, bitorder="little")
        codes = streams.reshape(-1, bits) @ (1 << np.arange(bits))
        half = 2 ** (bits - 1)
        level = codes % half - (half - int(n)) if quantizer == "log" else codes
        y = level.astype(np.float32) / max(n - np.float32(1), np.float32(1)) * (high - low) + low
        sign = np.where(codes < half, 1, -1) * (level >= 0)
        y = y if quantizer == "linear" else y.astype(np.float64)
        x = {
            "linear": lambda: y,
            "log": lambda: sign * 2**y,
            "tanh": lambda: 0.5 * (np.log1p(y) - np.log1p(-y)),
        }[quantizer]()
        yield name, x.reshape(shape).astype(np.float32)


def compare(path, expected):
    decoded = dict(decode(path))
    assert sorted(decoded) == sorted(expected), path
    for name, x in decoded.items():
        different = np.count_nonzero(x.view(np.uint32) != expected[name].view(np.uint32))
        assert different == 0, f"{path}: {different} of {x.size} elements of {name} differ"


if __name__ == "__main__":
    for path in sys.argv[1:]:
        compare(path, load_file(path + ".floats"))
    print("equal:", len(sys.argv) - 1)
