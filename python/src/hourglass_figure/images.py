"""Arrays as the browser takes images: bytes, (N, height, width, channels)."""

import numpy as np

MAX_IMAGES = 100_000
MAX_SIDE = 256
MAX_BYTES = 512 << 20


def checked_images(images):
    """The images as bytes in C order; copied only where they are not that already."""
    images = np.asarray(images)
    if images.ndim == 3:
        images = images[..., None]
    if images.ndim != 4:
        raise ValueError(
            f"images have the shape {images.shape}; (N, height, width) or (N, height, width, channels) is wanted"
        )
    count, height, width, channels = images.shape
    if not 1 <= count <= MAX_IMAGES:
        raise ValueError(f"there are {count} images; 1 to {MAX_IMAGES} can be shown")
    if not (1 <= height <= MAX_SIDE and 1 <= width <= MAX_SIDE and 1 <= channels <= 4):
        first = "; channels go last: images.transpose(0, 2, 3, 1)" if channels > 4 and height <= 4 else ""
        raise ValueError(
            f"images have {width} × {height} pixels and {channels} channels; "
            f"1 to {MAX_SIDE} pixels a side and 1 to 4 channels can be shown{first}"
        )
    if images.size > MAX_BYTES:
        raise ValueError(f"images have {images.size} numbers together; at most {MAX_BYTES} can be sent to a browser")
    return np.ascontiguousarray(as_bytes(images))


def as_bytes(images):
    """Numbers from 0 to 1 as bytes; bytes as they are."""
    if images.dtype == np.uint8:
        return images
    if images.dtype == np.bool_:
        return images.astype(np.uint8) * np.uint8(255)
    if images.dtype.kind != "f":
        raise TypeError(f"images are of type {images.dtype}; bytes (uint8) or floats from 0 to 1 are wanted")
    lowest, highest = images.min(), images.max()
    if np.isnan(lowest):
        raise ValueError("images have NaN among their numbers; floats from 0 to 1 are wanted, or bytes (uint8)")
    if not (lowest >= 0 and highest <= 1):
        raise ValueError(f"images go from {lowest} to {highest}; floats from 0 to 1 are wanted, or bytes (uint8)")
    # Image by image, so that no second array of floats of that size is needed.
    result = np.empty(images.shape, dtype=np.uint8)
    for target, image in zip(result, images):
        np.rint(image * 255, out=target, casting="unsafe")
    return result


def checked_labels(labels, count):
    """The labels as bytes."""
    labels = np.asarray(labels)
    if labels.shape != (count,):
        raise ValueError(f"labels have the shape {labels.shape}; ({count},) is wanted, one for each image")
    if labels.dtype.kind not in "ui":
        raise TypeError(f"labels are of type {labels.dtype}; whole numbers are wanted")
    if labels.min() < 0 or labels.max() > 254:
        raise ValueError(f"labels go from {labels.min()} to {labels.max()}; 0 to 254 are wanted")
    return labels.astype(np.uint8)
