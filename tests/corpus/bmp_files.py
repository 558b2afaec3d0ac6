"""BMP in all the ways of packing: the same picture again and again, and what cannot be read.

The picture's colors are the corners of the cube, which any number of bits a channel says exactly, and its width fills
no row of any depth. So all that are taken are one picture, save for those that have fewer colors.
"""

import struct

import numpy as np

WIDTH, HEIGHT = 37, 29
# Blue, green and red, as BMP has them.
COLORS = [(255 * (n >> 2 & 1), 255 * (n >> 1 & 1), 255 * (n & 1)) for n in range(8)]


def indices(seed=144, colors=8):
    """Squares of 4 pixels, from the top row on."""
    random = np.random.Generator(np.random.MT19937(seed))
    cells = random.integers(0, colors, (8, 10), dtype=np.uint8)
    return cells.repeat(4, 0).repeat(4, 1)[:HEIGHT, :WIDTH]


def palette(count, entry=4):
    return b"".join(bytes((*color, 0))[:entry] for color in COLORS[:count])


def padded(row):
    return row + bytes(-len(row) % 4)


def bmp(packed, bits, packing=0, header=40, extra=b"", height=HEIGHT, used=0):
    """A file; `extra` stands between the header and the pixels."""
    if header == 12:
        info = struct.pack("<IHHHH", 12, WIDTH, height, 1, bits)
    else:
        info = struct.pack("<IiiHHIIiiII", header, WIDTH, height, 1, bits, packing, len(packed), 2835, 2835, used, 0)
        info = info[:header] + extra[: max(0, header - 40)] + bytes(max(0, header - 40 - len(extra)))
        extra = extra[header - 40:] if header > 40 else extra
    offset = 14 + len(info) + len(extra)
    return struct.pack("<2sIHHI", b"BM", offset + len(packed), 0, 0, offset) + info + extra + packed


def indexed(picture, bits, padding=True):
    """Rows of indices, the lowest one first."""
    rows = []
    for row in picture[::-1]:
        bit_row = np.unpackbits(row[:, None], axis=1)[:, 8 - bits:].reshape(-1)
        packed = np.packbits(bit_row).tobytes()
        rows.append(padded(packed) if padding else packed)
    return b"".join(rows)


def numbers(picture, code, of):
    """Rows of one number a pixel: `of` makes it of blue, green and red, each 0 or 1."""
    rows = []
    for row in picture[::-1]:
        values = [of(*(channel // 255 for channel in COLORS[index])) for index in row]
        rows.append(padded(struct.pack(f"<{len(values)}{code}", *values)))
    return b"".join(rows)


def run_lengths(picture, bits, end=b"\0\1", longest=255, over=0):
    """Runs, and every third row as it is. The last run of a row may be `over` pixels too long."""
    packed = b""
    for y, row in enumerate(picture[::-1]):
        if y % 3 == 2:
            plain = indexed(row[None], bits, padding=False)
            packed += bytes((0, len(row))) + plain + bytes(len(plain) % 2)
        else:
            x = 0
            while x < len(row):
                run = 1
                while x + run < len(row) and row[x + run] == row[x] and run < longest:
                    run += 1
                index = int(row[x])
                x += run
                packed += bytes((run + (over if x == len(row) else 0), index * 17 if bits == 4 else index))
        packed += b"\0\0" if y < len(picture) - 1 else b""
    return packed + end


def masks(*values):
    return struct.pack(f"<{len(values)}I", *values)


def taken():
    """One picture in many ways."""
    eight = indices()
    five = numbers(eight, "H", lambda b, g, r: b * 0x1F | g * 0x3E0 | r * 0x7C00)
    six = numbers(eight, "H", lambda b, g, r: b * 0x1F | g * 0x7E0 | r * 0xF800)
    plain, down = (
        numbers(rows, "I", lambda b, g, r: b * 0xFF | g * 0xFF00 | r * 0xFF0000) for rows in (eight, eight[::-1])
    )
    opaque = numbers(eight, "I", lambda b, g, r: b * 0xFF | g * 0xFF00 | r * 0xFF0000 | 0xFF000000)
    ten = numbers(eight, "I", lambda b, g, r: b * 0x3FF | g * 0xFFC00 | r * 0x3FF00000)
    bytes_of = b"".join(padded(b"".join(bytes(COLORS[index]) for index in row)) for row in eight[::-1])
    alpha = masks(0xFF0000, 0xFF00, 0xFF, 0xFF000000)
    return {
        "bmp-24-bit.bmp": bmp(bytes_of, 24),
        "bmp-32-bit.bmp": bmp(plain, 32),
        "bmp-32-top-down.bmp": bmp(down, 32, height=-HEIGHT),
        "bmp-32-alpha.bmp": bmp(opaque, 32, 3, 124, alpha),
        "bmp-32-alpha-unset.bmp": bmp(plain, 32, 3, 108, alpha),
        "bmp-32-ten-bits.bmp": bmp(ten, 32, 3, 40, masks(0x3FF00000, 0xFFC00, 0x3FF)),
        "bmp-16-555.bmp": bmp(five, 16),
        "bmp-16-565.bmp": bmp(six, 16, 3, 40, masks(0xF800, 0x7E0, 0x1F)),
        "bmp-16-565-version-3.bmp": bmp(six, 16, 3, 56, masks(0xF800, 0x7E0, 0x1F, 0)),
        "bmp-4-bit.bmp": bmp(indexed(eight, 4), 4, extra=palette(8), used=8),
        "bmp-8-bit-palette-cut.bmp": bmp(indexed(eight, 8), 8, extra=palette(8)),
        "bmp-os2-1.bmp": bmp(indexed(eight, 8), 8, header=12, extra=palette(8, 3)),
        "bmp-os2-1-24-bit.bmp": bmp(bytes_of, 24, header=12),
        "bmp-os2-2.bmp": bmp(indexed(eight, 4), 4, header=64, extra=bytes(24) + palette(8), used=8),
        "bmp-rle4.bmp": bmp(run_lengths(eight, 4), 4, 2, extra=palette(8), used=8),
        "bmp-rle8.bmp": bmp(run_lengths(eight, 8), 8, 1, extra=palette(8), used=8),
        "bmp-rle8-no-end.bmp": bmp(run_lengths(eight, 8, end=b""), 8, 1, extra=palette(8), used=8),
        "bmp-rle8-overlong.bmp": bmp(run_lengths(eight, 8, over=3), 8, 1, extra=palette(8), used=8),
    }


def files():
    eight = indices()
    return {
        **taken(),
        "bmp-1-bit.bmp": bmp(indexed(indices(145, 2), 1), 1, extra=palette(2), used=2),
        "bmp-2-bit.bmp": bmp(indexed(indices(146, 4), 2), 2, extra=palette(4), used=4),
        "bmp-rle8-skips.bmp": bmp(b"\x05\x01\0\2\x09\x0b" + run_lengths(eight[:6, :20], 8), 8, 1, extra=palette(8)),
        "bmp-os2-huffman.bmp": bmp(bytes(99), 1, 3, header=64, extra=bytes(24) + palette(2)),
        "bmp-jpeg-inside.bmp": bmp(b"\xff\xd8\xff\xd9", 0, 4),
        "bmp-masks-overlap.bmp": bmp(bytes(4 * WIDTH * HEIGHT), 32, 3, 40, masks(0xFF00, 0xFFF0, 0xFF)),
        "bmp-rle8-cut.bmp": bmp(run_lengths(eight, 8)[:99], 8, 1, extra=palette(8)),
    }
