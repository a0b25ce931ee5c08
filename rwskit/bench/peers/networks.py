"""The kit's networks in PyTorch, with torchvision's names. For the programs beside this file.

A network takes images N x 3 x H x W on the scale 0 to 1 and normalises them itself.
"""
import torch
from torch import nn

CIFAR10 = ((.4914, .4822, .4465), (.2470, .2435, .2616))
IMAGENET = ((.485, .456, .406), (.229, .224, .225))
VGG_BLOCKS = {
    "vgg11": (1, 1, 2, 2, 2), "vgg13": (2, 2, 2, 2, 2),
    "vgg16": (2, 2, 3, 3, 3), "vgg19": (2, 2, 4, 4, 4),
}
VGG_CHANNELS = (64, 128, 256, 512, 512)


class Normalized(nn.Module):
    """Has mean and std as constants, so that its state dict is torchvision's."""

    def __init__(self):
        super().__init__()
        for name, values in zip(("mean", "std"), CIFAR10):
            self.register_buffer(name, torch.tensor(values).view(1, 3, 1, 1), persistent=False)

    def normalized(self, images):
        return (images - self.mean) / self.std


class Vgg(Normalized):
    def __init__(self, blocks, batch_norm, divisor, classes):
        super().__init__()
        layers, inputs = [], 3
        for number, (convolutions, channels) in enumerate(zip(blocks, VGG_CHANNELS)):
            if number:
                layers.append(nn.MaxPool2d(2))
            for _ in range(convolutions):
                outputs = channels // divisor
                layers.append(nn.Conv2d(inputs, outputs, 3, padding=1))
                if batch_norm:
                    layers.append(nn.BatchNorm2d(outputs))
                layers.append(nn.ReLU())
                inputs = outputs
        self.features = nn.Sequential(*layers)
        self.classifier = nn.Linear(inputs, classes)

    def forward(self, images):
        return self.classifier(self.features(self.normalized(images)).mean((2, 3)))


class Bottleneck(nn.Module):
    def __init__(self, inputs, width, stride):
        super().__init__()
        outputs = 4 * width
        self.conv1 = nn.Conv2d(inputs, width, 1, bias=False)
        self.bn1 = nn.BatchNorm2d(width)
        self.conv2 = nn.Conv2d(width, width, 3, stride, 1, bias=False)
        self.bn2 = nn.BatchNorm2d(width)
        self.conv3 = nn.Conv2d(width, outputs, 1, bias=False)
        self.bn3 = nn.BatchNorm2d(outputs)
        self.downsample = None
        if stride != 1 or inputs != outputs:
            self.downsample = nn.Sequential(
                nn.Conv2d(inputs, outputs, 1, stride, bias=False), nn.BatchNorm2d(outputs))

    def forward(self, x):
        y = self.bn1(self.conv1(x)).relu()
        y = self.bn2(self.conv2(y)).relu()
        y = self.bn3(self.conv3(y))
        return (y + (x if self.downsample is None else self.downsample(x))).relu()


class ResNet50(Normalized):
    def __init__(self, divisor, classes):
        super().__init__()
        inputs = 64 // divisor
        self.conv1 = nn.Conv2d(3, inputs, 7, 2, 3, bias=False)
        self.bn1 = nn.BatchNorm2d(inputs)
        self.maxpool = nn.MaxPool2d(3, 2, 1)
        for stage, count in enumerate((3, 4, 6, 3)):
            width, blocks = (64 << stage) // divisor, []
            for i in range(count):
                blocks.append(Bottleneck(inputs, width, 2 if stage and not i else 1))
                inputs = 4 * width
            setattr(self, f"layer{stage + 1}", nn.Sequential(*blocks))
        self.fc = nn.Linear(inputs, classes)

    def forward(self, images):
        x = self.maxpool(self.bn1(self.conv1(self.normalized(images))).relu())
        x = self.layer4(self.layer3(self.layer2(self.layer1(x))))
        return self.fc(x.mean((2, 3)))


