"""PyTorch's turn in the native bench: the same layers, initial weights and batches, f32, on so many threads.

pytorch.py IMAGES WEIGHTS LAYERS BATCH_SIZE THREADS STEPS prints one JSON line. Batches are tensors made beforehand,
and turns begin after a few steps of warm-up, which are then forgotten.
"""

import copy
import gzip
import json
import struct
import sys
import time

import numpy as np
import torch
from torch import nn
from torch.nn import functional

WARM_UP = 3


def tensors(path):
    """The tensors of a safetensors file, by name."""
    with open(path, "rb") as file:
        data = file.read()
    (length,) = struct.unpack("<Q", data[:8])
    found = {}
    for name, entry in json.loads(data[8 : 8 + length]).items():
        start, end = (8 + length + offset for offset in entry["data_offsets"])
        array = np.frombuffer(data[start:end], np.float32).reshape(entry["shape"])
        found[name] = torch.from_numpy(array.copy())
    return found


def rows(path):
    """The images of an IDX file, channel by channel, as rows of bytes."""
    with gzip.open(path) as file:
        data = file.read()
    dims = struct.unpack_from(f">{data[3]}I", data, 4)
    pixels = np.frombuffer(data, np.uint8, offset=4 + 4 * data[3]).reshape(dims)
    if len(dims) == 4:
        pixels = pixels.transpose(0, 3, 1, 2)
    return pixels.reshape(dims[0], -1)


class Network(nn.Module):
    """Encoder, heads of a variational code, decoder, as the layers' names say. Gives logits, mu and log_var."""

    def __init__(self, layers, weights):
        super().__init__()
        self.shapes = layers
        self.parts = nn.ModuleList(self.layer(shape) for shape in layers)
        with torch.no_grad():
            for shape, part in zip(layers, self.parts):
                part.weight.copy_(weights[shape["name"] + ".weight"])
                part.bias.copy_(weights[shape["name"] + ".bias"])

    @staticmethod
    def layer(shape):
        """The layer without its activation function."""
        if shape["kind"] == "dense":
            return nn.Linear(*reversed(shape["dims"]))
        first, second, kernel, _ = shape["dims"]
        if shape["kind"] == "conv":
            return nn.Conv2d(second, first, kernel, 2, (kernel - 1) // 2)
        return nn.ConvTranspose2d(first, second, kernel, 2, (kernel - 1) // 2, 1)

    def forward(self, x):
        heads = []
        for shape, part in zip(self.shapes, self.parts):
            if shape["name"].startswith("bottleneck"):
                heads.append(part(x))
                if len(heads) == 2:
                    mu, log_var = heads
                    x = mu + torch.exp(log_var / 2) * torch.randn_like(mu)
                continue
            x = part(self.shaped(shape, x))
            if shape["activation"] == "relu":
                x = functional.relu(x)
        return x.flatten(1), heads

    @staticmethod
    def shaped(shape, x):
        """Rows or square maps, as the layer wants them."""
        if shape["kind"] == "dense":
            return x.flatten(1)
        channels = shape["dims"][1 if shape["kind"] == "conv" else 0]
        side = round((x.numel() // len(x) / channels) ** 0.5)
        return x.reshape(len(x), channels, side, side)


def loss_of(network, x):
    """The workload's loss: squared error, or cross-entropy and divergence for a variational code."""
    logits, heads = network(x)
    if not heads:
        return functional.mse_loss(torch.sigmoid(logits), x)
    mu, log_var = heads
    entropy = functional.binary_cross_entropy_with_logits(logits, x, reduction="sum")
    divergence = 0.5 * (mu * mu + log_var.exp() - log_var - 1).sum()
    return (entropy + divergence) / len(x)


def train(network, batches, steps):
    """So many steps of Adam; the last loss."""
    optimizer = torch.optim.Adam(network.parameters(), lr=0.001)
    for step in range(steps):
        optimizer.zero_grad()
        loss = loss_of(network, batches[step % len(batches)])
        loss.backward()
        optimizer.step()
    return loss.item()


def main():
    images, weights, layers = sys.argv[1:4]
    batch_size, threads, steps = map(int, sys.argv[4:7])
    torch.set_num_threads(threads)
    torch.manual_seed(1)
    pixels = rows(images)
    pixels = pixels[: len(pixels) // batch_size * batch_size]
    batches = torch.from_numpy(pixels.astype(np.float32) / 255).split(batch_size)
    with open(layers, encoding="utf-8") as file:
        network = Network(json.load(file), tensors(weights))
    train(copy.deepcopy(network), batches, WARM_UP)
    start = time.perf_counter()
    loss = train(network, batches, steps)
    seconds = time.perf_counter() - start
    print(json.dumps({"imagesPerSecond": steps * batch_size / seconds, "loss": loss}))


main()
