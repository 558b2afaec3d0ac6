"""What `--export-pytorch` writes: it makes of images what Hourglass makes of them, and trains as Hourglass trains."""

import subprocess
import sys
import tempfile
import unittest

import numpy as np
import torch

import terminal
from exported import Exported, header_of, weights_of, without_metadata

COLOR = np.random.default_rng(1).integers(0, 256, (40, 9, 10, 3), dtype=np.uint8)

ODD = {
    "color, convolutions with strides of 3, layers between, momentum": (
        COLOR,
        {
            "architecture": {"kind": "conv", "channels": [5, 7], "kernel": 4, "stride": 3, "hidden": [11]},
            "activation": "gelu",
            "bottleneck": {"kind": "plain", "latentDim": 3},
            "codeActivation": "sigmoid",
            "loss": "bce",
            "optimizer": {"kind": "momentum", "momentum": 0.8, "learningRate": 0.01},
        },
    ),
    "no layer before a variational code of color": (
        COLOR,
        {
            "architecture": {"kind": "dense", "hidden": []},
            "bottleneck": {"kind": "variational", "latentDim": 4, "beta": 0.5, "klWarmupSteps": 7},
            "outputActivation": "linear",
        },
    ),
    "convolutions of stride 1 with an even kernel": (
        COLOR[..., 0],
        {
            "architecture": {"kind": "conv", "channels": [4, 3], "kernel": 3, "stride": 1, "hidden": [6, 5]},
            "activation": "elu",
            "outputActivation": "linear",
        },
    ),
    "leaky": (COLOR[..., 0], {"activation": "leaky-relu", "architecture": {"kind": "dense", "hidden": [9, 8, 7]}}),
    "tanh": (COLOR[..., 0], {"activation": "tanh", "loss": "bce"}),
    "sigmoid": (COLOR[..., 0], {"activation": "sigmoid"}),
}

# In Python 3.11 the torchrun of PyTorch 1.13 does not find its own default, which is to let all output through.
DEBIAN = ["--redirects", "1", "--tee", "1"]
SOON = ["--monitor_interval", "0.1"]

# Nothing in these is random once the first weights are there: their training is the same here and there.
SAME = {
    "sgd": {"optimizer": {"kind": "sgd", "learningRate": 0.5}, "weightDecay": 0.01, "loss": "bce"},
    "momentum": {"optimizer": {"kind": "momentum", "learningRate": 0.3, "momentum": 0.7}, "weightDecay": 0.02},
    "rmsprop": {"optimizer": {"kind": "rmsprop", "learningRate": 0.003, "alpha": 0.8, "epsilon": 1e-4}},
    "adam": {
        "optimizer": {"kind": "adam", "learningRate": 0.003, "beta1": 0.8, "beta2": 0.95, "epsilon": 1e-4},
        "weightDecay": 0.03,
        "codeSparsity": 0.02,
    },
    "rates of a sigmoid code": {
        "codeActivation": "sigmoid",
        "codeSparsity": 0.1,
        "sparsityTarget": 0.15,
        "optimizer": {"kind": "sgd", "learningRate": 0.5},
    },
    "convolutions": {
        "architecture": {"kind": "conv", "channels": [3, 4], "kernel": 3, "stride": 2, "hidden": [8]},
        "activation": "gelu",
        "optimizer": {"kind": "sgd", "learningRate": 0.5},
    },
}


def in_folder(test):
    """Gives a test an empty folder."""

    def run(self):
        with tempfile.TemporaryDirectory() as folder:
            test(self, folder)

    return run


