"""ZIP: folders as classes, bombs, tricks with paths, encryption, and headers that lie."""

import io
import struct
import zipfile
import zlib

from png_files import png
from squares import squares

# The time of every entry, so that the files are the same whenever they are made.
TIME = (2026, 1, 1, 0, 0, 0)


def packed(entries, how=zipfile.ZIP_DEFLATED):
    """A ZIP of `(path, content)` pairs as Python's library writes it."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for path, content in entries:
            info = zipfile.ZipInfo(path, TIME)
            info.compress_type = how
            archive.writestr(info, content)
    return file.getvalue()


def picture(seed):
    return png(squares(seed))


def entry(path, data, size, crc, method=0, flags=0, offset=0, told=None):
    """Both headers of an entry: the one before its data (with it), and the one in the directory."""
    told = len(data) if told is None else told
    common = struct.pack("<HHHHHIIIHH", 20, flags, method, 0, 0x5C21, crc, told, size, len(path), 0)
    local = b"PK\3\4" + common + path + data
    listed = b"PK\1\2" + struct.pack("<H", 20) + common + struct.pack("<HHHII", 0, 0, 0, 0, offset) + path
    return local, listed


def end(count, size, offset):
    return b"PK\5\6" + struct.pack("<HHHHIIH", 0, 0, count, count, size, offset, 0)


def by_hand(entries):
    """A ZIP of `(path, data, size, crc, options)`, just as told."""
    body, directory = b"", b""
    for path, data, size, crc, options in entries:
        local, listed = entry(path, data, size, crc, offset=len(body), **options)
        body, directory = body + local, directory + listed
    return body + directory + end(len(entries), len(directory), len(body))


def stored(path, content, **options):
    return path, content, len(content), zlib.crc32(content), options


def overlapping():
    """Three entries that share one place in the file, as the densest bombs do."""
    content = picture(260)
    local, _ = entry(b"a.png", content, len(content), zlib.crc32(content))
    listed = [entry(name, content, len(content), zlib.crc32(content))[1] for name in (b"a.png", b"b.png", b"c.png")]
    directory = b"".join(listed)
    return local + directory + end(3, len(directory), len(local))


def drawing():
    """A plain drawing as a bitmap of 900 × 600 pixels, which packs some 500 times."""
    width, height = 900, 600
    head = b"BM" + struct.pack("<IHHI", 54 + 3 * width * height, 0, 0, 54)
    head += struct.pack("<IiiHHIIiiII", 40, width, height, 1, 24, 0, 0, 0, 0, 0, 0)
    line = b"\xff" * 300 + bytes(60) + b"\xff" * (3 * width - 360)
    return head + line * 400 + bytes(3 * width) * 12 + line * (height - 412)


def in_folders(code_page, folders, seed):
    """Two pictures in each folder, whose names are in a code page, as systems pack that know no UTF-8."""
    paths = [f"{folder}/{i}.png".encode(code_page) for folder in folders for i in range(2)]
    return by_hand([stored(path, picture(seed + i)) for i, path in enumerate(paths)])


def files():
    classes = [(f"pets/{name}/{i}.png", picture(200 + 10 * at + i)) for at, name in enumerate(("cats", "dogs")) for i in range(3)]
    junk = [("__MACOSX/pets/._1.png", b"x"), ("pets/.DS_Store", b"x"), ("Thumbs.db", b"x"), ("pets/empty/", b"")]
    good = picture(230)
    raw = zlib.compress(bytes(3_000_000), 9)[2:-4]
    bomb = (b"bomb.png", raw, 3_000_000, zlib.crc32(bytes(3_000_000)), {"method": 8})
    small_lie = (b"lying.png", raw, 300, zlib.crc32(bytes(3_000_000)), {"method": 8})
    tricks = ["../above.png", "/absolute.png", "C:\\drive.png", "a/../../twice.png", "..\\back.png"]
    whole = packed([("one.png", picture(240)), ("two.png", picture(241))])
    damaged = bytearray(packed([("good.png", picture(242)), ("damaged.png", picture(243))], zipfile.ZIP_STORED))
    damaged[damaged.index(b"damaged.png") + 11 + 60] ^= 0x20
    return {
        "zip-classes.zip": packed(classes + junk),
        "zip-mixed.zip": packed([("top.png", picture(231)), ("readme.txt", b"Pictures of pets."), ("more/bad.png", good[:60])]),
        "zip-bomb.zip": by_hand([stored(b"good.png", good), bomb]),
        "zip-lying.zip": by_hand([stored(b"good.png", picture(232)), small_lie]),
        "zip-nested.zip": packed([("inner.zip", packed([("a.png", picture(233))])), ("beside.png", picture(234))]),
        "zip-paths.zip": packed([(path, picture(250 + i)) for i, path in enumerate(tricks)]),
        "zip-encrypted.zip": by_hand([stored(b"secret.png", bytes(12) + good, flags=1), stored(b"open.png", picture(235))]),
        "zip-cut.zip": whole[:-30],
        "zip-crc.zip": bytes(damaged),
        "zip-empty.zip": packed([]),
        "zip-no-pictures.zip": packed([("a.txt", b"words"), ("b/c.txt", b"more words")]),
        "zip-bzip2.zip": packed([("packed.png", picture(236))], zipfile.ZIP_BZIP2),
        "zip-overlapping.zip": overlapping(),
        "zip-named.png": packed([("inside.png", picture(237))]),
        "zip-drawing.zip": packed([("drawing.bmp", drawing())]),
        "zip-shift-jis.zip": in_folders("shift_jis", ["動物/犬", "動物/猫"], 270),
        "zip-cp866.zip": in_folders("cp866", ["кот", "пёс"], 280),
        "zip-odd-names.zip": by_hand([stored(b"caf\x82.png", picture(238)), stored(b"a\nb.png", picture(239))]),
    }
