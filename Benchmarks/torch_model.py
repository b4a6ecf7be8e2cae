"""The networks, losses and optimisers of a resolved spec, built from PyTorch's own parts."""

import torch
import torch.nn.functional as F
from torch import nn


def kind(item):
    """The name and options of a kind, written as `{name: {option: value}}` or as a bare name."""
    if isinstance(item, str):
        return item, {}
    names = [name for name in item if name not in ("at", "init", "name")]
    if len(names) != 1:
        raise ValueError(f"one kind is due here, not {names}")
    return names[0], item[names[0]] or {}


class Dropout(nn.Dropout):
    """Dropout that can be given its mask, already scaled by 1/(1 - p)."""

    mask = None

    def forward(self, x):
        if self.mask is None or not self.training:
            return super().forward(x)
        mask, self.mask = self.mask, None
        return x * mask.reshape(x.shape)


def _conv(x, o):
    return nn.Conv2d(
        x.shape[1], o["out"], o["kernel"], o["stride"], o["padding"], bias=o["bias"])


def _conv_transpose(x, o):
    return nn.ConvTranspose2d(
        x.shape[1], o["out"], o["kernel"], o["stride"], o["padding"], o["output_padding"],
        bias=o["bias"])


def _batch_norm(x, o):
    cls = nn.BatchNorm1d if x.dim() == 2 else nn.BatchNorm2d
    return cls(x.shape[1], eps=o["eps"], momentum=o["momentum"])


LAYERS = {
    "conv": _conv,
    "conv_transpose": _conv_transpose,
    "linear": lambda x, o: nn.Linear(x.shape[1], o["out"], bias=o["bias"]),
    "batch_norm": _batch_norm,
    "relu": lambda x, o: nn.ReLU(),
    "leaky_relu": lambda x, o: nn.LeakyReLU(o["slope"]),
    "sigmoid": lambda x, o: nn.Sigmoid(),
    "tanh": lambda x, o: nn.Tanh(),
    "flatten": lambda x, o: nn.Flatten(),
    "dropout": lambda x, o: Dropout(o["p"]),
    "reshape": lambda x, o: nn.Unflatten(1, o["shape"]),
}


def sequential(items, shape):
    """A stack as `nn.Sequential`; the channels of each layer follow from the one before."""
    x = torch.zeros(2, *shape)
    layers = []
    for item in items:
        name, options = kind(item)
        layer = LAYERS[name](x, options)
        layers.append(layer)
        with torch.no_grad():
            x = layer.eval()(x)
    return nn.Sequential(*layers).train()


class Model:
    """Both networks of a spec, with the facts that a training step needs."""

    def __init__(self, spec):
        self.nz = spec["model"]["nz"]
        size = spec["data"]["size"]
        height, width = size if isinstance(size, list) else (size, size)
        self.image_shape = (spec["model"]["nc"], height, width)
        first, _ = kind(spec["generator"][0])
        self.z_shape = (self.nz, 1, 1) if first.startswith("conv") else (self.nz,)
        self.latent = spec["latent"]
        self.generator = sequential(spec["generator"], self.z_shape)
        self.discriminator = sequential(spec["discriminator"], self.image_shape)
        self.ends_in_sigmoid = kind(spec["discriminator"][-1])[0] == "sigmoid"
        self.saturating = kind(spec["loss"]["generator"])[0] == "saturating"
        discriminator_loss = kind(spec["loss"]["discriminator"])[0]
        if discriminator_loss != "bce":
            raise ValueError(f"no loss `{discriminator_loss}` here")

    def networks(self):
        return {"generator": self.generator, "discriminator": self.discriminator}

    def draw_z(self, count):
        z = torch.randn(count, *self.z_shape)
        return z if self.latent == "normal" else torch.rand(count, *self.z_shape) * 2 - 1

    def logits(self, images):
        """What D says before a final sigmoid, which the losses below take in."""
        layers = list(self.discriminator)
        for layer in layers[:-1] if self.ends_in_sigmoid else layers:
            images = layer(images)
        return images.flatten()

    def generator_loss(self, logits, target):
        if self.saturating:
            return F.logsigmoid(-logits).mean()
        return bce(logits, target)


def bce(logits, target):
    """Binary cross-entropy of one target for the whole batch."""
    return F.binary_cross_entropy_with_logits(logits, torch.full_like(logits, float(target)))


def adam(optimizer, parameters, fused=None):
    """`torch.optim.Adam` from one entry of the resolved `optimizer`."""
    name, o = kind(optimizer)
    if name != "adam":
        raise ValueError(f"no optimiser `{name}` here")
    return torch.optim.Adam(
        parameters, lr=o["lr"], betas=tuple(o["betas"]), eps=o["eps"],
        weight_decay=o["weight_decay"], fused=fused)
