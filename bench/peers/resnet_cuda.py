"""Training of ResNet-18 at 224 pixels on a card by PyTorch: float32, and bfloat16 by autocast with the channels last.

Images and labels are on the card already. Prints the seconds of each epoch after the first two.
Usage: resnet_cuda.py CASES BATCH
"""

import sys
import time

import torch
import torchvision

cases, batch = int(sys.argv[1]), int(sys.argv[2])
torch.backends.cudnn.allow_tf32 = False
for mixed in (False, True):
    layout = torch.channels_last if mixed else torch.contiguous_format
    network = torchvision.models.resnet18(num_classes=10).cuda().to(memory_format=layout)
    optimiser = torch.optim.SGD(network.parameters(), 0.01, momentum=0.9)
    images = torch.randn(cases, 3, 224, 224, device="cuda").to(memory_format=layout)
    labels = torch.arange(cases, device="cuda") % 10
    seconds = []
    for epoch in range(6):
        torch.cuda.synchronize()
        began = time.perf_counter()
        for start in range(0, cases, batch):
            optimiser.zero_grad()
            with torch.autocast("cuda", torch.bfloat16, enabled=mixed):
                loss = torch.nn.functional.cross_entropy(
                    network(images[start : start + batch]), labels[start : start + batch]
                )
            loss.backward()
            optimiser.step()
        torch.cuda.synchronize()
        seconds.append(time.perf_counter() - began)
    kind = "bfloat16, channels last" if mixed else "float32"
    print(f"PyTorch {torch.__version__} {kind:24}", " ".join(f"{one:.3f}" for one in seconds[2:]), "s")
