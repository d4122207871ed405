"""scikit-learn's side of the metrics benchmark: metrics.py FOLDER DRAWS."""

import pathlib
import sys
import time

import numpy
from sklearn.metrics import roc_auc_score

folder = pathlib.Path(sys.argv[1])
draws = int(sys.argv[2])
scores = numpy.fromfile(folder / "scores.f64")
outcomes = numpy.fromfile(folder / "outcomes.u8", dtype=numpy.uint8)
lines = []


def timed(name, work, repeats, scale=1.0):
    best = None
    for _ in range(repeats):
        wall, processor = time.perf_counter(), time.process_time()
        answer = work()
        taken = (time.perf_counter() - wall, time.process_time() - processor)
        best = min(best or taken, taken)
    lines.append(f"{name}\t{best[0] * scale:.4f}\t{best[1] * scale:.4f}\t{answer:.10f}")


def bootstrap():
    random = numpy.random.default_rng(1)
    areas = []
    for _ in range(draws):
        chosen = random.integers(0, len(scores), len(scores))
        areas.append(roc_auc_score(outcomes[chosen], scores[chosen]))
    return numpy.quantile(areas, 0.025)


timed("auroc", lambda: roc_auc_score(outcomes, scores), 5)
timed("bootstrap", bootstrap, 1, 2000 / draws)
(folder / "scikit-learn.tsv").write_text("\n".join(lines) + "\n")
