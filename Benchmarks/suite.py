"""Measures gan-run against every well-tuned PyTorch and writes the results of this machine:

    Benchmarks/python Benchmarks/suite.py

Takes some hours; `--only` and `--threads` choose among the settings, and each is written to
RESULTS.md as soon as it is measured. `torch.compile` needs a C++ compiler: `$CXX`, or g++ (Debian's
package g++), or clang++ (the Swift toolchain has one; name it in `$CXX` if it isn't on the path).
"""

import argparse
import datetime
import os
import platform
import subprocess
import sys

import options
import results
from variants import VARIANTS, compiler
from workers import ROOT, Failed, GanRun, race

DCGAN64, DCGAN32 = "experiments/dcgan64.yaml", "experiments/dcgan32.yaml"
SETTINGS = [
    *((DCGAN64, batch) for batch in (1, 8, 16, 64, 128)),
    (DCGAN32, 64),
    ("experiments/dcgan64-paper.yaml", 32),
    ("Benchmarks/small28.yaml", 64),
]


def output(*command):
    """What a command prints; nothing if it fails."""
    try:
        done = subprocess.run(
            command, capture_output=True, text=True, cwd=ROOT, env=os.environ | {"LC_ALL": "C"})
    except OSError:
        return ""
    return done.stdout.strip() if done.returncode == 0 else ""


def machine(simd):
    """The kind of this machine: two with one name give comparable results."""
    facts = dict(line.split(":", 1) for line in output("lscpu").splitlines() if ":" in line)
    facts = {key.strip(): value.strip() for key, value in facts.items()}
    model = facts.get("Model name", platform.machine())
    # Virtual machines hide which EPYC or Xeon it is.
    if "CPU family" in facts:
        model += f" (family {facts['CPU family']}, model {facts['Model']})"
    return f"{model}, {simd}, {len(os.sched_getaffinity(0))} cores"


def versions(ours, rivals, arguments):
    """What was measured, with what, and when."""
    torch = next((rival.version for rival in rivals if rival.version), "none")
    commit = output("git", "rev-parse", "--short=12", "HEAD") or "unknown"
    if output("git", "status", "--porcelain", "--", "Sources"):
        commit += " and changes"
    cxx = output(compiler() or "false", "--version").partition("\n")[0] or "none"
    low, high = min(ours.peaks), max(ours.peaks)
    today = datetime.datetime.now(datetime.timezone.utc).date()
    return (
        f"{today}: gan-run {output(ours.program, '--version')} (commit {commit}), "
        f"PyTorch {torch}, Python {platform.python_version()}, C++ compiler {cxx}, "
        f"allocator of `tuned` {arguments.malloc}, Linux {platform.release()}. "
        f"{arguments.rounds} rounds of {arguments.seconds:g} s for each side. "
        f"Multiply-add peak {results.peak(ours)} GF/s ({low:.0f} to {high:.0f}).")


def title(path, batch, threads):
    name = path.rpartition("/")[2].removesuffix(".yaml")
    return f"{name}, batch {batch}, {threads} thread{'s' if threads > 1 else ''}"


def main():
    parser = argparse.ArgumentParser(description="Measures gan-run against PyTorch.")
    parser.add_argument("--only", default="", help="settings whose title has this in it")
    parser.add_argument("--threads", default="1,2", help="a list")
    options.add(parser, VARIANTS)
    parser.add_argument("--out", default=str(ROOT / "Benchmarks/RESULTS.md"))
    arguments = parser.parse_args()
    variants = options.variants(parser, arguments)
    if compiler():
        os.environ["CXX"] = compiler()
    else:
        print("no C++ compiler: torch.compile will be left out", file=sys.stderr)

    todo = [(path, batch, int(threads)) for path, batch in SETTINGS
            for threads in arguments.threads.split(",")]
    todo = [setting for setting in todo if arguments.only in title(*setting)]
    for path, batch, threads in todo:
        name = title(path, batch, threads)
        print(f"== {name}", file=sys.stderr)
        ours = GanRun("gan-run", program=arguments.gan_run, threads=threads,
                      words=[str(ROOT / path), f"train.batch={batch}"])
        try:
            rivals = race(
                ours, variants, ours.resolved(), threads, arguments.rounds, arguments.seconds,
                arguments.malloc, say=lambda text: print(text, file=sys.stderr))
        except (Failed, ValueError) as error:
            sys.exit(str(error))
        # Read again, in case somebody else wrote meanwhile.
        file = results.Results(arguments.out)
        file.put(
            machine(ours.reports[0]["simd"]), name, results.summary(name, ours, rivals, batch),
            "\n\n".join([
                versions(ours, rivals, arguments), results.details(ours, rivals, batch),
                results.convolutions(ours.layers(steps=5))]))
        file.write()
        print(results.details(ours, rivals, batch), flush=True)


if __name__ == "__main__":
    main()
