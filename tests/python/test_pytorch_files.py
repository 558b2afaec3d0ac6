"""What the exported programs read: images of either kind, and files that are not sound."""

import contextlib
import gzip
import io
import json
import struct
import subprocess
import sys
import tempfile
import unittest
import unittest.mock
import zipfile

import numpy as np
import torch
from PIL import Image

import terminal
from exported import Exported, header_of, weights_of

SMALL = {"architecture": {"kind": "dense", "hidden": [32]}, "batchSize": 20}


def with_header(data, change):
    """A safetensors file with another header."""
    (length,) = struct.unpack("<Q", data[:8])
    header = json.loads(data[8 : 8 + length])
    change(header)
    text = json.dumps(header).encode()
    return struct.pack("<Q", len(text)) + text + data[8 + length :]


def changed(data, **metadata):
    """A safetensors file with other metadata."""
    return with_header(data, lambda header: header["__metadata__"].update(metadata))


def as_floats(header):
    """Writes the places of a tensor as floats."""
    entry = header["decoder.1.bias"]
    entry["data_offsets"] = [float(place) for place in entry["data_offsets"]]


class Files(unittest.TestCase):
    def setUp(self):
        place = tempfile.TemporaryDirectory()
        self.addCleanup(place.cleanup)
        self.folder = place.name

    def exported(self, images, steps=0, **config):
        return Exported(self.folder, images, steps, **SMALL, **config)

    def refusal(self, exported, program, *words):
        """The sentence with which a program ends."""
        with self.assertRaises(SystemExit) as ended:
            exported.run(program, *words)
        self.assertIsInstance(ended.exception.code, str)
        return ended.exception.code

    def test_the_loss_falls_on_a_gzipped_file(self):
        exported = self.exported(terminal.digits(0, 200), optimizer={"kind": "adam", "learningRate": 0.01})
        packed = exported.place / "images.idx.gz"
        packed.write_bytes(gzip.compress(exported.images.read_bytes()))
        losses = exported.losses(packed, "--epochs", 6)
        self.assertEqual(len(losses), 6)
        self.assertLess(losses[-1], 0.7 * losses[0])
        self.assertEqual(header_of(exported.weights)["__metadata__"]["step"], "60")

    def test_the_loss_falls_on_a_folder_of_pictures(self):
        colors = np.random.default_rng(2).integers(0, 256, (24, 1, 1, 3), dtype=np.uint8)
        images = np.broadcast_to(colors, (24, 8, 12, 3))
        exported = self.exported(np.ascontiguousarray(images), optimizer={"kind": "adam", "learningRate": 0.02})
        pictures = exported.place / "pictures"
        (pictures / "below").mkdir(parents=True)
        for i, image in enumerate(images):
            # Half of them stand in a folder below, twice as large: scaled, they are the same again.
            large = np.repeat(np.repeat(image, 2, 0), 2, 1)
            below = pictures / "below" / f"{i:02}.png"
            Image.fromarray(large if i % 2 else image).save(below if i % 2 else pictures / f"{i:02}.png")
        (pictures / "notes.txt").write_text("no picture")
        read = exported.model.open_images(str(pictures))
        order = [*range(0, 24, 2), *range(1, 24, 2)]
        # The files of the folder below come after "0…" of the folder, since names are sorted.
        same = read[list(range(24))].permute(0, 2, 3, 1).numpy() * 255
        self.assertEqual(np.abs(same - images[order]).max(), 0)
        losses = exported.losses(pictures, "--epochs", 8, "--workers", 1)
        self.assertLess(losses[-1], 0.7 * losses[0])

    def test_reconstructions_are_written(self):
        exported = self.exported(terminal.digits(0, 30), 20)
        result, codes = exported.place / "r.npy", exported.place / "c.npy"
        said = exported.run(exported.model, exported.images, "--output", result, "--codes", codes)
        load = ("--load", exported.weights)
        self.assertLess(np.abs(np.load(result).reshape(30, -1) - exported.ours_of("--reconstruct", *load)).max(), 1e-5)
        self.assertLess(np.abs(np.load(codes) - exported.ours_of("--encode", *load)).max(), 1e-5)
        mse = np.mean((np.load(result) - terminal.as_input(terminal.digits(0, 30))) ** 2)
        self.assertEqual(said, f"30 images, mean squared error {mse:.6f}\n")

    def test_gray_pictures_of_a_folder_are_those_of_a_file(self):
        exported = self.exported(terminal.digits(0, 5))
        pictures = exported.place / "pictures"
        pictures.mkdir()
        for i, image in enumerate(terminal.digits(0, 5)):
            Image.fromarray(image).convert("RGB").save(pictures / f"{i}.bmp")
        read = exported.model.open_images(str(pictures))[[4, 0]].numpy()
        self.assertEqual(read.tolist(), terminal.as_input(terminal.digits(0, 5))[[4, 0]].tolist())

    def test_images_that_are_not_sound_are_refused_in_words(self):
        exported = self.exported(terminal.digits(0, 5))
        good = exported.images.read_bytes()
        head = lambda *sizes: struct.pack(f">BBBB{len(sizes)}I", 0, 0, 8, len(sizes), *sizes)
        cases = [
            (b"", "no IDX file"),
            (good[:9], "within its header"),
            (good[:-1], "cut short"),
            (good + b"x", "longer than its 5 images"),
            (gzip.compress(good)[:-9], "cannot be used"),
            (gzip.compress(good)[:100] + b"\0" * 50, "cannot be used"),
            # A header may promise what it likes: nothing is reserved for it.
            (head(20_000_000, 28, 28) + b"x", "cut short: 1 of 15680000000 bytes"),
            (head(2**32 - 1, 28, 28), "bytes can be read"),
            (head(0, 28, 28), "0 images"),
            (head(5, 28, 27) + b"x" * 3780, "27 × 28 pixels and 1 channel(s)"),
            (head(2, 28, 28, 3) + b"x" * 4704, "28 × 28 pixels and 3 channel(s)"),
        ]
        file, before = exported.place / "bad.idx", exported.weights.read_bytes()
        for data, words in cases:
            file.write_bytes(data)
            for program in (exported.model, exported.train):
                said = self.refusal(exported, program, file)
                self.assertIn(words, said)
                self.assertIn("bad.idx", said)
        empty = exported.place / "empty"
        empty.mkdir()
        self.assertIn("has no pictures", self.refusal(exported, exported.train, empty))
        (empty / "broken.png").write_bytes(b"\x89PNG\r\n\x1a\nxxxx")
        self.assertIn("broken.png cannot be used", self.refusal(exported, exported.train, empty))
        self.assertIn("nowhere", self.refusal(exported, exported.train, exported.place / "nowhere"))
        # Where the weights cannot go is said first.
        for place, words in [(exported.place / "missing/w", "missing/w"), (empty, "is a folder")]:
            self.assertIn(words, self.refusal(exported, exported.train, file, "--output", place))
        self.assertEqual(exported.weights.read_bytes(), before)

    def test_weights_that_are_not_sound_are_refused_in_words(self):
        exported = self.exported(terminal.digits(0, 5))
        good = exported.weights.read_bytes()
        (length,) = struct.unpack("<Q", good[:8])
        place = 8 + length + header_of(exported.weights)["decoder.1.bias"]["data_offsets"][0]
        not_finite = good[:place] + struct.pack("<f", float("nan")) + good[place + 4 :]
        cases = [
            (b"", "cut short"),
            (good[:100], "cut short"),
            (struct.pack("<Q", 2**63) + good[8:], "cut short"),
            (struct.pack("<Q", 100_000) + b"[" * 100_000, "not readable"),
            (struct.pack("<Q", 2) + b"[]", "not readable"),
            (struct.pack("<Q", 2) + b"{}", "encoder.0.weight is missing"),
            (good.replace(b"[32,784]", b"[784,32]"), "encoder.0.weight is missing, cut short or not F32"),
            (good[:-4], "decoder.1."),
            (changed(good, step=None), "its step is null"),
            (changed(good, step="abc"), 'its step is "abc"'),
            (changed(good, step="-5"), 'its step is "-5"'),
            (changed(good, step="9" * 30), "and no number of steps"),
            (with_header(good, lambda header: header.update(__metadata__=["hourglass"])), "not readable"),
            (with_header(good, lambda header: header.update(__metadata__="hourglass")), "not readable"),
            (with_header(good, as_floats), "decoder.1.bias is missing"),
            (b"PK\3\4" + good, "no model.safetensors can be read from it"),
            (not_finite, "decoder.1.bias has a number that is not finite"),
        ]
        file, result = exported.place / "bad.safetensors", exported.place / "result"
        for data, words in cases:
            file.write_bytes(data)
            said = self.refusal(exported, exported.train, exported.images, "--weights", file, "--output", result)
            self.assertIn(words, said)
            self.assertIn("bad.safetensors", said)
            self.assertEqual(file.read_bytes(), data)

    def test_a_kept_run_is_opened_and_stays(self):
        exported = self.exported(terminal.digits(0, 40), 3)
        kept, result = exported.place / "a.hourglass", exported.place / "w.safetensors"
        with zipfile.ZipFile(kept, "w") as archive:
            archive.writestr("hourglass.json", '{"version":1}')
            archive.write(exported.weights, "model.safetensors")
        before = kept.read_bytes()
        words = (exported.images, "--steps", 2, "--weights", kept)
        self.assertIn("give --output another name", self.refusal(exported, exported.train, *words))
        self.assertIn("step 5,", exported.run(exported.train, *words, "--output", result))
        self.assertEqual(kept.read_bytes(), before)
        read = weights_of(exported.network(kept))
        ours = weights_of(exported.network())
        self.assertTrue(all(np.array_equal(read[name], ours[name]) for name in ours))

    def test_pictures_are_read_as_the_page_reads_them(self):
        exported = self.exported(np.zeros((1, 1, 4), np.uint8))
        place = exported.place / "p.png"
        read = lambda: np.rint(exported.model.FolderImages.picture(str(place)).numpy().ravel() * 255).tolist()
        # The fewest bits that hold the largest number, from 8 on, become 8.
        for numbers, pixels in [
            ([0, 257, 32768, 65535], [0, 1, 128, 255]),
            ([0, 1024, 2048, 4095], [0, 64, 128, 255]),
            ([0, 1, 100, 255], [0, 1, 100, 255]),
        ]:
            Image.fromarray(np.array([numbers], np.uint16)).save(place)
            self.assertEqual(read(), pixels)
        # What is transparent shows the white below it.
        rgba = [[[0, 0, 0, 0], [0, 0, 0, 255], [255, 0, 0, 0], [0, 0, 0, 51]]]
        Image.fromarray(np.array(rgba, np.uint8)).save(place)
        self.assertEqual(read(), [255, 0, 255, 204])
        Image.fromarray(np.array([[0, 7, 9, 255]], np.uint8)).save(place, transparency=7)
        self.assertEqual(read(), [0, 255, 9, 255])
        palette = Image.fromarray(np.array([[0, 1, 1, 0]], np.uint8), "P")
        palette.putpalette([0, 0, 0, 90, 90, 90])
        palette.save(place, transparency=0)
        self.assertEqual(read(), [255, 90, 90, 255])

    def test_pictures_that_cannot_be_used_are_named_before_training(self):
        exported = self.exported(np.zeros((1, 1, 4), np.uint8))
        folder = exported.place / "pictures"
        for below in (".hidden", "__MACOSX"):
            (folder / below).mkdir(parents=True)
            (folder / below / "a.png").write_bytes(b"x")
        (folder / "._good.png").write_bytes(b"x")
        Image.new("L", (4, 1)).save(folder / "good.png")
        self.assertEqual(len(exported.model.open_images(str(folder))), 1)
        Image.fromarray(np.ones((1, 4), np.float32)).save(folder / "float.tif")
        Image.new("CMYK", (4, 1)).save(folder / "ink.jpg")
        (folder / "text.png").write_text("text")
        before = exported.weights.read_bytes()
        said = self.refusal(exported, exported.train, folder)
        for words in ("3 of 4 pictures", "float.tif", "kind F ", "ink.jpg", "kind CMYK", "text.png"):
            self.assertIn(words, said)
        self.assertNotIn("good.png", said)
        for name in ("float.tif", "ink.jpg", "text.png"):
            (folder / name).unlink()
        # What only shows beyond the header is a sentence, too, also of another process.
        half = folder / "half.png"
        Image.fromarray(np.random.default_rng(1).integers(0, 256, (64, 64), dtype=np.uint8)).save(half)
        half.write_bytes(half.read_bytes()[:2000])
        for many in (0, 1):
            said = self.refusal(exported, exported.train, folder, "--workers", many)
            self.assertRegex(said, r"\Atrain.py: \S+half.png cannot be used: .*\Z")
        self.assertEqual(exported.weights.read_bytes(), before)

    def test_what_cannot_work_is_said_first(self):
        exported = self.exported(terminal.digits(0, 5))
        for program in (exported.model, exported.train):
            said = self.refusal(exported, program, exported.images, "--output", exported.place / "no/r.npy")
            self.assertIn("no/r.npy cannot be written: there is no folder", said)
            self.assertNotIn(".part", said)
            with unittest.mock.patch.object(torch.Tensor, "numpy", side_effect=RuntimeError("Numpy is not available")):
                said = self.refusal(exported, program, exported.images)
            self.assertIn("PyTorch before 2.3 needs NumPy before 2", said)
        with self.assertRaises(SystemExit), contextlib.redirect_stderr(io.StringIO()) as said:
            exported.run(exported.train, exported.images, "--workers", -1)
        self.assertIn("--workers", said.getvalue())
        # A Python that has neither.
        for program in ("model.py", "train.py"):
            words = [sys.executable, "-S", "-E", exported.folder / program, exported.images]
            done = subprocess.run(words, capture_output=True, text=True, check=False)
            self.assertEqual(done.returncode, 1)
            self.assertRegex(done.stderr, rf"\A{program} needs PyTorch.*: No module named '\w+'\n\Z")

    def test_training_that_blows_up_leaves_the_file(self):
        rate = {"kind": "sgd", "learningRate": 1000}
        exported = self.exported(terminal.digits(0, 400), outputActivation="linear", optimizer=rate)
        before = exported.weights.read_bytes()
        said = self.refusal(exported, exported.train, exported.images, "--epochs", 3)
        self.assertRegex(said, "the loss of step [0-9]+ is not finite")
        self.assertEqual(exported.weights.read_bytes(), before)
        self.assertEqual([path.name for path in exported.folder.iterdir() if ".part" in path.name], [])


if __name__ == "__main__":
    unittest.main()
