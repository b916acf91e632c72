"""What must be on a disk to run: ours with every library that it loads and the C library does not bring, peers with their
requirements."""
import json
import pathlib
import re
import subprocess

from harness import programs

TITLE = "installed size: the program with its libraries, and peers with what they require"
PEERS = {"PyTorch": ["torch"], "Lightning": ["lightning"], "Keras on TensorFlow": ["keras", "tensorflow-cpu"],
         "Keras on JAX": ["keras", "jax", "jaxlib"], "ONNX Runtime": ["onnxruntime"], "LightGBM": ["lightgbm"]}


def libraries(program):
    """Libraries of a program that lie in our dependency folder or that Debian's development packages brought."""
    said = subprocess.run(["ldd", program], capture_output=True, text=True, check=True).stdout
    files = {pathlib.Path(path).resolve() for path in re.findall(r"=> (/\S+)", said)}
    base = {"libc", "libm", "libstdc++", "libgcc_s", "ld-linux-x86-64", "libpthread", "libdl", "librt"}
    return sorted(file for file in files if file.name.split(".so")[0].split("-2")[0] not in base)


def run(options, results):
    plumb = programs.ours(options, "plumb")
    parts = [pathlib.Path(plumb), *libraries(plumb)]
    for file in [f for f in parts if f.stat().st_size > 5e6]:
        print(f"    {file.name:40} {file.stat().st_size / 1e6:8.1f} MB")
    say(results, "Plumbline", sum(file.stat().st_size for file in parts) / 1e6)
    if options.peers == []:
        return
    script = programs.ROOT / "bench/peers/installed_size.py"
    for label, packages in PEERS.items():
        ran = subprocess.run([programs.PYTHON, script, *packages], capture_output=True, text=True)
        if ran.returncode:
            print(f"  {label:34} not measured: {(ran.stderr.strip() or '?').splitlines()[-1]}")
        else:
            say(results, label, json.loads(ran.stdout)["mb"])


def say(results, label, mb):
    print(f"  {label:34} {mb:9.0f} MB", flush=True)
    results.add(label, {"label": label, "mb": mb})


def tables(records):
    yield "", ["", "MB"], [[r["label"], f"{r['mb']:.0f}"] for r in records.values()]
