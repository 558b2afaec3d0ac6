"""The pictures that the corpus is made of: random squares, another set for every seed."""

import io

import numpy as np
from PIL import Image


def squares(seed, columns=5, rows=4, side=8, channels=3):
    """`(rows * side, columns * side, channels)` bytes; each square of `side` pixels is of one color."""
    random = np.random.Generator(np.random.MT19937(seed))
    cells = random.integers(0, 256, (rows, columns, channels), dtype=np.uint8)
    return cells.repeat(side, 0).repeat(side, 1)


def image(seed, **shape):
    """The same as Pillow's image: gray for one channel."""
    pixels = squares(seed, **shape)
    return Image.fromarray(pixels[..., 0] if pixels.shape[2] == 1 else pixels)


def encoded(picture, kind, **options):
    """A file of the picture as Pillow writes it."""
    file = io.BytesIO()
    picture.save(file, kind, **options)
    return file.getvalue()
