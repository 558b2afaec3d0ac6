"""The terminal's program and small files of images for it, shared by the tests of this folder."""

import gzip
import json
import os
import pathlib
import struct
import subprocess

import numpy as np

ROOT = pathlib.Path(__file__).resolve().parents[2]

PRESETS = (
    "vanilla",
    "convolutional",
    "variational",
    "denoising",
    "sparse",
    "linear",
    "conv-variational",
    "conv-denoising",
)


def train(*arguments):
    """Runs the program `train`; the JSON line that it prints."""
    program = os.environ.get("HOURGLASS_TRAIN")
    if not program:
        raise RuntimeError("HOURGLASS_TRAIN names no program: `cargo xtask test --only python` sets it")
    words = [program, *(str(argument) for argument in arguments)]
    done = subprocess.run(words, check=False, capture_output=True, text=True)
    if done.returncode:
        raise RuntimeError(f"{words} ended with {done.returncode}: {done.stderr}")
    return json.loads(done.stdout)


def digits(first, count):
    """Held-out digits of the page's pack, as bytes of the shape (count, 28, 28)."""
    with gzip.open(ROOT / "www/data/mnist-test-images.idx3-ubyte.gz") as file:
        file.seek(16 + first * 784)
        return np.frombuffer(file.read(count * 784), dtype=np.uint8).reshape(count, 28, 28)


def write_idx(path, images):
    """Writes bytes of the shape (count, height, width) or (count, height, width, 3) as an IDX file."""
    head = struct.pack(f">BBBB{images.ndim}I", 0, 0, 8, images.ndim, *images.shape)
    pathlib.Path(path).write_bytes(head + images.tobytes())


def as_input(images):
    """Bytes of the shape (count, height, width) as a model takes them: (count, 1, height, width), f32, 0..1."""
    return (images.astype(np.float32) / np.float32(255))[:, None]
