"""Finds every number of a sweep's comparison again, from the runs' own files:

    gan-run compare NAME --format json > compare.json
    Benchmarks/python Benchmarks/recheck.py runs/NAME compare.json

It reads `sweep.lock.yaml`, and of each trial `result.json` and `metrics.jsonl`, works everything out
with NumPy and SciPy, and compares it with the file, in which there may be nothing more and nothing
less. Exits with 1 where a number is missing, is one too many, or differs.
"""

import argparse
import json
import math
import sys
from pathlib import Path

import numpy as np
import yaml
from scipy import stats

KINDS = ["final", "best", "last_quarter"]
# Both work in double precision; what is left are roundings, which differences magnify.
RELATIVE = 1e-8
# Where less is better; nothing else is ranked or has a best value.
LESS_IS_BETTER = {"swd": True, "ms_ssim": True}


def single(value):
    """A logged number: the program works in single precision, which the text stands for."""
    return float(np.float32(float(value)))


def direction(name):
    return LESS_IS_BETTER.get(name.split("/")[0])


class Trial:
    """What a trial's own files say."""

    def __init__(self, folder, entry, record):
        self.id, self.name, self.seed = entry["id"], entry["name"], int(entry["seed"])
        path = folder / self.id
        self.values, self.made, self.arithmetic, self.data = {}, {}, None, None
        if not (path / "result.json").exists():
            self.status = (
                "stopped" if self.id in record.get("stopped", {})
                else "failed" if self.id in record.get("failed", {})
                else "interrupted" if (path / "provenance.json").exists() else "new")
            return
        result = json.loads((path / "result.json").read_text())
        self.status, self.arithmetic = result["status"], result["arithmetic"]
        if self.status != "finished":
            return
        self.data = result["digests"]["data"]
        self.made = result.get("made") or {}
        lines = [json.loads(line) for line in (path / "metrics.jsonl").read_text().splitlines()]
        steps = result["steps"]
        for name, last in result["metrics"].items():
            last = single(last)
            if math.isfinite(last):
                self.values[name] = self.summary(name, last, steps, lines)

    def summary(self, name, last, steps, lines):
        metric = name.split("/")[0]
        if metric in self.made:
            points = {
                line["step"]: single(line["values"][name]) for line in lines
                if line.get("made", {}).get(metric) == self.made[metric] and name in line["values"]
            }
            points[steps] = last
        else:
            points = {line["step"]: single(line[name]) for line in lines if name in line}
        points = {step: value for step, value in points.items() if math.isfinite(value)}
        summary = {
            "final": last,
            "last_quarter": np.mean([v for step, v in points.items() if 4 * step > 3 * steps]),
        }
        if direction(name) is not None:
            summary["best"] = (min if direction(name) else max)(points.values())
        return summary

    def method(self, name):
        """All that another value must share to be compared with."""
        made = self.made.get(name.split("/")[0])
        own = {"arithmetic": self.arithmetic}
        if made is not None:
            own |= {key: value for key, value in made.items() if key != "seed"}
            own["data"] = self.data
        return json.dumps(own, sort_keys=True)


def mean(values):
    out = {"n": len(values), "mean": np.mean(values), "deviation": None, "low": None, "high": None}
    if len(values) > 1:
        out["deviation"] = np.std(values, ddof=1)
        half = stats.t.ppf(0.975, len(values) - 1) * stats.sem(values)
        out["low"], out["high"] = out["mean"] - half, out["mean"] + half
    return out


def difference(own, base, name, kind):
    others = {trial.seed: trial.values[name][kind] for trial in base}
    pairs = [(trial.values[name][kind], others[trial.seed]) for trial in own if trial.seed in others]
    if not pairs:
        return None
    one, other = np.array(pairs).T
    out = mean(one - other) | {"t": None, "p": None, "p_holm": None, "d_z": None}
    if out["deviation"]:
        test = stats.ttest_rel(one, other)
        out |= {
            "t": test.statistic, "p": test.pvalue, "d_z": out["mean"] / out["deviation"],
        }
    return out


def correct(differences):
    """Holm (1979), over all that were tested."""
    tested = sorted((d for d in differences if d["p"] is not None), key=lambda d: d["p"])
    highest = 0.0
    for rank, entry in enumerate(tested):
        highest = max(highest, min(1.0, (len(tested) - rank) * entry["p"]))
        entry["p_holm"] = highest


