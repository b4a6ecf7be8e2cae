"""Disturbs trainings in every way that can be made here, and looks that nothing is lost or done twice:

    python3 Tests/Chaos/chaos.py [--gan-run PROGRAM] [--kills N] [--seed N]

1. A sweep of forty trials, two at a time, whose processes are killed at a hundred random moments:
   the program itself, one trial, or all.
2. One training that is killed at each of its system calls that write, and one whose calls fail there
   with EIO and with ENOSPC. (By strace; left out, and said so, where there is none.)
3. A sweep on a file system that is full after a while. (Left out, and said so, where none can be mounted.)

After each of them the same command must bring all to its end, with the files of a run that nothing
disturbed; a result that was there once must stay as it is.
"""

import argparse
import collections
import hashlib
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent
SPEC = HERE / "chaos.yaml"
ALONE = ["~sweep", "train.steps=8", "checkpoints.every=2", "samples.every=4", "evaluate.every=4"]
WRITING = ["write", "pwrite64", "rename", "unlink", "mkdir", "fsync", "ftruncate"]


class Disturbed(Exception):
    """Something came out otherwise than undisturbed."""


def lasting(runs):
    """What of runs must be the same however often they were disturbed: digests by the file's name."""
    kept = {}
    for path in sorted(Path(runs).rglob("*")):
        name = str(path.relative_to(runs))
        passing = ("/checkpoints/" in name or path.name in ("timing.jsonl", "sweep.json")
                   or path.name.startswith("provenance") or path.name.endswith((".lock", ".tmp")))
        if path.is_file() and not passing:
            kept[name] = hashlib.sha256(path.read_bytes()).hexdigest()
    return kept


def check(condition, message):
    if not condition:
        raise Disturbed(message)


def check_alike(runs, expected, after):
    found = lasting(runs)
    differing = sorted(
        name for name in found.keys() | expected.keys() if found.get(name) != expected.get(name))
    check(not differing, f"after {after}, these are not as undisturbed: {differing[:5]}")


class Program:
    """gan-run, with the environment and the options of all its runs."""

    def __init__(self, path, cache):
        self.path = path
        self.environment = os.environ | {"XDG_CACHE_HOME": str(cache)}

    def start(self, *words, before=()):
        return subprocess.Popen(
            [*before, self.path, SPEC, *words, "--quiet"], env=self.environment,
            stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, start_new_session=True)

    def run(self, *words, before=()):
        process = self.start(*words, before=before)
        errors = process.communicate()[1]
        return process.returncode, errors

    def finish(self, *words):
        status, errors = self.run(*words)
        check(status == 0, f"exit code {status}:\n{errors}")


def children(process):
    try:
        text = Path(f"/proc/{process}/task/{process}/children").read_text()
    except OSError:
        return []
    return [int(word) for word in text.split()]


def kill(process):
    try:
        os.kill(process, signal.SIGKILL)
    except ProcessLookupError:
        pass


class Results:
    """The results seen so far, each of which must never change."""

    def __init__(self, runs):
        self.runs, self.seen = Path(runs), {}

    def look(self):
        for path in self.runs.glob("*/*/result.json"):
            status = path.stat()
            was = self.seen.setdefault(path, (status.st_ino, status.st_mtime_ns))
            check(was == (status.st_ino, status.st_mtime_ns), f"{path} was written twice")


def random_kills(program, folder, expected, kills, seed):
    """Kills at random moments; begins anew whenever the sweep has come to its end."""
    chance = random.Random(seed)
    runs, words = folder / "killed", ["--jobs", "2", "--threads", "1", "--retry-failed"]
    done, rounds = 0, 0
    results = Results(runs)
    while done < kills:
        process = program.start("--runs", runs, *words)
        deadline = time.monotonic() + chance.uniform(0, 1.5)
        while process.poll() is None and time.monotonic() < deadline:
            time.sleep(0.002)
        if process.poll() is None:
            trials = children(process.pid)
            kind = chance.choice(["program", "trial", "all"])
            victims = trials[:1] if kind == "trial" else [process.pid]
            for victim in victims + (trials if kind == "all" else []):
                kill(victim)
            done += len(victims)
            if kind == "trial":
                os.killpg(process.pid, signal.SIGTERM)
        process.communicate()
        results.look()
        if process.returncode == 0:
            check_alike(runs, expected, f"{done} kills")
            shutil.rmtree(runs)
            results = Results(runs)
            rounds += 1
    program.finish("--runs", runs, *words)
    results.look()
    check(len(results.seen) == 40, f"{len(results.seen)} results, not 40")
    check_alike(runs, expected, f"{done} kills")
    return f"{done} kills, {rounds + 1} sweeps of 40 trials"


