using System.Collections.Immutable;
using System.Globalization;
using Osler.Core.Blocks;
using Osler.Core.Chance;
using Osler.Core.Metrics;
using Osler.Reports.TableStudies;

namespace Osler.Reports.Tests.TableStudies;

/// <summary>Realistic findings of a study that nobody made: simulated patients, a noisy copy of their true risk.</summary>
internal static class MadeUpStudy
{
    private const string Outcome = "heart_attack";

    private sealed record Patient(
        double Age,
        bool Female,
        double Pressure,
        double BodyMass,
        bool Smokes,
        bool Diabetes,
        double Truth,
        bool Event
    );

    public static TableStudyFindings Findings(int cases = 4000, int draws = 200, long seed = 11)
    {
        Patient[] patients =
        [
            .. Enumerable.Range(0, cases).Select(i => Draw(new KeyedRandom(seed, "patient", 0, i))),
        ];
        bool[] outcomes = [.. patients.Select(patient => patient.Event)];
        double[] truth = [.. patients.Select(patient => patient.Truth)];
        var noise = new KeyedRandom(seed, "noise");
        double[] network =
        [
            .. truth.Select(p => Sigmoid(0.97 * Logit(p) + 0.18 * noise.NextNormal() + 0.02)),
        ];
        double[] logistic = [.. truth.Select(p => Sigmoid(0.9 * Logit(p) + 0.42 * noise.NextNormal() - 0.1))];
        double[] trees = [.. truth.Select(p => Sigmoid(1.2 * Logit(p) + 0.62 * noise.NextNormal() + 0.2))];
        ImmutableArray<ModelScores> models =
        [
            new("network", "Network", network),
            new("logistic_regression", "Logistic regression", logistic),
            new("gradient_boosting", "Gradient-boosted trees", trees),
        ];
        ImmutableArray<OperatingPoint> points = OperatingPoints.Usual(network, outcomes);
        List<Measure> measures = [];
        foreach (var model in models)
            measures.AddRange(
                BinaryJudge.Judge(
                    Outcome,
                    "test",
                    model.Model,
                    model.Probabilities,
                    outcomes,
                    default,
                    points,
                    seed,
                    default,
                    draws
                )
            );
        foreach (var (column, group) in Groups(patients))
        foreach (
            var result in Subgroups.Judge(
                column,
                group,
                Outcome,
                "test",
                "network",
                network,
                outcomes,
                default,
                points,
                seed,
                default,
                draws
            )
        )
            measures.AddRange(result.Measures);
        var best = DeLong.Interval(truth, outcomes);
        return new TableStudyFindings
        {
            Intent = Intent(),
            Flow = Flow(cases, outcomes.Count(o => o)),
            TableOne = TableOne(patients, outcomes),
            DataRemarks =
            [
                new(Severity.Warning, "sbp", "37 values outside 60 to 260 mmHg were taken as missing."),
                new(Severity.Note, "bmi", "4.1 % of the values are missing."),
                new(
                    Severity.Note,
                    null,
                    "No column tells the outcome by itself; the strongest, age, has an AUROC of 0.70."
                ),
            ],
            Preprocessing =
            [
                "Missing values: the training median, with an indicator for each column that had any",
                "Categories: one column for each level; a level unseen in training counts as missing",
                "Numbers: less the training mean, over the training standard deviation",
            ],
            Network = new NetworkPicture(
                NetworkDrawing(),
                "Layer        Output   Parameters\nDense(32)    [32]            288\nRelu         [32]              0\nDense(1)     [1]              33\nTotal                       321",
                1605,
                1560,
                5
            )
            {
                Description =
                    "A hidden layer of 32 units with ReLU beside a direct path from the inputs to the output",
            },
            TrainingSettings =
            [
                new("Optimiser", "AdamW, learning rate 0.003, weight decay 0.01"),
                new("Schedule", "cosine, 3 epochs of warm-up"),
                new("Batch", "256"),
                new("Loss", "binary cross-entropy"),
                new("Early stopping", "log loss on validation, patience 10"),
                new("Class weights", "none"),
            ],
            Training = [.. Enumerable.Range(1, 5).Select(History)],
            Judged = new JudgedCases("test", outcomes, models),
            Measures = [.. measures],
            OperatingPoints = points,
            Comparisons =
            [
                .. models
                    .Skip(1)
                    .Select(model =>
                    {
                        var comparison = DeLong.Compare(network, model.Probabilities, outcomes);
                        return new PairedComparison(model.Model, comparison.Difference, comparison.PValue);
                    }),
            ],
            Importance =
            [
                new("age", new Estimate(0.1241, 0.112, 0.137)),
                new("sbp", new Estimate(0.0382, 0.031, 0.046)),
                new("sex", new Estimate(0.0291, 0.022, 0.036)),
                new("smoking", new Estimate(0.0187, 0.013, 0.025)),
                new("diabetes", new Estimate(0.0122, 0.008, 0.017)),
                new("bmi", new Estimate(0.0061, 0.002, 0.010)),
                new("treated_blood_pressure_now", new Estimate(0.0034, -0.0004, 0.007)),
                new("site", new Estimate(-0.0002, -0.001, 0.0008)),
            ],
            Dependence = Dependence(),
            Examples = Examples(),
            WorstErrors = Errors(patients, network),
            Planes = Planes(patients),
            Truth = new SimulatedTruth(
                truth,
                best,
                new Estimate(
                    truth.Zip(outcomes, (p, o) => Math.Pow(p - (o ? 1 : 0), 2)).DefaultIfEmpty(0).Average()
                )
            )
            {
                Equation =
                    "Framingham general cardiovascular 10-year risk with body-mass index; D'Agostino et al., Circulation 2008;117:743-753.",
            },
            Limits =
            [
                "Two inputs that a clinician would ask for, family history and lipids, are not among the inputs.",
            ],
            Run = Run(seed),
        };
    }