class PyTorch(unittest.TestCase):
    def assert_near(self, got, wanted, within=1e-5):
        wanted = wanted.reshape(got.shape)
        self.assertLessEqual(np.abs(got - wanted).max(), within)

    def assert_same_outputs(self, exported, weights=None):
        """The network and our program make the same of the images, with the same weights."""
        images = exported.model.open_images(str(exported.images))
        images = images[list(range(len(images)))]
        network = exported.network(weights)
        load = ("--load", weights or exported.weights)
        with torch.no_grad():
            self.assert_near(network(images).numpy(), exported.ours_of("--reconstruct", *load))
            codes = exported.ours_of("--encode", *load)
            self.assert_near(network.encode(images).numpy(), codes, 1e-5 * max(1, np.abs(codes).max()))

    def test_every_preset_gives_the_same_reconstructions(self):
        for preset in terminal.PRESETS:
            with self.subTest(preset), tempfile.TemporaryDirectory() as folder:
                exported = Exported(folder, terminal.digits(0, 70), 12, "--preset", preset)
                self.assert_same_outputs(exported)

    def test_so_does_every_kind_of_layer(self):
        for name, (images, config) in ODD.items():
            with self.subTest(name), tempfile.TemporaryDirectory() as folder:
                self.assert_same_outputs(Exported(folder, images, 12, **config))

    def test_it_trains_as_we_do(self):
        for name, config in SAME.items():
            with self.subTest(name), tempfile.TemporaryDirectory() as folder:
                config = {**config, "shuffle": False, "batchSize": 16}
                exported = Exported(folder, terminal.digits(0, 40), 0, **config)
                ours = exported.place / "ours.safetensors"
                line = exported.ours(7, "--load", exported.weights, "--save", ours)
                before = weights_of(exported.network())
                losses = exported.losses(exported.images, "--steps", 7)
                self.assertEqual(line["step"], int(header_of(exported.weights)["__metadata__"]["step"]))
                # The last line is of the seventh step alone, which begins the third epoch.
                self.assertAlmostEqual(losses[-1], line["loss"], delta=1e-5 * line["loss"])
                theirs, ours = weights_of(exported.network()), weights_of(exported.network(ours))
                for weight in ours:
                    self.assert_near(theirs[weight], ours[weight])
                moved = max(np.abs(theirs[weight] - before[weight]).max() for weight in ours)
                self.assertGreater(moved, 1e-3)

    def test_a_variational_loss_is_ours(self):
        for loss in ("bce", "mse"):
            with self.subTest(loss), tempfile.TemporaryDirectory() as folder:
                bottleneck = {"kind": "variational", "latentDim": 3, "beta": 2.5, "klWarmupSteps": 10}
                config = {"bottleneck": bottleneck, "loss": loss, "batchSize": 40, "codeSparsity": 0.5}
                exported = Exported(folder, terminal.digits(0, 40), 0, **config)
                network = exported.network()
                with torch.no_grad():
                    # So narrow a distribution that it hardly matters which sample of it is drawn.
                    network.bottleneck["log_var"].weight.zero_()
                    network.bottleneck["log_var"].bias.fill_(-16)
                    network.bottleneck["mu"].weight.mul_(3)
                exported.model.save_weights(network, exported.weights, 4)
                ours = exported.ours(1, "--load", exported.weights)
                self.assertGreater(ours["kl"], 20)
                wanted = ours["loss"]
                self.assertGreater(abs(wanted - ours["reconstructionLoss"] - ours["kl"]), 0.1)
                (theirs,) = exported.losses(exported.images, "--steps", 1)
                self.assertAlmostEqual(theirs, wanted, delta=1e-4 * wanted)

    @in_folder
    def test_two_processes_do_what_one_does(self, folder):
        config = {"shuffle": False, "batchSize": 16, "optimizer": {"kind": "sgd", "learningRate": 0.5}}
        exported = Exported(folder, terminal.digits(0, 64), 0, **config)
        one, two = exported.place / "one.safetensors", exported.place / "two.safetensors"
        exported.run(exported.train, exported.images, "--epochs", 2, "--output", one)
        words = [sys.executable, "-m", "torch.distributed.run", "--standalone", "--nproc_per_node", "2"]
        words += [*DEBIAN, *SOON, "--log_dir", exported.place / "logs"]
        words += [exported.folder / "train.py", exported.images, "--epochs", "2", "--output", two]
        done = subprocess.run(words, check=False, capture_output=True, text=True)
        self.assertEqual(done.returncode, 0, done.stderr)
        # One process speaks and writes.
        self.assertEqual(done.stdout.count("loss"), 2, done.stdout)
        theirs, ours = weights_of(exported.network(two)), weights_of(exported.network(one))
        for weight in ours:
            self.assert_near(theirs[weight], ours[weight])
        # The file comes back by itself, and as anyone's file with the configuration beside it.
        self.assertEqual(header_of(two)["__metadata__"]["step"], "8")
        self.assert_same_outputs(exported, two)
        bare = exported.place / "bare.safetensors"
        without_metadata(two, bare)
        self.assert_same_outputs(exported, bare)
        names = {path.name for path in exported.place.iterdir()}
        self.assertFalse([name for name in names if ".part" in name])


if __name__ == "__main__":
    unittest.main()
