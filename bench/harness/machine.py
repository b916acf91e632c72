"""What the figures were measured on."""
import os
import pathlib


def facts():
    lines = pathlib.Path("/proc/cpuinfo").read_text().splitlines()
    find = lambda word: next((line.split(":", 1)[1].strip() for line in lines if line.startswith(word)), "?")
    flags = find("flags").split()
    known = ["avx2", "avx512f", "avx512_vnni", "avx512_bf16", "amx_bf16"]
    memory = next(int(line.split()[1]) for line in pathlib.Path("/proc/meminfo").read_text().splitlines()
                  if line.startswith("MemTotal"))
    return {"processor": find("model name"), "family": f"{find('cpu family')}/{find('model')}",
            "cores": len(os.sched_getaffinity(0)), "vectors": [flag for flag in known if flag in flags],
            "memory_gib": round(memory / 2**20)}


def cache_bytes():
    """Of the largest cache, as the system says; 32 MiB where it does not."""
    sizes = [int(file.read_text()[:-2]) << 10 for file in pathlib.Path("/sys/devices/system/cpu/cpu0/cache").glob("index*/size")]
    return max(sizes, default=32 << 20)


def text():
    f = facts()
    return (f"{f['processor']} (family/model {f['family']}), {f['cores']} cores, {', '.join(f['vectors']) or 'no AVX2'}, "
            f"{f['memory_gib']} GiB")
