"""Folders that the terminal's `--export-pytorch` makes, and their programs run within this process."""

import contextlib
import importlib
import io
import json
import pathlib
import re
import struct
import sys

import numpy as np

import terminal


class Exported:
    """A model of `config`, trained for some steps on `images` and exported; its sources as modules."""

    def __init__(self, folder, images, steps, *arguments, **config):
        self.place = pathlib.Path(folder)
        self.images, self.folder = self.place / "images.idx", self.place / "out"
        self.weights = self.folder / "model.safetensors"
        terminal.write_idx(self.images, images)
        self.config = {"version": 1, **config}
        self.line = self.ours(steps, "--export-pytorch", self.folder, *arguments)
        self.model, self.train = self.sources()

    def ours(self, steps, *arguments):
        """Our own training, from the beginning or from what `--load` says."""
        config = () if "--load" in arguments else ("--config", json.dumps(self.config))
        return terminal.train("--images", self.images, "--steps", steps, *config, *arguments)

    def sources(self):
        """The modules `model` and `train` of this folder and no other."""
        sys.path.insert(0, str(self.folder))
        try:
            for name in ("model", "train"):
                sys.modules.pop(name, None)
            importlib.invalidate_caches()
            return importlib.import_module("model"), importlib.import_module("train")
        finally:
            sys.path.remove(str(self.folder))

    def network(self, weights=None):
        """The network with its weights."""
        network = self.model.Autoencoder().eval()
        self.model.load_weights(network, weights or self.weights)
        return network

    def run(self, program, *words):
        """Runs a program as its command would; what it prints."""
        before, out = sys.argv, io.StringIO()
        sys.argv = [program.__file__, *(str(word) for word in words)]
        try:
            with contextlib.redirect_stdout(out):
                self.model.told(program.main)
        finally:
            sys.argv = before
        return out.getvalue()

    def losses(self, *words):
        """The losses that `train.py` prints."""
        return [float(loss) for loss in re.findall(r"loss (\S+)", self.run(self.train, *words))]

    def ours_of(self, name, *arguments):
        """What our program makes of the images with weights of a file: `--reconstruct` or `--encode`."""
        file = self.place / "result.npy"
        terminal.train("--images", self.images, "--test-images", self.images, "--steps", 0, name, file, *arguments)
        return np.load(file)


def header_of(file):
    """The header of a safetensors file."""
    data = pathlib.Path(file).read_bytes()
    (length,) = struct.unpack("<Q", data[:8])
    return json.loads(data[8 : 8 + length])


def without_metadata(file, target):
    """Writes a safetensors file once more as others do, without the metadata."""
    data = pathlib.Path(file).read_bytes()
    (length,) = struct.unpack("<Q", data[:8])
    header = json.loads(data[8 : 8 + length])
    del header["__metadata__"]
    text = json.dumps(header).encode()
    pathlib.Path(target).write_bytes(struct.pack("<Q", len(text)) + text + data[8 + length :])


def weights_of(network):
    """All weights by name."""
    return {name: tensor.numpy() for name, tensor in network.state_dict().items()}
