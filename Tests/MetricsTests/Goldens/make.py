"""Writes images.bin and values.json: what the metrics are of some images, in double precision.

Run with NumPy and SciPy: python make.py

The sliced Wasserstein distance follows the code published with Karras et al. (2017), but for three
things: both sets of images have their patches at the same places, all directions are drawn at once,
and what is drawn comes from gan-run's own random streams, which are written down here a second time.
Multi-scale SSIM follows Wang et al. (2003) as in the code published with Odena et al. (2016), with as
many scales as the window fits into.
"""

import json
import math
import pathlib

import numpy as np
from scipy import ndimage, signal

here = pathlib.Path(__file__).parent


# Random streams.

def philox(counter, key):
    """Philox4x32-10: Salmon et al., "Parallel Random Numbers: As Easy as 1, 2, 3" (2011)."""
    c, k = list(counter), list(key)
    for _ in range(10):
        even, odd = c[0] * 0xD2511F53, c[2] * 0xCD9E8D57
        c = [
            odd >> 32 ^ c[1] ^ k[0], odd & 0xFFFFFFFF,
            even >> 32 ^ c[3] ^ k[1], even & 0xFFFFFFFF,
        ]
        k = [(k[0] + 0x9E3779B9) & 0xFFFFFFFF, (k[1] + 0xBB67AE85) & 0xFFFFFFFF]
    return c


