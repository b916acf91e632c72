#!/usr/bin/env python3
"""Writes tests/data/images/: one small picture in every format that is read. Needs Pillow and numpy."""
import pathlib
import struct
import zlib

import numpy
from PIL import Image

folder = pathlib.Path(__file__).parent.parent / "data" / "images"
folder.mkdir(exist_ok=True)

y, x = numpy.mgrid[0:12, 0:16]
colour = numpy.stack([x * 16, y * 20, 255 - x * 8 - y * 4], axis=2).astype(numpy.uint8)
grey = (x * 8 + y * 10).astype(numpy.uint8)
image, plain = Image.fromarray(colour), Image.fromarray(grey)

image.save(folder / "colour.ppm")
image.save(folder / "colour.png")
image.quantize(8).save(folder / "palette.png")
with_alpha = image.convert("RGBA")
with_alpha.putalpha(100)
with_alpha.save(folder / "alpha.png")
image.save(folder / "colour.jpg", quality=95)
image.save(folder / "progressive.jpg", quality=90, progressive=True)
plain.save(folder / "grey.pgm")
plain.save(folder / "grey.png")
plain.save(folder / "grey.jpg", quality=95)


def chunk(kind, content):
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))


# Pillow writes no grey of 16 bits with transparency.
rows = b"".join(b"\0" + b"".join(struct.pack(">HH", int(v) * 257, 30000) for v in row) for row in grey)
header = struct.pack(">IIBBBBB", 16, 12, 16, 4, 0, 0, 0)
(folder / "grey16_alpha.png").write_bytes(
    b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b""))
