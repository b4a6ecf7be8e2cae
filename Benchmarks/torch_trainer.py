"""A process that trains a spec in one variant of PyTorch, and times steps when asked to.

    torch_trainer.py RESOLVED.json VARIANT THREADS

After its first step it prints a line of JSON, and for each number of steps that it reads from its
input, one more. `workers.py` starts it and sets the environment that a variant asks for.
"""

import json
import os
import sys
import time
from contextlib import nullcontext
from pathlib import Path

import torch
from torch import nn

import torch_model
from variants import VARIANTS


class Unsupported(Exception):
    """A variant that this machine, or this spec, can't have."""


class TorchTrainer:
    """PyTorch's DCGAN example with the networks of a spec.

    Two passes of D with a backward each, then one of G. As in the example, G's step computes the
    gradients of D's weights too, which nobody reads, unless the variant is tuned.
    """

    def __init__(self, spec, variant):
        self.model, self.variant = torch_model.Model(spec), variant
        self.batch, smoothing = spec["train"]["batch"], spec["loss"]["label_smoothing"]
        if any(isinstance(value, list) for value in smoothing.values()):
            raise Unsupported("label smoothing by a range is not mirrored here")
        plain = {"discriminator_steps": 1, "joint_batches": False, "new_fakes": False}
        if self.model.saturating or any(spec["train"][key] != plain[key] for key in plain):
            raise Unsupported("only PyTorch's own loop is timed: one D step, no joint batches")
        if variant.bf16 and not torch.ops.mkldnn._is_mkldnn_bf16_supported():
            raise Unsupported("PyTorch has no bf16 convolutions on this processor")
        self.targets = {"real": 1 - smoothing["real"], "fake": smoothing["fake"],
                        "generator": 1 - smoothing["generator"]}
        self.loss = nn.BCELoss() if self.model.ends_in_sigmoid else nn.BCEWithLogitsLoss()
        self.g, self.d = self.model.generator, self.model.discriminator
        self.real = torch.rand(self.batch, *self.model.image_shape) * 2 - 1
        if variant.channels_last:
            self.g, self.d = (n.to(memory_format=torch.channels_last) for n in (self.g, self.d))
            self.real = self.real.to(memory_format=torch.channels_last)
        self.d_weights = list(self.d.parameters())
        self.optimizers = {
            name: torch_model.adam(
                spec["optimizer"][name], network.parameters(), fused=variant.tuned)
            for name, network in self.model.networks().items()}
        if variant.compiled:
            self.g, self.d = torch.compile(self.g), torch.compile(self.d)
        if variant.tuned:
            torch.set_flush_denormal(True)

    def precision(self):
        return torch.autocast("cpu", torch.bfloat16) if self.variant.bf16 else nullcontext()

    def judge(self, images, target):
        with self.precision():
            verdict = self.d(images)
        verdict = verdict.float().flatten()
        loss = self.loss(verdict, torch.full_like(verdict, self.targets[target]))
        loss.backward()
        return loss

    def want_d_gradients(self, wanted):
        if self.variant.tuned:
            for weight in self.d_weights:
                weight.requires_grad_(wanted)

    def step(self):
        self.optimizers["discriminator"].zero_grad()
        on_real = self.judge(self.real, "real")
        with self.precision():
            fakes = self.g(self.model.draw_z(self.batch))
        on_fake = self.judge(fakes.detach(), "fake")
        self.optimizers["discriminator"].step()
        self.optimizers["generator"].zero_grad()
        self.want_d_gradients(False)
        loss = self.judge(fakes, "generator")
        self.want_d_gradients(True)
        self.optimizers["generator"].step()
        return (on_real + on_fake).item(), loss.item()

    def seconds(self, steps):
        times = []
        for _ in range(steps):
            start = time.perf_counter()
            self.step()
            times.append(time.perf_counter() - start)
        return times


def peak_resident_bytes():
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith("VmHWM:"):
            return int(line.split()[1]) * 1024
    return 0


def main():
    path, variant, threads = sys.argv[1:]
    # What libraries print goes to the error stream; the answers keep the output for themselves.
    answers = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)

    def answer(**values):
        print(json.dumps(values), file=answers, flush=True)

    torch.set_num_threads(int(threads))
    try:
        trainer = TorchTrainer(json.loads(Path(path).read_text()), VARIANTS[variant])
    except Unsupported as reason:
        return answer(unsupported=str(reason))
    [first] = trainer.seconds(1)
    answer(torch=torch.__version__, first_step_seconds=first)
    for line in sys.stdin:
        seconds = trainer.seconds(int(line))
        answer(seconds=seconds, peak_resident_bytes=peak_resident_bytes())


if __name__ == "__main__":
    main()