    private static StudyIntent Intent() =>
        new(
            "Ten-year risk of a first cardiovascular event",
            "How likely is a first cardiovascular event within ten years, judged from age, sex, body-mass index, blood pressure, smoking and diabetes?",
            Outcome,
            "a cardiovascular event within ten years"
        )
        {
            Study = "heart-attack",
            IntendedUse = "Teaching and methods research, on simulated patients or on a table of one's own.",
            NotFor =
            [
                "Decisions about a patient's care. A model learnt from simulated patients knows only the equation behind them.",
            ],
            Source = "Simulated cohort of 20,000 patients at two sites",
            Simulated = true,
            Inputs =
            [
                "age (years)",
                "sex",
                "body-mass index (kg/m²)",
                "systolic blood pressure (mmHg)",
                "treated blood pressure",
                "smoking",
                "diabetes",
                "site",
            ],
        };

    private static PatientFlow Flow(int test, int positives) =>
        new(
            5 * test + 412,
            5 * test + 412,
            [new("outcome not known", 318), new("younger than 30 years", 94)],
            [
                new("Training", 3 * test, 3 * test, 3 * positives + 11)
                {
                    Purpose = "weights and preparation are fitted here",
                },
                new("Validation", test, test, positives + 4)
                {
                    Purpose = "stopping and thresholds are chosen here",
                },
                new("Test", test, test, positives) { Purpose = "judged once, at the end" },
            ]
        )
        {
            Rule = "by patient, stratified by outcome, drawn with the run's seed",
        };

    private static Patient Draw(KeyedRandom random)
    {
        double age = Math.Clamp(52 + 11 * random.NextNormal(), 30, 79);
        bool female = random.NextDouble() < 0.53;
        double mass = Math.Clamp(27 + 4.4 * random.NextNormal(), 16, 55);
        double pressure = Math.Clamp(
            104 + 0.42 * age + 0.5 * (mass - 27) + 15 * random.NextNormal(),
            85,
            220
        );
        bool smokes = random.NextDouble() < 0.22;
        bool diabetes = random.NextDouble() < 0.06 + 0.006 * (mass - 25);
        double truth = Sigmoid(
            -2.35
                + 0.075 * (age - 52)
                + (female ? -0.45 : 0.4)
                + 0.017 * (pressure - 126)
                + 0.035 * (mass - 27)
                + (smokes ? 0.65 : 0)
                + (diabetes ? 0.6 : 0)
        );
        return new Patient(age, female, pressure, mass, smokes, diabetes, truth, random.NextDouble() < truth);
    }

    private static IEnumerable<(string, string?[])> Groups(Patient[] patients)
    {
        yield return ("sex", [.. patients.Select(p => p.Female ? "female" : "male")]);
        yield return (
            "age",
            [
                .. patients.Select(p =>
                    p.Age < 45 ? "under 45"
                    : p.Age < 60 ? "45-59"
                    : "60 and over"
                ),
            ]
        );
        yield return ("site", [.. patients.Select((_, i) => i % 3 == 0 ? "north" : "south")]);
    }

