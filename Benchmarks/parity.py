"""Replays traces of gan-run in PyTorch and compares each step:

    gan-run trace SPEC --steps 5 --out F.safetensors
    Benchmarks/python Benchmarks/parity.py F.safetensors …

Each step starts from the trace's own state before it, because small errors grow from step to step
in any GAN. Compared are the losses, the gradient of each network as a whole (a ReLU flipped by one
bit makes single gradients jump), the running statistics, and the weights that PyTorch's Adam makes
of the trace's gradients. `--strict` holds each gradient tensor to a bound of its own, for specs
without kinks. Exits with 1 where anything is off.
"""

import argparse
import sys
from pathlib import Path

import torch
from safetensors import SafetensorError

import torch_model
from trace_file import Step, Trace

LIMITS = {
    "loss": 1e-4,  # over the loss, or over 1 where that is more
    "gradient": 3e-2,  # of the network's L2 norm
    "tensor": 1e-4,  # of the tensor's largest value; see `tensor_error`
    "statistics": 1e-4,  # of the largest value
    "adam": 2e-3,  # of lr, beyond a rounding of the weight
}
FIGURES = {
    "loss D": "loss", "loss G": "loss", "grad D": "gradient", "grad G": "gradient",
    "tensor D": "tensor", "tensor G": "tensor", "stats D": "statistics", "stats G": "statistics",
    "Adam D": "adam", "Adam G": "adam",
}


def largest(tensor):
    return tensor.abs().max().item() if tensor.numel() else 0.0


def scale(gradient, overall):
    """What the error of a gradient is measured by, given the largest value in its network."""
    # A bias before batch norm has a true gradient of zero.
    return max(largest(gradient), overall / 100)


class Figures:
    """The worst of each figure so far, and where it was. NaN is worse than any number."""

    def __init__(self):
        self.worst = {}

    def add(self, figure, value, where):
        known, _ = self.worst.get(figure, (-1.0, ""))
        if not value <= known and known == known:
            self.worst[figure] = (value, where)

    def merge(self, other):
        for figure, (value, where) in other.worst.items():
            self.add(figure, value, where)

    def failures(self):
        return [
            f"{figure} {value:.2e} over {LIMITS[FIGURES[figure]]:.0e} at {where}"
            for figure, (value, where) in self.worst.items()
            if not value <= LIMITS[FIGURES[figure]]
        ]


