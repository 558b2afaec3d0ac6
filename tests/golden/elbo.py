#!/usr/bin/python3
"""PyTorch's own run of the variational preset: what the engine's evidence lower bound is held against.

    OMP_NUM_THREADS=1 /usr/bin/python3 tests/golden/elbo.py [--data www/data]

Trains 784-400-(mu, log_var of 2)-400-784 (ReLU, Adam 1e-3, batch 128, the last short batch of an epoch
included, torch.nn.Linear's own initial weights) for twenty epochs on the MNIST pack, five seeds, and writes
tests/golden/elbo.json. It needs what reference.py needs.

Definitions: the negative evidence lower bound of an image is the binary cross-entropy of its reconstruction,
summed over pixels, from one sample z = mu + exp(log_var / 2) * epsilon, plus KL(N(mu, sigma^2) || N(0, 1)),
summed over the code; in nats. A held-out value is the mean over all held-out images after the last epoch.
"""

import argparse
import json
import pathlib
import statistics
import sys

import numpy as np
import torch
from torch import nn
from torch.nn import functional as F

sys.dont_write_bytecode = True  # no __pycache__ among the fixtures

from reference import read_images

HERE = pathlib.Path(__file__).resolve().parent
BATCH, EPOCHS, SEEDS, LATENT, HIDDEN = 128, 20, [1, 2, 3, 4, 5], 2, 400


class Variational(nn.Module):
    def __init__(self):
        super().__init__()
        self.hidden = nn.Linear(784, HIDDEN)
        self.mu, self.log_var = nn.Linear(HIDDEN, LATENT), nn.Linear(HIDDEN, LATENT)
        self.decoder = nn.Sequential(nn.Linear(LATENT, HIDDEN), nn.ReLU(), nn.Linear(HIDDEN, 784))

    def losses(self, x):
        """Reconstruction loss and KL divergence, means over the images."""
        hidden = F.relu(self.hidden(x))
        mu, log_var = self.mu(hidden), self.log_var(hidden)
        logits = self.decoder(mu + torch.exp(log_var / 2) * torch.randn_like(mu))
        part = F.binary_cross_entropy_with_logits(logits, x, reduction="sum")
        kl = -0.5 * (1 + log_var - mu**2 - log_var.exp()).sum()
        return part / len(x), kl / len(x)


def run(train_images, test_images, seed):
    torch.manual_seed(seed)
    model = Variational()
    optimizer = torch.optim.Adam(model.parameters(), lr=1e-3)
    for epoch in range(EPOCHS):
        for rows in torch.randperm(len(train_images)).split(BATCH):
            loss = sum(model.losses(train_images[rows]))
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
    with torch.no_grad():
        part, kl = (value.item() for value in model.losses(test_images))
    seen = {"seed": seed, "heldOutLoss": part + kl, "heldOutReconstructionLoss": part, "heldOutKl": kl}
    print(seen, flush=True)
    return seen


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=pathlib.Path, default=HERE.parents[1] / "www" / "data")
    data = parser.parse_args().data
    torch.set_num_threads(1)
    images = [read_images(data / f"mnist-{part}-images.idx3-ubyte.gz") for part in ("train", "test")]
    runs = [run(*images, seed) for seed in SEEDS]
    result = {
        "madeBy": f"tests/golden/elbo.py, PyTorch {torch.__version__}, NumPy {np.__version__}, 1 thread",
        "images": {"training": len(images[0]), "heldOut": len(images[1])},
        "epochs": EPOCHS,
        "seeds": runs,
        "mean": {key: statistics.fmean(r[key] for r in runs) for key in runs[0] if key != "seed"},
    }
    (HERE / "elbo.json").write_text(json.dumps(result, indent=1) + "\n")
    print(result["mean"])


if __name__ == "__main__":
    main()
