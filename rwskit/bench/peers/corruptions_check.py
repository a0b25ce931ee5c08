"""Compares corruptions with reference outputs, feeding in the draws that the reference made.

A folder holds <variant>/<name>.npz with image<k> (uint8), image<k>_s<severity>_out (0 to 255, before
truncation) and the draws in order: …_draw<i>_<distribution>, …_draws_dxdy, …_draws_uniform,
…_frost_patch.
"""

import sys

import numpy as np
from PIL import Image

SIZES = {"cifar-32": 32, "tiny-imagenet-64": 64}


class Recorded(np.random.Generator):
    """Hands out recorded draws, whatever distribution is asked for."""

    def __init__(self, file, prefix):
        super().__init__(np.random.PCG64())
        kept = sorted(key for key in file.files if key.startswith(prefix + "_draw"))
        self.whole = iter([file[key] for key in kept])
        self.flat = iter(file[kept[0]]) if kept and "_draws_" in kept[0] else None
        self.patch = file[prefix + "_frost_patch"] if prefix + "_frost_patch" in file else None

    @property
    def generator(self):
        return self

    def take(self, shape):
        if self.flat is None:
            return np.float64(next(self.whole))
        count = int(np.prod(shape))
        return np.array([next(self.flat) for _ in range(count)], np.float64).reshape(shape)

    def normal(self, mean, deviation, shape):
        return self.take(shape)

    def uniform(self, low, high, shape=()):
        return self.take(shape)

    def poisson(self, means):
        return self.take(means.shape)

    def random(self, shape):
        return self.take(shape)

    def shift(self, delta):
        return next(self.flat)

    def frost_patch(self, size):
        return self.patch


def run(folder, corrupt):
    """Prints the worst of every file; exits with an error if one is too bad or there is no file."""
    print("variant,corruption,outputs,mean |difference|,share over 2,share cut otherwise")
    verdicts = []
    for path in sorted(path for variant in SIZES for path in folder.glob(variant + "/*.npz")):
        with np.load(path) as file:
            square = (SIZES[path.parent.name],) * 2 + (3,)
            outputs = [key for key in file.files if key.endswith("_out")]
            outputs = [key for key in outputs if file[key].shape == square]
            rows = [differences(path.stem, file, key, corrupt) for key in outputs]
        if rows:
            mean, over, cut = np.max(rows, axis=0)
            print(f"{path.parent.name},{path.stem},{len(rows)},{mean:.6f},{over:.6f},{cut:.6f}")
            verdicts.append(mean <= 0.5 and over <= 0.005)
    sys.exit(0 if verdicts and all(verdicts) else "not as the reference, or no files")


def differences(name, file, key, corrupt):
    prefix = key.removesuffix("_out")
    image, severity = prefix.split("_s")
    picture = Image.fromarray(file[image])
    found = np.float32(corrupt(name, picture, int(severity), Recorded(file, prefix)))
    difference = np.abs(found - file[key])
    cut = np.mean(np.uint8(found) != np.uint8(file[key]))
    return difference.mean(), np.mean(difference > 2), cut
