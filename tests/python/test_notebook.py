"""The notebooks' package: built, installed, and run in a notebook without a browser."""

import json
import os
import pathlib
import subprocess
import sys
import tempfile
import unittest

import nbclient
import nbformat
import numpy as np

import terminal

# What a browser would send is sent by the cell itself: the file of a run, and the codes of its images.
ARRIVES = """
content = {"kind": "run", "step": 40}
figure._handle_custom_msg(content, [memoryview(open("run.safetensors", "rb").read()), memoryview(codes.tobytes())])
"""


class Notebook(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        place = tempfile.TemporaryDirectory()
        cls.addClassCleanup(place.cleanup)
        cls.place = pathlib.Path(place.name)
        words = [sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-deps"]
        words += ["--no-build-isolation", "--target", cls.place / "site", terminal.ROOT / "python"]
        subprocess.run(words, check=True)
        cls.images = terminal.digits(0, 50)
        file, cls.result = cls.place / "images.idx", cls.place / "codes.npy"
        terminal.write_idx(file, cls.images)
        arguments = ["--images", file, "--test-images", file, "--preset", "variational", "--steps", 40]
        arguments += ["--save", cls.place / "run.safetensors", "--encode", cls.result]
        cls.line = terminal.train(*arguments)

    def run_cells(self, *cells):
        """What the cells write, in a notebook of their own."""
        book = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(cell) for cell in cells])
        return self.execute(book)

    def execute(self, book):
        before = os.environ.get("PYTHONPATH", "")
        os.environ["PYTHONPATH"] = os.pathsep.join(filter(None, [str(self.place / "site"), before]))
        try:
            nbclient.NotebookClient(
                book, timeout=300, kernel_name="python3", resources={"metadata": {"path": str(self.place)}}
            ).execute()
        finally:
            os.environ["PYTHONPATH"] = before
        outputs = [output for cell in book.cells for output in cell.get("outputs", [])]
        return outputs, "".join(output.text for output in outputs if output.output_type == "stream")

    def test_what_arrives_comes_back_as_arrays(self):
        np.save(self.place / "images.npy", self.images)
        outputs, said = self.run_cells(
            "import json, numpy as np\nfrom hourglass_figure import Hourglass, NothingYet\n"
            "images, codes = np.load('images.npy'), np.load('codes.npy')\n"
            "figure = Hourglass(images, labels=np.arange(50) % 10, preset='variational', show=['map', 'loss'])\n"
            "figure",
            "for what in (figure.weights, figure.codes, figure.history, lambda: figure.step):\n"
            "    try: what()\n"
            "    except NothingYet as error: print(error)",
            ARRIVES,
            "print(json.dumps({'step': figure.step, 'config': figure.config,"
            " 'weights': {name: [*array.shape, array.dtype.str] for name, array in figure.weights().items()},"
            " 'codes': figure.codes().tolist(), 'history': {n: c.tolist() for n, c in figure.history().items()},"
            " 'same': figure.save() == open('run.safetensors', 'rb').read()}))",
        )
        *refusals, told = said.splitlines()
        self.assertEqual(len(refusals), 4)
        self.assertTrue(all("No browser has sent anything" in refusal for refusal in refusals))
        told = json.loads(told)
        self.assertEqual((told["step"], told["same"]), (40, True))
        self.assertEqual(told["config"]["bottleneck"]["kind"], "variational")
        self.assertEqual(told["weights"]["encoder.0.weight"], [400, 784, "<f4"])
        self.assertEqual(told["weights"]["bottleneck.log_var.bias"], [2, "<f4"])
        self.assertEqual(np.array(told["codes"], np.float32).tolist(), np.load(self.result).tolist())
        loss = told["history"]["loss"]
        self.assertEqual(loss[-1][0], self.line["step"] - 1)
        self.assertAlmostEqual(loss[-1][1], self.line["loss"], delta=1e-3)
        self.assertEqual(len(told["history"]["kl"]), len(loss))
        self.assertTrue(any("application/vnd.jupyter.widget-view+json" in output.get("data", {}) for output in outputs))

    def test_the_example_runs(self):
        book = nbformat.read(terminal.ROOT / "examples/notebook.ipynb", as_version=4)
        outputs, said = self.execute(book)
        self.assertTrue(any("application/vnd.jupyter.widget-view+json" in output.get("data", {}) for output in outputs))
        self.assertIn("No browser has sent anything of this figure yet", said)

    def test_images_are_checked_and_packed(self):
        cells = """
import numpy as np
from hourglass_figure import Hourglass
for name, images in [
    ("bytes", np.arange(24, dtype=np.uint8).reshape(2, 3, 4)),
    ("floats", np.linspace(0, 1, 24).reshape(2, 3, 2, 2)),
    ("turned", np.asfortranarray(np.arange(24, dtype=np.uint8).reshape(2, 3, 4))),
    ("flags", np.array([[[True, False]]])),
]:
    figure = Hourglass(images)
    print(name, figure._shape, list(figure._images))
bad = np.zeros((2, 3, 4))
for images, words in [
    (bad[0], {}), (bad[:0], {}), (np.zeros((1, 257, 2)), {}), (np.zeros((1, 2, 2, 5)), {}),
    (bad + 2, {}), (bad - 0.1, {}), (bad * np.nan, {}), (bad.astype(int), {}), (np.array(["a"]).reshape(1, 1, 1), {}),
    (np.broadcast_to(np.zeros(1), (100_001, 2, 2)), {}), (np.broadcast_to(np.zeros(1), (100_000, 256, 256)), {}),
    (np.zeros((20, 3, 32, 32)), {}), (bad, {"preset": "varational"}), (bad, {"controls": False}), (bad, {"seed": True}),
    (bad, {"labels": [1]}), (bad, {"labels": [1, 255]}), (bad, {"labels": [1.5, 2]}), (bad, {"color": 1}),
]:
    try: Hourglass(images, **words)
    except (ValueError, TypeError) as error: print(type(error).__name__, error)
    else: print("taken")
"""
        cells += f"""
for preset in {terminal.PRESETS}:
    print(Hourglass(bad, preset=preset, autoplay=False, controls=[])._attributes)
print(Hourglass(bad, autoplay=True)._attributes)
"""
        _, said = self.run_cells(cells)
        *lines, plays = said.splitlines()
        self.assertEqual(plays, "{'autoplay': 'visible'}")
        count = len(terminal.PRESETS)
        taken = [str({"preset": preset, "autoplay": "no", "controls": ""}) for preset in terminal.PRESETS]
        lines, made = lines[:-count], lines[-count:]
        self.assertEqual(made, taken)
        ramp = [int(np.rint(np.float64(i) / 23 * 255)) for i in range(24)]
        plain = list(range(24))
        self.assertEqual(
            lines[:4],
            [
                f"bytes [2, 3, 4, 1] {plain}",
                f"floats [2, 3, 2, 2] {ramp}",
                f"turned [2, 3, 4, 1] {plain}",
                "flags [1, 1, 2, 1] [255, 0]",
            ],
        )
        for line, words in zip(
            lines[4:],
            ["shape (3, 4)", "0 images", "2 × 257", "5 channels", "2.0 to 2.0", "-0.1", "NaN", "int64", "<U1",
             "100001 images", "6553600000 numbers",
             "channels go last", "no preset 'varational'", "[] is for none", "seed is True", "(1,)", "1 to 255", "float64", "'color'"],
            strict=True,
        ):
            self.assertIn(words, line)


if __name__ == "__main__":
    unittest.main()
