#!/usr/bin/python3
"""Makes noto-emoji-64.zip: the colour emoji of Debian's Noto font at 64x64, over white.

    experiments/data/make-noto-emoji.py [--out FILE] [--font FILE]

Needs the Debian packages fonts-noto-color-emoji, python3-fonttools and python3-pil. The zip has
the same bytes each time on one machine; its pixels are the same everywhere, and are held against
the digest in noto-emoji-64.digest.
"""

import argparse
import hashlib
import io
import os
import pathlib
import struct
import sys
import tempfile
import zipfile

PACKAGES = "fonts-noto-color-emoji python3-fonttools python3-pil"
FONT = pathlib.Path("/usr/share/fonts/truetype/noto/NotoColorEmoji.ttf")
HERE = pathlib.Path(__file__).resolve().parent
SIZE = 64


def stop(message):
    sys.exit(f"make-noto-emoji: {message}")


try:
    from fontTools.ttLib import TTFont, TTLibError
    from PIL import Image
except ImportError as error:
    stop(f"{error.name} is not installed; apt-get install {PACKAGES}")


def glyphs(path):
    """The font's version, and its bitmaps by the number of the glyph."""
    try:
        font = TTFont(path, lazy=True)
        version = font["name"].getDebugName(5) or "without a version"
        strikes = font["CBDT"].strikeData
        pictures = {font.getGlyphID(name): glyph.imageData for name, glyph in strikes[0].items()}
    except FileNotFoundError:
        stop(f"there is no font at {path}; apt-get install {PACKAGES}")
    except KeyError as error:
        stop(f"{path} has no table {error}: it is not Noto's font of bitmaps (CBDT)")
    except (OSError, TTLibError, IndexError, AttributeError) as error:
        stop(f"cannot read {path}: {error}")
    return version, pictures


def picture(data):
    """A glyph in the middle of a white square, made smaller."""
    glyph = Image.open(io.BytesIO(data)).convert("RGBA")
    side = max(glyph.size)
    square = Image.new("RGBA", (side, side), "white")
    square.alpha_composite(glyph, ((side - glyph.width) // 2, (side - glyph.height) // 2))
    return square.convert("RGB").resize((SIZE, SIZE), Image.BILINEAR)


def distinct(pictures):
    """The images by name, in order; of equal ones the first."""
    images, seen = {}, set()
    for number, data in sorted(pictures.items()):
        image = picture(data)
        if image.tobytes() not in seen:
            seen.add(image.tobytes())
            images[f"emoji-{number:04}.png"] = image
    return images


def digest(images):
    """The data's digest: SHA-256 over count, height, width and channels, then the pixels."""
    total = hashlib.sha256(struct.pack("<4Q", len(images), SIZE, SIZE, 3))
    for image in images.values():
        total.update(image.tobytes())
    return total.hexdigest()


def write(images, path):
    """The zip, whole or not at all; nothing in it tells when or where it was made."""
    with tempfile.NamedTemporaryFile(dir=path.parent, delete=False) as file:
        try:
            with zipfile.ZipFile(file, "w", zipfile.ZIP_STORED) as archive:
                for name, image in images.items():
                    png = io.BytesIO()
                    image.save(png, "PNG", optimize=True)
                    entry = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
                    entry.create_system, entry.external_attr = 3, 0o644 << 16
                    archive.writestr(entry, png.getvalue())
            file.flush()
            os.fchmod(file.fileno(), 0o644)
            os.fsync(file.fileno())
            os.replace(file.name, path)
        except BaseException:
            os.unlink(file.name)
            raise


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("--font", type=pathlib.Path, default=FONT)
    parser.add_argument("--out", type=pathlib.Path, default=HERE / "noto-emoji-64.zip")
    arguments = parser.parse_args()

    fields = (HERE / "noto-emoji-64.digest").read_text().splitlines()
    known_digest, known_count, known_version = fields[0], int(fields[1]), fields[2]
    version, pictures = glyphs(arguments.font)
    images = distinct(pictures)
    found = digest(images)
    if found != known_digest and version == known_version:
        stop(
            f"the font is the known one ({version}), but its {len(images)} images have the digest\n"
            f"{found} instead of\n{known_digest}: is Pillow patched? Nothing was written."
        )
    try:
        write(images, arguments.out)
    except OSError as error:
        stop(f"cannot write {arguments.out}: {error.strerror}")
    print(f"{arguments.out}: {len(images)} images, digest {found}")
    if found != known_digest:
        print(
            f"make-noto-emoji: warning: this font is another version than the project's results"
            f" were made with.\n  here:    {version}, {len(images)} images\n"
            f"  results: {known_version}, {known_count} images\n"
            "It trains as well, but digests and run ids will differ from those in the repository.",
            file=sys.stderr,
        )


if __name__ == "__main__":
    main()
