#!/usr/bin/env python3
"""Makes the images of GoldenTests and the bytes that Pillow makes of them.

    python make.py      needs Pillow (made with 13.0.0) and libturbojpeg

files/         the images
cases.tsv      a case a line: file, height, width, channels, background
expected.bin   the bytes of all cases, one after another
folder/        a nested folder of images, and what is none; in archives/ the same as zips
digest         the digest of its images as 12x10 RGB
"""

import ctypes
import hashlib
import io
import pathlib
import random
import shutil
import struct
import zipfile
import zlib

from PIL import Image, ImageOps

here = pathlib.Path(__file__).parent
files = here / "files"
draw = random.Random(3)
cases = []


# --- images -------------------------------------------------------------------------------------


def smooth(x, y, width, height, channel):
    """A gradient with some noise: edges and flats."""
    value = (x * 255 / width, y * 255 / height, (x + y) * 255 / (width + height), x * y % 256)[channel]
    return max(0, min(255, int(value) + draw.randrange(-40, 41)))


def picture(mode, width, height):
    channels = len(Image.new(mode, (1, 1)).getbands())
    pixels = bytes(
        smooth(x, y, width, height, c) for y in range(height) for x in range(width) for c in range(channels)
    )
    return Image.frombytes(mode, (width, height), pixels)


def chunk(name, data):
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


ADAM7 = [(0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2)]


