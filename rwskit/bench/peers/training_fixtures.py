"""Reference values of the tests of training, computed by PyTorch.

Run: python training_fixtures.py FOLDER   (needs torch, numpy, safetensors)
"""
import json
import sys
from pathlib import Path

import torch
from safetensors.torch import save_file
from torch import nn

from networks import build


def random_images(generator, count, size):
    return torch.randint(0, 256, (count, size, size, 3), generator=generator, dtype=torch.uint8)


def planar(images):
    return images.permute(0, 3, 1, 2).float() / 255


def prefixed(prefix, state):
    return {f"{prefix}.{name}": tensor.detach().clone() for name, tensor in state.items()}


def sgd(folder, name, architecture, rate, epochs, wanted, schedule, stated, proximal=0.,
        smoothing=0., divisor=64, classes=4):
    """A training whose every step is one on all images, with a proximal term towards its start."""
    generator = torch.Generator().manual_seed(7)
    torch.manual_seed(7)
    network = build(architecture, divisor, classes)
    images = random_images(generator, 12, 32)
    labels = torch.arange(12) % classes
    file = prefixed("start", network.state_dict())
    start = [parameter.detach().clone() for parameter in network.parameters()]
    optimizer = torch.optim.SGD(network.parameters(), lr=rate, momentum=.9, weight_decay=5e-4)
    scheduler = schedule(optimizer)
    losses, states, candidates = [], [], random_images(generator, 500, 32)
    predictions = []
    for _ in range(epochs):
        network.train()
        loss = nn.functional.cross_entropy(
            network(planar(images)), labels, label_smoothing=smoothing)
        distance = sum(((p - s) ** 2).sum() for p, s in zip(network.parameters(), start))
        optimizer.zero_grad()
        (loss + proximal / 2 * distance).backward()
        optimizer.step()
        scheduler.step()
        losses.append(loss.item())
        states.append({n: t.clone() for n, t in network.state_dict().items()})
        network.eval()
        with torch.no_grad():
            predictions.append(network(planar(candidates)).argmax(1))
    file.update({"train.pixels": images, "train.labels": labels})
    result = {
        "what": f"losses (cross-entropy with its label smoothing, without the proximal term) and weights of torch {torch.__version__}: SGD with"
                f" {scheduler.__class__.__name__}, one step an epoch on all images, loss plus proximal/2 times the"
                " squared distance from the start. The only validation image is right first after"
                " epoch bestTaEpoch, the only corrupted one after bestRaEpoch; weights after these"
                " epochs are there as bestTa and bestRa",
        "architecture": architecture, "widthDivisor": divisor, "classes": classes,
        "learningRate": rate, "momentum": .9, "weightDecay": 5e-4, "proximal": proximal,
        "labelSmoothing": smoothing, "epochs": epochs, **stated}
    for set_name, best, near in (("validation", "bestTa", wanted), ("corruptedValidation", "bestRa", epochs)):
        image, epoch = first_right(predictions, near)
        file[set_name + ".pixels"] = candidates[image:image + 1].clone()
        file[set_name + ".labels"] = predictions[epoch - 1][image:image + 1].clone()
        file.update(prefixed(best, states[epoch - 1]))
        result[best + "Epoch"] = epoch
    result["losses"] = losses
    save_file(file, folder / f"{name}.safetensors")
    (folder / f"{name}.json").write_text(json.dumps(result, indent=1))


def steps(milestone):
    """A rate that falls to a tenth, and how a file states it."""
    return (lambda optimizer: torch.optim.lr_scheduler.MultiStepLR(optimizer, [milestone], gamma=.1),
            {"milestones": [milestone], "decay": .1})


def cosine(warm_up, epochs):
    """Up in equal steps, then down by half a cosine; a step an epoch."""
    def schedule(optimizer):
        rate = torch.optim.lr_scheduler
        rising = rate.LinearLR(optimizer, 1 / warm_up, 1, warm_up - 1)
        falling = rate.CosineAnnealingLR(optimizer, epochs - warm_up)
        return rate.SequentialLR(optimizer, [rising, falling], [warm_up])
    return schedule, {"warmUp": warm_up}


def first_right(predictions, wanted):
    """An image whose class after an epoch near the wanted one was predicted by none before."""
    for epoch in sorted(range(1, len(predictions) + 1), key=lambda e: abs(e - wanted)):
        for image in range(len(predictions[0])):
            now = predictions[epoch - 1][image]
            if all(earlier[image] != now for earlier in predictions[:epoch - 1]):
                return image, epoch
    raise ValueError("no image changes its class")


def statistics(folder, architecture, divisor=64, batch=5):
    """Running statistics of one pass with momentum b / (n + b)."""
    generator = torch.Generator().manual_seed(3)
    torch.manual_seed(3)
    network = build(architecture, divisor, 4)
    for name, buffer in network.state_dict().items():
        if "running" in name:
            buffer.uniform_(.5, 2, generator=generator)
    images = random_images(generator, 13, 32)
    file = prefixed("start", network.state_dict())
    file["train.pixels"] = images
    file["train.labels"] = torch.zeros(len(images), dtype=torch.int64)
    norms = [m for m in network.modules() if isinstance(m, nn.BatchNorm2d)]
    for norm in norms:
        norm.reset_running_stats()
    network.train()
    seen = 0
    with torch.no_grad():
        for chunk in planar(images).split(batch):
            for norm in norms:
                norm.momentum = len(chunk) / (seen + len(chunk))
            network(chunk)
            seen += len(chunk)
    running = {n: t for n, t in network.state_dict().items() if "running" in n}
    file.update(prefixed("expected", running))
    save_file(file, folder / f"statistics-{architecture}.safetensors")


if __name__ == "__main__":
    torch.set_num_threads(1)
    target = Path(sys.argv[1])
    sgd(target, "sgd-vgg11_bn-proximal", "vgg11_bn", .05, 8, 5, *steps(5), proximal=.1)
    sgd(target, "sgd-vgg11_bn-cosine", "vgg11_bn", .05, 9, 6, *cosine(3, 9), smoothing=.1)
    sgd(target, "sgd-resnet20-cosine", "resnet20", .02, 5, 3, *cosine(2, 5), smoothing=.1, divisor=4)
    statistics(target, "resnet50")
    statistics(target, "vgg11_bn")
