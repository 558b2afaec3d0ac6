"""JPEG with EXIF, GIF, WebP, BMP and AVIF: whole and damaged."""

import pathlib
import struct
import subprocess
import tempfile

import numpy as np
from PIL import Image

import bmp_files
from png_files import chunk, png
from squares import encoded, image, squares

Turn = Image.Transpose

# What turns the upright picture into the stored one of each EXIF orientation (1 to 8).
STORED = [
    None, Turn.FLIP_LEFT_RIGHT, Turn.ROTATE_180, Turn.FLIP_TOP_BOTTOM,
    Turn.TRANSPOSE, Turn.ROTATE_90, Turn.TRANSVERSE, Turn.ROTATE_270,
]


def exif(orientation):
    """The smallest EXIF block: one entry, the orientation (tag 0x112, a short)."""
    entry = struct.pack("<HHHIHHI", 1, 0x112, 3, 1, orientation, 0, 0)
    return b"Exif\0\0" + b"II*\0" + struct.pack("<I", 8) + entry


def turned():
    """Squares of JPEG's own size lie in one coefficient each, so all eight decode to the very same pixels."""
    upright = image(100, channels=1)
    result = {}
    for orientation, how in enumerate(STORED, start=1):
        stored = upright if how is None else upright.transpose(how)
        result[f"exif-{orientation}.jpg"] = encoded(stored, "JPEG", quality=90, exif=exif(orientation))
    return result


def turned_exactly():
    """The same in formats that keep every byte. A block that is damaged turns nothing."""
    upright = image(101)
    result = {
        "exif-damaged.png": png(squares(102), chunk(b"eXIf", exif(6)[6:20])),
        "exif-damaged.jpg": encoded(image(103), "JPEG", exif=exif(6)[:22]),
    }
    for orientation, how in enumerate(STORED, start=1):
        stored = upright if how is None else upright.transpose(how)
        block = exif(orientation)
        result[f"exif-{orientation}.png"] = png(np.asarray(stored), chunk(b"eXIf", block[6:]))
        result[f"exif-{orientation}.webp"] = encoded(stored, "WEBP", lossless=True, exif=block)
    return result


def jpegs():
    whole = encoded(image(110), "JPEG", quality=80)
    frame = whole.index(b"\xff\xc0")
    size = frame + 5  # marker, length, precision; then height and width

    def changed(at, data):
        return whole[:at] + data + whole[at + len(data):]

    scan = whole.index(b"\xff\xda")
    return {
        **turned(),
        "jpeg-named.png": encoded(image(111), "JPEG"),
        "jpeg-cut.jpg": whole[:-40],
        "jpeg-cut-header.jpg": whole[: frame + 4],
        "jpeg-no-scan.jpg": whole[:scan] + b"\xff\xd9",
        "jpeg-zero-width.jpg": changed(size + 2, b"\0\0"),
        "jpeg-65500.jpg": changed(size, struct.pack(">HH", 65500, 65500)),
        "jpeg-12-bit.jpg": changed(frame + 4, b"\x0c"),
        "jpeg-bad-length.jpg": changed(frame + 2, b"\xff\xff"),
        "jpeg-cmyk.jpg": encoded(image(113).convert("CMYK"), "JPEG"),
        "jpeg-after-end.jpg": encoded(image(114), "JPEG") + b"a second picture of the camera",
    }


def gifs():
    whole = encoded(image(120).quantize(16), "GIF")
    frames = [image(seed).quantize(8) for seed in (121, 122, 123)]
    moving = encoded(frames[0], "GIF", save_all=True, append_images=frames[1:], duration=100, loop=0)
    beyond = bytearray(encoded(image(124).quantize(16), "GIF"))
    descriptor = beyond.index(b",\0\0\0\0")
    beyond[descriptor + 1: descriptor + 5] = struct.pack("<HH", 20, 8)
    zero_frame = bytearray(whole)
    wide = whole.index(b",\0\0\0\0") + 5
    zero_frame[wide: wide + 2] = b"\0\0"
    return {
        "gif-good.gif": encoded(image(125).quantize(16), "GIF"),
        "gif-animated.gif": moving,
        "gif-cut.gif": whole[:-60],
        "gif-cut-header.gif": whole[:9],
        "gif-zero-width.gif": whole[:6] + b"\0\0" + whole[8:],
        "gif-zero-frame.gif": bytes(zero_frame),
        "gif-65535.gif": whole[:6] + b"\xff\xff\xff\xff" + whole[10:],
        "gif-frame-outside.gif": bytes(beyond),
        "gif-no-frame.gif": whole[: whole.index(b",\0\0\0\0")] + b";",
    }


