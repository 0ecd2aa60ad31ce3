# SPDX-License-Identifier: GPL-3.0-or-later
"""Trains the network of bench_cnn with PyTorch: `cnn_torch.py RESIDUAL_BLOCKS EPOCHS FOLDER`; prints the processor seconds of each epoch."""
import sys
import time

import numpy
import torch
from torch import nn

blocks, epochs, folder = int(sys.argv[1]), int(sys.argv[2]), sys.argv[3]
torch.set_num_threads(1)


def convolved(inputs, outputs):
    return nn.Sequential(nn.Conv2d(inputs, outputs, 3, padding=1, bias=False), nn.GroupNorm(8, outputs))


class Block(nn.Module):
    def __init__(self, width):
        super().__init__()
        self.first, self.second = convolved(width, width), convolved(width, width)

    def forward(self, x):
        return torch.relu(x + self.second(torch.relu(self.first(x))))


class Mean(nn.Module):
    def forward(self, x):
        return x.mean((2, 3))


raw = torch.from_numpy(numpy.fromfile(folder + "/x.u8", dtype="uint8").reshape(-1, 1, 28, 28))
x = (raw.float() - raw.float().mean()) / raw.float().std()
y = torch.from_numpy(numpy.fromfile(folder + "/y.f64", dtype="float64")).long()
torch.manual_seed(5)
parts, inputs = [], 1
for width in (16, 32, 64):
    parts += [convolved(inputs, width), nn.ReLU()] + [Block(width) for _ in range(blocks)] + [nn.MaxPool2d(2)]
    inputs = width
net = nn.Sequential(*parts, Mean(), nn.Linear(inputs, 10))
steps = torch.optim.Adam(net.parameters(), lr=1e-3)
for epoch in range(epochs):
    start = time.process_time()
    order = torch.randperm(len(x), generator=torch.Generator().manual_seed(6 + epoch))
    for first in range(0, len(x), 64):
        rows = order[first:first + 64]
        steps.zero_grad()
        nn.functional.cross_entropy(net(x[rows]), y[rows]).backward()
        steps.step()
    print(time.process_time() - start, flush=True)
