#!/usr/bin/env python3
"""Writes tests/data/formats/: one table in every format that is read, to be equal cell by cell; small pictures as WebP and
TIFF; and the broken files of these formats in tests/data/malformed/.

Needs numpy 2.4, pyarrow 26, zstandard and Pillow.
"""
import io
import json
import pathlib
import sqlite3
import struct
import zipfile

import numpy as np
import pyarrow as pa
import pyarrow.feather
import pyarrow.ipc
import pyarrow.parquet
import zstandard
from PIL import Image

data = pathlib.Path(__file__).parent.parent / "data"
formats, broken = data / "formats", data / "malformed"
formats.mkdir(exist_ok=True)

rng = np.random.default_rng(5)
n = 160
age = rng.integers(18, 90, n)
height = np.where(rng.random(n) < 0.1, np.nan, np.round(rng.normal(170, 12, n), 3))
city = np.where(rng.random(n) < 0.1, "", rng.choice(["ulm", "bonn", "köln, süd", "007"], n))
member = rng.random(n) < 0.4
seen = np.datetime64("2021-03-04T05:06:07.089", "ms") + rng.integers(-(10**10), 10**10, n).astype("timedelta64[ms]")
kind = np.where(age + 20 * member + rng.normal(0, 6, n) > 60, "old", "young")
names = ["age", "height", "city", "member", "seen", "kind"]


def text(value, missing=""):
    if isinstance(value, (bool, np.bool_)):
        return "true" if value else "false"
    if isinstance(value, (float, np.floating)):
        return missing if np.isnan(value) else repr(float(value))
    if isinstance(value, np.datetime64):
        return str(value).replace("T", " ")
    return str(value) or missing


def quoted(word):
    return f'"{word}"' if "," in word or " " in word else word


rows = list(zip(age, height, city, member, seen, kind))
csv = ",".join(names) + "\n" + "".join(",".join(quoted(text(cell)) for cell in row) + "\n" for row in rows)
(formats / "people.csv").write_text(csv)
packed = zstandard.ZstdCompressor(level=19).compress(csv.encode())
(formats / "people.csv.zst").write_bytes(packed)
lines = ""
for row in rows:
    cells = [int(row[0]), None if np.isnan(row[1]) else float(row[1]), str(row[2]) or None, bool(row[3]), text(row[4]), str(row[5])]
    lines += json.dumps(dict(zip(names, cells)), ensure_ascii=False) + "\n"
(formats / "people.jsonl").write_text(lines)
(formats / "people.arff").write_text(
    "% written by tests/references/table_formats.py\n@RELATION people\n\n@ATTRIBUTE age integer\n@attribute height REAL\n"
    "@attribute city string\n@attribute member {true, false}\n@attribute seen date 'yyyy-MM-dd HH:mm:ss.SSS'\n"
    "@attribute 'kind' {old,young}\n@data\n" + "".join(",".join(quoted(text(cell, "?")) for cell in row) + "\n" for row in rows))

table = pa.table({
    "age": pa.array(age, pa.int32()),
    "height": pa.array([None if np.isnan(v) else v for v in height], pa.float64()),
    "city": pa.array([word or None for word in city.tolist()], pa.string()),
    "member": pa.array(member, pa.bool_()),
    "seen": pa.array(seen, pa.timestamp("ms")),
    "kind": pa.array(kind.tolist(), pa.string()).dictionary_encode(),
})
pa.parquet.write_table(table, formats / "people.parquet", compression="zstd", row_group_size=50)
pa.feather.write_feather(table, formats / "people.feather", compression="lz4", chunksize=70)
with pa.ipc.new_stream(formats / "people.arrows", table.schema) as stream:
    stream.write_table(table, max_chunksize=64)
np.savez_compressed(formats / "people.npz", age=age.astype(np.int16), height=height, city=city, member=member, seen=seen,
                    kind=kind.astype("S5"))
(formats / "people.db").unlink(missing_ok=True)
with sqlite3.connect(formats / "people.db") as database:
    database.execute("CREATE TABLE people (age INTEGER, height REAL, city TEXT, member BOOLEAN, seen TEXT, kind TEXT)")
    database.executemany("INSERT INTO people VALUES (?, ?, ?, ?, ?, ?)", [
        (int(row[0]), None if np.isnan(row[1]) else float(row[1]), str(row[2]) or None, int(row[3]), text(row[4]), str(row[5]))
        for row in rows])

# Types that one format alone has.
more = pa.table({
    "tiny": pa.array([1, None, 255], pa.uint8()), "huge": pa.array([1, 2**64 - 1, None], pa.uint64()),
    "half": pa.array(np.array([0.5, -2, 65504], np.float16)), "price": pa.array([None, "1.25", "-3.50"]).cast(pa.decimal128(9, 2)),
    "day": pa.array([0, -1, None], pa.date32()), "nano": pa.array([-1, 1_500_000, None], pa.timestamp("ns")),
    "list": pa.array([[1, 2.5], [], None], pa.list_(pa.float32())), "nothing": pa.nulls(3),
})
pa.parquet.write_table(more, formats / "types.parquet")
pa.feather.write_feather(more, formats / "types.feather")

