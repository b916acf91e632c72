#!/usr/bin/env python3
"""Checks that everything but the CPU engine also builds where there is none (PLUMB_CPU=OFF: a CUDA libtorch alone, without
oneDNN), in seconds instead of by another build: what stays names no symbol of the engine or its libraries. Sources that
ask how they are compiled are compiled as they would be there. check_includes.py sees to the headers.

Usage: check_without_engine.py BUILD OF_ENGINE, a build with the engine, and the regular expression of its sources in
CMakeLists.txt. Prints each offence, exits 1 if there is one.
"""
import json
import pathlib
import re
import shlex
import subprocess
import sys
import tempfile

ASKS = re.compile(r"^\s*#\s*if.*(_OPENMP|PLUMB_TEST_CPU)", re.MULTILINE)
OF_LIBRARIES = re.compile(r"^(omp_|GOMP_|dnnl_|_ZNK?(4dnnl|3hwy))")


def symbols(objects):
    """Of each object: names that it wants from elsewhere, and names that it has."""
    wanted, had = {}, set()
    listed = subprocess.run(["nm", "-A", "-P", *objects], capture_output=True, text=True, check=True).stdout
    for line in listed.splitlines():
        of, rest = line.split(": ", 1)
        name, kind = rest.split()[:2]
        if kind == "U":
            wanted.setdefault(name, of)
        elif kind.isupper() or kind == "u":  # lower case: nobody else sees it
            had.add(name)
    return wanted, had


def made_by(entry):
    """The object that a command makes; older CMake does not say it beside the command."""
    words = shlex.split(entry["command"])
    return pathlib.Path(entry["directory"], words[words.index("-o") + 1])


def without_engine(command, made):
    """The compiler's words for making an object as a build without the engine would."""
    words, kept = iter(shlex.split(command)), []
    for word in words:
        if word in ("-o", "-include") or (word == "-isystem" and kept):
            value = next(words)
            if word == "-isystem" and "onednn" not in value:
                kept += [word, value]
        elif word not in ("-fopenmp", "-Winvalid-pch", "-DPLUMB_TEST_CPU") and not word.startswith("-DHWY"):
            kept.append(word)
    return kept + ["-o", made]


def main(build, of_engine):
    root = pathlib.Path(__file__).resolve().parent.parent
    entries = json.loads((build / "compile_commands.json").read_text())
    engine, others, asking = [], [], []
    for entry in entries:
        path, made = entry["file"], made_by(entry)
        if not path.startswith((f"{root}/plumb/", f"{root}/tests/support/")):
            continue
        if re.search(of_engine, path):
            engine += [str(made)] if made.exists() else []
        elif ASKS.search(pathlib.Path(path).read_text()):
            asking.append(entry)
        elif path.startswith(f"{root}/plumb/") and made.exists():
            others.append(str(made))
    if not engine or not others or not asking:
        sys.exit(f"{build}: there is nothing to check; is it a build with the engine, and {of_engine} its sources?")
    offences = []
    with tempfile.TemporaryDirectory() as folder:
        for i, entry in enumerate(asking):
            made = f"{folder}/{i}_{pathlib.Path(entry['file']).name}.o"
            said = subprocess.run(without_engine(entry["command"], made), cwd=entry["directory"], capture_output=True, text=True)
            if said.returncode:
                offences.append(f"{entry['file']}: does not compile without the engine\n{said.stderr}")
            else:
                others.append(made)
        wanted, had = symbols(others)
    of_one = symbols(engine)[1] - had
    lost = sorted(name for name in wanted if name in of_one or OF_LIBRARIES.match(name))
    said = subprocess.run(["c++filt"], input="\n".join(lost), capture_output=True, text=True, check=True).stdout
    offences += [f"{wanted[name]}: wants {words}, which only the engine has" for name, words in zip(lost, said.splitlines())]
    print("\n".join(offences) or f"{len(others)} objects do without the engine, {len(asking)} of them made anew")
    return 1 if offences else 0


if __name__ == "__main__":
    sys.exit(main(pathlib.Path(sys.argv[1]), sys.argv[2]))
