"""Saves one of torchvision's networks in both containers, and its features of two fixed images."""
import json
import pathlib
import sys

import torch
import torchvision

name, folder = sys.argv[1], pathlib.Path(sys.argv[2])
torch.manual_seed(1)
model = torchvision.models.get_model(name, weights=None).eval()
for module in model.modules():
    if isinstance(module, torch.nn.BatchNorm2d):
        for tensor in (module.weight.data, module.running_var):
            tensor.uniform_(0.5, 1.5)
        for tensor in (module.bias.data, module.running_mean):
            tensor.normal_(0, 0.1)
for file, zipped in (("zip.pth", True), ("legacy.pth", False)):
    torch.save(model.state_dict(), folder / file, _use_new_zipfile_serialization=zipped)

shape = (2, 3, 64, 64)
images = (torch.arange(2 * 3 * 64 * 64) * 7919 % 1000).double().div(1000).float().reshape(shape)
# The kit's VGG, as the official implementation's, has no pooling after its last block.
layers = list(model.features)[:-1] if name.startswith("vgg") else list(model.children())[:-2]
with torch.no_grad():
    maps = torch.nn.Sequential(*layers)(images)
    features = torch.nn.functional.adaptive_avg_pool2d(maps, 1).flatten(1)
(folder / "features.json").write_text(json.dumps(features.tolist()))
