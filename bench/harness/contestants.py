"""Programs that do the same work, in turns."""
import collections
import importlib.util
import json
import pathlib
import queue
import random
import statistics
import subprocess
import tempfile
import threading

from harness import programs

Measured = collections.namedtuple("Measured", "step_ms cpu_ms low high")


class Failed(Exception):
    pass


class Contestant:
    """A program that says facts when it is ready and then measures itself whenever it is asked."""

    def __init__(self, label, command, threads):
        self.label = label
        self.errors = tempfile.TemporaryFile("w+")
        self.process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=self.errors, text=True,
            env=programs.environment(threads), preexec_fn=programs.on_cores(threads))
        self.lines = queue.Queue()
        threading.Thread(target=self._listen, daemon=True).start()
        self.turns = []

    def _listen(self):
        for line in self.process.stdout:
            if line.startswith("{"):
                self.lines.put(json.loads(line))
        self.lines.put(None)

    def _next(self, seconds):
        try:
            facts = self.lines.get(timeout=seconds)
        except queue.Empty:
            self.stop()
            raise Failed(f"no answer in {seconds} s") from None
        if facts is None:
            self.errors.seek(0)
            said = [line for line in self.errors.read().splitlines() if line.strip()]
            raise Failed(said[-1][:300] if said else "ended without a word")
        return facts

    def ready(self):
        self.facts = self._next(600)
        return self.facts

    def turn(self, seconds):
        self.process.stdin.write(f"{seconds}\n")
        self.process.stdin.flush()
        self.turns.append(self._next(120))

    def measured(self):
        clock = [turn["step_ms"] for turn in self.turns]
        return Measured(statistics.median(clock), statistics.median(turn["cpu_ms"] for turn in self.turns), min(clock), max(clock))

    def stop(self):
        self.process.stdin.close()
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


def peers_for(mode, network, bf16, chosen):
    """Label and command of each peer that knows the network: what bench/peers/*.py offer by `contestants`."""
    for file in sorted(programs.PEERS.glob("*.py")):
        if chosen is not None and file.stem not in chosen or "def contestants(" not in file.read_text():
            continue
        loader = importlib.util.spec_from_file_location(file.stem, file)
        module = importlib.util.module_from_spec(loader)
        import sys

        sys.path.insert(0, str(programs.PEERS))
        loader.loader.exec_module(module)
        if module.NETWORKS and not (programs.PEERS / module.NETWORKS / f"{network.name}.py").exists():
            continue
        for label, extra in module.contestants(mode, network, bf16):
            yield label, [*programs.peer(file.stem), mode, network.name], extra


def compete(mode, network, rows, threads, bf16, options):
    """Ours and all peers on one row: ({label: Measured}, {label: facts}, {label: why it is missing})."""
    program = {"train": "train_step", "infer": "infer"}[mode]
    shared = ["--rows", str(rows), *(["--bf16"] if bf16 else [])]
    facts, missing, here = {}, {}, []
    with tempfile.TemporaryDirectory() as folder:
        example = str(pathlib.Path(folder) / "example")
        ours = Contestant("Plumbline", [programs.ours(options, program), network.name, str(threads), *shared, "--write",
                                        example, "--serve"], threads)
        try:
            facts[ours.label] = ours.ready()
            here.append(ours)
        except Failed as failure:  # peers need our example: write one in fp32
            missing[ours.label] = str(failure)
            if bf16:
                plain = Contestant("", [programs.ours(options, program), network.name, str(threads), "--rows", str(rows),
                                        "--write", example, "--serve"], threads)
                plain.ready()
                plain.stop()
        starting = [Contestant(label, [*command, str(threads), *shared, *extra, "--read", example], threads)
                    for label, command, extra in peers_for(mode, network, bf16, options.peers)]
        for one in starting:  # side by side: nothing is timed yet
            try:
                facts[one.label] = one.ready()
                here.append(one)
            except Failed as failure:
                missing[one.label] = str(failure)
    for round_ in range(options.rounds):
        # In another order each time: what one leaves behind (threads that spin on, cores placed otherwise) meets another.
        for one in random.Random(round_).sample(here, len(here)):
            try:
                one.turn(options.seconds)
            except Failed as failure:
                missing[one.label] = str(failure)
                here.remove(one)
    for one in here:
        one.stop()
    return {one.label: one.measured() for one in here}, facts, missing
