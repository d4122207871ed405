"""Lines of text to token ids by SentencePiece (Debian's python3-sentencepiece), in one thread.

tokenise.py lines FOLDER FILE      writes questions, options and explanations of the medical-text folder, a text a line
tokenise.py run FILE PIECES        trains byte pairs on the lines, then cuts them: processor seconds of the quickest of five passes
"""
import json
import os
import sys
import tempfile
import time


def lines(folder, file):
    with open(file, "w", encoding="utf-8") as out:
        for name in ("medqa_usmle_4options.jsonl", "medmcqa_2816.jsonl", "pubmedqa_train450.jsonl"):
            with open(os.path.join(folder, name), encoding="utf-8") as rows:
                for row in rows:
                    case = json.loads(row)
                    for text in (case["question"], *case["options"].values()):
                        out.write(" ".join(str(text).split()) + "\n")


def run(file, pieces):
    import sentencepiece

    with open(file, encoding="utf-8") as rows:
        texts = rows.read().splitlines()
    with tempfile.TemporaryDirectory() as folder:
        model = os.path.join(folder, "m")
        sentencepiece.SentencePieceTrainer.train(
            input=file, model_prefix=model, vocab_size=pieces, model_type="bpe", minloglevel=2
        )
        cutter = sentencepiece.SentencePieceProcessor(model_file=model + ".model")
    best = float("inf")
    for _ in range(5):
        start = time.process_time()
        tokens = sum(map(len, cutter.encode(texts, num_threads=1)))
        best = min(best, time.process_time() - start)
    megabytes = os.path.getsize(file) / 1e6
    print(f"{'SentencePiece, byte pairs':28}{best:8.3f} s  {tokens:9,} tokens  {megabytes / best:6.1f} MB/s")


if __name__ == "__main__":
    lines(*sys.argv[2:]) if sys.argv[1] == "lines" else run(sys.argv[2], int(sys.argv[3]))
