#!/usr/bin/env python3
"""Writes the digits of scikit-learn (1,797 images of 8x8, from the UCI set of handwritten digits, CC BY 4.0) as IDX files.

Usage: make.py DIGITS.CSV.GZ FOLDER. Every fifth image is a test image. Pixels 0..16 become 0..255.
"""
import gzip
import pathlib
import struct
import sys


def write(path, magic, shape, content):
    with open(path, "wb") as raw, gzip.GzipFile(fileobj=raw, mode="wb", mtime=0, filename="") as file:
        file.write(struct.pack(f">{1 + len(shape)}I", magic, *shape) + bytes(content))


source, folder = sys.argv[1], pathlib.Path(sys.argv[2])
rows = [[int(float(cell)) for cell in line.split(",")] for line in gzip.open(source, "rt") if line.strip()]
for part, keep in (("train", lambda i: i % 5 != 4), ("test", lambda i: i % 5 == 4)):
    chosen = [row for i, row in enumerate(rows) if keep(i)]
    pixels = [round(cell * 255 / 16) for row in chosen for cell in row[:64]]
    write(folder / f"{part}-images.idx3.gz", 0x803, (len(chosen), 8, 8), pixels)
    write(folder / f"{part}-labels.idx1.gz", 0x801, (len(chosen),), [row[64] for row in chosen])
