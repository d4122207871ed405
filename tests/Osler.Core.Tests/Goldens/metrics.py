"""Goldens of the binary, multi-class and agreement measures, by scikit-learn.

Run with Debian's python3-sklearn: /usr/bin/python3 metrics.py. It writes metrics/*.json beside itself.
The cases go into the file with the answers, so that a test needs no random numbers of NumPy's.
"""

import json
import pathlib

import numpy
import sklearn
from sklearn import calibration, metrics

SEED = 20261124
HERE = pathlib.Path(__file__).parent / "metrics"


def cases(name, n, prevalence, decimals, random):
    """Risks with known outcomes; `decimals` rounds them, so that many tie."""
    logit = numpy.log(prevalence / (1 - prevalence)) + random.normal(0, 1.2, n)
    truth = 1 / (1 + numpy.exp(-logit))
    outcome = random.uniform(size=n) < truth
    # A second model sees less, and is too sure of itself.
    second = 1 / (1 + numpy.exp(-(1.3 * logit + random.normal(0, 0.8, n) + 0.2)))
    if decimals is not None:
        truth = numpy.round(truth, decimals)
        # R's glm diverges on offsets of +-36, the clipped logits of 0 and 1.
        second = numpy.clip(numpy.round(second, decimals), 0.05, 0.95)
    return {"name": name, "outcomes": outcome.astype(int), "first": truth, "second": second}


def net_benefit(y, p, t):
    called = p >= t
    return (numpy.sum(called & (y == 1)) - numpy.sum(called & (y == 0)) * t / (1 - t)) / len(y)


def judge(y, p):
    fraction, mean = calibration.calibration_curve(y, p, n_bins=10, strategy="quantile")
    called = p >= 0.3
    tn, fp, fn, tp = metrics.confusion_matrix(y, called).ravel()
    return {
        "auroc": metrics.roc_auc_score(y, p),
        "average_precision": metrics.average_precision_score(y, p),
        "brier": metrics.brier_score_loss(y, p),
        "log_loss": metrics.log_loss(y, p),
        "accuracy": metrics.accuracy_score(y, called),
        "balanced_accuracy": metrics.balanced_accuracy_score(y, called),
        "sensitivity": metrics.recall_score(y, called),
        "specificity": tn / (tn + fp),
        "ppv": metrics.precision_score(y, called),
        "npv": tn / (tn + fn),
        "f1": metrics.f1_score(y, called),
        "net_benefit": [net_benefit(y, p, t) for t in (0.1, 0.25, 0.5)],
        "curve_predicted": list(mean),
        "curve_observed": list(fraction),
    }


def plain(value):
    if isinstance(value, numpy.ndarray):
        return value.tolist()
    if isinstance(value, (numpy.floating, numpy.integer)):
        return value.item()
    raise TypeError(type(value))


def write(name, about, body):
    header = {
        "made_by": "Goldens/metrics.py",
        "libraries": {"scikit-learn": sklearn.__version__, "numpy": numpy.__version__},
        "seed": SEED,
        **about,
    }
    (HERE / name).write_text(json.dumps({"header": header, **body}, default=plain, indent=1) + "\n")


def main():
    HERE.mkdir(exist_ok=True)
    random = numpy.random.default_rng(SEED)
    tolerance = {
        "tolerance": 1e-12,
        "reason": "the same sums over at most 600 doubles in another order",
    }
    binary = [
        cases("smooth", 600, 0.3, None, random),
        cases("rare", 411, 0.06, None, random),
        cases("tied", 500, 0.3, 1, random),
    ]
    for one in binary:
        one["judged"] = judge(one["outcomes"], one["first"])
    write("binary.json", tolerance, {"cases": binary})

    n, classes = 300, 7
    labels = random.integers(0, classes, n)
    logits = random.normal(size=(n, classes)) + 1.5 * numpy.eye(classes)[labels]
    probabilities = numpy.exp(logits) / numpy.exp(logits).sum(axis=1, keepdims=True)
    chosen = probabilities.argmax(axis=1)
    write(
        "multiclass.json",
        tolerance,
        {
            "classes": classes,
            "labels": labels,
            "probabilities": probabilities,
            "auroc": metrics.roc_auc_score(labels, probabilities, multi_class="ovr", average="macro"),
            "auroc_by_class": [
                metrics.roc_auc_score(labels == c, probabilities[:, c]) for c in range(classes)
            ],
            "average_precision": numpy.mean(
                [metrics.average_precision_score(labels == c, probabilities[:, c]) for c in range(classes)]
            ),
            "accuracy": metrics.accuracy_score(labels, chosen),
            "balanced_accuracy": metrics.balanced_accuracy_score(labels, chosen),
            "f1": metrics.f1_score(labels, chosen, average="macro"),
            "log_loss": metrics.log_loss(labels, probabilities),
            "top1_error": 1 - metrics.top_k_accuracy_score(labels, probabilities, k=1),
            "top5_error": 1 - metrics.top_k_accuracy_score(labels, probabilities, k=5),
        },
    )

    grades = random.integers(0, 5, 250)
    other = numpy.clip(grades + random.integers(-1, 2, 250) * (random.uniform(size=250) < 0.6), 0, 4)
    write(
        "kappa.json",
        tolerance,
        {
            "categories": 5,
            "first": grades,
            "second": other,
            "none": metrics.cohen_kappa_score(grades, other),
            "linear": metrics.cohen_kappa_score(grades, other, weights="linear"),
            "quadratic": metrics.cohen_kappa_score(grades, other, weights="quadratic"),
        },
    )


if __name__ == "__main__":
    main()