    private static ImmutableArray<Characteristic> TableOne(Patient[] patients, bool[] outcomes)
    {
        double[] Of(Func<Patient, double> value) => [.. patients.Select(value)];
        return
        [
            Characteristic.OfNumbers("Age", "years", Of(p => Math.Round(p.Age)), outcomes),
            Characteristic.OfLevels("Sex", ["female", "male"], Of(p => p.Female ? 0 : 1), outcomes),
            Characteristic.OfNumbers(
                "Body-mass index",
                "kg/m²",
                Of(p => p.BodyMass > 36 ? double.NaN : p.BodyMass),
                outcomes
            ),
            Characteristic.OfNumbers(
                "Systolic blood pressure",
                "mmHg",
                Of(p => Math.Round(p.Pressure)),
                outcomes
            ),
            Characteristic.OfLevels(
                "Smoking",
                ["never or former", "current"],
                Of(p => p.Smokes ? 1 : 0),
                outcomes
            ),
            Characteristic.OfLevels("Diabetes", ["no", "yes"], Of(p => p.Diabetes ? 1 : 0), outcomes),
        ];
    }

    private static MemberHistory History(int member)
    {
        var random = new KeyedRandom(5, "history", member);
        double[] training = new double[32 + member];
        double[] validation = new double[training.Length];
        double[] watched = new double[training.Length];
        for (int i = 0; i < training.Length; i++)
        {
            training[i] = 0.352 + 0.2 * Math.Exp(-i / 4.0) - 0.0004 * i + 0.001 * random.NextNormal();
            validation[i] =
                0.362
                + 0.18 * Math.Exp(-i / 4.0)
                + 0.0003 * Math.Max(0, i - 18)
                + 0.002 * random.NextNormal();
            watched[i] = 0.78 - 0.12 * Math.Exp(-i / 5.0) + 0.002 * random.NextNormal();
        }
        return new MemberHistory($"Member {member}", training, validation, 17 + member)
        {
            Watched = watched,
            WatchedName = "AUROC",
        };
    }

    private static ImmutableArray<InputDependence> Dependence()
    {
        InputDependence Of(
            string input,
            string? unit,
            double low,
            double high,
            Func<double, double> mean,
            double[] deciles
        )
        {
            double[] values = [.. Enumerable.Range(0, 25).Select(i => low + (high - low) * i / 24)];
            double[] means = [.. values.Select(mean)];
            return new InputDependence(
                input,
                unit,
                values,
                means,
                [.. means.Select(m => m * 0.9)],
                [.. means.Select(m => m * 1.1)]
            )
            {
                Deciles = deciles,
            };
        }
        return
        [
            Of(
                "age",
                "years",
                30,
                79,
                age => Sigmoid(-2.1 + 0.07 * (age - 52)),
                [38, 43, 46, 49, 52, 55, 58, 61, 66]
            ),
            Of(
                "sbp",
                "mmHg",
                90,
                200,
                p => Sigmoid(-2.1 + 0.017 * (p - 126)),
                [105, 112, 117, 122, 126, 130, 135, 140, 148]
            ),
            Of(
                "bmi",
                "kg/m²",
                17,
                45,
                b => Sigmoid(-2.1 + 0.035 * (b - 27)),
                [21, 23, 25, 26, 27, 28, 29, 31, 33]
            ),
            new("smoking", null, [0, 1], [0.121, 0.192], [0.113, 0.176], [0.130, 0.209])
            {
                Levels = ["never or former", "current"],
            },
            new("diabetes", null, [0, 1], [0.131, 0.197], [0.123, 0.175], [0.139, 0.221])
            {
                Levels = ["no", "yes"],
            },
            new("sex", null, [0, 1], [0.098, 0.183], [0.090, 0.172], [0.107, 0.195])
            {
                Levels = ["female", "male"],
            },
        ];
    }

    private static ImmutableArray<CaseExplanation> Examples() =>
        [
            new(
                "High risk: row 1204",
                ContributionScale.Probability,
                0.136,
                0.553,
                [
                    new("age", "71 years", 0.214),
                    new("sbp", "171 mmHg", 0.118),
                    new("smoking", "current", 0.071),
                    new("sex", "male", 0.039),
                    new("bmi", "22.1 kg/m²", -0.024),
                    new("diabetes", "no", -0.008),
                    new("site", "north", 0.004),
                    new("treated", "no", -0.002),
                    new("education", "missing", 0.005),
                ],
                true
            ),
            new(
                "Low risk: row 88",
                ContributionScale.LogOdds,
                -1.95,
                -4.02,
                [
                    new("age", "36 years", -1.31),
                    new("sex", "female", -0.44),
                    new("sbp", "109 mmHg", -0.29),
                    new("smoking", "never or former", -0.11),
                    new("bmi", "29.9 kg/m²", 0.08),
                ],
                false
            ),
        ];

