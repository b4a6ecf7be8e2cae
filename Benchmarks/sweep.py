"""Trials an hour of a sweep against Hydra's basic launcher with PyTorch, in turns:

    Benchmarks/python Benchmarks/sweep.py [--rounds N] [--jobs N] [key=value …]

Both train the same small networks with the same rates and seeds for as many steps, gan-run from
Benchmarks/sweep.yaml, Hydra by hydra_app.py. Every round begins from nothing. Hydra's basic launcher
trains one after the other in one process, with PyTorch on all cores.
"""

import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from workers import ROOT

HERE = Path(__file__).resolve().parent
SPEC = HERE / "sweep.yaml"
RATES, SEEDS = [1e-4, 2e-4, 4e-4, 8e-4], [1, 2]


def timed(words, **options):
    start = time.perf_counter()
    done = subprocess.run([str(word) for word in words], capture_output=True, text=True, **options)
    if done.returncode:
        sys.exit(f"{words[0]} exited with {done.returncode}:\n{done.stderr[-2000:]}")
    return time.perf_counter() - start


def need_hydra():
    try:
        import hydra  # noqa: F401
    except ImportError:
        subprocess.run([sys.executable, "-m", "pip", "install", "-q", "hydra-core==1.3.2"], check=True)


def main():
    cores = len(os.sched_getaffinity(0))
    parser = argparse.ArgumentParser(description="Times sweeps against Hydra with PyTorch.")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--jobs", type=int, default=cores)
    parser.add_argument("--variant", default="eager", help="of PyTorch: eager, tuned, …")
    parser.add_argument("--gan-run", default=str(ROOT / "gan-run"), help="the binary")
    parser.add_argument("changes", nargs="*", metavar="key=value", help="of the spec, for both")
    arguments = parser.parse_args()
    need_hydra()
    trials = len(RATES) * len(SEEDS)

    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        resolved = subprocess.run(
            [arguments.gan_run, "check", SPEC, *arguments.changes, "--format", "json", "--quiet"],
            capture_output=True, text=True, check=True).stdout
        (folder / "spec.json").write_text(json.dumps(json.loads(resolved)["spec"]))

        def ours(jobs, threads):
            runs = folder / "runs"
            shutil.rmtree(runs, ignore_errors=True)
            return timed([arguments.gan_run, SPEC, *arguments.changes, "--runs", runs, "--jobs", jobs,
                          "--threads", threads, "--quiet"])

        def hydra():
            return timed([
                sys.executable, HERE / "hydra_app.py", "--multirun",
                f"hydra.sweep.dir={folder}/multirun", f"+spec={folder}/spec.json",
                f"+variant={arguments.variant}", f"+threads={cores}",
                "+lr=" + ",".join(map(str, RATES)), "+seed=" + ",".join(map(str, SEEDS))])

        sides = {
            f"gan-run --jobs {arguments.jobs} --threads 1": lambda: ours(arguments.jobs, 1),
            f"gan-run --jobs 1 --threads {cores}": lambda: ours(1, cores),
            f"Hydra's basic launcher, PyTorch {arguments.variant}": hydra,
        }
        seconds = {side: [] for side in sides}
        for number in range(arguments.rounds):
            for side, run in sides.items():
                seconds[side].append(run())
            print(f"round {number + 1} of {arguments.rounds}", file=sys.stderr)

    best, *_, rival = (statistics.median(values) for values in seconds.values())
    print("| | s for a sweep of 8, median | least | trials an hour |\n|---|---:|---:|---:|")
    for side, values in seconds.items():
        median = statistics.median(values)
        print(f"| {side} | {median:.2f} | {min(values):.2f} | {trials / median * 3600:.0f} |")
    print(f"\n{rival / best:.2f} times as many trials an hour as Hydra")


if __name__ == "__main__":
    main()
