#!/usr/bin/env python3
"""Makes the broken images and zips of CorpusTests, and what must be said of each.

    python make.py      needs Pillow

files/          the broken files
expected.tsv    a file and its message a line; of images it is what follows their name
"""

import io
import pathlib
import random
import struct
import zipfile
import zlib

from PIL import Image

here = pathlib.Path(__file__).parent
files = here / "files"
draw = random.Random(4)
messages = {}


def case(name, data, message):
    assert name not in messages
    (files / name).write_bytes(data)
    messages[name] = message


# --- PNG ----------------------------------------------------------------------------------------

SIGNATURE = b"\x89PNG\r\n\x1a\n"


def chunk(name, data, crc=None):
    right = zlib.crc32(name + data)
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", right if crc is None else crc)


def header(width=8, height=8, depth=8, color=2, compression=0, filtering=0, interlacing=0, crc=None):
    fields = struct.pack(">IIBBBBB", width, height, depth, color, compression, filtering, interlacing)
    return chunk(b"IHDR", fields, crc)


ROWS = b"".join(bytes([0]) + draw.randbytes(24) for _ in range(8))
PIXELS = zlib.compress(ROWS)
INDICES = zlib.compress(b"".join(bytes([0]) + bytes(draw.randrange(16) for _ in range(8)) for _ in range(8)))
END = chunk(b"IEND", b"")
PNG = SIGNATURE + header() + chunk(b"IDAT", PIXELS) + END


def png(*chunks):
    return SIGNATURE + b"".join(chunks)


def pngs():
    idat = chunk(b"IDAT", PIXELS)
    flipped = bytearray(PIXELS)
    flipped[40] ^= 0x10
    case("empty.png", b"", "is empty")
    case("one-byte.png", SIGNATURE[:1], "is not an image")
    case("signature.png", SIGNATURE, "is cut off")
    case("cut-in-header.png", PNG[:20], "is cut off")
    case("cut-in-header-crc.png", PNG[:31], "is cut off")
    case("cut-before-pixels.png", PNG[:33], "is cut off")
    case("cut-in-chunk-name.png", PNG[:39], "is cut off")
    case("cut-in-pixels.png", PNG[:120], "is cut off")
    case("cut-before-end.png", PNG[: -len(END)], "is cut off")
    case("cut-in-end.png", PNG[:-2], "is cut off")
    case("crc-of-header.png", png(header(crc=1), idat, END), "is damaged: a checksum is wrong")
    case("crc-of-pixels.png", png(header(), chunk(b"IDAT", PIXELS, 1), END), "is damaged: a checksum is wrong")
    case("crc-of-palette.png",
         png(header(color=3), chunk(b"PLTE", bytes(48), 1), chunk(b"IDAT", INDICES), END),
         "is damaged: a checksum is wrong")
    case("crc-of-text.png", png(header(), chunk(b"tEXt", b"Title\0x", 1), idat, END),
         "is damaged: a checksum is wrong")
    case("crc-of-text-after.png", png(header(), idat, chunk(b"tEXt", b"Title\0x", 1), END),
         "is damaged: a checksum is wrong")
    case("bit-flip.png", png(header(), chunk(b"IDAT", bytes(flipped)), END), "is damaged: IDAT stream error")
    case("adler.png", png(header(), chunk(b"IDAT", PIXELS[:-1] + b"\0"), END), "is damaged: IDAT stream error")
    case("not-deflate.png", png(header(), chunk(b"IDAT", bytes(100)), END), "is damaged: IDAT stream error")
    case("no-pixels.png", png(header(), END), "is damaged: invalid chunk position")
    case("few-rows.png", png(header(), chunk(b"IDAT", zlib.compress(ROWS[:100])), END), "is cut off")
    case("bad-row-filter.png", png(header(), chunk(b"IDAT", zlib.compress(b"\7" + ROWS[1:])), END),
         "is damaged: invalid scanline filter")
    case("no-columns.png", png(header(width=0), idat, END), "is damaged: invalid image width")
    case("no-rows.png", png(header(height=0), idat, END), "is damaged: invalid image height")
    case("negative-columns.png", png(header(width=1 << 31), idat, END), "is damaged: invalid image width")
    case("bomb.png", png(header(60000, 60000), idat, END),
         "declares 60000x60000 pixels, more than are allowed or its bytes can hold")
    case("bomb-of-one-bit.png", png(header(8192, 8192, 1, 0), idat, END),
         "declares 8192x8192 pixels, more than are allowed or its bytes can hold")
    case("bomb-wide.png", png(header(width=65536, height=1), idat, END), 
         "declares 65536x1 pixels, more than are allowed or its bytes can hold")
    case("bit-depth.png", png(header(depth=3), idat, END), "is damaged: invalid bit depth")
    case("bit-depth-of-color.png", png(header(depth=4), idat, END), "is damaged: invalid bit depth")
    case("color-type.png", png(header(color=5), idat, END), "is damaged: invalid color type")
    case("compression.png", png(header(compression=1), idat, END), "is damaged: invalid compression method")
    case("filtering.png", png(header(filtering=1), idat, END), "is damaged: invalid filter method")
    case("interlacing.png", png(header(interlacing=2), idat, END), "is damaged: invalid interlace method")
    case("no-palette.png", png(header(color=3), chunk(b"IDAT", INDICES), END), 
         "is damaged: missing PLTE for indexed image")
    case("palette-length.png", png(header(color=3), chunk(b"PLTE", bytes(47)), chunk(b"IDAT", INDICES), END),
         "is damaged: invalid chunk length")
    case("header-missing.png", png(idat, END), "is damaged: invalid IHDR chunk size")
    case("header-twice.png", png(header(), header(), idat, END), "is damaged: invalid chunk position")
    case("header-long.png", png(chunk(b"IHDR", bytes(14)), idat, END), "is damaged: invalid IHDR chunk size")
    case("unknown-critical.png", png(header(), chunk(b"ABCD", b""), idat, END),
         "is damaged: unknown critical chunk")
    case("chunk-length.png", png(header(), struct.pack(">I", 1 << 31) + b"IDAT" + PIXELS, END),
         "is damaged: chunk exceeds maximum standard length")
    case("chunk-name.png", png(header(), chunk(b"ID\0T", PIXELS), END), "is damaged: unknown critical chunk")


