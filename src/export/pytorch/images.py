"""What model.py reads images with. The lines below are a part of it, and use what it imports."""


# Images: both kinds have a length, and give for a list of places a tensor (N, CHANNELS, HEIGHT, WIDTH) within 0..1.

# More bytes of pixels than this belong into a folder, whose pictures are read one by one.
MAX_BYTES = 16 << 30

PICTURES = (".png", ".jpg", ".jpeg", ".gif", ".bmp", ".webp", ".tif", ".tiff", ".ppm", ".pgm")

# What Pillow calls the pictures that can be read, beside 16 bits of gray.
MODES = ("1", "L", "LA", "P", "PA", "RGB", "RGBA", "I")


def open_images(path):
    """The images of an IDX file or of a folder."""
    return FolderImages(path) if os.path.isdir(path) else IdxImages(path)


class IdxImages:
    """The images of an IDX file, (image, y, x) or (image, y, x, channel), one byte a number."""

    def __init__(self, path):
        with open(path, "rb") as file:
            is_packed = file.read(2) == b"\x1f\x8b"
        try:
            with (gzip.open if is_packed else open)(path, "rb") as file:
                self.pixels = self.read(file)
        except (ValueError, EOFError, zlib.error, gzip.BadGzipFile) as error:
            raise ValueError(f"{path} cannot be used: {error}") from None

    @staticmethod
    def read(file):
        """The pixels as bytes. Memory grows with what really comes, not with what the header says."""
        magic = file.read(4)
        if len(magic) < 4 or magic[:3] != b"\0\0\x08" or magic[3] not in (3, 4):
            raise ValueError("it is no IDX file of images")
        sizes = file.read(4 * magic[3])
        if len(sizes) < 4 * magic[3]:
            raise ValueError("it ends within its header")
        count, height, width, channels = (*struct.unpack(f">{magic[3]}I", sizes), 1)[:4]
        if (channels, height, width) != (CHANNELS, HEIGHT, WIDTH):
            raise ValueError(
                f"its images have {width} × {height} pixels and {channels} channel(s), "
                f"and the network wants {WIDTH} × {HEIGHT} and {CHANNELS}"
            )
        wanted = count * height * width * channels
        if not 0 < wanted <= MAX_BYTES:
            raise ValueError(f"it has {count} images, {wanted} bytes; 1 to {MAX_BYTES} bytes can be read")
        pixels = bytearray()
        while len(pixels) < wanted:
            part = file.read(min(wanted - len(pixels), 1 << 24))
            if not part:
                raise ValueError(f"it is cut short: {len(pixels)} of {wanted} bytes are there")
            pixels += part
        if file.read(1):
            raise ValueError(f"it is longer than its {count} images")
        pixels = torch.frombuffer(pixels, dtype=torch.uint8)
        return pixels.reshape(count, height, width, channels).permute(0, 3, 1, 2)

    def __len__(self):
        return len(self.pixels)

    def __getitem__(self, places):
        return self.pixels[places].float() / 255


class FolderImages:
    """The pictures in a folder and below, on white, cut to the network's shape from their middle and scaled."""

    def __init__(self, path):
        self.paths, bad = [], []
        for folder, below, names in os.walk(path):
            below[:] = [name for name in below if not name.startswith(".") and name != "__MACOSX"]
            names = (name for name in names if name.lower().endswith(PICTURES) and not name.startswith("."))
            self.paths.extend(os.path.join(folder, name) for name in names)
        self.paths.sort()
        if not self.paths:
            raise ValueError(f"{path} has no pictures: files that end in {', '.join(PICTURES)}")
        for path in self.paths:
            try:
                with opened(path):
                    pass
            except ValueError as error:
                bad.append(str(error))
        if bad:
            more = f"; and {len(bad) - 10} more" if len(bad) > 10 else ""
            raise ValueError(f"{len(bad)} of {len(self.paths)} pictures: {'; '.join(bad[:10])}{more}")

    def __len__(self):
        return len(self.paths)

    def __getitem__(self, places):
        return torch.stack([self.picture(self.paths[place]) for place in places])

    @staticmethod
    def picture(path):
        """A picture as numbers (CHANNELS, HEIGHT, WIDTH)."""
        from PIL import Image, ImageOps

        with opened(path) as image:
            image = in_bytes(ImageOps.exif_transpose(image))
            if image.size != (WIDTH, HEIGHT):
                image = ImageOps.fit(image, (WIDTH, HEIGHT), Image.LANCZOS)
        pixels = torch.from_numpy(np.array(image, dtype=np.uint8)).reshape(HEIGHT, WIDTH, CHANNELS)
        return pixels.permute(2, 0, 1).float() / 255


@contextlib.contextmanager
def opened(path):
    """A picture of which no more than its header is read. What goes wrong with it is said with its name."""
    from PIL import Image

    try:
        with Image.open(path) as image:
            if image.mode not in MODES and not image.mode.startswith("I;16"):
                raise ValueError(f"colors of the kind {image.mode} cannot be read")
            yield image
    except Exception as error:  # Pillow's readers raise whatever they come upon.
        raise ValueError(f"{path} cannot be used: {error}") from None


def in_bytes(image):
    """A picture with the network's channels, a byte each. 16 bits become 8 after those that they use."""
    from PIL import Image

    if image.mode.startswith("I"):
        numbers = np.asarray(image).astype(np.int64)
        if numbers.min() < 0 or numbers.max() > 65535 or "transparency" in image.info:
            raise ValueError("its numbers are not 16 bits of gray without transparency")
        most = (1 << max(8, int(numbers.max()).bit_length())) - 1
        image = Image.fromarray(((numbers * 255 + most // 2) // most).astype(np.uint8))
    if CHANNELS in (1, 3) and (image.mode in ("LA", "PA", "RGBA") or "transparency" in image.info):
        image = image.convert("RGBA")
        image = Image.alpha_composite(Image.new("RGBA", image.size, "white"), image)
    return image.convert({1: "L", 2: "LA", 3: "RGB", 4: "RGBA"}[CHANNELS])