class Replay:
    """Replays the steps of one trace, each from the trace's own state before it."""

    def __init__(self, trace, strict):
        self.trace, self.strict = trace, strict
        spec = trace.spec
        self.train, self.smoothing = spec["train"], spec["loss"]["label_smoothing"]
        self.model = torch_model.Model(spec)
        self.networks = self.model.networks()
        self.before, self.shadows, self.optimizers = {}, {}, {}
        for name, network in self.networks.items():
            self.before[name] = trace.state(f"init/{name}", network)
            # Double precision: what is asked is whether the trace rounded Adam's formula well.
            self.shadows[name] = {
                key: torch.nn.Parameter(self.before[name][key].double())
                for key, _ in network.named_parameters()
            }
            self.optimizers[name] = torch_model.adam(
                spec["optimizer"][name], list(self.shadows[name].values()))

    def load(self, name):
        self.networks[name].load_state_dict(self.before[name], strict=False)

    def load_weights(self, name):
        """Loads what is trained; PyTorch's running statistics stay."""
        with torch.no_grad():
            for key, parameter in self.networks[name].named_parameters():
                parameter.copy_(self.before[name][key])

    def target(self, step, name, suffix=""):
        """The target in force: fixed, or as the trace drew it."""
        smoothing = self.smoothing[name]
        bounds = smoothing if isinstance(smoothing, list) else [smoothing, smoothing]
        low, high = bounds if name == "fake" else (1 - bounds[1], 1 - bounds[0])
        if low == high:
            return low
        target = step.read(f"draw/target/{name}", suffix).item()
        if not low - 1e-6 <= target <= high + 1e-6:
            raise ValueError(
                f"{self.trace.path}: target/{name}{suffix} is {target}, not in [{low}, {high}]")
        return target

    def mask(self, step, name, turn, suffix=""):
        """Hands the dropout layers of a network the trace's masks for one of its passes."""
        for index, layer in enumerate(self.networks[name]):
            if isinstance(layer, torch_model.Dropout) and layer.p > 0:
                layer.mask = step.read(f"draw/dropout/{name}/{index}/{turn}", suffix)

    def compare_gradients(self, figures, step, name, expected, suffix=""):
        network, letter = self.networks[name], name[0].upper()
        found = step.gradients(name, network, suffix)
        where = f"{step.prefix}/grad/{name}{suffix}"
        flat = torch.cat([g.flatten() for g in expected]).double()
        error = torch.cat([g.flatten() for g in found.values()]).double() - flat
        figures.add(f"grad {letter}", (error.norm() / flat.norm()).item(), where)
        if self.strict:
            overall = largest(flat)
            for (key, value), gradient in zip(found.items(), expected):
                figures.add(
                    f"tensor {letter}", largest(value - gradient) / scale(gradient, overall),
                    f"{where}/{key}")
        return found

    def compare_statistics(self, figures, name, found, where):
        own = self.networks[name].state_dict()
        for key, value in found.items():
            if "running_" in key:
                figures.add(
                    f"stats {name[0].upper()}", largest(value - own[key]) / largest(own[key]),
                    f"{where}/{key}")

    def compare_adam(self, figures, name, gradients, found, where):
        """Feeds the trace's gradients to Adam, whose moments go on from step to step."""
        shadow, optimizer = self.shadows[name], self.optimizers[name]
        lr = optimizer.param_groups[0]["lr"]
        for key, parameter in shadow.items():
            parameter.data = self.before[name][key].double()
            parameter.grad = gradients[key].double()
        optimizer.step()
        for key, parameter in shadow.items():
            weight = found[key]
            size = torch.maximum(weight.abs(), self.before[name][key].abs())
            rounding = (torch.nextafter(size, torch.tensor(torch.inf)) - size).double()
            excess = ((weight.double() - parameter.data).abs() - rounding).clamp(min=0) / lr
            figures.add(f"Adam {name[0].upper()}", largest(excess), f"{where}/{key}")

    def discriminator_update(self, figures, step, suffix):
        """One update of D; returns the fakes, still with the graph that made them."""
        model, d = self.model, self.networks["discriminator"]
        real = step.read("real", suffix).reshape(-1, *model.image_shape)
        z = step.read("z", suffix).reshape(-1, *model.z_shape)
        self.mask(step, "generator", "fake", suffix)
        fakes = model.generator(z)
        if self.train["joint_batches"]:
            self.mask(step, "discriminator", "joint", suffix)
            on_real, on_fake = model.logits(torch.cat([real, fakes.detach()])).split(len(real))
        else:
            self.mask(step, "discriminator", "real", suffix)
            on_real = model.logits(real)
            self.mask(step, "discriminator", "fake", suffix)
            on_fake = model.logits(fakes.detach())
        loss = torch_model.bce(on_real, self.target(step, "real", suffix)) + torch_model.bce(
            on_fake, self.target(step, "fake", suffix))
        self.compare_loss(figures, step, "discriminator", loss, suffix)
        expected = torch.autograd.grad(loss, list(d.parameters()))
        return z, fakes, self.compare_gradients(
            figures, step, "discriminator", expected, suffix)

    def compare_loss(self, figures, step, name, loss, suffix=""):
        found = step.read(f"loss/{name}", suffix).item()
        error = abs(found - loss.item()) / max(1, abs(loss.item()))
        figures.add(f"loss {name[0].upper()}", error, f"{step.prefix}/loss/{name}{suffix}")

    def generator_loss(self, step, z, fakes):
        """G's loss through the updated D, whose weights are the trace's."""
        model = self.model
        z_generator = step.read("z_generator").reshape(-1, *model.z_shape)
        if self.train["new_fakes"]:
            self.mask(step, "generator", "generator")
            fakes = model.generator(z_generator)
        elif not torch.equal(z_generator, z):
            raise ValueError(f"{self.trace.path}: {step.prefix}/z_generator is not D's last z")
        self.mask(step, "discriminator", "generator")
        logits = model.logits(fakes)
        target = None if model.saturating else self.target(step, "generator")
        return model.generator_loss(logits, target)

    def step(self, number):
        figures = Figures()
        step = Step(self.trace, number, self.train["discriminator_steps"])
        d, g = self.networks["discriminator"], self.networks["generator"]
        for name in self.networks:
            self.load(name)
        for suffix in step.suffixes:
            z, fakes, gradients = self.discriminator_update(figures, step, suffix)
            found, where = step.state("discriminator", d, suffix), step.prefix + "/discriminator"
            self.compare_adam(figures, "discriminator", gradients, found, where + suffix)
            if suffix:
                self.compare_statistics(figures, "discriminator", found, where + suffix)
            self.before["discriminator"] = found
            self.load_weights("discriminator")
        loss = self.generator_loss(step, z, fakes)
        self.compare_loss(figures, step, "generator", loss)
        expected = torch.autograd.grad(loss, list(g.parameters()))
        gradients = self.compare_gradients(figures, step, "generator", expected)
        # G's pass through D has moved D's statistics once more, and nothing else.
        self.before["discriminator"] = step.state("discriminator", d)
        for key, _ in d.named_parameters():
            if not torch.equal(self.before["discriminator"][key], found[key]):
                raise ValueError(f"{self.trace.path}: {where}/{key} moved with G's update")
        self.compare_statistics(figures, "discriminator", self.before["discriminator"], where)
        found, where = step.state("generator", g), f"{step.prefix}/generator"
        self.compare_statistics(figures, "generator", found, where)
        self.compare_adam(figures, "generator", gradients, found, where)
        self.before["generator"] = found
        return figures


