"""What the other tests of this folder stand on: the program, the images, and a PyTorch and a NumPy that fit together."""

import pathlib
import tempfile
import unittest

import numpy as np
import torch

import terminal


class Machine(unittest.TestCase):
    def test_the_program_trains_on_a_file_that_is_written_here(self):
        with tempfile.TemporaryDirectory() as folder:
            file = pathlib.Path(folder) / "images.idx"
            terminal.write_idx(file, terminal.digits(0, 40))
            line = terminal.train("--images", file, "--steps", 3)
        self.assertEqual(line["step"], 3)

    def test_pytorch_shares_numbers_with_numpy(self):
        numbers = np.arange(6, dtype=np.float32)
        tensor = torch.from_numpy(numbers)
        tensor += 1
        self.assertEqual(numbers.tolist(), [1, 2, 3, 4, 5, 6])


if __name__ == "__main__":
    unittest.main()
