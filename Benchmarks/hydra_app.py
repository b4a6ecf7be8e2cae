"""One trial of a spec's networks in PyTorch under Hydra, as people write it; sweep.py starts it.

It takes less upon itself than gan-run does: one made-up batch of images again and again, no grids of
samples, no digests.
"""

import json
from pathlib import Path

import hydra
import torch
from hydra.core.hydra_config import HydraConfig

from torch_trainer import TorchTrainer
from variants import VARIANTS


@hydra.main(version_base=None, config_path=None)
def main(config):
    torch.manual_seed(config.seed)
    torch.set_num_threads(config.threads)
    spec = json.loads(Path(config.spec).read_text())
    for optimizer in spec["optimizer"].values():
        optimizer["adam"]["lr"] = config.lr
    trainer = TorchTrainer(spec, VARIANTS[config.variant])
    folder = Path(HydraConfig.get().runtime.output_dir)
    with open(folder / "metrics.jsonl", "w") as log:
        for step in range(1, spec["train"]["steps"] + 1):
            d, g = trainer.step()
            if step % 10 == 0:
                print(json.dumps({"step": step, "loss_d": d, "loss_g": g}), file=log)
    torch.save(
        {name: network.state_dict() for name, network in trainer.model.networks().items()},
        folder / "weights.pt")


if __name__ == "__main__":
    main()
