"""Times training steps of a spec against PyTorch, interleaved, as ratios:

    Benchmarks/python Benchmarks/step.py experiments/dcgan64.yaml train.batch=64

Each round times gan-run and then each PyTorch variant, so that a machine that slows down slows
both. PyTorch runs the loop of its own DCGAN example: two passes of D with a backward each, one of
G, gradients of D's weights in G's step included. Images are made up; reading them is not timed.
"""

import argparse
import json
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import torch
from torch import nn

import torch_model
from trace_file import Trace

VARIANTS = ("eager", "channels_last", "compile", "bf16")
ROOT = Path(__file__).resolve().parent.parent


class TorchTrainer:
    """PyTorch's DCGAN example with the networks of a spec.

    `compile` and `bf16` (autocast) include channels_last.
    """

    def __init__(self, spec, variant):
        self.model, self.variant = torch_model.Model(spec), variant
        self.batch, smoothing = spec["train"]["batch"], spec["loss"]["label_smoothing"]
        if any(isinstance(value, list) for value in smoothing.values()):
            raise ValueError("label smoothing by a range is not mirrored here")
        plain = {"discriminator_steps": 1, "joint_batches": False, "new_fakes": False}
        if self.model.saturating or any(spec["train"][key] != plain[key] for key in plain):
            raise ValueError("only PyTorch's own loop is timed: one D step, no joint batches")
        self.targets = {"real": 1 - smoothing["real"], "fake": smoothing["fake"],
                        "generator": 1 - smoothing["generator"]}
        self.loss = nn.BCELoss() if self.model.ends_in_sigmoid else nn.BCEWithLogitsLoss()
        self.g, self.d = self.model.generator, self.model.discriminator
        self.real = torch.rand(self.batch, *self.model.image_shape) * 2 - 1
        if variant != "eager":
            self.g, self.d = (n.to(memory_format=torch.channels_last) for n in (self.g, self.d))
            self.real = self.real.to(memory_format=torch.channels_last)
        self.optimizers = {
            name: torch_model.adam(spec["optimizer"][name], network.parameters())
            for name, network in self.model.networks().items()}
        if variant == "compile":
            self.g, self.d = torch.compile(self.g), torch.compile(self.d)

    def judge(self, images, target):
        with torch.autocast("cpu", torch.bfloat16, enabled=self.variant == "bf16"):
            verdict = self.d(images)
        verdict = verdict.float().flatten()
        loss = self.loss(verdict, torch.full_like(verdict, self.targets[target]))
        loss.backward()
        return loss

    def step(self):
        self.optimizers["discriminator"].zero_grad()
        on_real = self.judge(self.real, "real")
        with torch.autocast("cpu", torch.bfloat16, enabled=self.variant == "bf16"):
            fakes = self.g(self.model.draw_z(self.batch))
        on_fake = self.judge(fakes.detach(), "fake")
        self.optimizers["discriminator"].step()
        self.optimizers["generator"].zero_grad()
        loss = self.judge(fakes, "generator")
        self.optimizers["generator"].step()
        return (on_real + on_fake).item(), loss.item()

    def seconds(self, steps):
        times = []
        for _ in range(steps):
            start = time.perf_counter()
            self.step()
            times.append(time.perf_counter() - start)
        return times


class GanRun:
    """`gan-run` on a spec with overrides and a number of threads."""

    def __init__(self, arguments):
        self.binary, self.spec = arguments.gan_run, [arguments.spec, *arguments.overrides]
        self.threads = ["--threads", str(arguments.threads)]

    def call(self, command, *options):
        try:
            done = subprocess.run(
                [self.binary, command, *self.spec, *options], capture_output=True, text=True)
        except OSError as error:
            sys.exit(f"{self.binary}: {error.strerror}; ./setup builds it")
        if done.returncode:
            sys.exit(f"gan-run {command} exited with {done.returncode}:\n{done.stderr}")
        return done.stdout

    def resolved(self):
        """The resolved spec, as a trace carries it."""
        with tempfile.TemporaryDirectory() as folder:
            path = str(Path(folder) / "trace.safetensors")
            self.call("trace", "--steps", "1", "--out", path, *self.threads)
            return Trace(path).spec

    def bench(self, steps):
        return json.loads(
            self.call("bench", "--steps", str(steps), "--format", "json", *self.threads))


def line(name, seconds, ours):
    ratio = f"{statistics.median(seconds) / ours:6.2f}" if ours else f"{'':6}"
    return (f"{name:16} {statistics.median(seconds):8.4f} {min(seconds):8.4f} "
            f"{max(seconds):8.4f}  {ratio}")


def main():
    parser = argparse.ArgumentParser(description="Times a training step against PyTorch.")
    parser.add_argument("spec", help="a spec, or the resolved spec as .json with --only-pytorch")
    parser.add_argument("overrides", nargs="*", metavar="key=value")
    parser.add_argument("--variants", default="eager,channels_last",
                        help=f"a list of {', '.join(VARIANTS)}")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--steps", type=int, default=5, help="timed steps a round")
    parser.add_argument("--threads", type=int, default=torch.get_num_threads())
    parser.add_argument("--gan-run", default=str(ROOT / "gan-run"), help="the binary")
    parser.add_argument("--only-pytorch", action="store_true")
    arguments = parser.parse_intermixed_args()
    variants = arguments.variants.split(",")
    if unknown := set(variants) - set(VARIANTS):
        parser.error(f"no variant {', '.join(unknown)}; known: {', '.join(VARIANTS)}")

    torch.set_num_threads(arguments.threads)
    gan_run = None if arguments.only_pytorch else GanRun(arguments)
    spec = gan_run.resolved() if gan_run else json.loads(Path(arguments.spec).read_text())
    trainers = {variant: TorchTrainer(spec, variant) for variant in variants}
    for trainer in trainers.values():
        trainer.seconds(2)  # warm-up, and for `compile` the compiling

    ours, times, reports = [], {variant: [] for variant in variants}, []
    for number in range(arguments.rounds):
        if gan_run:
            reports.append(gan_run.bench(arguments.steps))
            ours.append(reports[-1]["seconds_median"])
        for variant, trainer in trainers.items():
            times[variant] += trainer.seconds(arguments.steps)
        print(f"round {number + 1} of {arguments.rounds}", file=sys.stderr)

    print(f"{Path(arguments.spec).stem}, batch {spec['train']['batch']}, "
          f"{arguments.threads} threads, {arguments.rounds} rounds of {arguments.steps} steps, PyTorch {torch.__version__}")
    print(f"{'seconds a step':16} {'median':>8} {'min':>8} {'max':>8}  against gan-run")
    middle = statistics.median(ours) if ours else None
    if ours:
        print(line("gan-run", ours, middle))
    for variant, seconds in times.items():
        print(line(f"{variant}", seconds, middle))
    if reports:
        peaks = [report["fma_peak_gflops"] for report in reports]
        print(f"multiply-add peak {statistics.median(peaks):.0f} GF/s "
              f"({min(peaks):.0f} to {max(peaks):.0f}), {reports[0]['simd']}; gan-run's first step "
              f"{reports[0]['first_step_seconds']:.2f} s, "
              f"{reports[0]['peak_resident_bytes'] / 2**20:.0f} MiB")


if __name__ == "__main__":
    main()
