"""Writes the small files in CIFAR's Python version beside this script, as Python 2 and 3 do.

Python 2's pickles are imitated: its strings are bytes, and NumPy's module has its old name.
"""
import pathlib
import pickle
import struct

import numpy

HERE = pathlib.Path(__file__).parent


class Python2(pickle._Pickler):
    """Protocol 2 as cPickle of Python 2 wrote it."""

    dispatch = pickle._Pickler.dispatch.copy()

    def __init__(self, file):
        super().__init__(file, protocol=2)

    def save_string(self, value):
        data = value.encode() if isinstance(value, str) else value
        short = len(data) < 256
        head = b"U" + bytes([len(data)]) if short else b"T" + struct.pack("<i", len(data))
        self.write(head + data)
        self.memoize(value)

    def save_global(self, obj, name=None):
        module = "numpy.core.multiarray" if obj.__name__ == "_reconstruct" else obj.__module__
        self.write(b"c%s\n%s\n" % (module.encode(), obj.__name__.encode()))
        self.memoize(obj)

    dispatch[str] = save_string
    dispatch[bytes] = save_string
    dispatch[type] = save_global
    dispatch[type(pickle.dumps)] = save_global
    dispatch[type(lambda: 0)] = save_global


def images(first, count):
    """Value of a pixel: image · 31 + channel · 97 + row · 5 + column, modulo 256."""
    k, c, y, x = numpy.ogrid[first : first + count, 0:3, 0:32, 0:32]
    return ((k * 31 + c * 97 + y * 5 + x) % 256).astype(numpy.uint8).reshape(count, 3072)


def old(path, value):
    with open(HERE / path, "wb") as file:
        Python2(file).dump(value)


def new(path, value, protocol):
    with open(HERE / path, "wb") as file:
        pickle.dump(value, file, protocol=protocol)


def batch(first, labels):
    names = ["image_%d.png" % (first + i) for i in range(len(labels))]
    data = images(first, len(labels))
    return {"batch_label": "some batch", "labels": labels, "data": data, "filenames": names}


ten = "cifar-10-batches-py/"
(HERE / ten).mkdir(exist_ok=True)
old(ten + "batches.meta", {"num_cases_per_batch": 1, "label_names": ["airplane", "ship", "truck"]})
old(ten + "data_batch_1", batch(0, [2]))
old(ten + "data_batch_2", batch(1, [0]))
fortran = batch(2, [1, 2])
fortran["data"] = numpy.asfortranarray(fortran["data"])
old(ten + "data_batch_3", fortran)
new(ten + "data_batch_4", batch(4, [0]), 2)
fifth = batch(5, numpy.array([1]))
new(ten + "data_batch_5", {key.encode(): value for key, value in fifth.items()}, 4)
old(ten + "test_batch", batch(6, [1, 0]))

hundred = "cifar-100-python/"
(HERE / hundred).mkdir(exist_ok=True)
names = {"fine_label_names": ["apple", "baby", "bear"], "coarse_label_names": ["fruit", "other"]}
old(hundred + "meta", names)
for file, first, fine in (("train", 0, [2, 0]), ("test", 2, [1])):
    content = batch(first, fine)
    content["fine_labels"] = content.pop("labels")
    content["coarse_labels"] = [min(label, 1) for label in fine]
    old(hundred + file, content)
