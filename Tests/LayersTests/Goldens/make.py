"""Writes layers.json: what PyTorch's layers, losses and Adam give in double precision.

Run with PyTorch 2.13: python make.py
"""

import json
import pathlib

import torch
from torch import nn

torch.manual_seed(0)
torch.set_default_dtype(torch.float64)


def numbers(tensor):
    return [float(f"{x:.9g}") for x in tensor.detach().flatten().tolist()]


def layer(text, module, *shape):
    """A layer in training mode: its result, gradients for a random direction, statistics."""
    for parameter in module.parameters():
        nn.init.normal_(parameter, 0.3, 0.5)
    x = torch.randn(*shape)
    # What the engine reads is what PyTorch computes with.
    x = torch.tensor(numbers(x)).reshape(shape).float().double().requires_grad_()
    with torch.no_grad():
        for parameter in module.parameters():
            parameter.copy_(torch.tensor(numbers(parameter)).reshape(parameter.shape).float().double())
    initial = {name: numbers(p) for name, p in module.named_parameters()}
    y = module(x)
    direction = torch.tensor(numbers(torch.randn_like(y))).reshape(y.shape).float().double()
    (y * direction).sum().backward()
    statistics = {
        name: numbers(b) for name, b in module.named_buffers() if name.startswith("running")
    }
    module.eval()
    return {
        "layer": text,
        "input_shape": list(shape),
        "input": numbers(x),
        "parameters": initial,
        "output_shape": list(y.shape),
        "output": numbers(y),
        "direction": numbers(direction),
        "input_gradient": numbers(x.grad),
        "parameter_gradients": {name: numbers(p.grad) for name, p in module.named_parameters()},
        "statistics": statistics,
        "evaluated": numbers(module(x)),
    }


layers = [
    layer("conv: {out: 5, kernel: [3, 2], stride: [2, 1], padding: [1, 0]}",
          nn.Conv2d(3, 5, (3, 2), (2, 1), (1, 0)), 2, 3, 7, 6),
    layer("conv: {out: 4, kernel: 4, stride: 2, padding: 1, bias: false}",
          nn.Conv2d(2, 4, 4, 2, 1, bias=False), 1, 2, 8, 8),
    layer("conv_transpose: {out: 3, kernel: [4, 3], stride: [2, 3], padding: [1, 0], output_padding: [1, 2]}",
          nn.ConvTranspose2d(4, 3, (4, 3), (2, 3), (1, 0), (1, 2)), 2, 4, 3, 2),
    layer("conv_transpose: {out: 2, kernel: 5, stride: 2, padding: 2, output_padding: 1, bias: false}",
          nn.ConvTranspose2d(3, 2, 5, 2, 2, 1, bias=False), 1, 3, 4, 4),
    layer("linear: 6", nn.Linear(7, 6), 3, 7),
    layer("linear: {out: 3, bias: false}", nn.Linear(4, 3, bias=False), 1, 4),
    layer("batch_norm", nn.BatchNorm2d(3), 4, 3, 5, 2),
    layer("batch_norm: {eps: 0.1, momentum: 0.3}", nn.BatchNorm1d(5, 0.1, 0.3), 6, 5),
    layer("relu", nn.ReLU(), 2, 3, 3, 3),
    layer("leaky_relu: 0.2", nn.LeakyReLU(0.2), 2, 11),
    layer("leaky_relu", nn.LeakyReLU(), 2, 3, 4, 1),
    layer("sigmoid", nn.Sigmoid(), 3, 2, 2, 2),
    layer("tanh", nn.Tanh(), 3, 17),
    layer("flatten", nn.Flatten(), 2, 3, 2, 4),
    layer("reshape: [3, 2, 4]", nn.Unflatten(1, (3, 2, 4)), 2, 24),
    layer("reshape: [6, 2, 2]", nn.Unflatten(1, (6, 2, 2)), 2, 24),
    layer("dropout: 0", nn.Dropout(0), 2, 5),
]


def losses():
    real, fake = torch.randn(7, 1) * 3, torch.randn(7, 1) * 3
    real[0], fake[0] = 60, 60
    real[1], fake[1] = -60, -60
    real, fake = (torch.tensor(numbers(x)).float().double() for x in (real, fake))
    bce = nn.functional.binary_cross_entropy_with_logits

    def target(value):
        return torch.full_like(real, value)

    return {
        "real": numbers(real),
        "fake": numbers(fake),
        "bce": float(bce(real, target(0.9)) + bce(fake, target(0.05))),
        "non_saturating": float(bce(fake, target(0.95))),
        "saturating": float(-bce(fake, target(0.0))),
    }


def adam(**options):
    parameter = nn.Parameter(torch.randn(5))
    parameter.data = torch.tensor(numbers(parameter)).float().double()
    initial = numbers(parameter)
    optimizer = torch.optim.Adam([parameter], **options)
    gradients, values = [], []
    for _ in range(4):
        gradient = torch.tensor(numbers(torch.randn(5))).float().double()
        parameter.grad = gradient.clone()
        optimizer.step()
        gradients.append(numbers(gradient))
        values.append(numbers(parameter))
    return {"initial": initial, "gradients": gradients, "values": values}


goldens = {
    "layers": layers,
    "losses": losses(),
    "adam": adam(lr=0.01, betas=(0.5, 0.999)),
    "adam_with_decay": adam(lr=0.002, betas=(0.9, 0.99), eps=1e-4, weight_decay=0.1),
}
path = pathlib.Path(__file__).with_name("layers.json")
path.write_text(json.dumps(goldens, indent=0) + "\n")