    private static WorstErrors Errors(Patient[] patients, double[] network)
    {
        string Text(double value) => value.ToString("0.#", CultureInfo.InvariantCulture);
        return new WorstErrors(
            ["age", "sex", "bmi", "sbp", "smoking"],
            [
                .. patients
                    .Select((patient, i) => (patient, i, Gap: Math.Abs(network[i] - (patient.Event ? 1 : 0))))
                    .OrderByDescending(wrong => wrong.Gap)
                    .Take(8)
                    .Select(wrong => new WorstError(
                        wrong.i + 1,
                        network[wrong.i],
                        wrong.patient.Event,
                        [
                            Text(wrong.patient.Age),
                            wrong.patient.Female ? "female" : "male",
                            Text(wrong.patient.BodyMass),
                            Text(wrong.patient.Pressure),
                            wrong.patient.Smokes ? "current" : "never or former",
                        ]
                    )),
            ]
        );
    }

    private static ImmutableArray<ProbabilityPlane> Planes(Patient[] patients)
    {
        double[] x = [.. Enumerable.Range(0, 48).Select(i => 90 + 110 * i / 47.0)];
        double[] y = [.. Enumerable.Range(0, 48).Select(i => 17 + 28 * i / 47.0)];
        ProbabilityPlane Of(string name, Func<double, double, double> logit, string caption) =>
            new(
                name,
                "Systolic blood pressure (mmHg)",
                x,
                "Body-mass index (kg/m²)",
                y,
                [.. y.SelectMany(b => x.Select(p => Sigmoid(logit(p, b))))]
            )
            {
                CaseX = [.. patients.Select(patient => patient.Pressure)],
                CaseY = [.. patients.Select(patient => patient.BodyMass)],
                CaseOutcomes = [.. patients.Select(patient => patient.Event)],
                Caption = caption,
            };
        return
        [
            Of(
                "Single neuron",
                (p, b) => -2 + 0.022 * (p - 126) + 0.05 * (b - 27),
                "One neuron: all lines of equal probability are straight and parallel."
            ),
            Of(
                "Two hidden layers",
                (p, b) =>
                    -2
                    + 0.024 * (p - 126)
                    + 0.9 * Math.Tanh((b - 29) / 5)
                    + 0.5 * Math.Sin(p / 17) * Math.Exp(-Math.Pow((b - 25) / 8, 2)),
                "Hidden layers can bend the lines."
            ),
            Of(
                "Truth",
                (p, b) => -2 + 0.0215 * (p - 126) + 0.8 * Math.Tanh((b - 29) / 6),
                "The probability that the patients were drawn from."
            ),
        ];
    }

    private static RunRecord Run(long seed) =>
        new(
            "0.1.0",
            seed,
            "study: heart-attack\nquestion: >-\n  How likely is a first cardiovascular event within ten years?\nnetwork: {preset: wide_and_deep, hidden: [32]}\n"
        )
        {
            Fingerprints =
            [
                new("Data", "sha256:5d41402abc4b2a76b9719d911017c592"),
                new("Split", "sha256:7d793037a0760186574b0282f2f435e7"),
                new("Weights", "sha256:e4da3b7fbbce2345d7772b0674a318d5"),
            ],
            Timings =
            [
                ("Read and check the data", 0.81),
                ("Train five networks", 11.4),
                ("Judge", 1.2),
                ("Explain", 2.3),
                ("Write the bundle", 0.09),
            ],
            Environment =
            [
                new("System", "Linux x64, 2 cores"),
                new(".NET", "10.0.0"),
                new("TorchSharp", "0.107.0, on the processor"),
            ],
            Command = "osler run heart-attack --seed 11",
        };

    private static double Sigmoid(double x) => 1 / (1 + Math.Exp(-x));

    private static double Logit(double p) => Math.Log(p / (1 - p));

    private static string NetworkDrawing() =>
        Drawing.Svg(
            Lego.Sequence(Lego.Dense(8), Lego.Relu(), Lego.Dense(1)),
            Shape.Of(7),
            ["age", "sex", "bmi", "sbp", "treated", "smoking", "diabetes"],
            ["event"],
            "sigmoid"
        );
}
