#!/usr/bin/python3
"""PyTorch's own run of the first workload: the numbers that the engine's learning is held against.

    OMP_NUM_THREADS=1 /usr/bin/python3 tests/golden/reference.py [--data www/data]

Needs Debian's python3-torch and python3-numpy, and for a fair speed libopenblas0-pthread, since
without it PyTorch multiplies by the plain reference BLAS (`blas` in the result says which). Trains 784-128-64-2-64-128-784 (ReLU, sigmoid, MSE,
Adam 1e-3, batch 128, the last short batch of an epoch included) for ten epochs on the MNIST pack,
five seeds for each of three initializations, and writes tests/golden/reference.json.

Definitions: a loss is the mean over pixels and batch, computed by a step before its update, so
`lossAtStep200` is the two-hundredth step's. `heldOutMse` is over the whole held-out set after the
tenth epoch. Pixels are bytes / 255. One step sees 128 images of a fresh permutation of each epoch,
but `lossAtStep200InFileOrder` is from a run that takes the images as they stand.
"""

import argparse
import gzip
import json
import pathlib
import statistics
import time

import numpy as np
import torch
from torch import nn

HERE = pathlib.Path(__file__).resolve().parent
W1 = [784, 128, 64, 2, 64, 128, 784]
W2 = [784, 512, 256, 32, 256, 512, 784]
BATCH = 128
EPOCHS = 10
SEEDS = [1, 2, 3, 4, 5]
INITS = {
    "he-xavier": "He-uniform before relu, Xavier-uniform at the code and the output, biases 0",
    "xavier": "Xavier-uniform everywhere, biases 0",
    "torch-default": "torch.nn.Linear's own: uniform in ±1/sqrt(inputs), weights and biases",
}


def read_images(path):
    """The images of a gzipped IDX file as (n, pixels) f32 in 0..1."""
    raw = gzip.decompress(path.read_bytes())
    n, height, width = (int.from_bytes(raw[4 + 4 * i : 8 + 4 * i], "big") for i in range(3))
    pixels = np.frombuffer(raw, np.uint8, offset=16).reshape(n, height * width)
    return torch.from_numpy(pixels.astype(np.float32) / np.float32(255))


def build(widths, init):
    """The auto-encoder with one of INITS."""
    code = len(widths) // 2 - 1
    layers = []
    for i, (n_in, n_out) in enumerate(zip(widths, widths[1:])):
        dense = nn.Linear(n_in, n_out)
        last = i == len(widths) - 2
        if init != "torch-default":
            nn.init.zeros_(dense.bias)
            if init == "xavier" or i == code or last:
                nn.init.xavier_uniform_(dense.weight)
            else:
                nn.init.kaiming_uniform_(dense.weight, nonlinearity="relu")
        layers.append(dense)
        if last:
            layers.append(nn.Sigmoid())
        elif i != code:
            layers.append(nn.ReLU())
    return nn.Sequential(*layers)


def train(images, seed, init, shuffle, steps):
    """A trained model and the losses of its steps."""
    torch.manual_seed(seed)
    model = build(W1, init)
    optimizer = torch.optim.Adam(model.parameters(), lr=1e-3)
    losses = []
    while len(losses) < steps:
        order = torch.randperm(len(images)) if shuffle else torch.arange(len(images))
        for batch in order.split(BATCH)[: steps - len(losses)]:
            x = images[batch]
            loss = nn.functional.mse_loss(model(x), x)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            losses.append(loss.item())
    return model, losses


def run(train_images, test_images, seed, init):
    """The numbers that the docstring defines, for one seed."""
    steps = EPOCHS * -(-len(train_images) // BATCH)
    model, losses = train(train_images, seed, init, True, steps)
    with torch.no_grad():
        held_out = nn.functional.mse_loss(model(test_images).double(), test_images.double()).item()
    _, in_order = train(train_images, seed, init, False, 200)
    return {
        "seed": seed,
        "initialLoss": losses[0],
        "lossAtStep200": losses[199],
        "meanLossOfSteps191To200": statistics.fmean(losses[190:200]),
        "lossAtStep200InFileOrder": in_order[199],
        "heldOutMse": held_out,
    }


def pca_mse(train_images, test_images, k):
    """Held-out MSE of the k-component PCA of the training images."""
    x = train_images.double().numpy()
    mean = x.mean(axis=0)
    _, vectors = np.linalg.eigh((x - mean).T @ (x - mean))
    top = vectors[:, -k:]
    y = test_images.double().numpy() - mean
    return float(np.mean((y - y @ top @ top.T) ** 2))


def images_per_second(images, widths, seconds=4.0):
    """Training speed in images per second of processor time, one thread: forward, backward and
    update on batches already cut. Other processes' turns are not counted."""
    torch.manual_seed(1)
    model = build(widths, "he-xavier")
    optimizer = torch.optim.Adam(model.parameters(), lr=1e-3)
    batches = [b.contiguous() for b in images.split(BATCH) if len(b) == BATCH]

    def step(i):
        x = batches[i % len(batches)]
        loss = nn.functional.mse_loss(model(x), x)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()

    for i in range(10):
        step(i)
    start, steps = time.process_time(), 0
    while time.process_time() - start < seconds:
        step(steps)
        steps += 1
    return steps * BATCH / (time.process_time() - start)


def blas():
    """The file of the BLAS that this process has loaded."""
    maps = pathlib.Path("/proc/self/maps").read_text().split()
    names = {pathlib.Path(path).resolve().name for path in maps if "blas" in path and path.startswith("/")}
    return sorted(names)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=pathlib.Path, default=HERE.parents[1] / "www" / "data")
    data = parser.parse_args().data
    torch.set_num_threads(1)
    train_images = read_images(data / "mnist-train-images.idx3-ubyte.gz")
    test_images = read_images(data / "mnist-test-images.idx3-ubyte.gz")
    result = {
        "madeBy": f"tests/golden/reference.py, PyTorch {torch.__version__}, NumPy {np.__version__}, 1 thread",
        "config": {
            "widths": W1,
            "batch": BATCH,
            "epochs": EPOCHS,
            "optimizer": "adam, learning rate 1e-3, PyTorch's other defaults",
            "loss": "mse, mean over pixels and batch",
            "initializations": INITS,
        },
        "images": {"training": len(train_images), "heldOut": len(test_images)},
        "pca2HeldOutMse": pca_mse(train_images, test_images, 2),
        "runs": {},
    }
    for init in INITS:
        runs = [run(train_images, test_images, seed, init) for seed in SEEDS]
        means = {key: statistics.fmean(r[key] for r in runs) for key in runs[0] if key != "seed"}
        result["runs"][init] = {"seeds": runs, "mean": means}
        print(init, means, flush=True)
    speeds = {name: [round(images_per_second(train_images, w)) for _ in range(3)] for name, w in [("W1", W1), ("W2", W2)]}
    result["imagesPerSecond"] = {
        "note": "per second of processor time, one thread, on a machine shared with other work: rough",
        "blas": blas(),
        "runs": speeds,
        "median": {name: statistics.median(v) for name, v in speeds.items()},
    }
    (HERE / "reference.json").write_text(json.dumps(result, indent=1) + "\n")
    print(result["pca2HeldOutMse"], result["imagesPerSecond"])


if __name__ == "__main__":
    main()
