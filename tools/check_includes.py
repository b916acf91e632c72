#!/usr/bin/env python3
"""Checks who includes whom: a lower folder never includes a higher one, heavy headers stay where they belong, and what is
compiled where there is no CPU engine (PLUMB_CPU=OFF) includes nothing of it.

Usage: check_includes.py [ROOT]. Prints each offence as file:line, exits 1 if there is one.
"""
import pathlib
import re
import sys

LOW = ["core", "graph", "data", "prepare", "model", "engine", "evaluate", "train"]
ALLOWED = {
    "core": [],
    "graph": ["core"],
    "data": ["core"],
    "onnx": ["core", "graph"],
    "prepare": ["core", "onnx", "data"],
    "model": ["core", "graph"],
    "engine": ["core", "graph"],
    "evaluate": ["core", "data"],
    "train": ["core", "graph", "data", "model", "engine", "evaluate"],
    "tune": LOW,
    "explain": LOW,
    "harden": LOW,
    "deploy": ["core", "graph", "onnx", "data", "prepare", "model", "engine"],
    "task": LOW + ["onnx", "tune", "explain", "harden", "deploy"],
    "cli": ["core", "task"],
}
# Heavy headers: which files may include them.
HEAVY = {
    r"(arrow|parquet)/": r"plumb/data/plugins/.*\.cpp",
    r"(postgresql|webp)/|sqlite3|tiffio|zstd": r"plumb/data/plugins/.*\.cpp",
    r"(oneapi/dnnl/)?dnnl": r"plumb/engine/.*",
    r"(ATen|torch|c10)/": r"plumb/engine/torch/.*",
    r"hwy/": r"plumb/engine/kernels/.*",
    r"yaml-cpp/": r"plumb/task/.*\.cpp",
    r"nlohmann/": r"plumb/.*\.cpp",
    r"CLI/": r"plumb/cli/.*",
}


def of_cpu_engine(root):
    """What the build leaves out with PLUMB_CPU=OFF, as its own pattern says."""
    return re.compile(re.search(r'set\(of_cpu_engine "/([^"]+)"', (root / "CMakeLists.txt").read_text())[1])


def offences(file, name, cpu_engine):
    folder = name.split("/")[1]
    for number, line in enumerate(file.read_text().splitlines(), 1):
        found = re.match(r'\s*#\s*include\s*["<]([^">]+)[">]', line)
        if not found:
            continue
        header = found[1]
        ours = re.match(r"plumb/(?:(\w+)/)?", header)
        if ours:
            other = ours[1] or header
            if other != folder and other not in ALLOWED[folder]:
                yield f"{name}:{number}: {folder} may not include {header} (only {', '.join(ALLOWED[folder]) or 'itself'})"
        if cpu_engine.match(header) and not cpu_engine.match(name):
            yield f"{name}:{number}: {header} is not there where the build has no CPU engine (PLUMB_CPU=OFF)"
        for heavy, where in HEAVY.items():
            if re.match(heavy, header) and not re.fullmatch(where, name):
                yield f"{name}:{number}: {header} may be included only by {where}"


def main():
    root = pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else ".").resolve()
    found, cpu_engine = [], of_cpu_engine(root)
    for file in sorted([*root.glob("plumb/**/*.h"), *root.glob("plumb/**/*.cpp")]):
        name = file.relative_to(root).as_posix()
        if name.split("/")[1] not in ALLOWED:
            found.append(f"{name}: a folder that the table of tools/check_includes.py does not know")
        else:
            found += offences(file, name, cpu_engine)
    print("\n".join(found) or "includes point the right way")
    return bool(found)


if __name__ == "__main__":
    sys.exit(main())
