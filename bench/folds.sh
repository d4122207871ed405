#!/bin/sh
# A recipe judged on folds of an archive's training and validation images, so that its test part has no say: each of five
# folds, of equal shares of every class, is judged by a network that learns from the rest (an eighth of which is its
# validation part). Needs Debian's python3-numpy.
#   bench/folds.sh ARCHIVE.npz DIVISION [ARGUMENTS OF osler run]
#   bench/folds.sh ../shared/data/medmnist/breastmnist.npz 1 --set recipe=osler
set -eu
archive=$1
division=$2
shift 2
cd "$(dirname "$0")/.."
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
/usr/bin/python3 - "$archive" "$division" "$folder" <<'PYTHON'
import sys
import numpy

archive, division, folder = sys.argv[1:]
with numpy.load(archive) as parts:
    images, labels = (
        numpy.concatenate([parts[f"{part}_{kind}"] for part in ("train", "val")]) for kind in ("images", "labels")
    )
chance = numpy.random.default_rng(int(division))
place = numpy.empty(len(labels), int)
for label in numpy.unique(labels, axis=0):
    of_label = chance.permutation(numpy.flatnonzero((labels == label).all(axis=1)))
    place[of_label] = numpy.arange(len(of_label))
for fold in range(5):
    judged = place % 5 == fold
    validated = ~judged & (place // 5 % 8 == 0)
    parts = {"train": ~judged & ~validated, "val": validated, "test": judged}
    numpy.savez(
        f"{folder}/fold{fold}.npz",
        **{f"{name}_{kind}": of[part] for name, part in parts.items() for kind, of in (("images", images), ("labels", labels))},
    )
PYTHON
for fold in 0 1 2 3 4; do
    ./osler run medmnist --data "$folder/fold$fold.npz" --seed 1 --out "$folder/run$fold" --quiet \
        --set evaluation.explain=false evaluation.bootstrap_draws=100 "$@" >/dev/null
done
/usr/bin/python3 - "$folder" <<'PYTHON'
import json
import sys

folds = []
for fold in range(5):
    with open(f"{sys.argv[1]}/run{fold}/results.json", encoding="utf-8") as file:
        measures = json.load(file)["measures"]
    folds.append(
        {
            name: next(m["value"] for m in measures if (m["name"], m["model"]) == (name, "network") and not m.get("subgroup"))
            for name in ("auroc", "accuracy")
        }
    )
for name in ("auroc", "accuracy"):
    values = [fold[name] for fold in folds]
    print(f"{name:<10}mean {sum(values) / 5:.3f}   folds {' '.join(f'{value:.3f}' for value in values)}")
PYTHON
