"""Times training steps of a spec against PyTorch, interleaved, as ratios:

    Benchmarks/python Benchmarks/step.py experiments/dcgan64.yaml train.batch=64

Each round times gan-run and each PyTorch variant in turn, so that a machine that slows down slows
all. PyTorch runs the loop of its own DCGAN example. Images are made up; reading them is not timed.
`suite.py` does the same for a list of specs and keeps the results.
"""

import argparse
import json
import os
import sys
from pathlib import Path

import options
import results
from workers import Failed, GanRun, race


def main():
    parser = argparse.ArgumentParser(description="Times a training step against PyTorch.")
    parser.add_argument("spec", help="a spec, or the resolved spec as .json with --only-pytorch")
    parser.add_argument("overrides", nargs="*", metavar="key=value")
    options.add(parser, ["eager", "channels_last"])
    parser.add_argument("--threads", type=int, default=len(os.sched_getaffinity(0)))
    parser.add_argument("--only-pytorch", action="store_true")
    arguments = parser.parse_intermixed_args()
    variants = options.variants(parser, arguments)

    ours = None
    try:
        if arguments.only_pytorch:
            spec = json.loads(Path(arguments.spec).read_text())
        else:
            ours = GanRun("gan-run", program=arguments.gan_run,
                          words=[arguments.spec, *arguments.overrides], threads=arguments.threads)
            spec = ours.resolved()
        rivals = race(
            ours, variants, spec, arguments.threads, arguments.rounds, arguments.seconds,
            arguments.malloc, say=lambda text: print(text, file=sys.stderr))
    except (Failed, ValueError) as error:
        sys.exit(str(error))

    batch = spec["train"]["batch"]
    print(f"{Path(arguments.spec).stem}, batch {batch}, {arguments.threads} threads, "
          f"{arguments.rounds} rounds\n")
    print(results.details(ours, rivals, batch))
    if ours:
        print(f"\nmultiply-add peak {results.peak(ours)} GFLOP/s "
              f"({min(ours.peaks):.0f} to {max(ours.peaks):.0f}), {ours.reports[0]['simd']}")


if __name__ == "__main__":
    main()