# One chunk, as it comes into memory: what is not copied on the way into columns.
m = 1100
number = np.arange(m) * 0.5
place = pa.table({
    "number": number, "marked": pa.array(np.where(np.arange(m) % 5, number + 0.25, np.nan), from_pandas=True),
    "gappy": pa.array([None if i % 5 == 0 else i + 0.125 for i in range(m)], pa.float64()),
    "integer": pa.array([None if i % 7 == 0 else 3 * i for i in range(m)], pa.int64()),
    "time": pa.array([1000 * i for i in range(m)], pa.timestamp("ms")),
    "large": pa.array([None if i % 50 == 0 else f"large {i}" for i in range(m)], pa.large_string()),
    "small": pa.array([f"small {i}" for i in range(m)], pa.string()),
    "emptied": pa.array([f"emptied {i}" if i % 50 else "" for i in range(m)], pa.large_string()),
    "list": pa.array([None if i % 11 == 0 else [i, i / 4][: i % 3] for i in range(m)], pa.large_list(pa.float64())),
    "picture": pa.array([b"\x89" + bytes([i % 256, i // 256]) for i in range(m)], pa.large_binary()),
})
pa.feather.write_feather(place, formats / "place.feather", compression="uncompressed", chunksize=m)
pa.parquet.write_table(place, formats / "place.parquet", compression="zstd", row_group_size=m)

# Pictures, beside those of images.py.
y, x = np.mgrid[0:12, 0:16]
colour = np.stack([x * 16, y * 20, 255 - x * 8 - y * 4], axis=2).astype(np.uint8)
grey = (x * 8 + y * 10).astype(np.uint8)
image = Image.fromarray(colour)
image.save(data / "images" / "colour.webp", lossless=True)
image.save(data / "images" / "colour.tiff", compression="tiff_lzw")
Image.fromarray(grey).save(data / "images" / "grey.tif")
Image.fromarray(grey.astype(np.uint16) * 257).save(data / "images" / "grey16.tif")


# Broken ones.
def write(name, content):
    (broken / name).parent.mkdir(parents=True, exist_ok=True)
    (broken / name).write_bytes(content)


def saved(array, **options):
    out = io.BytesIO()
    np.save(out, array, **options)
    return out.getvalue()


def zipped(files, method=zipfile.ZIP_STORED):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for name, content in files.items():
            archive.writestr(zipfile.ZipInfo(name), content, method)
    return out.getvalue()


whole = (formats / "people.parquet").read_bytes()
write("cut.parquet", whole[: len(whole) // 2])
write("no_magic.parquet", b"a,b\n1,2\n")
write("cut.arrow", (formats / "people.arrows").read_bytes()[:700])
write("old.feather", b"FEA1" + bytes(16) + b"FEA1")
spans = pa.table({"a": [1, 2], "t": pa.array([1, 2], pa.duration("s"))})
pa.parquet.write_table(spans, broken / "duration.parquet")
write("no_array.npy", b"1,2\n3,4\n")
write("cut.npy", saved(np.arange(12.0).reshape(4, 3))[:-8])
write("objects.npy", saved(np.array([{}, None], dtype=object), allow_pickle=True))
write("records.npy", saved(np.array([(1, 2.0)], dtype=[("a", int), ("b", float)])))
write("complex.npy", saved(np.array([1j, 2])))
write("floats_as_images.npy", saved(np.zeros((2, 4, 4))))
write("huge.npy", saved(np.arange(4.0)).replace(b"(4,), ", b"(9999999999, 9999999999), ")[:200])
pair = {"train_images.npy": saved(np.zeros((3, 2, 2), np.uint8)), "train_labels.npy": saved(np.arange(3))}
write("rows_differ.npz", zipped(pair | {"test_labels.npy": saved(np.arange(5))}))
write("cut.npz", zipped(pair)[:300])
bad = bytearray(zipped({"a.npy": saved(np.arange(400))}, zipfile.ZIP_DEFLATED))
bad[60:90] = b"\xff" * 30
write("bad_deflate.npz", bytes(bad))
write("no_zip.npz", b"not a zip")
write("cut.csv.zst", packed[: len(packed) // 2])
write("broken.csv.zst", packed[:30] + b"\xff" * 40 + packed[70:])
write("no_database.db", b"not a database, but longer than a header of SQLite, which has a hundred bytes at its beginning......")
(broken / "two_tables.db").unlink(missing_ok=True)
with sqlite3.connect(broken / "two_tables.db") as database:
    database.execute("CREATE TABLE sales (a INTEGER, label TEXT)")
    database.execute("CREATE TABLE salaries (a INTEGER)")
    database.execute("INSERT INTO sales VALUES (1, 'x')")
write("cut_tiff/ant/1.tif", (data / "images/colour.tiff").read_bytes()[:150])
write("cut_webp/ant/1.webp", (data / "images/colour.webp").read_bytes()[:40])
