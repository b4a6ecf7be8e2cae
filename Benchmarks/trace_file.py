"""Reads what `gan-run trace` writes, and remembers which entries nobody has read."""

import json

from safetensors import safe_open


class Trace:
    """The entries of one trace file by name."""

    def __init__(self, path):
        self.path = path
        with safe_open(path, framework="pt") as file:
            metadata = file.metadata() or {}
            self.tensors = {name: file.get_tensor(name) for name in file.keys()}
        if "spec" not in metadata:
            raise ValueError(f"{path}: no `spec` in the metadata; is it a trace of gan-run?")
        self.spec = json.loads(metadata["spec"])
        self.unread = set(self.tensors)
        steps = {name.split("/")[1] for name in self.tensors if name.startswith("step/")}
        self.steps = sorted(int(step) for step in steps)
        if self.steps != list(range(1, len(self.steps) + 1)) or not self.steps:
            raise ValueError(f"{path}: steps are due from 1 on without a gap, not {self.steps}")

    def __contains__(self, name):
        return name in self.tensors

    def read(self, name):
        """The tensor of that name, which has to be there."""
        if name not in self.tensors:
            raise ValueError(f"{self.path}: no entry `{name}`")
        self.unread.discard(name)
        return self.tensors[name]

    def state(self, prefix, network, suffix=""):
        """The entries `prefix/<name>suffix` that `network`, a module, has."""
        return {
            name: self.read(f"{prefix}/{name}{suffix}").reshape(value.shape)
            for name, value in network.state_dict().items()
            if not name.endswith("num_batches_tracked")
        }


class Step:
    """The entries of one step of a trace; with several D steps, D's carry a suffix."""

    def __init__(self, trace, number, discriminator_steps):
        self.trace = trace
        self.prefix = f"step/{number:04d}"
        self.suffixes = [""]
        if discriminator_steps > 1:
            self.suffixes = [f".{k}" for k in range(1, discriminator_steps + 1)]

    def read(self, name, suffix=""):
        return self.trace.read(f"{self.prefix}/{name}{suffix}")

    def has(self, name, suffix=""):
        return f"{self.prefix}/{name}{suffix}" in self.trace

    def gradients(self, network_name, network, suffix=""):
        return {
            name: self.read(f"grad/{network_name}/{name}", suffix).reshape(value.shape)
            for name, value in network.named_parameters()
        }

    def state(self, network_name, network, suffix=""):
        return self.trace.state(f"{self.prefix}/{network_name}", network, suffix)
