"""TorchScript files, and what PyTorch says of them: names, tensors by formula, logits.

Run: python torchscript_fixtures.py FOLDER   (needs torch, numpy)
"""
import hashlib
import json
import sys
from pathlib import Path

import torch
from torch import nn

from forward_fixtures import images, weights
from networks import build


class Plain(nn.Module):
    """A VGG of the kit's without its normalisation, which the kit puts before a program."""

    def __init__(self, vgg):
        super().__init__()
        self.features = vgg.features
        self.classifier = vgg.classifier

    def forward(self, images):
        return self.classifier(self.features(images).mean((2, 3)))


class Branch(nn.Module):
    def __init__(self, channels):
        super().__init__()
        self.conv = nn.Conv2d(channels, channels, 3, padding=1, bias=False)
        self.bn = nn.BatchNorm2d(channels)

    def forward(self, x):
        return self.bn(self.conv(x)).relu() + x


class Odd(nn.Module):
    """A module in two places, tensors with strides, in one memory, absent, of numbers, of constants."""

    def __init__(self):
        super().__init__()
        self.register_buffer("mean", torch.tensor([.4, .5, .6]).view(1, 3, 1, 1))
        self.register_buffer("nothing", None)
        self.register_buffer("order", torch.tensor([2, 0, 1]))
        self.stem = nn.Conv2d(3, 4, 3, bias=False).to(memory_format=torch.channels_last)
        first = Branch(4)
        self.branches = nn.Sequential(first, Branch(4), first)
        both = torch.arange(24.).sin().view(2, 12)
        self.left = nn.Parameter(both[0, :4])
        self.right = nn.Parameter(both[1, ::3])
        self.constant = torch.ones(1)
        self.head = nn.Linear(4, 3)

    def forward(self, images):
        x = self.branches(self.stem(images - self.mean)).mean((2, 3))
        return self.head(x * self.left + self.right)[:, self.order]


def described(state):
    return {name: {"shape": list(tensor.shape), "dtype": str(tensor.dtype).partition(".")[2],
                   "sha256": hashlib.sha256(tensor.contiguous().numpy().tobytes()).hexdigest()}
            for name, tensor in state.items()}


def row(module, folder, name):
    """A file, and the logits of it with its own and with other weights."""
    module.eval()
    torch.manual_seed(3)
    for tensor in module.buffers():
        if tensor.is_floating_point():
            tensor.add_(torch.rand_like(tensor) * .1)
    script = torch.jit.script(module)
    script.save(folder / f"{name}.pt")
    state = torch.jit.load(folder / f"{name}.pt").state_dict()
    with torch.no_grad():
        own = module(images(32))
        before = described(state)
        weights(module.state_dict())
        other = module(images(32))
    values = {name: tensor.flatten().tolist() for name, tensor in module.state_dict().items()}
    return {"tensors": before, "logits": own.tolist(), "otherLogits": other.tolist(),
            **({"other": values} if name == "odd" else {})}


if __name__ == "__main__":
    torch.set_num_threads(1)
    torch.manual_seed(1)
    to = Path(sys.argv[1])
    to.mkdir(parents=True, exist_ok=True)
    networks = {"vgg": Plain(build("vgg11_bn", 32, 10)), "odd": Odd()}
    small = nn.Sequential(
        nn.Conv2d(3, 2, 3), nn.BatchNorm2d(2), nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(2, 3))
    small.eval()
    torch.jit.trace(small, images(32)).save(to / "traced.pt")
    torch.jit.freeze(torch.jit.script(small)).save(to / "frozen.pt")
    rows = {name: row(module, to, name) for name, module in networks.items()}
    what = f"torch {torch.__version__}; other weights and images by the rule of signatures/forward.json"
    (to / "expected.json").write_text(json.dumps({"what": what, "models": rows}) + "\n")
