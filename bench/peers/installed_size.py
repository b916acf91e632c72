#!/usr/bin/env python3
"""Bytes of the files of packages and of all that they require: installed_size.py PACKAGE..."""
import importlib.metadata
import json
import re
import sys

# In a CPU environment, what only a GPU build of a package would bring is not counted: it is not installed.


def closure(names):
    found, left = {}, list(names)
    while left:
        name = re.sub(r"[-_.]+", "-", left.pop()).lower()
        if name in found:
            continue
        try:
            found[name] = importlib.metadata.distribution(name)
        except importlib.metadata.PackageNotFoundError:
            if name in names:
                raise SystemExit(f"{name} is not installed") from None
            continue
        for requirement in found[name].requires or []:
            word, _, condition = requirement.partition(";")
            if "extra" not in condition:
                left.append(re.match(r"[\w.-]+", word.strip())[0])
    return found


def size(distribution):
    files = {distribution.locate_file(file).resolve() for file in distribution.files or []}
    return sum(file.stat().st_size for file in files if file.is_file())


print(json.dumps({"mb": sum(map(size, closure(sys.argv[1:]).values())) / 1e6}))
