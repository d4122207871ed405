"""Makes logistic_regression.csv: scikit-learn's default LogisticRegression on seeded cases.

Run from this folder, with Debian's python3-sklearn: python3 logistic_regression.py > logistic_regression.csv
The lines "# c=" are the models: coefficients, then the intercept. Tolerance in the test: 1e-4, since
scikit-learn stops its L-BFGS at a gradient of 1e-4; here it is told 1e-10, so that both stand at the optimum.
"""
import numpy
import sklearn
from sklearn.linear_model import LogisticRegression

random = numpy.random.default_rng(20080117)
cases, width = 200, 4
x = random.normal(size=(cases, width)) @ numpy.array(
    [[1, 0.4, 0, 0], [0, 1, 0, 0], [0, 0, 2, 0], [0, 0, 0.3, 0.5]]
)
y = (random.random(cases) < 1 / (1 + numpy.exp(-(x @ [0.8, -0.5, 0.3, 0] - 1.2)))).astype(int)
x = x.astype(numpy.float32)
print(f"# scikit-learn {sklearn.__version__}, numpy {numpy.__version__}, seed 20080117, tolerance 1e-4")
for c in (1.0, 0.01):
    model = LogisticRegression(C=c, tol=1e-10, max_iter=10_000).fit(x.astype(float), y)
    print(f"# c={c}," + ",".join(f"{value:.10f}" for value in [*model.coef_[0], model.intercept_[0]]))
print("outcome,a,b,c,d")
for row, label in zip(x, y):
    print(f"{label}," + ",".join(repr(float(value)) for value in row))
