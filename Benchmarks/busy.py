"""Times training steps of a spec alone, and beside processes that keep a core busy each:

    python3 Benchmarks/busy.py Benchmarks/small28.yaml

A step beside B busy loops should take no more than its share of the cores allows: threads that wait
must give way. With T threads on C cores a fair share is max(1, (T + B) / C) times the time alone,
and what a step takes beside that many is printed as a multiple of it. The loads take turns, so that a
machine that slows down slows all.
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LOOP = [sys.executable, "-c", "while True: pass"]


def step_seconds(command, busy):
    """The median step's seconds beside a number of busy loops."""
    loops = [subprocess.Popen(LOOP) for _ in range(busy)]
    try:
        done = subprocess.run(command, check=True, stdout=subprocess.PIPE)
    finally:
        for loop in loops:
            loop.kill()
            loop.wait()
    return json.loads(done.stdout)["seconds_median"]


def main():
    parser = argparse.ArgumentParser(description="Times a training step beside busy processes.")
    parser.add_argument("spec")
    parser.add_argument("overrides", nargs="*", metavar="key=value")
    cores = len(os.sched_getaffinity(0))
    parser.add_argument("--busy", type=int, default=2, help="the most busy loops")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--steps", type=int, default=20)
    parser.add_argument("--threads", type=int, default=cores)
    parser.add_argument("--gan-run", default=str(ROOT / "gan-run"), help="the binary")
    arguments = parser.parse_intermixed_args()
    command = [
        arguments.gan_run, "bench", arguments.spec, *arguments.overrides, "--quiet",
        "--format", "json", "--steps", str(arguments.steps), "--threads", str(arguments.threads),
    ]
    seconds = [[] for _ in range(arguments.busy + 1)]
    try:
        for _ in range(arguments.rounds):
            for busy, found in enumerate(seconds):
                found.append(step_seconds(command, busy))
    except subprocess.CalledProcessError as error:
        sys.exit(f"gan-run failed: {error}")

    alone = statistics.median(seconds[0])
    print(f"{Path(arguments.spec).stem}, {arguments.threads} threads on {cores} cores\n")
    print("busy loops      a step   of alone   of a fair share")
    for busy, found in enumerate(seconds):
        ratio = statistics.median(found) / alone
        fair = max(1, (arguments.threads + busy) / cores)
        print(f"{busy:10}  {alone * ratio:8.4f} s  {ratio:8.2f}x  {ratio / fair:8.2f}x")


if __name__ == "__main__":
    main()
