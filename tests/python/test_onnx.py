"""ONNX files of the terminal's program: sound by ONNX's own checker, and run by onnxruntime to our numbers."""

import json
import pathlib
import tempfile
import unittest

import numpy as np
import onnx
import onnxruntime

import terminal

#: How far numbers may be apart, of their size where that is larger than 1, as only codes are: both sides work in f32
#: and add in another order.
CLOSE = 1e-5
#: Images to train on, and to judge by.
TRAINED, HELD_OUT = 96, 20

#: What no preset has, as changes of a configuration: every activation, sizes that are no multiple of the stride, an even
#: kernel, dense layers behind convolutions, a code that is a distribution of the image itself.
OTHERS = {
    **{f"dense with {name}": {"activation": name} for name in ("leaky-relu", "tanh", "sigmoid", "elu", "gelu")},
    "convolutions with gelu": {
        "activation": "gelu",
        "architecture": {"kind": "conv", "channels": [3, 5], "kernel": 5, "stride": 3, "hidden": [12]},
    },
    "an even kernel and a linear output": {
        "outputActivation": "linear",
        "architecture": {"kind": "conv", "channels": [4], "kernel": 4, "stride": 2},
    },
    "a sigmoid code": {"codeActivation": "sigmoid"},
    "a distribution and no hidden layer": {
        "architecture": {"kind": "dense", "hidden": []},
        "bottleneck": {"kind": "variational", "latentDim": 3},
    },
}


def session(path):
    """A file as onnxruntime runs it."""
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    return onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])


class OnnxFiles(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)

    def trained(self, images, *arguments):
        """Trains on some of the images, exports and reconstructs the others; ours, as (codes, reconstructions)."""
        for name, part in (("train", images[:TRAINED]), ("test", images[TRAINED:])):
            terminal.write_idx(self.folder / f"{name}.idx", part)
        place = {name: self.folder / f"{name}.npy" for name in ("encode", "reconstruct")}
        terminal.train(
            "--images", self.folder / "train.idx", "--test-images", self.folder / "test.idx", "--steps", 12,
            "--encode", place["encode"], "--reconstruct", place["reconstruct"],
            "--export-onnx", self.folder / "model.onnx", *arguments,
        )
        return np.load(place["encode"]), np.load(place["reconstruct"])

    def check(self, inputs, codes, ours):
        """The three files pass the checker and give our numbers, in batches of any size."""
        names = ("model", "model.encoder", "model.decoder")
        paths = [self.folder / f"{name}.onnx" for name in names]
        for path in paths:
            onnx.checker.check_model(str(path), full_check=True)
        whole, encoder, decoder = map(session, paths)
        for rows in (1, 7, len(inputs)):
            batch = inputs[:rows]
            (result,) = whole.run(["reconstruction"], {"image": batch})
            self.assertEqual(result.shape, batch.shape)
            self.near(result.reshape(rows, -1), ours[:rows])
            (code,) = encoder.run(["code"], {"image": batch})
            self.near(code, codes[:rows])
            (result_of_halves,) = decoder.run(["reconstruction"], {"code": code})
            self.near(result_of_halves, result)

    def near(self, got, wanted):
        self.assertEqual(got.shape, wanted.shape)
        self.assertLess(np.abs(got - wanted).max(), CLOSE * max(1, np.abs(wanted).max()))

    def test_presets(self):
        images = terminal.digits(0, TRAINED + HELD_OUT)
        inputs = terminal.as_input(images[TRAINED:])
        for preset in terminal.PRESETS:
            with self.subTest(preset):
                self.check(inputs, *self.trained(images, "--preset", preset))

    def test_what_no_preset_has(self):
        # No side is a multiple of a stride, and no two sides are the same.
        images = terminal.digits(0, TRAINED + HELD_OUT)[:, 2:25, 3:26][:, :22]
        inputs = terminal.as_input(images[TRAINED:])
        for name, config in OTHERS.items():
            with self.subTest(name):
                self.check(inputs, *self.trained(images, "--config", json.dumps(config)))

    def test_color(self):
        gray = terminal.digits(0, TRAINED + HELD_OUT)
        images = np.stack([gray, 255 - gray, gray // 2], axis=-1)[:, :21]
        inputs = np.ascontiguousarray(images[TRAINED:].transpose(0, 3, 1, 2).astype(np.float32) / np.float32(255))
        for preset in ("vanilla", "conv-variational"):
            with self.subTest(preset):
                self.check(inputs, *self.trained(images, "--preset", preset))

    def test_a_distribution_comes_out_whole(self):
        images = terminal.digits(0, TRAINED + HELD_OUT)
        codes, _ = self.trained(images, "--preset", "variational")
        encoder = session(self.folder / "model.encoder.onnx")
        self.assertEqual([value.name for value in encoder.get_outputs()], ["code", "log_var"])
        mu, log_var = encoder.run(None, {"image": terminal.as_input(images[TRAINED:])})
        self.near(mu, codes)
        self.assertEqual(log_var.shape, mu.shape)
        self.assertGreater(np.abs(log_var - mu).max(), 0.01)

    def test_the_file_says_where_it_comes_from(self):
        images = terminal.digits(0, TRAINED + HELD_OUT)
        self.trained(images, "--preset", "sparse")
        model = onnx.load(self.folder / "model.onnx")
        self.assertEqual(model.producer_name, "hourglass")
        told = {entry.key: entry.value for entry in model.metadata_props}
        self.assertEqual(told["step"], "12")
        self.assertEqual(json.loads(told["config"])["codeSparsity"], 1e-4)


if __name__ == "__main__":
    unittest.main()
