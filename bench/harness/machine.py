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


def own_cache_bytes():
    """Of all cores' second-level caches, as the system says; 1 MiB a core where it does not. The last level is shared, with
    other machines too where this one is virtual."""
    folders = pathlib.Path("/sys/devices/system/cpu/cpu0/cache").glob("index*")
    sizes = [int((f / "size").read_text()[:-2]) << 10 for f in folders if (f / "level").read_text().strip() == "2"]
    return max(sizes, default=1 << 20) * len(os.sched_getaffinity(0))


def text():
    f = facts()
    return (f"{f['processor']} (family/model {f['family']}), {f['cores']} cores, {', '.join(f['vectors']) or 'no AVX2'}, "
            f"{f['memory_gib']} GiB")