def writing_calls(program, folder):
    """How often one training makes each writing call: strace counts by call and thread."""
    trace = folder / "trace"
    status, errors = program.run(
        "--runs", folder / "counted", *ALONE, "--threads", "1",
        before=["strace", "-f", "-qq", "-o", trace, "-e", "trace=" + ",".join(WRITING)])
    check(status == 0, f"exit code {status}:\n{errors}")
    calls = collections.Counter(
        (thread, call.partition("(")[0])
        for thread, call in (line.split(maxsplit=1) for line in trace.read_text().splitlines()))
    return {name: max((count for (_, call), count in calls.items() if call == name), default=0)
            for name in WRITING}


def at_each_call(program, folder, injection):
    """Disturbs one training at each of its writing calls in turn."""
    counts = writing_calls(program, folder)
    expected = lasting(folder / "counted")
    for name, number in ((name, n + 1) for name, count in counts.items() for n in range(count)):
        runs = folder / "traced"
        shutil.rmtree(runs, ignore_errors=True)
        words = ["--runs", runs, *ALONE, "--threads", "1"]
        where = f"{injection} at {name} {number} of {counts[name]}"
        status, errors = program.run(*words, before=[
            "strace", "-f", "-qq", "-o", "/dev/null", "-e", f"trace={name}", "-e",
            f"inject={name}:{injection}:when={number}"])
        # A failing call that doesn't matter (the terminal's, say) ends nothing.
        allowed = [-9, 137] if "KILL" in injection else [0, 73, 74]
        check(status in allowed, f"{where}: exit code {status}\n{errors}")
        program.finish(*words)
        check_alike(runs, expected, where)
    shutil.rmtree(folder / "counted")
    return ", ".join(f"{count} {name}" for name, count in counts.items() if count)


def full_disk(program, folder, expected):
    """A sweep on a small file system, which then gets more room."""
    disk = folder / "disk"
    disk.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=600k", "chaos", disk], capture_output=True, text=True)
    if mounted.returncode:
        return f"left out: {mounted.stderr.strip()}"
    try:
        runs, stops = disk / "runs", 0
        for size in range(800, 100_000, 200):
            status, errors = program.run("--runs", runs, "--jobs", "2", "--threads", "1")
            if status == 0:
                break
            check(status in (73, 74), f"exit code {status} on a full disk:\n{errors}")
            stops += 1
            subprocess.run(["mount", "-o", f"remount,size={size}k", disk], check=True)
        check(stops > 0, "the disk never was full")
        check_alike(runs, expected, "a full disk")
        return f"full {stops} times"
    finally:
        subprocess.run(["umount", disk], check=True)


def main():
    parser = argparse.ArgumentParser(description="Disturbs trainings and looks that nothing is lost.")
    parser.add_argument("--gan-run", default=str(HERE.parent.parent / ".build/release/gan-run"))
    parser.add_argument("--kills", type=int, default=100)
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        program = Program(arguments.gan_run, folder / "cache")
        program.finish("--runs", folder / "expected")
        expected = lasting(folder / "expected")
        try:
            print("random kills:", random_kills(
                program, folder, expected, arguments.kills, arguments.seed), flush=True)
            if shutil.which("strace"):
                for injection in ["signal=KILL", "error=EIO", "error=ENOSPC"]:
                    print(f"{injection} at each writing call:",
                          at_each_call(program, folder, injection), flush=True)
            else:
                print("at each writing call: left out, there is no strace")
            print("full disk:", full_disk(program, folder, expected), flush=True)
        except Disturbed as error:
            sys.exit(f"chaos.py: {error}")


if __name__ == "__main__":
    main()