def png(width, height, depth, color, interlaced=False, before=b"", sample=None):
    """A PNG of random samples in any format there is; Pillow cannot write most of them."""
    samples = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}[color]
    sample = sample or (lambda: draw.randrange(1 << depth))
    image = [[[sample() for _ in range(samples)] for _ in range(width)] for _ in range(height)]

    def packed(rows):
        raw, step = b"", max(1, samples * depth // 8)
        previous = None
        for row in rows:
            bits = "".join(f"{value:0{depth}b}" for pixel in row for value in pixel)
            line = bytes(int(bits[i : i + 8].ljust(8, "0"), 2) for i in range(0, len(bits), 8))
            above = previous or bytes(len(line))
            kind = draw.randrange(5)
            filtered = bytearray()
            for i, byte in enumerate(line):
                a = line[i - step] if i >= step else 0
                b, c = above[i], above[i - step] if i >= step else 0
                p = a + b - c
                distance = [abs(p - a), abs(p - b), abs(p - c)]
                paeth = (a, b, c)[distance.index(min(distance))]
                filtered.append((byte - (0, a, b, (a + b) // 2, paeth)[kind]) & 255)
            raw += bytes([kind]) + bytes(filtered)
            previous = line
        return raw

    if interlaced:
        raw = b""
        for x0, y0, dx, dy in ADAM7:
            rows = [row[x0::dx] for row in image[y0::dy]]
            if rows and rows[0]:
                raw += packed(rows)
    else:
        raw = packed(image)
    header = struct.pack(">IIBBBBB", width, height, depth, color, 0, 0, int(interlaced))
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + before
        + chunk(b"IDAT", zlib.compress(raw)) + chunk(b"IEND", b"")
    )


def turbojpeg(image, subsampling):
    """JPEG in a subsampling that Pillow does not write."""
    library = ctypes.CDLL("libturbojpeg.so.0")
    library.tjInitCompress.restype = ctypes.c_void_p
    handle = ctypes.c_void_p(library.tjInitCompress())
    buffer, size = ctypes.c_void_p(), ctypes.c_ulong()
    assert not library.tjCompress2(
        handle, image.tobytes(), image.width, 0, image.height, 0,
        ctypes.byref(buffer), ctypes.byref(size), subsampling, 85, 0,
    )
    return ctypes.string_at(buffer, size.value)


def tiff(orientation, order, kind=3):
    """An EXIF block with another tag before the orientation."""
    mark = b"II" if order == "<" else b"MM"
    size = {1: "B3x", 3: "H2x", 4: "I"}[kind]
    return mark + struct.pack(order + "HIHHHI4sHHI" + size + "I", 42, 8, 2, 0x0100, 4, 1, b"\0\0\0\7",
                              0x0112, kind, 1, orientation, 0)


def jpeg(image, **options):
    out = io.BytesIO()
    image.save(out, "JPEG", **options)
    return out.getvalue()


# --- what is expected ---------------------------------------------------------------------------


def expected(path, height, width, channels, background):
    image = ImageOps.exif_transpose(Image.open(path))
    if image.mode in ("I;16", "I"):  # Pillow clips these; of 16 bits the high byte counts
        high = bytes(image.getpixel((x, y)) >> 8 for y in range(image.height) for x in range(image.width))
        image = Image.frombytes("L", image.size, high)
    if path.name == "grey2-key.png":  # the key is of 2 bits, and Pillow holds 8-bit samples against it
        image.info["transparency"] *= 85
    if image.has_transparency_data:
        under = Image.new("RGBA", image.size, background)
        under.alpha_composite(image.convert("RGBA"))
        image = under
    if image.mode != "L":
        image = image.convert("RGB")
    image = image.convert("L" if channels == 1 else "RGB")
    # torchvision's Resize of the shorter side, then CenterCrop
    scale_by_width = width * image.height >= height * image.width
    size = (
        (width, int(width * image.height / image.width)) if scale_by_width
        else (int(height * image.width / image.height), height)
    )
    image = image.resize(size, Image.Resampling.BILINEAR)
    left, top = int(round((size[0] - width) / 2.0)), int(round((size[1] - height) / 2.0))
    return image.crop((left, top, left + width, top + height)).tobytes()


def case(name, data, *targets):
    """Targets are (height, width, channels[, background[, the bytes if not Pillow's]])."""
    path = files / name
    path.write_bytes(data)
    for target in targets:
        height, width, channels, background = (*target, "#ffffff")[:4]
        cases.append((name, height, width, channels, background))
        output.write(target[4] if len(target) > 4 else expected(path, *target[:3], background))


files.mkdir(exist_ok=True)
for old in files.iterdir():
    old.unlink()
with open(here / "expected.bin", "wb") as output:
    # every colour type and bit depth, plain and interlaced
    palette = chunk(b"PLTE", bytes(draw.randrange(256) for _ in range(3 * 256)))
    for color, depths in {0: (1, 2, 4, 8, 16), 2: (8, 16), 3: (1, 2, 4, 8), 4: (8, 16), 6: (8, 16)}.items():
        for depth in depths:
            before = palette if color == 3 and depth == 8 else b""
            if color == 3 and depth < 8:
                before = chunk(b"PLTE", bytes(draw.randrange(256) for _ in range(3 << depth)))
            for interlaced in (False, True):
                name = f"type{color}-{depth}bit{'-adam7' if interlaced else ''}.png"
                size = (13, 9) if interlaced else (11, 10)
                case(name, png(*size, depth, color, interlaced, before), (*size[::-1], 3), (*size[::-1], 1))

    # transparency
    case("palette-short.png", png(9, 9, 4, 3, before=chunk(b"PLTE", bytes(range(40, 49)))), (9, 9, 3))
    few = lambda: draw.randrange(4)
    case("palette-alpha.png",
         png(9, 9, 8, 3, before=palette + chunk(b"tRNS", bytes(draw.randrange(256) for _ in range(200)))),
         (9, 9, 3), (9, 9, 3, "#204060"), (5, 5, 1, "#ff0000"))
    case("grey-key.png", png(9, 9, 8, 0, before=chunk(b"tRNS", b"\0\2"), sample=few), (9, 9, 3, "#203040"))
    case("grey2-key.png", png(9, 9, 2, 0, before=chunk(b"tRNS", b"\0\2")), (9, 9, 3, "#203040"))
    case("color-key.png", png(9, 9, 8, 2, before=chunk(b"tRNS", b"\0\2\0\1\0\3"), sample=few),
         (9, 9, 3, "#203040"))
    # keys of 16 bits are of all 16, which Pillow doesn't do: 0x0201 is not 0x0202
    wide = [[0x0201, 0x0202, 0x02FF, 0xFFFF][i % 4] for i in range(16)]
    shown = lambda key, under: bytes(v for w in wide for v in (under if w == key else bytes([w >> 8] * 3)))
    case("grey16-key.png",
         png(4, 4, 16, 0, before=chunk(b"tRNS", b"\2\2"), sample=iter(wide).__next__),
         (4, 4, 3, "#203040", shown(0x0202, b"\x20\x30\x40")))
    case("color16-key.png",
         png(4, 4, 16, 2, before=chunk(b"tRNS", b"\2\2" * 3),
             sample=iter([w for w in wide for _ in range(3)]).__next__),
         (4, 4, 3, "#203040", shown(0x0202, b"\x20\x30\x40")))
    case("alpha.png", png(17, 12, 8, 6), (12, 17, 3, "#0a141e"), (7, 7, 3), (8, 8, 1, "#0000ff"))
    case("grey-alpha.png", png(17, 12, 8, 4), (12, 17, 1, "#0a141e"), (7, 7, 3, "#00ff00"))

    # resizing: shrinking, growing, both odd; flat and tall; rectangular targets
    photo = io.BytesIO()
    picture("RGB", 61, 43).save(photo, "PNG")
    case("landscape.png", photo.getvalue(), (16, 16, 3), (43, 43, 3), (17, 23, 3), (23, 9, 1), (64, 64, 3),
         (50, 70, 1), (42, 61, 3), (4, 4, 3), (43, 61, 3))
    photo = io.BytesIO()
    picture("L", 23, 70).save(photo, "PNG")
    case("portrait.png", photo.getvalue(), (16, 16, 1), (8, 30, 3), (33, 11, 1), (71, 23, 1), (35, 35, 1))
    flat = io.BytesIO()
    picture("RGB", 301, 2).save(flat, "PNG")
    case("flat.png", flat.getvalue(), (8, 8, 3), (4, 200, 3), (16, 5, 3))
    dot = io.BytesIO()
    picture("RGB", 1, 1).save(dot, "PNG")
    case("dot.png", dot.getvalue(), (4, 6, 3))

    # JPEG: every subsampling, progressive, restarts, grey, CMYK
    photo = picture("RGB", 45, 37).resize((90, 74), Image.Resampling.BICUBIC).crop((0, 0, 83, 71))
    for subsampling, name in enumerate(("444", "422", "420")):
        case(f"jpeg-{name}.jpg", jpeg(photo, quality=88, subsampling=subsampling), (71, 83, 3), (16, 16, 1))
        case(f"jpeg-{name}-progressive.jpg",
             jpeg(photo, quality=60, subsampling=subsampling, progressive=True), (24, 24, 3))
    case("jpeg-440.jpg", turbojpeg(photo, 4), (71, 83, 3))
    case("jpeg-411.jpg", turbojpeg(photo, 5), (71, 83, 3))
    case("jpeg-restarts.jpg", jpeg(photo, quality=30, restart_marker_blocks=3), (32, 32, 3))
    case("jpeg-rgb.jpg", jpeg(photo, quality=90, keep_rgb=True), (20, 20, 3))
    case("jpeg-grey.jpg", jpeg(photo.convert("L"), quality=75), (71, 83, 1), (20, 20, 3))
    inks = picture("CMYK", 30, 20).resize((60, 40), Image.Resampling.BICUBIC)
    case("jpeg-cmyk.jpg", jpeg(inks, quality=92), (40, 60, 3), (16, 16, 1))
    case("jpeg-cmyk-420.jpg", jpeg(inks, quality=92, subsampling=2), (40, 60, 3))
    ycck = jpeg(inks, quality=92)
    at = ycck.index(b"Adobe")
    case("jpeg-ycck.jpg", ycck[: at + 11] + b"\2" + ycck[at + 12 :], (40, 60, 3))
    case("jpeg-named.png", jpeg(photo.resize((20, 20)), quality=70), (20, 20, 3))

    # EXIF orientation in JPEG and in PNG, both byte orders
    small = photo.resize((19, 13))
    for orientation in range(1, 9):
        order = "<>"[orientation % 2]
        block = tiff(orientation, order, 4 if orientation == 5 else 3)
        case(f"exif-{orientation}.jpg", jpeg(small, quality=90, subsampling=0, exif=b"Exif\0\0" + block),
             (9, 9, 3))
        square = png(7, 5, 8, 2, before=chunk(b"eXIf", tiff(orientation, "><"[orientation % 2])))
        case(f"exif-{orientation}.png", square, (5, 5, 3))
    case("exif-9.jpg", jpeg(small, quality=90, exif=b"Exif\0\0" + tiff(9, "<")), (13, 19, 3))

with open(here / "cases.tsv", "w") as table:
    for row in cases:
        print(*row, sep="\t", file=table)

# --- folder and zips ----------------------------------------------------------------------------

tree = {
    "B.PNG": "alpha.png", "a.jpeg": "jpeg-420.jpg", "a/z.png": "type3-4bit.png", "a/b/c.JPG": "exif-6.jpg",
    "a-b/1.png": "landscape.png", "a-b/10.png": "portrait.png", "a-b/2.png": "jpeg-named.png",
    "\u00e9/x.png": "type0-16bit.png", "a b.png": "color-key.png",
}
other = {
    "dataset.json": b"{}", "notes.txt": b"x", ".hidden.png": b"x", "__MACOSX/._B.PNG": b"x",
    "a/.thumbs/x.png": b"x", "a/more.webp": b"x", "png": b"x",
}
shutil.rmtree(here / "folder", ignore_errors=True)
everything = {name: (files / file).read_bytes() for name, file in tree.items()} | other
total = hashlib.sha256(struct.pack("<4Q", len(tree), 10, 12, 3))
for name in sorted(tree, key=lambda name: name.encode()):
    total.update(expected(files / tree[name], 10, 12, 3, "#ffffff"))
(here / "digest").write_text(total.hexdigest() + "\n")
for name, data in everything.items():
    if not name.startswith("__MACOSX"):
        path = here / "folder" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
shutil.rmtree(here / "archives", ignore_errors=True)
(here / "archives").mkdir()
for kind, method in {"stored": zipfile.ZIP_STORED, "deflated": zipfile.ZIP_DEFLATED, "zip64": 8}.items():
    with zipfile.ZipFile(here / "archives" / f"{kind}.zip", "w", method) as archive:
        for name in ["a/", *reversed(everything)]:
            info = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            info.compress_type = method
            with archive.open(info, "w", force_zip64=kind == "zip64") as entry:
                entry.write(everything.get(name, b""))
print(len(cases), "cases of", len(list(files.iterdir())), "files")
