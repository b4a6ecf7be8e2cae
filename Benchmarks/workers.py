"""gan-run and PyTorch as processes that take turns at training steps of one spec."""

import json
import os
import re
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path

from variants import VARIANTS, allocator

ROOT = Path(__file__).resolve().parent.parent
WARM_UP = 2
# PyTorch's threads spin for some milliseconds after their work.
PAUSE = 0.2


class Failed(Exception):
    """A process that ended before it answered."""


@dataclass
class Worker:
    """One side of the comparison, and what has been measured of it."""

    name: str
    seconds: list = field(default_factory=list)  # of each step
    starts: list = field(default_factory=list)  # seconds to the end of the first step
    set_ups: list = field(default_factory=list)  # of them, those before that step
    peak_bytes: int = 0
    failure: str = ""
    step_seconds: float = 0.0  # roughly, from the warm-up

    @property
    def median(self):
        return statistics.median(self.seconds)

    @property
    def start_seconds(self):
        return statistics.median(self.starts)

    @property
    def set_up_seconds(self):
        return statistics.median(self.set_ups)

    def steps(self, budget):
        """The steps that fit into a time: 2 at least, 100 at most."""
        return min(max(round(budget / max(self.step_seconds, 1e-6)), 2), 100)

    def close(self):
        pass


@dataclass
class GanRun(Worker):
    """`gan-run bench` on a spec with overrides: a new process each turn, two steps to warm up."""

    program: str = ""
    words: list = field(default_factory=list)
    threads: int = 1
    reports: list = field(default_factory=list)

    def resolved(self):
        """The resolved spec."""
        done = self.run("check", "--format", "json", "--quiet")
        return json.loads(done)["spec"]

    def run(self, command, *options):
        """What the command prints; notes the time to its first step, if it does steps."""
        start, text = time.perf_counter(), []
        try:
            process = subprocess.Popen(
                [self.program, command, *self.words, *options], stdout=subprocess.PIPE,
                stderr=subprocess.PIPE, text=True)
        except OSError as error:
            raise Failed(f"{self.program}: {error.strerror}; ./setup builds it") from None
        with process:
            for line in process.stderr:
                if line.startswith("step 1/"):
                    self.starts.append(time.perf_counter() - start)
                elif not line.startswith("step "):
                    text.append(line)
            output = process.stdout.read()
        if process.returncode:
            raise Failed(f"gan-run {command} exited with {process.returncode}:\n{''.join(text)}")
        return output

    def bench(self, steps):
        report = json.loads(self.run(
            "bench", "--steps", str(steps), "--format", "json", "--threads", str(self.threads)))
        self.set_ups.append(self.starts[-1] - report["first_step_seconds"])
        return report

    def layers(self, steps):
        """The time of each kernel in a step."""
        return json.loads(self.run(
            "bench", "--layers", "--steps", str(steps), "--format", "json", "--quiet",
            "--threads", str(self.threads)))

    def start(self):
        self.step_seconds = self.bench(WARM_UP)["seconds_median"]

    def take_turn(self, budget):
        report = self.bench(self.steps(budget))
        self.reports.append(report)
        self.seconds += report["seconds"]
        self.peak_bytes = max(self.peak_bytes, report["peak_resident_bytes"])

    @property
    def peaks(self):
        """The multiply-add peak of each turn, in GFLOP/s."""
        return [report["fma_peak_gflops"] for report in self.reports]


@dataclass
class Torch(Worker):
    """A variant of PyTorch: one process, which waits while others have their turn."""

    spec_path: str = ""
    threads: int = 1
    malloc: str = "glibc"
    cache: str = ""
    version: str = ""
    process: subprocess.Popen = None
    errors: object = None

    def start(self):
        # An empty cache, so that the first step of each process compiles all that it needs.
        environment = os.environ | {
            "OMP_NUM_THREADS": str(self.threads), "TORCHINDUCTOR_CACHE_DIR": self.cache}
        if VARIANTS[self.name].tuned:
            environment |= allocator(self.malloc)
        self.errors = tempfile.TemporaryFile("w+")
        start = time.perf_counter()
        self.process = subprocess.Popen(
            [sys.executable, str(ROOT / "Benchmarks/torch_trainer.py"), self.spec_path, self.name,
             str(self.threads)],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=self.errors, text=True,
            env=environment)
        answer = self.answer()
        if reason := answer.get("unsupported"):
            raise Failed(reason)
        self.starts.append(time.perf_counter() - start)
        self.set_ups.append(self.starts[-1] - answer["first_step_seconds"])
        self.version = answer["torch"]
        self.step_seconds = min(self.ask(WARM_UP)["seconds"])

    def ask(self, steps):
        try:
            self.process.stdin.write(f"{steps}\n")
            self.process.stdin.flush()
        except BrokenPipeError:
            pass  # what it said last is told by `answer`
        return self.answer()

    def answer(self):
        line = self.process.stdout.readline()
        if line:
            return json.loads(line)
        self.process.wait()
        self.errors.seek(0)
        lines = self.errors.read().strip().splitlines() or [f"exit {self.process.returncode}"]
        errors = [line for line in lines if re.match(r"[\w.]*(Error|Exception)\b", line)]
        raise Failed((errors or lines)[-1])

    def take_turn(self, budget):
        answer = self.ask(self.steps(budget))
        self.seconds += answer["seconds"]
        self.peak_bytes = answer["peak_resident_bytes"]

    def close(self):
        if self.process:
            self.process.stdin.close()
            self.process.stdout.close()
            self.process.wait()
            self.errors.close()


def race(ours, variants, spec, threads, rounds, budget, malloc="glibc", say=print):
    """Lets gan-run (or nobody, if None) and each variant of PyTorch take turns.

    Gives the variants' workers; those that failed say why. Each round begins with another worker,
    so that none is always the one that comes after the heaviest.
    """
    def attempt(worker, action):
        try:
            action()
        except Failed as reason:
            if worker is ours:
                raise
            worker.failure = str(reason)
            say(f"{worker.name}: left out: {reason}")

    with tempfile.TemporaryDirectory() as folder:
        spec_path = Path(folder) / "resolved.json"
        spec_path.write_text(json.dumps(spec))
        rivals = [
            Torch(name, spec_path=str(spec_path), threads=threads, malloc=malloc,
                  cache=f"{folder}/{name}")
            for name in variants]
        workers = [ours, *rivals] if ours else list(rivals)
        try:
            for worker in workers:
                attempt(worker, worker.start)
                if not worker.failure:
                    say(f"{worker.name}: first step after {worker.starts[-1]:.1f} s, then "
                        f"{worker.step_seconds:.4f} s a step")
            for number in range(rounds):
                first = number % len(workers)
                for worker in workers[first:] + workers[:first]:
                    if not worker.failure:
                        time.sleep(PAUSE)
                        attempt(worker, lambda: worker.take_turn(budget))
                say(f"round {number + 1} of {rounds}")
        finally:
            for worker in rivals:
                worker.close()
    return rivals