class Stream:
    def __init__(self, seed, name):
        self.seed = seed
        self.identifier = 0xCBF29CE484222325
        for byte in name.encode():
            self.identifier = (self.identifier ^ byte) * 0x100000001B3 & 0xFFFFFFFFFFFFFFFF

    def words(self, step, count):
        def halves(x):
            return [x & 0xFFFFFFFF, x >> 32]

        words = []
        for block in range((count + 3) // 4):
            words += philox([block, step] + halves(self.identifier), halves(self.seed))
        return words[:count]

    def normal(self, step, count):
        """Box and Muller's transform of each two words."""
        words = self.words(step, (count + 1) // 2 * 2)
        values = []
        for a, b in zip(words[::2], words[1::2]):
            radius = math.sqrt(-2 * math.log(1 - a / 2**32))
            values += [radius * math.cos(2 * math.pi * b / 2**32),
                       radius * math.sin(2 * math.pi * b / 2**32)]
        return np.float64(np.float32(values[:count]))


# Sliced Wasserstein distance.

GAUSSIAN = np.outer([1, 4, 6, 4, 1], [1, 4, 6, 4, 1])[None, :, :, None] / 256


def down(images):
    return ndimage.convolve(images, GAUSSIAN, mode="mirror")[:, ::2, ::2]


def up(images, height, width):
    n, h, w, c = images.shape
    sparse = np.zeros((n, 2 * h, 2 * w, c))
    sparse[:, ::2, ::2] = images
    return ndimage.convolve(sparse, 4 * GAUSSIAN, mode="mirror")[:, :height, :width]


def pyramid(images):
    levels = [images]
    while min((side + 1) // 2 for side in levels[-1].shape[1:3]) >= 16:
        levels.append(down(levels[-1]))
        levels[-2] = levels[-2] - up(levels[-1], *levels[-2].shape[1:3])
    return levels


def descriptors(level, words, patches):
    n, height, width, c = level.shape
    rows = []
    for patch in range(n * patches):
        top = words[2 * patch] * (height - 6) >> 32
        left = words[2 * patch + 1] * (width - 6) >> 32
        rows.append(level[patch // patches, top:top + 7, left:left + 7])
    rows = np.stack(rows)
    rows = rows - rows.mean(axis=(0, 1, 2))
    rows = rows / rows.std(axis=(0, 1, 2))
    return rows.reshape(len(rows), -1)


def swd(generated, real, patches, directions, seed):
    count = min(len(generated), len(real))
    values = {}
    for number, (a, b) in enumerate(zip(pyramid(generated[:count]), pyramid(real[:count]))):
        words = Stream(seed, "evaluation/swd/patches").words(number, 2 * count * patches)
        length = 49 * a.shape[3]
        lines = Stream(seed, "evaluation/swd/directions").normal(number, directions * length)
        lines = lines.reshape(directions, length)
        lines = lines / np.sqrt((lines**2).sum(axis=1, keepdims=True))
        a, b = (np.sort(descriptors(x, words, patches) @ lines.T, axis=0) for x in (a, b))
        size = "x".join(str(side) for side in pyramid(real[:1])[number].shape[1:3])
        values[f"swd/{size}"] = 1000 * float(np.abs(a - b).mean())
    values["swd"] = sum(values.values()) / len(values)
    return values


# Multi-scale SSIM.

WEIGHTS = np.array([0.0448, 0.2856, 0.3001, 0.2363, 0.1333])
WINDOW = signal.windows.gaussian(11, 1.5)
WINDOW = np.outer(WINDOW, WINDOW) / np.outer(WINDOW, WINDOW).sum()


def ssim(x, y):
    def mean(image):
        return np.stack([signal.convolve2d(image[:, :, c], WINDOW, mode="valid")
                         for c in range(image.shape[2])])

    c1, c2 = (0.01 * 255) ** 2, (0.03 * 255) ** 2
    mx, my = mean(x), mean(y)
    xx, yy, xy = mean(x * x) - mx**2, mean(y * y) - my**2, mean(x * y) - mx * my
    structure = (2 * xy + c2) / (xx + yy + c2)
    luminance = (2 * mx * my + c1) / (mx**2 + my**2 + c1)
    return structure.mean(), (structure * luminance).mean()


def halved(image):
    height, width = (side // 2 * 2 for side in image.shape[:2])
    image = image[:height, :width]
    return (image[::2, ::2] + image[1::2, ::2] + image[::2, 1::2] + image[1::2, 1::2]) / 4


def ms_ssim(x, y):
    parts = []
    while min(x.shape[:2]) >= 11 and len(parts) < 5:
        parts.append(ssim(x, y))
        x, y = halved(x), halved(y)
    means = np.array([structure for structure, _ in parts[:-1]] + [parts[-1][1]])
    weights = WEIGHTS[:len(parts)] / WEIGHTS[:len(parts)].sum()
    return float(np.prod(np.maximum(means, 0) ** weights)), len(parts)


# Images: blurred noise under less of it that isn't, so that no scale is empty.

def images(rng, count, height, width, channels, blur):
    shape = (count, height, width, channels)
    soft = ndimage.gaussian_filter(rng.normal(size=shape), (0, blur, blur, 0.4), mode="wrap")
    values = 128 + 60 * soft / soft.std() + 12 * rng.normal(size=shape)
    return np.clip(np.rint(values), 0, 255).astype(np.uint8)


def main():
    rng = np.random.default_rng(0)
    stored, cases = b"", []
    for name, seed, generated, real, shape, patches, directions in [
        ("colour", 1, 8, 8, (32, 32, 3), 20, 24),
        ("grey, odd sizes, few real images", 2**40 + 3, 7, 5, (37, 45, 1), 9, 16),
    ]:
        made = images(rng, generated, *shape, blur=3)
        # Pairs that have something in common; noise alone has no structure to share.
        made[1::2] = (made[1::2] // 2 + made[:-1:2][:len(made[1::2])] // 2)
        data = images(rng, real, *shape, blur=2)
        places = [len(stored), len(stored) + made.size]
        stored += made.tobytes() + data.tobytes()
        cases.append((name, seed, made, data, places, 1, patches, directions))
    _, seed, made, data, places, *_ = cases[0]
    cases.append(("large, of tiles", seed, made[:2], data[:2], places, 6, 5, 17))

    goldens = []
    for name, seed, made, data, places, tiles, patches, directions in cases:
        made, data = (np.tile(x, (1, tiles, tiles, 1)).astype(np.float64) for x in (made, data))
        pairs = [ms_ssim(x, y) for x, y in zip(made[:-1:2], made[1::2])]
        values = swd(made, data, patches, directions, seed)
        values["ms_ssim"] = sum(value for value, _ in pairs) / len(pairs)
        goldens.append({
            "name": name, "seed": seed, "generated": len(made), "real": len(data),
            "places": places, "tiles": tiles,
            "height": made.shape[1] // tiles, "width": made.shape[2] // tiles,
            "channels": made.shape[3], "patches": patches, "directions": directions,
            "scales": pairs[0][1], "pairs": len(pairs), "values": values,
        })
    (here / "images.bin").write_bytes(stored)
    (here / "values.json").write_text(json.dumps(goldens, indent=1) + "\n")


main()