def webps():
    lossless = encoded(image(130), "WEBP", lossless=True)
    lossy = encoded(image(131), "WEBP", quality=70)
    frames = [image(seed) for seed in (132, 133)]
    moving = encoded(frames[0], "WEBP", save_all=True, append_images=frames[1:], duration=100, lossless=True)
    clear = Image.fromarray(squares(134, channels=4))
    lies = bytearray(lossless)
    lies[4:8] = struct.pack("<I", 0x7FFF_FFF0)
    return {
        "webp-lossy.webp": lossy,
        "webp-lossless.webp": encoded(image(135), "WEBP", lossless=True),
        "webp-alpha.webp": encoded(clear, "WEBP", lossless=True),
        "webp-animated.webp": moving,
        "webp-cut.webp": lossy[:-30],
        "webp-lying.webp": bytes(lies),
    }


def bmps():
    whole = encoded(image(140), "BMP")
    size = 14 + 4  # the file's header, the length of the picture's; then width and height
    down = bytearray(encoded(image(141), "BMP"))
    down[size + 4: size + 8] = struct.pack("<i", -32)
    return {
        **bmp_files.files(),
        "bmp-good.bmp": encoded(image(142), "BMP"),
        "bmp-palette.bmp": encoded(image(143).quantize(16), "BMP"),
        "bmp-top-down.bmp": bytes(down),
        "bmp-cut.bmp": whole[:-500],
        "bmp-zero-width.bmp": whole[:size] + struct.pack("<i", 0) + whole[size + 4:],
        "bmp-width-2-31.bmp": whole[:size] + struct.pack("<I", 1 << 31) + whole[size + 4:],
        "bmp-huge.bmp": whole[:size] + struct.pack("<ii", 60000, 60000) + whole[size + 8:],
    }


# What avifenc is told to turn each stored picture back (irot against the clock, then imir).
UNTURNED = [
    [], ["--imir", "1"], ["--irot", "2"], ["--imir", "0"],
    ["--irot", "1", "--imir", "0"], ["--irot", "3"], ["--irot", "3", "--imir", "0"], ["--irot", "1"],
]


def turned_by_properties():
    """Without loss, so that all eight become the very same pixels."""
    result = {}
    for orientation, (how, options) in enumerate(zip(STORED, UNTURNED), start=1):
        upright = image(104)
        stored = upright if how is None else upright.transpose(how)
        result[f"turned-{orientation}.avif"] = avif(stored, "--lossless", *options)
    return result


def avif(picture, *options):
    with tempfile.TemporaryDirectory() as folder:
        source, target = pathlib.Path(folder, "a.png"), pathlib.Path(folder, "a.avif")
        source.write_bytes(encoded(picture, "PNG"))
        subprocess.run(["avifenc", "--jobs", "1", "--speed", "8", *options, source, target], check=True, stdout=subprocess.DEVNULL)
        return target.read_bytes()


def avifs():
    whole = avif(image(150))
    extents = whole.index(b"ispe") + 8
    return {
        **turned_by_properties(),
        "avif-good.avif": whole,
        "avif-cut.avif": avif(image(151))[:-40],
        "avif-lying.avif": whole[:extents] + struct.pack(">II", 40000, 40000) + whole[extents + 8:],
    }


def files():
    return {**jpegs(), **turned_exactly(), **gifs(), **webps(), **bmps(), **avifs()}
