"""The noise that the exported programs put on images."""

import tempfile
import unittest

import numpy as np
import torch

from exported import Exported

SMALL = {"architecture": {"kind": "dense", "hidden": [32]}, "batchSize": 20}


class Noise(unittest.TestCase):
    def noisy(self, kind, amount, images):
        """The images with the noise of an exported program."""
        with tempfile.TemporaryDirectory() as folder:
            corruption = {"kind": kind, "amount": amount}
            exported = Exported(folder, np.zeros((3, 28, 30, 2), np.uint8), 0, **SMALL, corruption=corruption)
            # Whoever trains with this noise hears of it.
            self.assertEqual(len(exported.losses(exported.images, "--epochs", 1)), 1)
            torch.manual_seed(1)
            return exported.train.corrupt(images)

    def test_noise_is_as_strong_as_ours(self):
        gray = torch.full((40, 2, 28, 30), 0.5)
        noise = self.noisy("gaussian", 0.1, gray) - gray
        self.assertAlmostEqual(noise.std().item(), 0.1, delta=0.003)
        self.assertAlmostEqual(noise.mean().item(), 0, delta=0.003)
        strong = self.noisy("gaussian", 1.0, gray)
        self.assertEqual((strong.min().item(), strong.max().item()), (0, 1))
        # Share of pixels that become black, and white, with their channels together.
        for kind, amount, black, white in [
            ("masking", 0.3, 0.3, 0),
            ("salt-and-pepper", 0.4, 0.2, 0.2),
            ("scribble", 0.3, None, None),
        ]:
            with self.subTest(kind):
                noisy = self.noisy(kind, amount, gray)
                self.assertTrue(torch.equal(noisy[:, 0], noisy[:, 1]))
                shares = [(noisy == value).float().mean().item() for value in (0, 1)]
                self.assertAlmostEqual(sum(shares), amount, delta=0.02)
                self.assertTrue(((noisy == 0) | (noisy == 1) | (noisy == 0.5)).all())
                if black is not None:
                    self.assertAlmostEqual(shares[0], black, delta=0.02)
                    self.assertAlmostEqual(shares[1], white, delta=0.02)
                else:
                    self.assertGreater(min(shares), 0.05)


if __name__ == "__main__":
    unittest.main()
