"""Writes checkpoints of many forms as PyTorch does, and the types, shapes and bytes in each."""
import json
import pathlib
import sys

import safetensors.torch
import torch
from described import described

folder = pathlib.Path(sys.argv[1])
generator = torch.Generator().manual_seed(1)
raw = torch.randint(0, 256, (48,), generator=generator, dtype=torch.uint8)
weights = {"bool": raw.view(2, 24) > 127, "scalar": torch.tensor(1.5), "empty": torch.empty(0, 3)}
for name in "float64 float32 float16 bfloat16 int64 int32 int16 int8 uint8".split():
    weights[name] = raw.clone().view(getattr(torch, name)).reshape(2, -1)
    weights[name + ".scalar"] = weights[name][1, 0].clone()
views = {
    "transposed": weights["float32"].t(),
    "strided": weights["float32"][:, ::2],
    "shared": weights["float32"],
    "last": torch.arange(24.0).reshape(1, 2, 3, 4).to(memory_format=torch.channels_last),
    "expanded": torch.tensor([1.0, 2.0]).expand(3, 2),
    "parameter": torch.nn.Parameter(torch.tensor([[1.0, -0.0], [float("nan"), float("inf")]])),
}
model = torch.nn.Sequential(torch.nn.Conv2d(3, 4, 3), torch.nn.BatchNorm2d(4))
optimizer = torch.optim.Adam(model.parameters())
model(torch.ones(2, 3, 5, 5)).sum().backward()
optimizer.step()
training = {"epoch": 3, "optimizer": optimizer.state_dict(), "best": torch.tensor(0.5)}
parallel = {"module." + name: tensor for name, tensor in model.state_dict().items()}
contents = {
    "types": (weights, weights),
    "views": (weights | views, weights | views),
    "checkpoint": (training | {"state_dict": model.state_dict()}, model.state_dict()),
    "parallel": (training | {"model": parallel}, model.state_dict()),
    "nested": ({"epoch": 3, "state": {"model": model.state_dict()}}, model.state_dict()),
}
expected = {}
for name, (saved, read) in contents.items():
    for file, zipped in ((name + "-zip.pth", True), (name + "-legacy.pth", False)):
        torch.save(saved, folder / file, _use_new_zipfile_serialization=zipped)
        expected[file] = {key: described(tensor.detach()) for key, tensor in read.items()}
safetensors.torch.save_file(weights, folder / "types.safetensors", metadata={"note": "θ"})
expected["types.safetensors"] = expected["types-zip.pth"]
(folder / "expected.json").write_text(json.dumps(expected))
