"""The function `corrupt` of `train.py` where a model removes strokes of a pen; two empty lines end this text."""


def corrupt(images):
    """Images with strokes of a pen; what the network is to give back is without."""
    random = np.random.default_rng(int(torch.randint(2**31, ())))
    ink = torch.from_numpy(np.stack([strokes(random) for _ in images])).to(images.device)
    return torch.where(ink < 0, images, ink)


def strokes(random):
    """A sheet (1, HEIGHT, WIDTH) with black and white strokes, -1 where there is none, on a share NOISE of it."""
    sheet = np.full((HEIGHT, WIDTH), -1, dtype=np.float32)
    nib = max(1, (min(HEIGHT, WIDTH) + 7) // 14)
    free = min(int(NOISE * sheet.size + random.random()), sheet.size)
    while free > 0:
        # Every stroke begins on a free pixel, goes to a point near, and on to another one near that.
        left = np.flatnonzero(sheet < 0)
        start = left[np.searchsorted(left, random.integers(sheet.size)) % len(left)]
        a = np.array([start // WIDTH + 0.5, start % WIDTH + 0.5])
        b = near(a, random)
        c = near(b, random)
        free = draw(sheet, a, b, c, nib, float(random.integers(2)), free)
    return sheet[None]


def near(point, random):
    """A point of the picture within half a side of another one."""
    sides = np.array([HEIGHT, WIDTH])
    return random.uniform(np.maximum(point - sides / 2, 0), np.minimum(point + sides / 2, sides))


def draw(sheet, a, b, c, nib, color, free):
    """Draws a quadratic Bézier curve until it has covered `free` free pixels; returns how many are left."""
    steps = int(2 * max(np.abs(b - a).max(), np.abs(c - b).max()) / min(nib, 2)) + 1
    for t in np.linspace(0, 1, steps + 1):
        middle = (1 - t) ** 2 * a + 2 * t * (1 - t) * b + t**2 * c
        bottom, right = np.clip((middle + (nib + 1) / 2).astype(int), nib, sheet.shape)
        place = sheet[bottom - nib : bottom, right - nib : right]
        free -= int((place < 0).sum())
        place[...] = color
        if free <= 0:
            return 0
    return free


