"""How far gradients are from those in double precision: gan-run's, and PyTorch's beside them.

    gan-run trace SPEC --steps 3 --out F.safetensors
    Benchmarks/python Benchmarks/precision.py F.safetensors

Each step of the trace is done again from the trace's own state before it, in double and in single
precision. A row is a weight: the largest difference over the largest value, the worst of all steps.
A row for each network as a whole: the L2 norm of the difference over that of the gradient.
A ReLU whose input is nearly zero can fall to either side; specs without kinks, such as tanh.yaml,
show the arithmetic alone.
"""

import argparse
import sys
from pathlib import Path

import torch
from safetensors import SafetensorError

from parity import Figures, Replay, largest, scale
from trace_file import Trace


class Recorder(Replay):
    """Replays a trace in one precision and keeps the gradients, its own and the trace's."""

    def __init__(self, path, precision):
        trace = Trace(path)
        trace.tensors = {name: tensor.to(precision) for name, tensor in trace.tensors.items()}
        super().__init__(trace, strict=False)
        for network in self.networks.values():
            network.to(precision)
        self.own, self.traced = {}, {}

    def compare_gradients(self, figures, step, name, expected, suffix=""):
        found = step.gradients(name, self.networks[name], suffix)
        for (key, value), gradient in zip(found.items(), expected):
            place = (name, key, step.prefix + suffix)
            self.own[place], self.traced[place] = gradient.double(), value.double()
        return found


def errors(exact, gradients):
    """The worst error of each weight and of each network, over all steps."""
    worst, networks = Figures(), {}
    for (network, key, step), true in exact.items():
        networks.setdefault((network, step), []).append(key)
    for (network, step), keys in networks.items():
        true = {key: exact[network, key, step] for key in keys}
        difference = {key: gradients[network, key, step] - true[key] for key in keys}
        overall = max(map(largest, true.values()))
        for key in keys:
            error = largest(difference[key]) / scale(true[key], overall)
            worst.add(f"{network}/{key}", error, step)
        norms = [
            sum(value.square().sum().item() for value in values.values()) ** 0.5
            for values in (difference, true)]
        worst.add(network, norms[0] / norms[1], step)
    return {name: value for name, (value, _) in sorted(worst.worst.items())}


def main():
    parser = argparse.ArgumentParser(
        description="How far gradients are from those in double precision.")
    parser.add_argument("trace", type=Path)
    arguments = parser.parse_args()
    try:
        exact = Recorder(arguments.trace, torch.float64)
        rival = Recorder(arguments.trace, torch.float32)
        for number in exact.trace.steps:
            exact.step(number)
            rival.step(number)
    except (ValueError, KeyError, OSError, RuntimeError, SafetensorError) as error:
        sys.exit(f"{arguments.trace}: {type(error).__name__}: {error}")
    ours, theirs = errors(exact.own, exact.traced), errors(exact.own, rival.own)
    print(f"| {arguments.trace.stem} | gan-run | PyTorch |\n| --- | ---: | ---: |")
    for name in ours:
        print(f"| {name} | {ours[name]:.1e} | {theirs[name]:.1e} |")


if __name__ == "__main__":
    main()
