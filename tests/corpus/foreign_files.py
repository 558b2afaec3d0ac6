"""What people drop by mistake: documents, pictures of other kinds, programs; each as short as it is still recognized."""

import struct
import zlib

from png_files import png
from squares import encoded, image, squares

TEXT = "Dear Ada,\n\nthe pictures are on the other disk.\n\nCharles\n"
HTML = "<!doctype html>\n<html><head><title>404 Not Found</title></head><body><h1>Not Found</h1></body></html>\n"
SVG = "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 8 8'><circle cx='4' cy='4' r='3' fill='teal'/></svg>\n"
JSON = '{"name": "pictures", "files": [1, 2, 3]}\n'


def pdf():
    return b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


def heic():
    """The beginning of an iPhone's photo."""
    brands = b"heic" + struct.pack(">I", 0) + b"mif1heic"
    meta = struct.pack(">I", 0) + b"hdlr"
    return struct.pack(">I", 8 + len(brands)) + b"ftyp" + brands + struct.pack(">I", 8 + len(meta)) + b"meta" + meta + bytes(64)


def ico():
    """An icon with a PNG in it."""
    inner = png(squares(300, columns=4, rows=4, side=4, channels=4))
    return struct.pack("<HHH", 0, 1, 1) + struct.pack("<BBBBHHII", 16, 16, 0, 0, 1, 32, len(inner), 22) + inner


def box(name, data):
    return struct.pack(">I", 8 + len(data)) + name + data


def files():
    return {
        "empty.png": b"",
        "one-byte.jpg": b"\xff",
        "html.html.txt": HTML.encode(),
        "html-named.png": HTML.encode(),
        "text.txt": TEXT.encode(),
        "text-named.jpg": TEXT.encode(),
        "text-utf16.txt": TEXT.encode("utf-16"),
        "json.json": JSON.encode(),
        "svg.svg": SVG.encode(),
        "svg-declared.svg": b"<?xml version='1.0'?>\n<!-- a drawing -->\n" + SVG.encode(),
        "pdf.pdf": pdf(),
        "pdf-named.jpeg": pdf(),
        "tiff.tif": encoded(image(301), "TIFF"),
        "tiff-big-endian.tif": b"MM\0*" + bytes(60),
        "heic.heic": heic(),
        "heic-named.jpg": heic(),
        "icon.ico": ico(),
        "jpeg-2000.jp2": box(b"jP  ", b"\r\n\x87\n") + box(b"ftyp", b"jp2 \0\0\0\0jp2 ") + bytes(40),
        "jpeg-xl.jxl": b"\xff\x0a" + bytes(range(40)),
        "photoshop.psd": b"8BPS\0\1" + bytes(6) + struct.pack(">HIIHH", 3, 32, 40, 8, 3) + bytes(40),
        "film.mp4": box(b"ftyp", b"isom\0\0\2\0isomiso2mp41") + box(b"mdat", bytes(64)),
        "sound.wav": b"RIFF" + struct.pack("<I", 60) + b"WAVEfmt " + bytes(52),
        "program.exe": b"MZ" + bytes(58) + struct.pack("<I", 64) + b"PE\0\0" + bytes(60),
        "seven.7z": b"7z\xbc\xaf\x27\x1c\0\4" + bytes(40),
        "archive.rar": b"Rar!\x1a\7\1\0" + bytes(40),
        "archive.tar": b"a.png".ljust(257, b"\0") + b"ustar\x0000" + bytes(248),
        "zeros.bin": bytes(400),
        "noise.bin": zlib.compress(bytes(range(256)))[6:200],
    }
