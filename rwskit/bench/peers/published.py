"""Accuracy of published CIFAR-10 networks in PyTorch, on images in folders.

Run: python published.py CHECKPOINT ARCHITECTURE FOLDER   (needs torch, numpy, pillow)
CHECKPOINT is akamaster's or what the kit wrote; FOLDER has a folder of images for each class, in
label order by name. Prints the percentage of right answers.
"""
import sys
from pathlib import Path

import numpy as np
import torch
from PIL import Image

from networks import IMAGENET, build


def images(folder):
    for label, of_class in enumerate(sorted(path for path in Path(folder).iterdir())):
        for file in sorted(of_class.iterdir()):
            yield np.asarray(Image.open(file).convert("RGB")), label


def main(checkpoint, architecture, folder):
    torch.set_num_threads(1)
    saved = torch.load(checkpoint, map_location="cpu", weights_only=True)
    state = {name.removeprefix("module."): tensor for name, tensor in saved.get("state_dict", saved).items()}
    network = build(architecture, 1, 10, IMAGENET).eval()
    missing, unexpected = network.load_state_dict(state, strict=False)
    assert not unexpected and all(name.endswith("num_batches_tracked") for name in missing)
    pixels, labels = zip(*images(folder))
    right = 0
    with torch.no_grad():
        for at in range(0, len(pixels), 250):
            batch = torch.from_numpy(np.stack(pixels[at:at + 250])).permute(0, 3, 1, 2).float() / 255
            answers = network(batch).argmax(1)
            right += int((answers == torch.tensor(labels[at:at + 250])).sum())
    print(f"{100 * right / len(pixels):.2f}")


if __name__ == "__main__":
    main(*sys.argv[1:])