def table(name, configurations, baseline):
    """What a comparison must say of a metric."""
    kinds = KINDS if direction(name) is not None else ["final", "last_quarter"]
    groups = {
        key: [trial for trial in trials if name in trial.values]
        for key, trials in configurations.items()
    }
    methods = {key: {trial.method(name) for trial in trials} for key, trials in groups.items()}
    rows = {}
    for key, trials in groups.items():
        row = {
            "name": key, "n": len(trials), "left_out": len(configurations[key]) - len(trials),
            "rank": None, "means": {}, "differences": {},
        }
        if len(methods[key]) == 1:
            for kind in kinds:
                row["means"][kind] = mean([trial.values[name][kind] for trial in trials])
                if key != baseline and methods[key] == methods[baseline]:
                    found = difference(trials, groups[baseline], name, kind)
                    if found:
                        row["differences"][kind] = found
        rows[key] = row
    for kind in kinds:
        correct([row["differences"][kind] for row in rows.values() if kind in row["differences"]])
    if direction(name) is not None and len(set().union(*methods.values())) == 1:
        order = [row["means"]["final"]["mean"] for row in rows.values() if row["means"]]
        for row in rows.values():
            if row["means"]:
                own = row["means"]["final"]["mean"]
                better = [x for x in order if (x < own if direction(name) else x > own)]
                row["rank"] = 1 + len(better)
    return list(rows.values())


class Check:
    """Compares what is there with what must be there."""

    def __init__(self):
        self.numbers, self.wrong = 0, []

    def number(self, path, found, due, scale):
        self.numbers += 1
        if not isinstance(found, (int, float)) or isinstance(found, bool):
            self.wrong.append(f"{path}: {found!r}, where {due!r} is due")
        elif abs(found - due) > RELATIVE * max(abs(due), scale):
            self.wrong.append(f"{path}: {found!r} is not {due!r}")

    def value(self, path, found, due, scale=0.0):
        if isinstance(due, dict):
            if not isinstance(found, dict) or set(found) != set(due):
                keys = sorted(found) if isinstance(found, dict) else found
                self.wrong.append(f"{path}: {keys!r}, where {sorted(due)!r} is due")
                return
            # The ends of an interval near zero are as exact as its width.
            deviation = due.get("deviation") or 0.0
            for key in due:
                self.value(f"{path}/{key}", found[key], due[key], deviation)
        elif isinstance(due, list):
            if not isinstance(found, list) or len(found) != len(due):
                self.wrong.append(f"{path}: {found!r}, where {len(due)} entries are due")
                return
            for index, (one, other) in enumerate(zip(found, due)):
                self.value(f"{path}/{index}", one, other)
        elif isinstance(due, (int, float)) and not isinstance(due, bool):
            self.number(path, found, float(due), scale)
        elif found != due:
            self.wrong.append(f"{path}: {found!r}, where {due!r} is due")


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("sweep", type=Path, help="the sweep's folder")
    parser.add_argument("comparison", type=Path, help="what `compare --format json` printed of it")
    options = parser.parse_args()

    lock = yaml.safe_load((options.sweep / "sweep.lock.yaml").read_text())
    record = options.sweep / "sweep.json"
    record = json.loads(record.read_text()) if record.exists() else {}
    trials = [Trial(options.sweep, entry, record) for entry in lock["trials"]]
    configurations = {}
    for trial in trials:
        configurations.setdefault(trial.name, []).append(trial)
    found = json.loads(options.comparison.read_text())
    baseline = found["baseline"]
    names = [metric["name"] for metric in found["metrics"]]

    check = Check()
    known = {name for trial in trials for name in trial.values}
    measured = {metric for trial in trials for metric in trial.made}
    parts = {name for name in known if "/" in name and name.split("/")[0] in measured}
    for name in sorted(known - parts - set(names)):
        check.wrong.append(f"nothing is said of {name}")
    check.value("counts", found["counts"], {
        status: sum(trial.status == status for trial in trials)
        for status in {trial.status for trial in trials}
    })
    check.value("configurations", [
        {"name": entry["name"], "trials": [
            {"id": trial["id"], "seed": int(trial["seed"]), "status": trial["status"]}
            | ({"values": trial["values"]} if "values" in trial else {})
            for trial in entry["trials"]
        ]} for entry in found["configurations"]
    ], [
        {"name": name, "trials": [
            {"id": trial.id, "seed": trial.seed, "status": trial.status}
            | ({"values": trial.values} if trial.status == "finished" else {})
            for trial in group
        ]} for name, group in configurations.items()
    ])
    for metric in found["metrics"]:
        check.value(
            metric["name"], metric["configurations"],
            table(metric["name"], configurations, baseline))

    for line in check.wrong:
        print(line)
    print(f"{check.numbers} numbers, {len(check.wrong)} of them or of their places wrong")
    sys.exit(1 if check.wrong or not check.numbers else 0)


main()