# --- JPEG ---------------------------------------------------------------------------------------


def jpeg(**options):
    noise = random.Random(6)
    out = io.BytesIO()
    Image.frombytes("RGB", (24, 24), noise.randbytes(24 * 24 * 3)).save(out, "JPEG", quality=80, **options)
    return bytearray(out.getvalue())


def jpegs():
    good = jpeg(subsampling=0)
    frame, huffman, quantizer, scan = (good.index(bytes([0xFF, m])) for m in (0xC0, 0xC4, 0xDB, 0xDA))

    def changed(*changes):
        copy = bytearray(good)
        for offset, byte in changes:
            copy[offset] = byte
        return bytes(copy)

    def without(marker_at):
        return bytes(good[:marker_at] + good[marker_at + 2 + struct.unpack_from(">H", good, marker_at + 2)[0] :])

    body = scan + 20
    case("cut-after-start.jpg", bytes(good[:3]), "is cut off")
    case("cut-in-tables.jpg", bytes(good[: quantizer + 30]), "is cut off")
    case("cut-before-scan.jpg", bytes(good[:scan]), "is damaged: Invalid JPEG file structure: missing SOS marker")
    case("cut-in-scan.jpg", bytes(good[: (body + len(good)) // 2]), "is cut off")
    case("cut-before-end.jpg", bytes(good[:-2]), "is cut off")
    progressive = jpeg(progressive=True)
    case("cut-in-progressive.jpg", bytes(progressive[: len(progressive) * 3 // 4]), "is cut off")
    case("bad-codes.jpg", bytes(good[:body] + bytes(len(good) - body - 2) + good[-2:]),
         "is damaged: Corrupt JPEG data: 572 extraneous bytes before marker 0xd9")
    case("bad-table.jpg", changed(*((huffman + 5 + i, 0xFF) for i in range(16))),
         "is damaged: Bogus Huffman table definition")
    case("no-quantizer.jpg", without(quantizer), "is damaged: Quantization table 0x00 was not defined")
    case("no-frame.jpg", without(frame), "is damaged: Invalid JPEG file structure: SOS before SOF")
    case("sides.jpg", changed(*((frame + 5 + i, 0xFF) for i in range(4))),
         "is damaged: Maximum supported image dimension is 65500 pixels")
    case("bomb.jpg", changed((frame + 5, 0xF0), (frame + 7, 0xF1)),
         "declares 61720x61464 pixels, more than are allowed or its bytes can hold")
    case("no-rows.jpg", changed((frame + 5, 0), (frame + 6, 0)), "is damaged: Empty JPEG image (DNL not supported)")
    case("no-columns.jpg", changed((frame + 7, 0), (frame + 8, 0)), "is damaged: Empty JPEG image (DNL not supported)")
    case("12-bit.jpg", changed((frame + 4, 12)), "cannot be read: Unsupported JPEG data precision 12")
    case("lossless.jpg", changed((frame + 1, 0xC3)), "cannot be read: Unsupported JPEG process: SOF type 0xc3")
    case("hierarchical.jpg", changed((frame + 1, 0xC5)), "cannot be read: Unsupported JPEG process: SOF type 0xc5")
    case("sampling.jpg", changed((frame + 11, 0x31)),
         "is damaged: Corrupt JPEG data: 565 extraneous bytes before marker 0xd9")
    case("sampling-zero.jpg", changed((frame + 11, 0x00)), "is damaged: Bogus sampling factors")
    case("segment-length.jpg", changed((quantizer + 2, 0), (quantizer + 3, 1)), "is damaged: Bogus marker length")
    case("junk.jpg", b"\xFF\xD8\xFF" + b"\x16" + draw.randbytes(400), "cannot be read: Unsupported marker type 0x16")


# --- what only seems to be an image -------------------------------------------------------------


def others():
    out = {}
    for kind in ("GIF", "WEBP", "BMP", "TIFF", "JPEG2000", "AVIF"):
        stream = io.BytesIO()
        try:
            Image.new("RGB", (4, 4), "red").save(stream, kind)
        except (KeyError, OSError):
            continue
        out[kind] = stream.getvalue()
    case("gif.png", out["GIF"], "is GIF inside; PNG and JPEG are read")
    case("webp.jpg", out["WEBP"], "is WebP inside; PNG and JPEG are read")
    case("bmp.png", out["BMP"], "is BMP inside; PNG and JPEG are read")
    case("tiff.jpeg", out["TIFF"], "is TIFF inside; PNG and JPEG are read")
    case("avif.jpg", out["AVIF"], "is AVIF inside; PNG and JPEG are read")
    case("text.png", b"This is not an image.\n", "is not an image")
    case("page.jpg", b"<!DOCTYPE html><title>404</title>", "is not an image")
    case("zeroes.png", bytes(4096), "is not an image")
    case("crlf.png", PNG.replace(b"\r\n", b"\n", 1), "is not an image")


# --- zip ----------------------------------------------------------------------------------------


def archive(*entries, method=zipfile.ZIP_DEFLATED):
    """A good zip of (name, data)."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as file:
        for name, data in entries:
            file.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), data, method)
    return bytearray(out.getvalue())


def directory(data):
    return data.index(b"PK\1\2")


def patched(data, local=(), central=()):
    """With fields of the first entry changed, in its local header and in the directory's."""
    data = bytearray(data)
    for offset, form, value in local:
        struct.pack_into(form, data, offset, value)
    for offset, form, value in central:
        struct.pack_into(form, data, directory(data) + offset, value)
    return bytes(data)


def zips():
    good = archive(("a.png", PNG), ("b/c.png", PNG), method=zipfile.ZIP_STORED)
    packed = archive(("a.png", PNG), ("b/c.png", PNG))
    at = good.index(SIGNATURE)
    case("empty.zip", b"", "{} is neither a folder nor a zip")
    case("text.zip", b"Not a zip at all.\n" * 20, "{} is neither a folder nor a zip")
    case("cut.zip", bytes(good[: len(good) // 2]), "{} is a broken zip: its directory is missing, so it is cut off")
    case("cut-at-the-start.zip", bytes(good[100:]), "{} is a broken zip: Zip archive inconsistent")
    case("cut-in-end.zip", bytes(good[:-4]), "{} is a broken zip: its directory is missing, so it is cut off")
    case("nothing.zip", bytes(archive()), "{} holds no images")
    case("no-images.zip", bytes(archive(("notes.txt", b"x"), ("dataset.json", b"{}"))), "{} holds no images")
    case("hidden.zip", bytes(archive(("__MACOSX/._a.png", b"x"), (".DS_Store", b"x"), ("b/.c.png", b"x"))),
         "{} holds no images")
    case("webp.zip", bytes(archive(("a.webp", b"x"), ("b.webp", b"x"))),
         "{} holds no images that can be read; a.webp is in another format")
    case("bad-entry.zip", bytes(archive(("a.png", PNG), ("b/c.png", PNG[:120]))), "{}: b/c.png is cut off")
    case("empty-entry.zip", bytes(archive(("a.png", PNG), ("b/c.png", b""))), "{}: b/c.png is empty")
    case("two-bad-entries.zip", bytes(archive(("a.png", PNG[:120]), ("b.png", PNG), ("c.jpg", b"x"))),
         "{}: a.png is cut off; c.jpg is bad too")
    case("bad-entries.zip", bytes(archive(*((f"{i}.png", b"") for i in range(9)))),
         "{}: 0.png is empty; 1.png, 2.png, 3.png, 4.png, 5.png, 6.png, 7.png and 8.png are bad too")
    case("crc.zip", bytes(good[: at + 90] + bytes([good[at + 90] ^ 1]) + good[at + 91 :]),
         "{}: a.png is damaged: a checksum is wrong")
    case("bad-deflate.zip", bytes(packed[:50] + bytes(30) + packed[80:]), "{}: a.png is damaged: a checksum is wrong")
    case("encrypted.zip", patched(good, [(6, "<H", 1)], [(8, "<H", 1)]), "{}: a.png is encrypted")
    aes = struct.pack("<HHHBBBH", 0x9901, 7, 2, ord("A"), ord("E"), 3, 0)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as file:
        info = zipfile.ZipInfo("a.png", (1980, 1, 1, 0, 0, 0))
        info.extra = aes
        file.writestr(info, PNG)
    case("encrypted-aes.zip", patched(out.getvalue(), [(6, "<H", 1), (8, "<H", 99)], [(8, "<H", 1), (10, "<H", 99)]),
         "{}: a.png is encrypted")
    case("method.zip", patched(packed, [(8, "<H", 77)], [(10, "<H", 77)]),
         "{}: a.png cannot be read: Compression method not supported")
    case("offset.zip", patched(good, central=[(42, "<I", 1 << 30)]), "{}: a.png is damaged: Invalid argument")
    case("offset-inside.zip", patched(good, central=[(42, "<I", 60)]), "{}: a.png is damaged: Invalid argument")
    case("bomb.zip", bytes(patched(archive(("a.png", bytes(20 << 20))), [(22, "<I", 300)], [(24, "<I", 300)])),
         "{}: a.png has too many bytes")
    case("bomb-declared.zip", patched(packed, [(22, "<I", 1 << 30)], [(24, "<I", 1 << 30)]),
         "{}: a.png has too many bytes")
    case("size-too-large.zip", patched(packed, [(22, "<I", 5000)], [(24, "<I", 5000)]), "{}: a.png is cut off")
    case("many-entries.zip", patched(good, central=()).replace(b"\2\0\2\0", b"\xf0\xff\xf0\xff"),
         "{} is a broken zip: Zip archive inconsistent")


files.mkdir(exist_ok=True)
for old in files.iterdir():
    old.unlink()
pngs()
jpegs()
others()
zips()
with open(here / "expected.tsv", "w") as table:
    for name, message in messages.items():
        print(name, message, sep="\t", file=table)
print(len(messages), "files")
