"""Makes Goldens/networks: names and shapes of torchvision's weights, and logits with weights drawn by a formula.

    python3 tests/Osler.Learning.Tests/Goldens/networks.py tests/Osler.Learning.Tests/Goldens/networks

Needs PyTorch and torchvision; the versions stand in each file. Networks that torchvision has not (the AlexNet of 2012,
the CIFAR networks, the small stem, three dimensions) are written here anew, from the papers.
"""

import json
import math
import sys
from pathlib import Path

import numpy as np
import torch
import torchvision
from torch import nn
from torch.nn import functional as F
from torchvision import models

OUTCOMES = 7


def draw(name, count):
    """Numbers in [0, 1) that follow from a name: FNV-1a of the name, then SplitMix64, its upper 24 bits."""
    state = 0xCBF29CE484222325
    for byte in name.encode():
        state = ((state ^ byte) * 0x100000001B3) % 2**64
    with np.errstate(over="ignore"):
        z = np.uint64(state) + (np.arange(count, dtype=np.uint64) + np.uint64(1)) * np.uint64(0x9E3779B97F4A7C15)
        z = (z ^ (z >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
        z = (z ^ (z >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
        z = z ^ (z >> np.uint64(31))
    return (z >> np.uint64(40)).astype(np.float64) / 2**24


def weight(name, shape):
    u = draw(name, math.prod(shape))
    if name.endswith("running_var"):
        values = 0.5 + u
    elif len(shape) > 1:
        values = (2 * u - 1) * math.sqrt(6 / math.prod(shape[1:]))
    elif name.endswith("weight"):
        values = 0.5 + u
    else:
        values = 0.2 * (u - 0.5)
    return torch.from_numpy(values.astype(np.float32).reshape(shape))


class CifarBlock(nn.Module):
    def __init__(self, inside, width, stride):
        super().__init__()
        self.conv1 = nn.Conv2d(inside, width, 3, stride, 1, bias=False)
        self.bn1 = nn.BatchNorm2d(width)
        self.conv2 = nn.Conv2d(width, width, 3, 1, 1, bias=False)
        self.bn2 = nn.BatchNorm2d(width)
        self.more = width - inside

    def forward(self, x):
        y = self.bn2(self.conv2(F.relu(self.bn1(self.conv1(x)))))
        if self.more:
            x = F.pad(x[:, :, ::2, ::2], (0, 0, 0, 0, self.more // 2, self.more // 2))
        return F.relu(x + y)


class Cifar(nn.Module):
    def __init__(self, blocks, outcomes):
        super().__init__()
        self.conv1 = nn.Conv2d(3, 16, 3, 1, 1, bias=False)
        self.bn1 = nn.BatchNorm2d(16)
        inside = 16
        for stage in range(3):
            width = 16 << stage
            layers = []
            for i in range(blocks):
                layers.append(CifarBlock(inside, width, 2 if i == 0 and stage > 0 else 1))
                inside = width
            setattr(self, f"layer{stage + 1}", nn.Sequential(*layers))
        self.linear = nn.Linear(64, outcomes)

    def forward(self, x):
        x = F.relu(self.bn1(self.conv1(x)))
        return self.linear(self.layer3(self.layer2(self.layer1(x))).mean((2, 3)))


class AlexNet2012(nn.Module):
    def __init__(self, outcomes):
        super().__init__()
        norm = lambda: nn.LocalResponseNorm(5, alpha=5e-4, beta=0.75, k=2.0)
        self.features = nn.Sequential(
            nn.Conv2d(3, 96, 11, 4, 2), nn.ReLU(), norm(), nn.MaxPool2d(3, 2),
            nn.Conv2d(96, 256, 5, padding=2, groups=2), nn.ReLU(), norm(), nn.MaxPool2d(3, 2),
            nn.Conv2d(256, 384, 3, padding=1), nn.ReLU(),
            nn.Conv2d(384, 384, 3, padding=1, groups=2), nn.ReLU(),
            nn.Conv2d(384, 256, 3, padding=1, groups=2), nn.ReLU(), nn.MaxPool2d(3, 2),
        )
        self.classifier = nn.Sequential(
            nn.Linear(9216, 4096), nn.ReLU(), nn.Dropout(), nn.Linear(4096, 4096), nn.ReLU(), nn.Dropout(),
            nn.Linear(4096, outcomes),
        )

    def forward(self, x):
        return self.classifier(F.adaptive_avg_pool2d(self.features(x), 6).flatten(1))


def small(outcomes, channels=3):
    net = models.resnet18(weights=None, num_classes=outcomes)
    net.conv1 = nn.Conv2d(channels, 64, 3, 1, 1, bias=False)
    net.maxpool = nn.Identity()
    return net


def volume(module):
    """Convolutions, norms and the mean over three axes in place of two."""
    for name, child in module.named_children():
        if isinstance(child, nn.Conv2d):
            new = nn.Conv3d(
                child.in_channels, child.out_channels, child.kernel_size[0], child.stride[0], child.padding[0],
                bias=child.bias is not None,
            )
            setattr(module, name, new)
        elif isinstance(child, nn.BatchNorm2d):
            setattr(module, name, nn.BatchNorm3d(child.num_features))
        elif isinstance(child, nn.AdaptiveAvgPool2d):
            setattr(module, name, nn.AdaptiveAvgPool3d(1))
        else:
            volume(child)
    return module


def torchvisions(name, **options):
    return lambda outcomes: getattr(models, name)(weights=None, num_classes=outcomes, **options)


# Name, network for so many outcomes, input of the logits.
NETWORKS = [
    ("alexnet", torchvisions("alexnet"), [3, 80, 96]),
    ("alexnet2012", AlexNet2012, [3, 80, 96]),
    ("vgg11", torchvisions("vgg11"), [3, 48, 64]),
    ("vgg16", torchvisions("vgg16"), [3, 48, 64]),
    ("squeezenet1_0", torchvisions("squeezenet1_0"), [3, 50, 64]),
    ("squeezenet1_1", torchvisions("squeezenet1_1"), [3, 50, 64]),
    ("resnet18", torchvisions("resnet18"), [3, 50, 64]),
    ("resnet34", torchvisions("resnet34"), [3, 50, 64]),
    ("resnet50", torchvisions("resnet50"), [3, 50, 64]),
    ("resnet18 small", small, [3, 28, 28]),
    ("resnet18 volumes", lambda outcomes: volume(small(outcomes, 1)), [1, 9, 8, 10]),
    ("densenet121", torchvisions("densenet121"), [3, 50, 64]),
    ("densenet169", torchvisions("densenet169"), [3, 50, 64]),
    ("inception_v3", torchvisions("inception_v3", init_weights=False), [3, 80, 96]),
    ("mobilenet_v2", torchvisions("mobilenet_v2"), [3, 50, 64]),
    ("efficientnet_b0", torchvisions("efficientnet_b0"), [3, 50, 64]),
    ("cifar_resnet20", lambda outcomes: Cifar(3, outcomes), [3, 32, 32]),
    ("cifar_resnet56", lambda outcomes: Cifar(9, outcomes), [3, 32, 32]),
]


def main(folder):
    versions = f"PyTorch {torch.__version__}, torchvision {torchvision.__version__}"
    logits = []
    for name, make, shape in NETWORKS:
        outcomes = 10 if name.startswith("cifar") else 1000
        keys = [(k, list(v.shape)) for k, v in make(outcomes).state_dict().items() if not k.endswith("num_batches_tracked")]
        lines = [f"# {versions}; made by networks.py; {outcomes} outcomes"] + [f"{k} {s}" for k, s in keys]
        (folder / f"{name.replace(' ', '-')}.txt").write_text("\n".join(lines) + "\n")

        net = make(OUTCOMES).eval()
        net.load_state_dict({k: weight(k, list(v.shape)) for k, v in net.state_dict().items() if v.dim()}, strict=False)
        x = torch.from_numpy((2 * draw("input", math.prod(shape)) - 1).astype(np.float32).reshape([1] + shape))
        with torch.no_grad():
            y = net(x)[0]
        logits.append({"network": name, "input": shape, "logits": [float(f"{v:.7g}") for v in y.tolist()]})
        print(name, y.tolist())
    rows = ",\n    ".join(json.dumps(row) for row in logits)
    (folder / "logits.json").write_text(
        f'{{\n  "made_by": "networks.py, {versions}",\n  "tolerance": "1e-4 of the largest logit: float32 sums in another order",\n  "networks": [\n    {rows}\n  ]\n}}\n'
    )


main(Path(sys.argv[1]))
