#!/usr/bin/env python3
"""Writes tests/data/webdataset/: shards, and what the webdataset library reads from them. Needs webdataset and Pillow."""
import io
import json
import pathlib
import tarfile

import webdataset
from PIL import Image

folder = pathlib.Path(__file__).parent.parent / "data" / "webdataset"
folder.mkdir(exist_ok=True)


def picture(kind, shade):
    out = io.BytesIO()
    Image.new("L", (4 + shade % 3, 3), shade).save(out, kind)
    return out.getvalue()


# As users write them: one writer, several shards.
with webdataset.ShardWriter(str(folder / "train-%06d.tar"), maxcount=6, verbose=0) as shards:
    for i in range(10):
        sample = {"__key__": f"set/{i:04d}", "png": picture("PNG", 20 * i), "cls": i % 3, "txt": f"picture {i}, drawn\n",
                  "json": {"width": 4 + 20 * i % 3, "score": i / 4, "place": "ulm" if i % 2 else None, "tags": [i]}}
        if i == 7:
            del sample["json"]
        shards.write(sample)

# What else the convention allows: several images, capital letters, dots in folders, names longer than a header has room
# for, files that belong to no sample, samples of other files.
long = "l" * 120
files = [("v1.2/a.JPG", picture("JPEG", 10)), ("v1.2/a.seg.png", picture("PNG", 11)), ("v1.2/a.caption.txt", b"first"),
         ("v1.2/a.cls", b" cat\n"), ("README", b"none"), ("__meta__/info.json", b"{}"), ("v1.2/b.jpg", picture("JPEG", 12)),
         ("v1.2/b.meta.json", b'{"size": 7}'), ("v1.2/b.bin", b"\0\1"), (f"v1.2/{long}.jpg", picture("JPEG", 13)),
         (f"v1.2/{long}.cls", b"dog"), ("v1.2/only.bin", b"\2")]
for name, how in [("pax", tarfile.PAX_FORMAT), ("gnu", tarfile.GNU_FORMAT)]:
    with tarfile.open(folder / f"odd-{name}.tar", "w", format=how) as tar:
        for path, content in files:
            info = tarfile.TarInfo(path)
            info.size = len(content)
            tar.addfile(info, io.BytesIO(content))

read = {}
for shard in sorted(folder.glob("*.tar")):
    read[shard.name] = []
    for sample in webdataset.WebDataset(str(shard), shardshuffle=False):
        members = {name: value.hex() for name, value in sample.items() if not name.startswith("__")}
        read[shard.name].append({"key": sample["__key__"], "members": members})
(folder / "read.json").write_text(json.dumps(read, indent=1) + "\n")
