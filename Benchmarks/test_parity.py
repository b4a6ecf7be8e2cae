"""Traces written by a training loop in plain PyTorch: right ones pass `parity.py`, and each of a
list of mistakes that a trainer can make is caught.

    Benchmarks/python Benchmarks/test_parity.py
"""

import contextlib
import copy
import io
import json
import tempfile
import unittest
from pathlib import Path

import torch
import torch.nn.functional as F
from safetensors.torch import save_file
from torch import nn

import parity
import torch_model


def conv(out, stride=2, padding=1, name="conv", **more):
    options = {"out": out, "kernel": [4, 4], "stride": [stride] * 2, "padding": [padding] * 2}
    if name == "conv_transpose":
        options["output_padding"] = [0, 0]
    return {name: {**options, "bias": False, **more}, "at": 0, "init": {}}


def up(out, **more):
    return conv(out, name="conv_transpose", **more)


BATCH_NORM = {"batch_norm": {"eps": 1e-5, "momentum": 0.1}, "at": 0, "init": {}}
LEAKY = {"leaky_relu": {"slope": 0.2}, "at": 0}


def act(name):
    return {name: {}, "at": 0}


def spec(**changes):
    """A small DCGAN for 16x16 images."""
    adam = {"adam": {"lr": 2e-4, "betas": [0.5, 0.999], "eps": 1e-8, "weight_decay": 0}}
    base = {
        "model": {"nz": 8, "nc": 3}, "data": {"size": [16, 16]}, "latent": "normal",
        "generator": [
            up(24, stride=1, padding=0), BATCH_NORM, act("relu"), up(12), BATCH_NORM, act("relu"),
            up(3), act("tanh")],
        "discriminator": [
            conv(12), LEAKY, conv(24), BATCH_NORM, LEAKY, conv(1, stride=1, padding=0),
            act("sigmoid")],
        "loss": {
            "discriminator": {"bce": {}}, "generator": {"non_saturating": {}},
            "label_smoothing": {"real": 0.1, "fake": 0, "generator": 0}},
        "optimizer": {"generator": adam, "discriminator": adam},
        "train": {
            "batch": 6, "steps": 3, "discriminator_steps": 1, "joint_batches": False,
            "new_fakes": False}}
    base = copy.deepcopy(base)
    for path, value in changes.items():
        place = base
        *parents, last = path.split("__")
        for parent in parents:
            place = place[parent]
        place[last] = value
    return base


SMOOTH = spec(
    generator=[up(24, stride=1, padding=0), BATCH_NORM, act("tanh"), up(12, bias=True), BATCH_NORM,
               act("tanh"), up(3), act("tanh")],
    discriminator=[conv(12), act("tanh"), conv(24), BATCH_NORM, act("tanh"),
                   conv(1, stride=1, padding=0), act("sigmoid")])
LINEAR = spec(
    generator=[
        {"linear": {"out": 96, "bias": True}}, BATCH_NORM, act("relu"),
        {"dropout": {"p": 0.3}}, {"reshape": {"shape": [6, 4, 4]}}, up(8), act("relu"), up(3),
        act("tanh")],
    discriminator=[
        conv(8), LEAKY, {"dropout": {"p": 0.5}}, act("flatten"),
        {"linear": {"out": 1, "bias": True}}],
    loss__label_smoothing={"real": [0.0, 0.3], "fake": [0.0, 0.1], "generator": [0.0, 0.1]},
    optimizer__discriminator={
        "adam": {"lr": 1e-3, "betas": [0.9, 0.99], "eps": 1e-6, "weight_decay": 0.01}})
MANY = {
    "plain": spec(),
    "smooth": SMOOTH,
    "linear, dropout, ranges, logits": LINEAR,
    "saturating": spec(loss__generator={"saturating": {}}),
    "joint": spec(train__joint_batches=True),
    "new fakes": spec(train__new_fakes=True),
    "two D steps": spec(train__discriminator_steps=2),
    "all at once": {**LINEAR, "train": {
        **LINEAR["train"], "discriminator_steps": 3, "joint_batches": True, "new_fakes": True}},
}


