"""The variants of PyTorch train alike, and the file of results keeps what it isn't told about.

    Benchmarks/python Benchmarks/test_suite.py
"""

import tempfile
import unittest
from pathlib import Path

import torch

import results
from torch_trainer import TorchTrainer
from variants import VARIANTS
from workers import GanRun, Torch, race


def conv(name, out, kernel, stride, padding):
    options = {"out": out, "kernel": [kernel] * 2, "stride": [stride] * 2,
               "padding": [padding] * 2, "bias": False}
    if name == "conv_transpose":
        options["output_padding"] = [0, 0]
    return {name: options, "at": 0, "init": {}}


BATCH_NORM = {"batch_norm": {"eps": 1e-5, "momentum": 0.1}, "at": 0, "init": {}}
ADAM = {"adam": {"lr": 1e-3, "betas": [0.5, 0.999], "eps": 1e-8, "weight_decay": 0}}
SPEC = {
    "model": {"nz": 4, "nc": 1}, "data": {"size": 8}, "latent": "normal",
    "generator": [
        conv("conv_transpose", 8, 4, 1, 0), BATCH_NORM, {"relu": {}, "at": 0},
        conv("conv_transpose", 1, 4, 2, 1), {"tanh": {}, "at": 0}],
    "discriminator": [
        conv("conv", 8, 4, 2, 1), BATCH_NORM, {"leaky_relu": {"slope": 0.2}, "at": 0},
        conv("conv", 1, 4, 1, 0), {"sigmoid": {}, "at": 0}],
    "loss": {"discriminator": {"bce": {}}, "generator": {"non_saturating": {}},
             "label_smoothing": {"real": 0.1, "fake": 0, "generator": 0}},
    "optimizer": {"generator": ADAM, "discriminator": ADAM},
    "train": {"batch": 4, "discriminator_steps": 1, "joint_batches": False, "new_fakes": False},
}


def worker(cls, name, seconds, **more):
    return cls(name, seconds=seconds, starts=[1.0], set_ups=[0.25], peak_bytes=2**20, **more)


class VariantTests(unittest.TestCase):
    def test_tuned_trains_alike(self):
        weights = {}
        for name in ("eager", "channels_last", "channels_last_tuned"):
            torch.manual_seed(1)
            trainer = TorchTrainer(SPEC, VARIANTS[name])
            for _ in range(2):
                trainer.step()
            weights[name] = [p.detach().clone() for network in trainer.model.networks().values()
                             for p in network.parameters()]
        for name in weights:
            for ours, eager in zip(weights[name], weights["eager"]):
                torch.testing.assert_close(ours, eager, rtol=1e-3, atol=1e-5)

    def test_takes_turns(self):
        rivals = race(None, ["eager", "channels_last_tuned"], SPEC, 1, 2, 0, say=lambda _: None)
        for rival in rivals:
            self.assertEqual(rival.failure, "")
            self.assertEqual(len(rival.seconds), 4)
            self.assertGreater(rival.peak_bytes, 2**20)
            self.assertGreater(rival.start_seconds, max(rival.seconds))
            self.assertLess(0, rival.set_up_seconds)
            self.assertLess(rival.set_up_seconds, rival.start_seconds)

    def test_says_why_one_is_left_out(self):
        saturating = SPEC | {"loss": SPEC["loss"] | {"generator": {"saturating": {}}}}
        rivals = race(None, ["eager"], saturating, 1, 1, 0, say=lambda _: None)
        self.assertIn("only PyTorch's own loop", rivals[0].failure)


class ResultsTests(unittest.TestCase):
    def setUp(self):
        self.ours = worker(GanRun, "gan-run", [0.5, 0.1, 0.1], reports=[{"fma_peak_gflops": 200}])
        self.rivals = [
            worker(Torch, "eager", [0.3]), worker(Torch, "channels_last", [0.2]),
            worker(Torch, "compile_tuned_bf16", [0.05]), Torch("compile", failure="no compiler")]

    def test_best_is_the_fastest_in_fp32(self):
        self.assertEqual(results.best(self.rivals).name, "channels_last")
        row = results.summary("a, batch 8", self.ours, self.rivals, 8)
        self.assertIn("0.2000 s (channels_last) | **2.00** | 3.00 | 0.50", row)
        self.assertIn("| 1.00 s (0.25) | 1.00 s (0.25) |", row)
        self.assertIn("no compiler", results.details(self.ours, self.rivals, 8))
        alone = results.summary("a", self.ours, [self.rivals[3]], 8)
        self.assertEqual(alone.count("|"), row.count("|"))

    def test_launches_of_a_kernel_are_one_row(self):
        def launch(scope, kernel, flop):
            return {"scope": scope, "kernel": kernel, "direct_flop": flop, "seconds": 0.001,
                    "launches": 1}
        table = results.convolutions({"fma_peak_gflops": 100, "launches": [
            launch("d 0 conv", "Edge", 10**8), launch("d 1 relu", "Loop", 0),
            launch("d 0 conv", "Edge", 10**8)]})
        self.assertIn("| d 0 conv | Edge | 2 | 2.00 | 100 | 100 % |", table)
        self.assertNotIn("relu", table)

    def test_a_machine_replaces_its_own(self):
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "RESULTS.md"
            def put(machine, setting, text):
                file = results.Results(path)
                file.put(machine, setting, results.cells([setting, text]), f"{text}\n\n| x |")
                file.write()
            put("first", "a", "old a")
            put("first", "b", "kept b")
            put("second", "a", "kept a")
            before = path.read_text()
            put("first", "a", "new a")
            self.assertEqual(path.read_text(), before.replace("old a", "new a"))
            self.assertEqual(results.Results(path).text, path.read_text())


if __name__ == "__main__":
    unittest.main()