class BasicBlock(nn.Module):
    """Two 3x3 convolutions; the shortcut takes every second pixel (option A) or is a projection."""

    def __init__(self, inputs, outputs, stride, projected):
        super().__init__()
        self.conv1 = nn.Conv2d(inputs, outputs, 3, stride, 1, bias=False)
        self.bn1 = nn.BatchNorm2d(outputs)
        self.conv2 = nn.Conv2d(outputs, outputs, 3, 1, 1, bias=False)
        self.bn2 = nn.BatchNorm2d(outputs)
        self.padding = (outputs - inputs) // 2
        self.shortcut = nn.Sequential()
        if projected and (stride != 1 or inputs != outputs):
            self.shortcut = nn.Sequential(
                nn.Conv2d(inputs, outputs, 1, stride, bias=False), nn.BatchNorm2d(outputs))
        self.projected = projected
        self.stride = stride

    def forward(self, x):
        y = self.bn1(self.conv1(x)).relu()
        y = self.bn2(self.conv2(y))
        if self.projected:
            x = self.shortcut(x)
        elif self.padding or self.stride != 1:
            x = nn.functional.pad(
                x[:, :, ::self.stride, ::self.stride], (0, 0, 0, 0, self.padding, self.padding))
        return (y + x).relu()


class CifarResNet(Normalized):
    """With akamaster's names (three stages, option A) or kuangliu's (four stages, projections)."""

    def __init__(self, stages, width, projected, divisor, classes):
        super().__init__()
        inputs = width // divisor
        self.conv1 = nn.Conv2d(3, inputs, 3, 1, 1, bias=False)
        self.bn1 = nn.BatchNorm2d(inputs)
        self.stages = len(stages)
        for stage, count in enumerate(stages):
            blocks = []
            for i in range(count):
                outputs = (width << stage) // divisor
                blocks.append(BasicBlock(inputs, outputs, 2 if stage and not i else 1, projected))
                inputs = outputs
            setattr(self, f"layer{stage + 1}", nn.Sequential(*blocks))
        self.linear = nn.Linear(inputs, classes)

    def forward(self, images):
        x = self.bn1(self.conv1(self.normalized(images))).relu()
        for stage in range(self.stages):
            x = getattr(self, f"layer{stage + 1}")(x)
        return self.linear(x.mean((2, 3)))


class PreActivatedBlock(nn.Module):
    def __init__(self, inputs, outputs, stride):
        super().__init__()
        self.bn1 = nn.BatchNorm2d(inputs)
        self.conv1 = nn.Conv2d(inputs, outputs, 3, stride, 1, bias=False)
        self.bn2 = nn.BatchNorm2d(outputs)
        self.conv2 = nn.Conv2d(outputs, outputs, 3, 1, 1, bias=False)
        self.convShortcut = None
        if inputs != outputs:
            self.convShortcut = nn.Conv2d(inputs, outputs, 1, stride, bias=False)

    def forward(self, x):
        y = self.bn1(x).relu()
        shortcut = x if self.convShortcut is None else self.convShortcut(y)
        return shortcut + self.conv2(self.bn2(self.conv1(y)).relu())


class WideResNet28(Normalized):
    """With xternalz's names."""

    def __init__(self, widening, divisor, classes):
        super().__init__()
        inputs = 16 // divisor
        self.conv1 = nn.Conv2d(3, inputs, 3, 1, 1, bias=False)
        for stage in range(3):
            blocks = []
            for i in range(4):
                outputs = (16 << stage) * widening // divisor
                blocks.append(PreActivatedBlock(inputs, outputs, 2 if stage and not i else 1))
                inputs = outputs
            block = nn.Module()
            block.layer = nn.Sequential(*blocks)
            setattr(self, f"block{stage + 1}", block)
        self.bn1 = nn.BatchNorm2d(inputs)
        self.fc = nn.Linear(inputs, classes)

    def forward(self, images):
        x = self.conv1(self.normalized(images))
        for block in (self.block1, self.block2, self.block3):
            x = block.layer(x)
        return self.fc(self.bn1(x).relu().mean((2, 3)))


def build(architecture, divisor, classes, normalization=CIFAR10):
    """The network of the kit's name, every channel count divided."""
    network = built(architecture, divisor, classes)
    for name, values in zip(("mean", "std"), normalization):
        getattr(network, name).copy_(torch.tensor(values).view(1, 3, 1, 1))
    return network


def built(architecture, divisor, classes):
    if architecture == "resnet50":
        return ResNet50(divisor, classes)
    if architecture == "resnet18_cifar":
        return CifarResNet((2, 2, 2, 2), 64, True, divisor, classes)
    if architecture.startswith("resnet"):
        return CifarResNet(((int(architecture[6:]) - 2) // 6,) * 3, 16, False, divisor, classes)
    if architecture.startswith("wrn28_"):
        return WideResNet28(int(architecture[6:]), divisor, classes)
    name, _, norm = architecture.partition("_")
    return Vgg(VGG_BLOCKS[name], norm == "bn", divisor, classes)
