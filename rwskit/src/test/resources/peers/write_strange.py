"""Writes the fixtures strange-*.pth and strange.safetensors: a small state dict, and beside and in it
what people's checkpoints hold besides. Run by hand: the files are kept in fixtures/strange."""
import argparse
import collections
import datetime
import enum
import functools
import json
import pathlib
import struct
import sys
import uuid

import numpy
import torch

folder = pathlib.Path(sys.argv[1])
conv = {"conv.weight": torch.arange(12.0).reshape(3, 1, 2, 2), "conv.bias": torch.arange(3.0)}


class Attributes(dict):
    __getattr__ = dict.__getitem__


class Colour(enum.Enum):
    RED = 1


class Tagged(torch.Tensor):
    pass


for own in (Attributes, Colour, Tagged):
    own.__module__ = "laboratory.training"
module = type(sys)("laboratory.training")
module.__dict__.update(Attributes=Attributes, Colour=Colour, Tagged=Tagged)
sys.modules["laboratory"] = type(sys)("laboratory")
sys.modules["laboratory.training"] = module

attributed = conv["conv.bias"].clone()
attributed.note = "kept by Python"
subclass = conv["conv.bias"].clone().as_subclass(Tagged)
subclass.owner = Attributes(name="x")
parameter = torch.nn.Parameter(conv["conv.bias"].clone())
parameter.note = {"deep": [1, 2]}
odd = {
    "sparse": torch.eye(3).to_sparse(),
    "compressed": torch.eye(3).to_sparse_csr(),
    "quantised": torch.quantize_per_tensor(torch.arange(4.0), 0.1, 0, torch.quint8),
    "by.channel": torch.quantize_per_channel(
        torch.ones(2, 2), torch.tensor([0.1, 0.2]), torch.tensor([0, 0]), 0, torch.qint8),
    "meta": torch.empty(2, device="meta"),
    "nested": torch.nested.nested_tensor([torch.ones(2), torch.ones(3)]),
    "u16": torch.tensor([1, 2], dtype=torch.uint16),
    "f8": torch.ones(4).to(torch.float8_e4m3fn),
    "c64": torch.ones(2, dtype=torch.complex64),
    "c128": torch.ones(2, dtype=torch.complex128),
    "negated": torch.ones(2, dtype=torch.complex64).conj().imag,
}
beside = {
    "namespace": argparse.Namespace(lr=0.1, inner=argparse.Namespace(x=[1])),
    "hyper_parameters": Attributes(lr=0.1, loss=torch.nn.CrossEntropyLoss()),
    "when": datetime.datetime(2020, 1, 1),
    "path": pathlib.PurePosixPath("/x/y"),
    "default": collections.defaultdict(list, a=[1]),
    "array": numpy.arange(3.0),
    "strings": numpy.array(["a", None], dtype=object),
    "scalar": numpy.float32(1),
    "complex": 1 + 2j,
    "types": [torch.complex64, torch.uint16, torch.float8_e4m3fn, torch.qint8, torch.strided],
    "slice": slice(1, 2),
    "sets": [frozenset([1]), {2}, collections.Counter("aab")],
    "colour": Colour.RED,
    "function": functools.partial(torch.nn.functional.relu, inplace=True),
    "scheduler": torch.optim.lr_scheduler.StepLR(torch.optim.SGD([parameter], 0.1), 3),
    "uuid": uuid.UUID(int=1),
    "named": collections.namedtuple,
    "bytes": [b"abc", bytearray(b"abc")],
    "big": 1 << 100,
    "device": torch.device("cuda:1"),
    "generator": torch.Generator().get_state(),
    "longs": list(range(3000)),
}
saved = {"epoch": 3, **beside, "state_dict": conv | {"z.attributed": attributed,
         "z.subclass": subclass, "z.parameter": parameter, **odd}, "after": Attributes(b=2)}
torch.save(saved, folder / "strange-zip.pth")
torch.save(saved, folder / "strange-protocol-4.pth", pickle_protocol=4)
for name in ("u16", "f8", "nested"):
    del saved["state_dict"][name]
torch.save(saved, folder / "strange-legacy.pth", _use_new_zipfile_serialization=False)
torch.save({"state_dict": conv, **{name: odd[name] for name in ("sparse", "quantised", "c64")}},
           folder / "odd-beside.pth")
model = torch.nn.Sequential(torch.nn.Linear(2, 1))
torch.save(model, folder / "model-zip.pth")
torch.save({"epoch": 3, "net": model}, folder / "model-inside.pth")
torch.save(model, folder / "model-legacy.pth", _use_new_zipfile_serialization=False)

entries, data = {}, b""
for name, kind, bytes_ in (
    ("conv.weight", "F32", 48), ("a.f8", "F8_E4M3", 3), ("b.u16", "U16", 6), ("c.u64", "U64", 24),
    ("d.c64", "C64", 24), ("e.f4", "F4", 5), ("conv.bias", "F32", 12)):
    shape = [3, 1, 2, 2] if bytes_ == 48 else [3]
    entries[name] = {"dtype": kind, "shape": shape, "data_offsets": [len(data), len(data) + bytes_]}
    data += conv[name].numpy().tobytes() if kind == "F32" else bytes(bytes_)
header = json.dumps({"__metadata__": None, **entries}).encode()
(folder / "strange.safetensors").write_bytes(struct.pack("<Q", len(header)) + header + data)
