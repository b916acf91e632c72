#!/usr/bin/env python3
"""Writes the binary files of tests/data/malformed/; the text files there are written by hand."""
import gzip
import io
import pathlib
import struct
import tarfile

data = pathlib.Path(__file__).parent.parent / "data"
folder = data / "malformed"


def idx(sizes, values):
    return struct.pack(">BBBB", 0, 0, 8, len(sizes)) + struct.pack(f">{len(sizes)}I", *sizes) + bytes(values)


def write(name, content):
    (folder / name).parent.mkdir(parents=True, exist_ok=True)
    (folder / name).write_bytes(content)


whole = gzip.compress(b"a,b\n" + b"".join(b"%d,%d\n" % (i * i, i * 7919 % 1000) for i in range(500)), mtime=0)
write("cut.csv.gz", whole[: len(whole) // 2])
write("broken.csv.gz", whole[:20] + b"\xff" * 20 + whole[40:])
write("nul_bytes.csv", b"a,b\n1,\x00\n")
write("not_utf8.csv", b"name,n\nulm,1\nK\xf6ln,2\n")
write("odd_utf16.csv", b"\xff\xfea\x00,\x00b")
write("no_magic-images-idx3-ubyte", b"P5 2 2 255\nabcd")
write("cut-images-idx3-ubyte", idx([2, 3, 3], range(17)))
write("longer-images-idx3-ubyte", idx([1, 2, 2], range(5)))
write("huge-images-idx3-ubyte", idx([2**32 - 1, 2**32 - 1, 2**32 - 1], range(4)))
write("two-images-idx3-ubyte", idx([2, 2, 2], range(8)))
write("three-labels-idx1-ubyte", idx([3], range(3)))
write("two-labels-idx1-ubyte", idx([2], range(2)))
write("floats-images-idx3-ubyte", struct.pack(">BBBBIII", 0, 0, 0x0D, 3, 1, 1, 1) + bytes(4))
png, jpg = (data / "images/colour.png").read_bytes(), (data / "images/colour.jpg").read_bytes()
write("cut_png/ant/1.png", png[:60])
write("cut_jpg/ant/1.jpg", jpg[: len(jpg) // 2])
write("no_jpg/ant/1.jpg", b"not found: 404\n")
write("beside/ant/1.png", png)
write("beside/stray.png", png)
write("no_images/readme.txt", b"images come later\n")
packed = io.BytesIO()
with tarfile.open(fileobj=packed, mode="w") as archive:
    image = tarfile.TarInfo("ant/1.jpg")
    image.size = len(jpg)
    archive.addfile(image, io.BytesIO(jpg))
write("cut.tar", packed.getvalue()[:900])
