"""Makes Goldens/networks/encoders.json: names and shapes of small text encoders, and their logits, weights by a formula.

    python3 tests/Osler.Learning.Tests/Goldens/encoders.py tests/Osler.Learning.Tests/Goldens/networks

Needs PyTorch alone. BERT, RoBERTa and DistilBERT for telling classes apart are written here anew from the papers, each with
the parameter names, epsilons and paddings of Hugging Face's classes (BertForSequenceClassification,
RobertaForSequenceClassification, DistilBertForSequenceClassification), attention by explicit loops over heads. Computed in float64.
"""

import json
import math
import sys
from pathlib import Path

import numpy as np
import torch

VOCABULARY, UNITS, HEADS, INNER, LAYERS, PLACES, OUTCOMES = 23, 12, 3, 20, 2, 16, 4


def draw(name, count):
    """Numbers in [0, 1) that follow from a name, as in networks.py."""
    state = 0xCBF29CE484222325
    for byte in name.encode():
        state = ((state ^ byte) * 0x100000001B3) % 2**64
    with np.errstate(over="ignore"):
        z = np.uint64(state) + (np.arange(count, dtype=np.uint64) + np.uint64(1)) * np.uint64(0x9E3779B97F4A7C15)
        z = (z ^ (z >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
        z = (z ^ (z >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
        z = z ^ (z >> np.uint64(31))
    return (z >> np.uint64(40)).astype(np.float64) / 2**24


class File(dict):
    """A file of weights that makes each when it is first asked for, and remembers the order."""

    def get(self, name, *shape):
        if name not in self:
            u = draw(name, math.prod(shape))
            if len(shape) > 1:
                values = (2 * u - 1) * math.sqrt(6 / math.prod(shape[1:]))
            elif name.endswith("weight"):
                values = 0.5 + u
            else:
                values = 0.2 * (u - 0.5)
            self[name] = torch.from_numpy(values.astype(np.float32).reshape(shape)).double()
        return self[name]

    def dense(self, name, x, units):
        return x @ self.get(name + ".weight", units, x.shape[-1]).T + self.get(name + ".bias", units)

    def norm(self, name, x, epsilon, names=("weight", "bias")):
        mean = x.mean(-1, keepdim=True)
        variance = ((x - mean) ** 2).mean(-1, keepdim=True)
        scaled = (x - mean) / torch.sqrt(variance + epsilon)
        return scaled * self.get(f"{name}.{names[0]}", UNITS) + self.get(f"{name}.{names[1]}", UNITS)


def gelu(x):
    return 0.5 * x * (1 + torch.erf(x / math.sqrt(2)))


def attend(q, k, v):
    size = UNITS // HEADS
    heads = []
    for head in range(HEADS):
        part = slice(head * size, (head + 1) * size)
        looks = torch.softmax(q[:, part] @ k[:, part].T / math.sqrt(size), -1)
        heads.append(looks @ v[:, part])
    return torch.cat(heads, -1)


def bert(file, ids, front="bert.", pad=0, offset=0, types=2, epsilon=1e-12, norms=("weight", "bias")):
    parts, part = [], 0
    for token in ids:
        parts.append(min(part, types - 1))
        part += token == 3
    table = front + "embeddings."
    x = (
        file.get(table + "word_embeddings.weight", VOCABULARY, UNITS)[ids]
        + file.get(table + "position_embeddings.weight", PLACES + offset, UNITS)[offset : offset + len(ids)]
        + file.get(table + "token_type_embeddings.weight", types, UNITS)[parts]
    )
    x = file.norm(table + "LayerNorm", x, epsilon, norms)
    for layer in range(LAYERS):
        at = f"{front}encoder.layer.{layer}."
        q, k, v = (file.dense(at + "attention.self." + what, x, UNITS) for what in ("query", "key", "value"))
        seen = file.dense(at + "attention.output.dense", attend(q, k, v), UNITS)
        x = file.norm(at + "attention.output.LayerNorm", x + seen, epsilon, norms)
        inner = gelu(file.dense(at + "intermediate.dense", x, INNER))
        x = file.norm(at + "output.LayerNorm", x + file.dense(at + "output.dense", inner, UNITS), epsilon, norms)
    return x


def bert_logits(file, ids):
    x = bert(file, ids, norms=("gamma", "beta"))
    return file.dense("classifier", torch.tanh(file.dense("bert.pooler.dense", x[0], UNITS)), OUTCOMES)


def roberta_logits(file, ids):
    x = bert(file, ids, "roberta.", pad=1, offset=2, types=1, epsilon=1e-5)
    return file.dense("classifier.out_proj", torch.tanh(file.dense("classifier.dense", x[0], UNITS)), OUTCOMES)


def distilbert_logits(file, ids):
    table = "distilbert.embeddings."
    x = (
        file.get(table + "word_embeddings.weight", VOCABULARY, UNITS)[ids]
        + file.get(table + "position_embeddings.weight", PLACES, UNITS)[: len(ids)]
    )
    x = file.norm(table + "LayerNorm", x, 1e-12)
    for layer in range(LAYERS):
        at = f"distilbert.transformer.layer.{layer}."
        q, k, v = (file.dense(at + f"attention.{what}_lin", x, UNITS) for what in "qkv")
        x = file.norm(at + "sa_layer_norm", x + file.dense(at + "attention.out_lin", attend(q, k, v), UNITS), 1e-12)
        inner = file.dense(at + "ffn.lin2", gelu(file.dense(at + "ffn.lin1", x, INNER)), UNITS)
        x = file.norm(at + "output_layer_norm", x + inner, 1e-12)
    return file.dense("classifier", torch.relu(file.dense("pre_classifier", x[0], UNITS)), OUTCOMES)


texts = [[2, 7, 9, 22, 3, 11, 5, 3], [2, 8, 3], [2, 15, 4, 4, 21, 6, 3, 19, 20, 3]]
cases = []
for name, logits in (("bert", bert_logits), ("roberta", roberta_logits), ("distilbert", distilbert_logits)):
    file = File()
    answers = [[round(value, 6) for value in logits(file, ids).tolist()] for ids in texts]
    cases.append(
        {
            "name": name,
            "tensors": [{"name": key, "shape": list(tensor.shape)} for key, tensor in file.items()],
            "texts": texts,
            "logits": answers,
        }
    )
golden = {
    "made_by": f"encoders.py, PyTorch {torch.__version__}",
    "tolerance": "1e-4: float32 against float64, logits of about 1",
    "cases": cases,
}
lines = json.dumps(golden, indent=1)
Path(sys.argv[1], "encoders.json").write_text(lines + "\n")
