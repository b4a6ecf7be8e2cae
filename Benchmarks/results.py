"""What was measured, as text: one setting's table, and the file of all machines' results."""

import re
import statistics
from pathlib import Path

MEBI = 2**20
HEAD = """\
# Results

gan-run against PyTorch, measured by `Benchmarks/python Benchmarks/suite.py`: one kind of machine a
section, which a run on such a machine replaces setting by setting. In each round every side in turn
trains the same spec on made-up images, which lie in memory; PyTorch runs the loop of its own DCGAN
example. Times are medians over all steps of all rounds.

- `compile` is `torch.compile`; `channels_last` the memory format, also of both that are `tuned`:
  without the gradients of D's weights in G's step, with the fused kernel of Adam, denormals flushed
  to zero and an allocator that keeps its memory. `bf16` is autocast, where the processor has it.
- The best of PyTorch in a summary is its fastest variant of that run in fp32; eager and bf16, the
  faster of two, stand beside it as times gan-run's step.
- Memory is the most that the process had resident, compiling included. The start is from the start
  of the process to the end of its first step, and in brackets to the beginning of that step (since
  November 26). `compile` compiles in that step, with nothing compiled before, as with a new batch
  size.
- Under each table are gan-run's convolutions in one step, each by its kernel. A GFLOP/s counts what
  a direct convolution would do, so that Winograd's can be beyond the peak.
- The peak is of fused multiply-adds in registers, measured in gan-run's process beside each of its
  turns. Machines drift: compare figures of one table only.
"""
SUMMARY = (
    "setting", "gan-run", "images/s", "best of PyTorch", "times gan-run", "eager", "bf16",
    "memory", "PyTorch's", "start", "PyTorch's", "peak GF/s")


def seconds(value):
    return f"{value:.4f} s" if value < 1 else f"{value:.3f} s"


def cells(values):
    return "| " + " | ".join(values) + " |"


def table(columns, rows):
    return "\n".join([cells(columns), cells(["---"] + ["---:"] * (len(columns) - 1)),
                      *map(cells, rows)])


def details(ours, rivals, batch):
    """The table of one setting."""
    def row(worker):
        if worker.failure:
            return [worker.name, f"– ({worker.failure})", "", "", "", "", ""]
        return [
            worker.name, seconds(worker.median),
            f"{min(worker.seconds):.4f} to {max(worker.seconds):.4f}",
            f"{batch / worker.median:.1f}",
            f"{worker.median / ours.median:.2f}" if ours else "",
            f"{worker.peak_bytes / MEBI:.0f} MiB", start(worker)]

    return table(
        ("", "a step", "from … to", "images/s", "times gan-run", "memory", "start"),
        [row(worker) for worker in ([ours] if ours else []) + rivals])


def convolutions(report):
    """The table of a step's convolutions, from what `bench --layers` says.

    A kernel that is launched several times by one layer is a row, in the order of the step.
    """
    rows = {}
    for launch in report["launches"]:
        if launch["direct_flop"]:
            row = rows.setdefault((launch["scope"], launch["kernel"]), [0, 0.0, 0])
            row[0] += launch["launches"]
            row[1] += launch["seconds"]
            row[2] += launch["direct_flop"]
    return table(
        ("convolution", "kernel", "launches", "ms", "direct GFLOP/s", "of peak"),
        [[scope, kernel, str(launches), f"{1e3 * time:.2f}", f"{flop / time * 1e-9:.0f}",
          f"{flop / time * 1e-7 / report['fma_peak_gflops']:.0f} %"]
         for (scope, kernel), (launches, time, flop) in rows.items()])


def best(rivals, bf16=False):
    """The fastest in fp32, or in bf16; None if there is none."""
    running = [r for r in rivals if not r.failure and r.name.endswith("bf16") == bf16]
    return min(running, key=lambda rival: rival.median, default=None)


def summary(name, ours, rivals, batch):
    """The row of one setting in the table of its machine."""
    def ratio(rival):
        return f"{rival.median / ours.median:.2f}" if rival else "–"

    rival = best(rivals)
    theirs = ["–"] * 4
    if rival:
        theirs = [
            f"{seconds(rival.median)} ({rival.name})", f"**{ratio(rival)}**",
            f"{rival.peak_bytes / MEBI:.0f} MiB", start(rival)]
    return cells([
        name, seconds(ours.median), f"{batch / ours.median:.1f}", theirs[0], theirs[1],
        ratio(best([r for r in rivals if r.name == "eager"])), ratio(best(rivals, bf16=True)),
        f"{ours.peak_bytes / MEBI:.0f} MiB", theirs[2], start(ours), theirs[3],
        peak(ours)])


def start(worker):
    return f"{worker.start_seconds:.2f} s ({worker.set_up_seconds:.2f})"


def peak(ours):
    return f"{statistics.median(ours.peaks):.0f}"


class Results:
    """The file: a section for each kind of machine, with a summary and a part for each setting."""

    def __init__(self, path):
        self.path = Path(path)
        self.machines = {}
        text = self.path.read_text() if self.path.exists() else ""
        for section in re.split(r"^## ", text, flags=re.M)[1:]:
            machine, _, body = section.partition("\n")
            top, *parts = re.split(r"^### ", body, flags=re.M)
            rows = [line for line in top.splitlines() if line.startswith("| ")]
            self.machines[machine] = {
                "rows": {row.split(" | ")[0][2:]: row for row in rows[2:]},
                "parts": {part.partition("\n")[0]: part.partition("\n")[2].strip()
                          for part in parts}}

    def put(self, machine, setting, row, part):
        """Adds or replaces a setting of a machine."""
        section = self.machines.setdefault(machine, {"rows": {}, "parts": {}})
        section["rows"][setting] = row
        section["parts"][setting] = part.strip()

    @property
    def text(self):
        blocks = [HEAD.strip()]
        for machine, section in self.machines.items():
            head = [cells(SUMMARY), cells(["---"] + ["---:"] * (len(SUMMARY) - 1))]
            blocks += [f"## {machine}", "\n".join(head + list(section["rows"].values()))]
            for setting, part in section["parts"].items():
                blocks += [f"### {setting}", part]
        return "\n\n".join(blocks) + "\n"

    def write(self):
        self.path.write_text(self.text)