class Adam:
    """Adam by its formula, with the mistakes that one can make in it."""

    def __init__(self, network, options, mistake):
        self.parameters, self.o, self.mistake = list(network.parameters()), options, mistake
        self.m = [torch.zeros_like(p) for p in self.parameters]
        self.v = [torch.zeros_like(p) for p in self.parameters]
        self.count = 0

    def step(self, gradients):
        o, (b1, b2) = self.o, self.o["betas"]
        self.count += 1
        c1, c2 = 1 - b1**self.count, 1 - b2**self.count
        if self.mistake == "no bias correction":
            c1 = c2 = 1
        with torch.no_grad():
            for p, g, m, v in zip(self.parameters, gradients, self.m, self.v):
                if self.mistake != "no weight decay":
                    g = g + o["weight_decay"] * p
                m.mul_(b1).add_(g, alpha=1 - b1)
                v.mul_(b2).addcmul_(g, g, value=1 - b2)
                if self.mistake == "moments forgotten":
                    m.copy_(g * (1 - b1))
                root = (v / c2).sqrt() + o["eps"]
                if self.mistake == "epsilon inside the root":
                    root = (v / c2 + o["eps"]).sqrt()
                p.sub_(o["lr"] * (m / c1) / root)


class Trainer:
    """A plain training loop that writes a trace."""

    def __init__(self, spec, mistake=None):
        torch.manual_seed(3)
        self.spec, self.mistake, self.out = spec, mistake, {}
        model = self.model = torch_model.Model(spec)
        self.nets = model.networks()
        for network in self.nets.values():
            for layer in network:
                if isinstance(layer, nn.modules.batchnorm._BatchNorm):
                    if mistake == "running momentum":
                        layer.momentum = 0.9
                elif hasattr(layer, "weight"):
                    nn.init.normal_(layer.weight, 0, 0.1)
        self.adam = {
            name: Adam(network, spec["optimizer"][name]["adam"], mistake)
            for name, network in self.nets.items()}
        self.store_state("init/")

    def store(self, name, tensor):
        self.out[name] = tensor.detach().float().clone().contiguous()

    def store_state(self, prefix, names=("generator", "discriminator"), suffix=""):
        for name in names:
            for key, value in self.nets[name].state_dict().items():
                if "num_batches" not in key:
                    self.store(f"{prefix}{name}/{key}{suffix}", value)

    def drop(self, name, turn, count, suffix=""):
        """Draws the masks of one pass."""
        shape = self.model.z_shape if name == "generator" else self.model.image_shape
        x = torch.zeros(count, *shape)
        for index, layer in enumerate(self.nets[name]):
            if isinstance(layer, torch_model.Dropout):
                layer.mask = F.dropout(torch.ones_like(x), layer.p)
                self.store(f"{self.at}draw/dropout/{name}/{index}/{turn}{suffix}", layer.mask)
            elif not isinstance(layer, nn.modules.batchnorm._BatchNorm):
                with torch.no_grad():
                    x = layer(x)

    def target(self, name, suffix=""):
        value = self.spec["loss"]["label_smoothing"][name]
        if isinstance(value, list):
            value = value[0] + (value[1] - value[0]) * torch.rand(()).item()
            target = value if name == "fake" else 1 - value
            self.store(f"{self.at}draw/target/{name}{suffix}", torch.tensor(target))
        return value if name == "fake" else 1 - value

    def loss(self, logits, target):
        p = torch.sigmoid(logits)
        each = -(target * p.log() + (1 - target) * (1 - p).log())
        return each.sum() if self.mistake == "sums" else each.mean()

    def step(self, number):
        model, train, d = self.model, self.spec["train"], self.nets["discriminator"]
        self.at, n = f"step/{number:04d}/", train["batch"]
        count = train["discriminator_steps"]
        suffixes = [f".{k + 1}" for k in range(count)] if count > 1 else [""]
        for suffix in suffixes:
            real = torch.rand(n, *model.image_shape) * 2 - 1
            z = model.draw_z(n)
            self.store(f"{self.at}real{suffix}", real)
            self.store(f"{self.at}z{suffix}", z)
            self.drop("generator", "fake", n, suffix)
            fakes = model.generator(z)
            joint = train["joint_batches"] != (self.mistake == "joint or not")
            if joint:
                self.drop("discriminator", "joint", 2 * n, suffix)
                on_real, on_fake = model.logits(torch.cat([real, fakes.detach()])).split(n)
            else:
                self.drop("discriminator", "real", n, suffix)
                on_real = model.logits(real)
                self.drop("discriminator", "fake", n, suffix)
                on_fake = model.logits(fakes.detach())
            target = self.target("real", suffix)
            if self.mistake == "no smoothing":
                target = 1
            loss = self.loss(on_real, target) + self.loss(on_fake, self.target("fake", suffix))
            if self.mistake == "half":
                loss = loss / 2
            gradients = torch.autograd.grad(loss, list(d.parameters()))
            before = {k: v.clone() for k, v in d.named_parameters()}
            if self.mistake == "one gradient":
                gradients = [g.clone() for g in gradients]
                gradients[0].view(-1)[5] += gradients[0].abs().max() * 1e-3
            self.adam["discriminator"].step(gradients)
            self.store(f"{self.at}loss/discriminator{suffix}", loss)
            for (key, _), gradient in zip(d.named_parameters(), gradients):
                self.store(f"{self.at}grad/discriminator/{key}{suffix}", gradient)
            if suffix:
                self.store_state(self.at, ["discriminator"], suffix)
        self.generator_update(z, fakes, before)
        self.store_state(self.at)

    def generator_update(self, z, fakes, before):
        model, d, g = self.model, self.nets["discriminator"], self.nets["generator"]
        after = {k: v.clone() for k, v in d.state_dict().items()}
        if self.mistake == "G through the D before":
            d.load_state_dict(before, strict=False)
        if self.spec["train"]["new_fakes"]:
            z = model.draw_z(len(z))
            self.drop("generator", "generator", len(z))
            fakes = model.generator(z)
        self.store(f"{self.at}z_generator", z + 1 if self.mistake == "other z" else z)
        self.drop("discriminator", "generator", len(z))
        logits = model.logits(fakes)
        saturating = model.saturating != (self.mistake == "saturating or not")
        if saturating:
            loss = (1 - torch.sigmoid(logits)).log().mean()
        else:
            loss = self.loss(logits, self.target("generator"))
        gradients = torch.autograd.grad(loss, list(g.parameters()))
        if self.mistake == "G leaves D's statistics":
            d.load_state_dict(after)
        if self.mistake == "G through the D before":
            d.load_state_dict({k: v for k, v in after.items() if k in before}, strict=False)
        if self.mistake == "G's update moves D":
            with torch.no_grad():
                next(d.parameters()).mul_(1.01)
        self.adam["generator"].step(gradients)
        self.store(f"{self.at}loss/generator", loss)
        for (key, _), gradient in zip(g.named_parameters(), gradients):
            self.store(f"{self.at}grad/generator/{key}", gradient)

    def run(self, path):
        for number in range(1, self.spec["train"]["steps"] + 1):
            self.step(number)
        if self.mistake == "not a number":
            self.out["step/0002/grad/generator/0.weight"].view(-1)[3] = torch.nan
        if self.mistake == "an entry too many":
            self.out["step/0002/draw/noise"] = torch.zeros(2)
        if self.mistake == "an entry too few":
            del self.out["step/0003/loss/generator"]
        if self.mistake == "a step too few":
            self.out = {k: v for k, v in self.out.items() if not k.startswith("step/0002")}
        save_file(self.out, path, metadata={"spec": json.dumps(self.spec)})


