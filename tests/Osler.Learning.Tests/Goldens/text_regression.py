"""Makes text_regression.csv: TF-IDF with scikit-learn's LogisticRegression(C=10) on seeded texts.

Run from this folder, with Debian's python3-sklearn: /usr/bin/python3 text_regression.py > text_regression.csv
Each row: part, label, text, then the three probabilities. Tolerance in the test: 2e-3, since Osler adds in float32 and stops where a
step would gain less than 1e-7 of the loss; scikit-learn is told 1e-10, so that it stands at the optimum.
"""
import numpy
import sklearn
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression

random = numpy.random.default_rng(19120101)
words = "ache burn chill dizzy edema fever gout hives itch jaundice".split()
classes, train, test = 3, 90, 30


def text(label):
    return " ".join(
        words[2 * label + random.integers(3)] if random.random() < 0.4 else words[random.integers(10)]
        for _ in range(random.integers(3, 9))
    )


labels = [i % classes for i in range(train + test)]
texts = [text(label) for label in labels]
vectors = TfidfVectorizer(ngram_range=(1, 2), min_df=2)
model = LogisticRegression(C=10, tol=1e-10, max_iter=10_000)
model.fit(vectors.fit_transform(texts[:train]), labels[:train])
probabilities = model.predict_proba(vectors.transform(texts))
print(f"# scikit-learn {sklearn.__version__}, numpy {numpy.__version__}, seed 19120101, tolerance 2e-3")
print("part,label,text,p0,p1,p2")
for i in range(train + test):
    part = "train" if i < train else "test"
    print(f"{part},{labels[i]},{texts[i]}," + ",".join(f"{value:.8f}" for value in probabilities[i]))
