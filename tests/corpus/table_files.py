"""Images as numbers: IDX, NumPy's .npy and CSV, whole and wrong."""

import gzip
import io
import struct

import numpy as np

from squares import squares


def numbers(seed, count=6, side=8):
    """`(count, side, side)` bytes."""
    return np.stack([squares(seed * 100 + i, columns=side // 2, rows=side // 2, side=2, channels=1)[..., 0] for i in range(count)])


def idx(array, kind=8, told=None):
    dims = told or array.shape
    return struct.pack(f">BBBB{len(dims)}I", 0, 0, kind, len(dims), *dims) + array.tobytes()


def labels(count):
    return np.arange(count, dtype=np.uint8) % 3


def zipped(data):
    return gzip.compress(data, 9, mtime=0)


def idx_files():
    images = idx(numbers(3))
    packed = zipped(images)
    bad_crc = bytearray(packed)
    bad_crc[-6] ^= 1
    return {
        "idx-good-images-idx3-ubyte": idx(numbers(1)),
        "idx-good-labels-idx1-ubyte": idx(labels(6)),
        "idx-good.idx3-ubyte.gz": zipped(idx(numbers(2))),
        "idx-color.idx4-ubyte": idx(np.stack([squares(410 + i, columns=4, rows=4, side=2) for i in range(4)])),
        "idx-other-images-idx3-ubyte": idx(numbers(4)),
        "idx-other-labels-idx1-ubyte": idx(labels(5)),
        "idx-lonely-labels-idx1-ubyte": idx(labels(7)),
        "idx-count-high.idx3-ubyte": idx(numbers(5), told=(60000, 8, 8)),
        "idx-count-low.idx3-ubyte": idx(numbers(5), told=(5, 8, 8)),
        "idx-2-32.idx3-ubyte": idx(numbers(5), told=(0xFFFF_FFFF,) * 3),
        "idx-no-images.idx3-ubyte": idx(numbers(5)[:0]),
        "idx-wrong-magic.idx3-ubyte": b"\0\1" + images[2:],
        "idx-floats.idx3-ubyte": idx(numbers(5).astype(">f4"), kind=0x0D),
        "idx-black.idx3-ubyte": idx(np.zeros((6, 8, 8), np.uint8)),
        "idx-cut.idx3-ubyte.gz": packed[:-90],
        "idx-crc.idx3-ubyte.gz": bytes(bad_crc),
        "gzip-of-text.gz": zipped(b"not a picture at all\n" * 20),
    }


def npy(array, **told):
    """As `numpy.save` writes it; `told` changes words of the header."""
    file = io.BytesIO()
    np.save(file, array, allow_pickle=False)
    data = file.getvalue()
    for old, new in told.values():
        # The header is padded with blanks, so its length can stay.
        assert old in data
        at = data.index(old)
        data = data[:at] + new + data[at + len(old):].replace(b" " * max(0, len(new) - len(old)) + b"\n", b"\n", 1)
    return data


def npy_files():
    base = numbers(20)
    shares = (numbers(21) / 255).astype("<f4")
    spoiled = shares.copy()
    spoiled[2, 3, 4] = np.nan
    endless = shares.copy()
    endless[1, 0, 0] = np.inf
    color = np.stack([squares(420 + i, columns=4, rows=4, side=2) for i in range(4)])
    objects = npy(np.zeros(6, "<f8"), kind=(b"'<f8'", b"'|O'")) + b"\x80\x04N."
    return {
        "npy-u8.npy": npy(base),
        "npy-f32.npy": npy((numbers(22) / 255).astype("<f4")),
        "npy-f32-bytes.npy": npy(numbers(23).astype("<f4")),
        "npy-f64-any-range.npy": npy(numbers(24).astype("<f8") * 7 - 900),
        "npy-color.npy": npy(color),
        "npy-big-endian.npy": npy((numbers(25) / 255).astype(">f4")),
        "npy-one-image.npy": npy(numbers(26)[0]),
        "npy-fortran.npy": npy(np.asfortranarray(numbers(27))),
        "npy-objects.npy": objects,
        "npy-i32.npy": npy(numbers(28).astype("<i4")),
        "npy-flags.npy": npy(numbers(28) > 100),
        "npy-nan.npy": npy(spoiled),
        "npy-infinite.npy": npy(endless),
        "npy-lying.npy": npy(base, shape=(b"(6, 8, 8)", b"(60000, 8, 8)")),
        "npy-huge.npy": npy(base, shape=(b"(6, 8, 8)", b"(4294967295, 4294967295, 8)")),
        "npy-row.npy": npy(np.arange(64, dtype=np.uint8)),
        "npy-five.npy": npy(np.zeros((2, 2, 2, 2, 2), np.uint8)),
        "npy-cut.npy": npy(base)[:100],
        "npy-black.npy": npy(np.zeros((6, 8, 8), np.uint8)),
        "npy-named.csv": npy(numbers(29)),
    }


def csv(rows, header=None):
    lines = [header] if header else []
    return ("\n".join([*lines, *(",".join(map(str, row)) for row in rows)]) + "\n").encode()


def csv_files():
    flat = numbers(30, side=4).reshape(6, -1).tolist()
    names = ["cat", "dog", "cat", "bird", "dog", "cat"]
    pixels = [f"p{i}" for i in range(16)]
    ragged = [row[:] for row in flat]
    ragged[3] = ragged[3][:-2]
    words = [row[:] for row in flat]
    words[2][5] = "many"
    others = numbers(31, side=4).reshape(6, -1).tolist()
    color = [squares(430 + i, columns=2, rows=2, side=2).reshape(-1).tolist() for i in range(3)]
    return {
        "csv-labels.csv": csv([[*row, name] for row, name in zip(flat, names)], ",".join([*pixels, "label"])),
        "csv-label-first.csv": csv([[i % 2, *row] for i, row in enumerate(others)]),
        "csv-color.csv": csv(color),
        "csv-semicolons.csv": csv(numbers(32, side=4).reshape(6, -1).tolist()).replace(b",", b";"),
        "csv-windows.csv": b"\xef\xbb\xbf" + csv(numbers(33, side=4).reshape(6, -1).tolist()).replace(b"\n", b"\r\n"),
        "csv-quoted.csv": csv([[*row, '"cat, black"'] for row in numbers(34, side=4).reshape(6, -1).tolist()], ",".join([*pixels, '"class"'])),
        "csv-ragged.csv": csv(ragged),
        "csv-words.csv": csv(words),
        "csv-not-square.csv": csv([[*row, 1, 2] for row in flat]),
        "csv-black.csv": csv([[0] * 16] * 4),
        "csv-header-only.csv": csv([], ",".join(pixels)),
        "csv-named.png": csv(numbers(35, side=4).reshape(6, -1).tolist()),
    }


def files():
    return {**idx_files(), **npy_files(), **csv_files()}