def row(name, step, figures, columns):
    cells = [
        f"{figures.worst[column][0]:.1e}" if column in figures.worst else "–"
        for column in columns]
    return f"{name:24} {step:>5} " + " ".join(f"{cell:>8}" for cell in cells)


def check(path, strict, columns):
    """Replays one trace; returns what is wrong with it."""
    trace = Trace(path)
    replay = Replay(trace, strict)
    total = Figures()
    for number in trace.steps:
        figures = replay.step(number)
        total.merge(figures)
        print(row(path.stem[:24], number, figures, columns), flush=True)
    print(row(path.stem[:24], "worst", total, columns), flush=True)
    failures = total.failures()
    if trace.unread:
        failures.append(f"entries that no step accounts for: {', '.join(sorted(trace.unread)[:5])}")
    return failures


def main():
    parser = argparse.ArgumentParser(description="Replays traces of gan-run in PyTorch.")
    parser.add_argument("traces", nargs="+", type=Path)
    parser.add_argument("--strict", action="store_true", help="bound each gradient tensor")
    arguments = parser.parse_args()
    columns = [c for c in FIGURES if arguments.strict or not c.startswith("tensor")]
    print(f"{'spec':24} {'step':>5} " + " ".join(f"{c:>8}" for c in columns))
    limits = [f"{LIMITS[FIGURES[column]]:.0e}" for column in columns]
    print(f"{'at most':24} {'':>5} " + " ".join(f"{limit:>8}" for limit in limits))
    failed = 0
    for path in arguments.traces:
        try:
            failures = check(path, arguments.strict, columns)
        except (ValueError, KeyError, OSError, RuntimeError, SafetensorError) as error:
            failures = [f"{type(error).__name__}: {error}"]
        failed += bool(failures)
        for failure in failures:
            print(f"{path}: {failure}")
    print(f"parity: {len(arguments.traces) - failed} traces agree, {failed} do not")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