def check(spec, mistake=None, strict=False):
    """What `parity.py` finds wrong with a trace."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "trace.safetensors"
        Trainer(spec, mistake).run(path)
        with contextlib.redirect_stdout(io.StringIO()):
            try:
                return parity.check(path, strict, list(parity.FIGURES))
            except ValueError as error:
                return [str(error)]


class RightTraces(unittest.TestCase):
    def test_pass(self):
        for name, each in MANY.items():
            with self.subTest(name):
                self.assertEqual(check(each, strict=each is SMOOTH), [])


class WrongTraces(unittest.TestCase):
    def caught(self, mistake, by, spec=MANY["plain"], strict=False):
        failures = check(spec, mistake, strict)
        self.assertTrue(any(by in each for each in failures), f"{mistake}: {failures}")

    def test_losses(self):
        for mistake in ("no smoothing", "half", "sums", "joint or not"):
            with self.subTest(mistake):
                self.caught(mistake, "loss D")
        self.caught("saturating or not", "loss G")
        self.caught("G through the D before", "loss G")

    def test_statistics(self):
        self.caught("running momentum", "stats")
        self.caught("joint or not", "stats D")
        self.caught("G leaves D's statistics", "stats D")

    def test_adam(self):
        for mistake in ("no bias correction", "moments forgotten", "epsilon inside the root"):
            with self.subTest(mistake):
                self.caught(mistake, "Adam")
        self.caught("no weight decay", "Adam D", LINEAR)
        self.caught("G's update moves D", "Adam D")
        self.caught("G's update moves D", "moved with G's update", MANY["two D steps"])

    def test_gradients(self):
        self.caught("half", "grad D")
        self.caught("one gradient", "tensor D", SMOOTH, strict=True)
        self.caught("not a number", "grad G")

    def test_entries(self):
        self.caught("other z", "z_generator")
        self.caught("an entry too many", "draw/noise")
        self.caught("an entry too few", "loss/generator")
        self.caught("a step too few", "without a gap")


if __name__ == "__main__":
    unittest.main()
