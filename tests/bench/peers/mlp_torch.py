# SPDX-License-Identifier: GPL-3.0-or-later
"""Trains the network of bench_mlp with PyTorch: `mlp_torch.py loader|sliced EPOCHS FOLDER`.

Prints the processor seconds of each epoch, and writes the parameters for comparison.
"""
import sys
import time

import numpy
import torch

how, epochs, folder = sys.argv[1], int(sys.argv[2]), sys.argv[3]
torch.set_num_threads(1)
x = torch.from_numpy(numpy.fromfile(folder + "/x.f32", dtype="float32").reshape(-1, 64))
y = torch.from_numpy(numpy.fromfile(folder + "/y.f64")).long()

torch.manual_seed(5)
net = torch.nn.Sequential(torch.nn.Linear(64, 128), torch.nn.ReLU(), torch.nn.Linear(128, 128), torch.nn.ReLU(), torch.nn.Linear(128, 10))
steps = torch.optim.Adam(net.parameters(), lr=1e-3)
loss_of = torch.nn.functional.cross_entropy


def sliced(epoch):
    order = torch.randperm(len(x), generator=torch.Generator().manual_seed(5 + 1 + epoch))
    for first in range(0, len(x), 256):
        rows = order[first:first + 256]
        yield x[rows], y[rows]


loader = torch.utils.data.DataLoader(torch.utils.data.TensorDataset(x, y), batch_size=256, shuffle=True)
for epoch in range(epochs):
    start = time.process_time()
    for inputs, labels in loader if how == "loader" else sliced(epoch):
        steps.zero_grad()
        loss_of(net(inputs), labels).backward()
        steps.step()
    print(time.process_time() - start, flush=True)
numpy.concatenate([p.detach().numpy().ravel() for p in net.parameters()]).tofile(folder + "/" + how + ".f32")
