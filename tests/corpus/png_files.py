"""PNG: whole, damaged, too large, and with what does not belong into a picture."""

import struct
import zlib

import numpy as np

from squares import squares

SIGNATURE = b"\x89PNG\r\n\x1a\n"


def chunk(name, data, crc=None):
    """Length, name, data and checksum."""
    if crc is None:
        crc = zlib.crc32(name + data)
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", crc)


def header(width, height, depth=8, color=2):
    return chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, depth, color, 0, 0, 0))


def scanlines(pixels):
    """Rows with the filter byte "none" before each."""
    rows = pixels.reshape(pixels.shape[0], -1)
    return np.pad(rows, ((0, 0), (1, 0))).tobytes()


def png(pixels, before=b"", after=b"", end=True):
    """A PNG of 8 bits a channel; `before` and `after` are chunks around the picture's."""
    height, width, channels = pixels.shape
    color = {1: 0, 2: 4, 3: 2, 4: 6}[channels]
    data = chunk(b"IDAT", zlib.compress(scanlines(pixels), 9))
    return SIGNATURE + header(width, height, color=color) + before + data + after + (chunk(b"IEND", b"") if end else b"")


def wide(values):
    """A PNG of 16 bits a channel."""
    height, width, channels = values.shape
    color = {1: 0, 2: 4, 3: 2, 4: 6}[channels]
    rows = values.astype(">u2").reshape(height, -1).view(np.uint8)
    data = chunk(b"IDAT", zlib.compress(scanlines(rows), 9))
    return SIGNATURE + header(width, height, 16, color) + data + chunk(b"IEND", b"")


def one_bit(width, height, row):
    """A gray PNG of one bit a pixel whose rows are all `row`; zlib turns what repeats into almost nothing."""
    lines = zlib.compress((b"\0" + row) * height, 9)
    return SIGNATURE + header(width, height, 1, 0) + chunk(b"IDAT", lines) + chunk(b"IEND", b"")


def with_header(width, height):
    """A picture whose header tells another size than its data."""
    data = chunk(b"IDAT", zlib.compress(scanlines(squares(90)), 9))
    return SIGNATURE + header(width, height) + data + chunk(b"IEND", b"")


def animated(seed, frames_told, size=None):
    """An APNG of two frames."""
    first, second = squares(seed), squares(seed + 1)
    height, width, _ = size or first.shape

    def control(sequence):
        return chunk(b"fcTL", struct.pack(">IIIIIHHBB", sequence, width, height, 0, 0, 1, 10, 0, 0))

    frame = chunk(b"fdAT", struct.pack(">I", 2) + zlib.compress(scanlines(second), 9))
    return png(first, chunk(b"acTL", struct.pack(">II", frames_told, 0)) + control(0), control(1) + frame)


def bombs():
    """What unpacks to far more than it is."""
    much = zlib.compress(bytes(30_000_000), 9)
    pixels = squares(10)
    height, width, _ = pixels.shape
    lies = chunk(b"IDAT", zlib.compress(scanlines(pixels) + bytes(30_000_000), 9))
    return {
        "png-bomb-ztxt.png": png(squares(11), chunk(b"zTXt", b"Comment\0\0" + much)),
        "png-bomb-iccp.png": png(squares(12), chunk(b"iCCP", b"profile\0\0" + much)),
        "png-bomb-idat.png": SIGNATURE + header(width, height) + lies + chunk(b"IEND", b""),
        "png-16000.png": one_bit(16000, 16000, bytes(2000)),
        "png-30-megapixels.png": one_bit(6000, 5000, b"\xa5" * 750),
    }


def damaged():
    whole = png(squares(20))
    data_at = whole.index(b"IDAT") + 4
    bad_crc = bytearray(whole)
    bad_crc[data_at + 5] ^= 0x40
    rows = scanlines(squares(21))
    bad_zlib = SIGNATURE + header(40, 32) + chunk(b"IDAT", b"\x78\x9c" + b"\xff" * 60) + chunk(b"IEND", b"")
    filters = zlib.compress(rows.replace(rows[:121], b"\x09" + rows[1:121], 1), 9)
    return {
        "png-cut.png": whole[: data_at + 40],
        "png-cut-header.png": whole[:20],
        "png-crc.png": bytes(bad_crc),
        "png-zlib.png": bad_zlib,
        "png-no-end.png": png(squares(22), end=False),
        "png-no-data.png": SIGNATURE + header(40, 32) + chunk(b"IEND", b""),
        "png-bad-filter.png": SIGNATURE + header(40, 32) + chunk(b"IDAT", filters) + chunk(b"IEND", b""),
        "png-too-few-rows.png": with_header(40, 64),
        "png-zero-width.png": with_header(0, 32),
        "png-width-2-31.png": with_header(1 << 31, 32),
        "png-bad-depth.png": SIGNATURE + header(40, 32, 3, 2) + chunk(b"IDAT", zlib.compress(rows, 9)) + chunk(b"IEND", b""),
        "png-after-end.png": png(squares(23)) + b"and something after it",
        "apng-no-frames.png": animated(24, 0),
        "apng-bad-count.png": animated(26, 0x7FFF_FFFF),
    }


def files():
    transparent = squares(30, channels=4)
    transparent[..., 3] = 0
    half = squares(31, channels=4)
    half[:16, :, 3] = 0
    speck = np.full((1, 1, 3), 90, np.uint8)
    line = squares(33, columns=2500, rows=1, channels=1)
    return {
        **bombs(),
        **damaged(),
        "apng-good.png": animated(28, 2),
        "png-good.png": png(squares(34)),
        "png-named.jpg": png(squares(35)),
        "png-named.txt": png(squares(36)),
        "png-without-ending": png(squares(37)),
        "png-odd-name.png": png(squares(38)),
        "png-transparent.png": png(transparent),
        "png-half-transparent.png": png(half),
        "png-12-in-16.png": wide(squares(40, channels=1).astype(int) * 16 + 15),
        "png-8-in-16.png": wide(squares(41, channels=1)),
        "png-10-in-16-color.png": wide(squares(42).astype(int) * 4),
        "png-1x1.png": png(speck),
        "png-1x20000.png": png(squares(39, columns=1, rows=2500, channels=1)[:, :1]),
        "png-16384x1.png": png(line[:1, :16384]),
        "png-black.png": png(np.zeros((32, 40, 3), np.uint8)),
        "png-white.png": png(np.full((32, 40, 3), 255, np.uint8)),
    }
