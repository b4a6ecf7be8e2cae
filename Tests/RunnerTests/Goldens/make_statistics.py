"""Writes statistics.json: what SciPy and NumPy say of Student's t, means and paired differences.

    python make_statistics.py        (NumPy, SciPy)

SciPy has no correction by Holm, so that one is written down here from his paper (1979).
"""

import json
from pathlib import Path

import numpy as np
from scipy import stats


def mean(values):
    n = len(values)
    out = {"values": values, "mean": float(np.mean(values))}
    if n > 1:
        low, high = stats.t.interval(0.95, n - 1, loc=np.mean(values), scale=stats.sem(values))
        out |= {"deviation": float(np.std(values, ddof=1)), "low": float(low), "high": float(high)}
    return out


def paired(one, other):
    test = stats.ttest_rel(one, other)
    differences = np.subtract(one, other)
    interval = test.confidence_interval(0.95)
    return {
        "differences": differences.tolist(), "t": float(test.statistic), "p": float(test.pvalue),
        "low": float(interval.low), "high": float(interval.high),
        "effect": float(differences.mean() / differences.std(ddof=1)),
    }


def holm(values):
    """Reject the smallest p at alpha / m, the next at alpha / (m - 1), …, until one is kept."""
    corrected = []
    for p in values:
        # The least alpha at which p and all that are smaller are rejected.
        smaller = sorted(q for q in values if q <= p)
        corrected.append(min(1.0, max((len(values) - i) * q for i, q in enumerate(smaller))))
    return {"values": values, "corrected": corrected}


def main():
    rng = np.random.default_rng(5)
    tails = [
        {"degrees": degrees, "t": t, "p": float(2 * stats.t.sf(t, degrees))}
        for degrees in [1, 2, 3, 4, 5, 8, 17, 30, 99, 1000, 9999]
        for t in [0.0, 0.01, 0.3, 1.0, 1.96, 2.5, 4.0, 12.0, 100.0, 1e5]
    ]
    quantiles = [
        {"degrees": degrees, "p": p, "t": float(stats.t.isf(p / 2, degrees))}
        for degrees in [1, 2, 3, 4, 9, 29, 30, 999]
        for p in [0.5, 0.1, 0.05, 0.01, 1e-6]
    ]
    samples = [rng.normal(40, 3, n).tolist() for n in [1, 2, 3, 5, 20]]
    pairs = []
    for n, shift in [(2, 1), (3, 0.1), (5, -2), (5, 30), (12, 0), (40, 0.5)]:
        base = rng.normal(40, 3, n)
        pairs.append(paired((base + shift + rng.normal(0, 1, n)).tolist(), base.tolist()))
    corrections = [
        [0.03], [0.01, 0.04, 0.03, 0.005], [0.2, 0.2, 0.9], [0.5, 0.6, 0.7], [1e-9, 0.04, 1e-9, 0.02],
    ]
    goldens = {
        "tails": tails, "quantiles": quantiles, "means": [mean(sample) for sample in samples],
        "pairs": pairs, "holm": [holm(values) for values in corrections],
    }
    path = Path(__file__).parent / "statistics.json"
    path.write_text(json.dumps(goldens, indent=1) + "\n")


main()
