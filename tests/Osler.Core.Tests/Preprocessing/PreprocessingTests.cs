using System.Text.Json;
using Osler.Core.Chance;
using Osler.Core.Faults;
using Osler.Core.Preprocessing;
using Osler.Core.Splits;
using Osler.Core.Tables;
using Osler.Core.Tests.Tables;

namespace Osler.Core.Tests.Preprocessing;

public sealed class PreprocessingTests
{
    private static Recipe Recipe(string json) =>
        Core.Preprocessing.Recipe.FromJson(JsonDocument.Parse(json).RootElement);

    private static Part[] AllTrain(Table table) => [.. Enumerable.Repeat(Part.Train, table.Rows)];

    private static float[] Features(Table table, FittedPreprocessing fitted)
    {
        using var matrix = FeatureMatrix.From(table, fitted);
        float[] features = new float[matrix.Rows * matrix.Width];
        matrix.Gather([.. Enumerable.Range(0, matrix.Rows)], features);
        return features;
    }

    private static string Mixed(int rows, Func<int, bool> altered, string header = "age,sex,cp\n") =>
        header
        + string.Concat(
            Enumerable
                .Range(0, rows)
                .Select(i =>
                    altered(i)
                        ? "9999,female,never seen\n"
                        : $"{(i % 9 == 0 ? "" : $"{40 + i % 31}.5")},{(i % 2 == 0 ? "male" : "female")},{"abcd"[i % 4]}\n"
                )
        );

    [Fact]
    public void Test_rows_change_nothing_that_was_learnt()
    {
        Part[] parts =
        [
            .. Enumerable
                .Range(0, 120)
                .Select(i =>
                    i % 5 == 0 ? Part.Test
                    : i % 5 == 1 ? Part.Validation
                    : Part.Train
                ),
        ];
        var recipe = Recipe(
            """["impute", "one_hot", {"step": "clip"}, {"step": "quantile_normal", "knots": 20}, "standardise"]"""
        );
        var plain = recipe.Fit(TestTables.Of(Mixed(120, _ => false)), ["age", "sex", "cp"], parts);
        var altered = recipe.Fit(
            TestTables.Of(Mixed(120, i => parts[i] == Part.Test)),
            ["age", "sex", "cp"],
            parts
        );
        Assert.Equal(plain.ToJson(), altered.ToJson());
        var trainAltered = recipe.Fit(TestTables.Of(Mixed(120, i => i == 2)), ["age", "sex", "cp"], parts);
        Assert.NotEqual(plain.ToJson(), trainAltered.ToJson());
    }

    [Fact]
    public void Imputes_and_standardises_by_hand()
    {
        var table = TestTables.Of("x,y\n1,0\n2,0\n,0\n6,1\n");
        var fitted = Core.Preprocessing.Recipe.Standard.Fit(table, ["x"], AllTrain(table));
        Assert.Equal(["x", "x missing"], fitted.FeatureNames);
        Assert.Equal([0, 0], fitted.FeatureOrigins.Select(origin => Assert.Single(origin)));
        // Median of 1, 2, 6 is 2; mean of 1, 2, 2, 6 is 2.75, variance (3.0625 + 2 * 0.5625 + 10.5625) / 4 = 3.6875.
        float sd = MathF.Sqrt(3.6875f);
        float[] wanted = [-1.75f / sd, 0, -0.75f / sd, 0, -0.75f / sd, 1, 3.25f / sd, 0];
        Assert.All(Features(table, fitted).Zip(wanted), pair => Assert.Equal(pair.Second, pair.First, 1e-6));
    }

    [Fact]
    public void Mean_imputation_uses_the_mean()
    {
        var table = TestTables.Of("x,y\n1,0\n2,0\n,0\n6,1\n");
        var fitted = Recipe("""[{"step": "impute", "by": "mean", "indicators": false}]""")
            .Fit(table, ["x"], AllTrain(table));
        Assert.Equal([1, 2, 3, 6], Features(table, fitted));
    }

    [Fact]
    public void Rare_unseen_and_missing_categories_have_their_places()
    {
        var table = TestTables.Of(
            "cp,x\n"
                + string.Concat(
                    Enumerable
                        .Range(0, 41)
                        .Select(i => $"{(i == 0 ? "rare" : i == 1 ? "" : i % 2 == 0 ? "a" : "b")},1\n")
                )
        );
        var fitted = Recipe("""["one_hot"]""").Fit(table, ["cp"], AllTrain(table));
        Assert.Equal(["cp=a", "cp=b", "cp=(other)", "cp missing"], fitted.FeatureNames);
        float[] features = new float[16];
        double[] rows =
        [
            fitted.Inputs[0].Parse("A"),
            fitted.Inputs[0].Parse("rare"),
            fitted.Inputs[0].Parse("new"),
            fitted.Inputs[0].Parse("NA"),
        ];
        fitted.Apply(rows, 4, features);
        Assert.Equal([1, 0, 0, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 0, 1], features);
        Assert.Contains(
            "did not see",
            Assert.Single(fitted.Warnings([InputColumn.UnseenLevel])),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void Robust_scale_log_and_clip_by_hand()
    {
        var table = TestTables.Of(
            "x,y\n" + string.Concat(Enumerable.Range(0, 101).Select(i => $"{i},{i % 2}\n"))
        );
        double[] row = [80];
        float[] feature = new float[1];
        Recipe("""["robust_scale"]""").Fit(table, ["x"], AllTrain(table)).Apply(row, 1, feature);
        Assert.Equal((80 - 50) / 50f, feature[0]);
        Recipe("""[{"step": "log", "columns": ["x"]}]""")
            .Fit(table, ["x"], AllTrain(table))
            .Apply(row, 1, feature);
        Assert.Equal(MathF.Log(81), feature[0], 1e-6);
        Recipe("""[{"step": "clip", "low": 0.1, "high": 0.7}]""")
            .Fit(table, ["x"], AllTrain(table))
            .Apply(row, 1, feature);
        Assert.Equal(70, feature[0], 1e-5);
    }

    [Fact]
    public void Quantile_normal_makes_skew_normal_and_keeps_order()
    {
        var random = new KeyedRandom(3, "skew");
        double[] x = [.. Enumerable.Range(0, 5000).Select(_ => Math.Exp(2 * random.NextNormal()))];
        var table = new MemoryTable("skewed", new TableSchema([new Column("x", ColumnKind.Numeric)]), [x]);
        var fitted = Recipe("""["quantile_normal"]""").Fit(table, ["x"], AllTrain(table));
        float[] features = Features(table, fitted);
        Assert.Equal(0, features.Average(), 0.02);
        Assert.Equal(1, features.Average(f => f * f), 0.05);
        int[] order = [.. Enumerable.Range(0, 5000).OrderBy(i => x[i])];
        for (int i = 1; i < order.Length; i++)
            Assert.True(features[order[i]] >= features[order[i - 1]]);
        Assert.True(features.Max() <= 3.01f && features.Min() >= -3.01f);
    }

    [Fact]
    public void A_derived_column_comes_back_from_json()
    {
        var table = new MemoryTable(
            "derived",
            new TableSchema([
                new Column("weight", ColumnKind.Numeric),
                new Column("height", ColumnKind.Numeric),
            ]),
            [
                [60, 70, 80],
                [160, 170, 180],
            ]
        );
        var fitted = Recipe(
                """[{"step": "derive", "name": "bmi", "from": {"formula": "body_mass_index", "weight": "weight", "height": "height"}}]"""
            )
            .Fit(table, ["weight", "height"], AllTrain(table));
        var again = FittedPreprocessing.FromJson(fitted.ToJson());
        Assert.Equal(["weight", "height", "bmi"], again.FeatureNames);
        Assert.Equal(["0", "1", "0 1"], again.FeatureOrigins.Select(origin => string.Join(' ', origin)));
        Assert.Equal(Features(table, fitted), Features(table, again));
    }

    [Fact]
    public void Ranks_come_beside_the_number_where_asked_for_and_only_where_values_are_many()
    {
        double[] x = [.. Enumerable.Range(0, 100).Select(i => (double)i * i)];
        double[] grade = [.. Enumerable.Range(0, 100).Select(i => (double)(i % 4))];
        var table = new MemoryTable(
            "ranks",
            new TableSchema([new Column("x", ColumnKind.Numeric), new Column("grade", ColumnKind.Numeric)]),
            [x, grade]
        );
        var beside = Recipe("""[{"step": "quantile_normal", "beside": true, "least_distinct": 11}]""")
            .Fit(table, ["x", "grade"], AllTrain(table));
        var instead = Recipe("""["quantile_normal"]""").Fit(table, ["x"], AllTrain(table));

        Assert.Equal(["x", "x rank", "grade"], beside.FeatureNames);
        Assert.Equal([0, 0, 1], beside.FeatureOrigins.Select(origin => Assert.Single(origin)));
        float[] three = Features(table, beside);
        float[] one = Features(table, instead);
        for (int row = 0; row < 100; row++)
        {
            Assert.Equal((float)x[row], three[3 * row]);
            Assert.Equal(one[row], three[3 * row + 1]);
            Assert.Equal((float)grade[row], three[3 * row + 2]);
        }
        var again = FittedPreprocessing.FromJson(beside.ToJson());
        Assert.Equal(three, Features(table, again));
    }

    [Fact]
    public void Derived_columns_limits_and_swaps_run_in_serving_too()
    {
        var reading = new TableReading
        {
            Columns =
            [
                new StatedColumn("height")
                {
                    Low = 100,
                    High = 230,
                    Unit = "cm",
                },
            ],
        };
        var table = TestTables.Of(
            "height,weight,sbp,dbp\n170,72,120,80\n180,81,80,125\n55,60,110,70\n160,64,130,90\n",
            reading
        );
        var recipe = Recipe(
            """
            [{"step": "derive", "name": "bmi", "from": {"formula": "body_mass_index", "weight": "weight", "height": "height"}},
             {"step": "in_order", "lower": "dbp", "upper": "sbp"},
             {"step": "derive", "name": "pp", "from": {"formula": "pulse_pressure", "systolic": "sbp", "diastolic": "dbp"}},
             {"step": "drop", "columns": ["height", "weight"]}, "impute"]
            """
        );
        var fitted = recipe.Fit(table, ["height", "weight", "sbp", "dbp"], AllTrain(table));
        Assert.Equal(["sbp", "dbp", "bmi", "bmi missing", "pp"], fitted.FeatureNames);
        float[] features = new float[5];
        fitted.Apply([180, 81, 80, 125], 1, features);
        Assert.Equal([125, 80, 25, 0, 45], features);
        fitted.Apply([55, 60, 110, 70], 1, features);
        Assert.Equal([110, 70, 25, 1, 40], features);
        Assert.Contains(
            "implausible",
            Assert.Single(fitted.Warnings([55, 70, 110, 80])),
            StringComparison.Ordinal
        );
        Assert.Equal(recipe.ToJson(), Recipe(recipe.ToJson()).ToJson());
    }

    [Fact]
    public void A_needed_value_is_told_as_missing_or_as_implausible_with_its_limits()
    {
        var table = TestTables.Of(
            "sbp\n120\n130\n140\n",
            new()
            {
                Columns =
                [
                    new("sbp")
                    {
                        Unit = "mmHg",
                        Low = 40,
                        High = 300,
                    },
                ],
            }
        );
        var fitted = Recipe("""["standardise"]""").Fit(table, ["sbp"], AllTrain(table));
        Assert.StartsWith(
            "The input 'sbp' 9000 mmHg is implausible (limits 40 to 300 mmHg);",
            Assert.Throws<DataException>(() => fitted.Require([9000])).What,
            StringComparison.Ordinal
        );
        Assert.StartsWith(
            "The input 'sbp' is missing;",
            Assert.Throws<DataException>(() => fitted.Require([double.NaN])).What,
            StringComparison.Ordinal
        );
        fitted.Require([130]);
    }

    [Fact]
    public void Json_comes_back_with_the_same_features_bit_by_bit()
    {
        var table = TestTables.Of(Mixed(100, _ => false));
        var fitted = Recipe("""["impute", "one_hot", "quantile_normal", "standardise", {"step": "clip"}]""")
            .Fit(table, ["age", "sex", "cp"], AllTrain(table));
        var read = FittedPreprocessing.FromJson(fitted.ToJson());
        Assert.Equal(fitted.ToJson(), read.ToJson());
        Assert.Equal(Features(table, fitted), Features(table, read));
        Assert.Equal(fitted.FeatureNames, read.FeatureNames);
    }

    [Theory]
    [InlineData("\"shift\"", "\"shfit\"")]
    [InlineData("\"column\": \"age\"", "\"column\": \"agee\"")]
    [InlineData("\"format\": 1", "\"format\": 2")]
    [InlineData("\"step\": \"scale\"", "\"step\": \"run_code\"")]
    [InlineData("\"kind\": \"numeric\"", "\"kind\": \"identifier\"")]
    [InlineData("\"inputs\": [", "\"more\": [], \"inputs\": [")]
    public void Damaged_json_is_refused(string from, string to)
    {
        var table = TestTables.Of(Mixed(100, _ => false));
        string json = Core.Preprocessing.Recipe.Standard.Fit(table, ["age"], AllTrain(table)).ToJson();
        Assert.Contains(from, json, StringComparison.Ordinal);
        Assert.Throws<DataException>(() =>
            FittedPreprocessing.FromJson(json.Replace(from, to, StringComparison.Ordinal))
        );
    }

    [Theory]
    [InlineData("""["imput"]""", "Did you mean 'impute'?")]
    [InlineData("""[{"step": "impute", "indicator": true}]""", "Did you mean 'indicators'?")]
    [InlineData(
        """[{"step": "derive", "name": "x", "from": {"formula": "body_mas_index", "weight": "w", "height": "h"}}]""",
        "Did you mean 'body_mass_index'?"
    )]
    [InlineData("""[{"by": "mean"}]""", "Write step: … first.")]
    public void Wrong_recipes_offer_the_nearest(string json, string remedy) =>
        Assert.Equal(remedy, Assert.Throws<RequestException>(() => Recipe(json)).Remedy);

    [Theory]
    [InlineData("""[{"step": "clip", "low": 0.7}]""")]
    [InlineData("""[{"step": "one_hot", "rare_below": 0}]""")]
    [InlineData("""[{"step": "impute", "by": "mode"}]""")]
    [InlineData("""[{"step": "derive", "name": "x"}]""")]
    [InlineData("""{"step": "impute"}""")]
    public void Values_out_of_range_are_refused(string json) =>
        Assert.Throws<RequestException>(() => Recipe(json));

    [Fact]
    public void Fitting_refuses_what_it_cannot_answer()
    {
        var table = TestTables.Of(
            "x,cp,who,gap\n"
                + string.Concat(
                    Enumerable
                        .Range(0, 20)
                        .Select(i => $"{i - 5},{"ab"[i % 2]}{i % 3},name {i},{(i < 10 ? "1" : "")}\n")
                )
        );
        Part[] train = AllTrain(table);
        Assert.Throws<RequestException>(() => Recipe("""["impute"]""").Fit(table, ["cp"], train));
        Assert.Throws<RequestException>(() => Recipe("""["impute"]""").Fit(table, ["who"], train));
        Assert.Throws<RequestException>(() => Recipe("""["standardise"]""").Fit(table, ["gap"], train));
        Assert.Throws<DataException>(() =>
            Recipe("""[{"step": "log", "columns": ["x"]}]""").Fit(table, ["x"], train)
        );
        Assert.Throws<DataException>(() => Recipe("""["impute"]""").Fit(table, ["x"], new Part[20]));
        Part[] late = [.. Enumerable.Range(0, 20).Select(i => i < 10 ? Part.Test : Part.Train)];
        Assert.Contains(
            "missing in all 10",
            Assert.Throws<DataException>(() => Recipe("""["impute"]""").Fit(table, ["gap"], late)).What,
            StringComparison.Ordinal
        );
        Assert.Equal(
            "Did you mean 'gap'?",
            Assert.Throws<RequestException>(() => Recipe("""["impute"]""").Fit(table, ["gpa"], train)).Remedy
        );
    }

    [Fact]
    public void Serving_asks_for_what_training_always_had_and_warns_beyond_its_range()
    {
        var table = TestTables.Of("age,bmi\n40,20\n50,\n60,30\n");
        var fitted = Core.Preprocessing.Recipe.Standard.Fit(table, ["age", "bmi"], AllTrain(table));
        double[] row = fitted.ParseRow(new Dictionary<string, string> { ["bmi"] = "25" });
        Assert.Contains(
            "'age'",
            Assert.Throws<DataException>(() => fitted.Require(row)).What,
            StringComparison.Ordinal
        );
        row = fitted.ParseRow(new Dictionary<string, string> { ["age"] = "120" });
        fitted.Require(row);
        Assert.Equal(["age 120 is above every value in training (greatest 60)."], fitted.Warnings(row));
        Assert.Empty(fitted.Warnings([50, 25]));
        Assert.Equal(
            "Did you mean 'age'?",
            Assert
                .Throws<RequestException>(() =>
                    fitted.ParseRow(new Dictionary<string, string> { ["agee"] = "1" })
                )
                .Remedy
        );
        Assert.Equal(
            "Write 1.5, with a point.",
            Assert.Throws<RequestException>(() => fitted.Inputs[0].Parse("1,5")).Remedy
        );
    }

    [Fact]
    public void Levels_are_found_by_spelling_in_another_table()
    {
        var train = TestTables.Of(
            "sex,cp\n"
                + string.Concat(
                    Enumerable
                        .Range(0, 30)
                        .Select(i => $"{(i % 2 == 0 ? "male" : "female")},{"bcd"[i % 3]}\n")
                )
        );
        var fitted = Recipe("""["one_hot"]""").Fit(train, ["sex", "cp"], AllTrain(train));
        var other = TestTables.Of("cp,sex\na,female\na,Male\nb,male\nb,female\nd,male\nd,male\n");
        float[] features = Features(other, fitted);
        Assert.Equal(["sex", "cp=b", "cp=c", "cp=d"], fitted.FeatureNames);
        Assert.Equal([0, 0, 0, 0, 1, 0, 0, 0, 1, 1, 0, 0], features[..12]);
    }

    [Fact]
    public void A_matrix_in_a_file_equals_one_in_memory_and_leaves_no_file()
    {
        using var folder = new TestFolder();
        var table = TestTables.Of(Mixed(5000, _ => false));
        var fitted = Core.Preprocessing.Recipe.Standard.Fit(table, ["age", "sex", "cp"], AllTrain(table));
        float[] inMemory = Features(table, fitted);
        using (var filed = FeatureMatrix.From(table, fitted, folder.Path, memoryLimit: 1000))
        {
            Assert.True(filed.IsInFile);
            float[] gathered = new float[inMemory.Length];
            filed.Gather([.. Enumerable.Range(0, 5000)], gathered);
            Assert.Equal(inMemory, gathered);
            // In any order: backwards, far apart, close together, repeated; and after they were announced.
            int[] rows = [4999, 0, 0, 1, 3, 2, 4000, 4001, 10, 4999, 4998, .. Enumerable.Range(700, 90)];
            filed.Expect(rows);
            float[] some = new float[rows.Length * fitted.Width];
            filed.Gather(rows, some);
            Assert.Equal(
                rows.SelectMany(row => inMemory[(row * fitted.Width)..((row + 1) * fitted.Width)]),
                some
            );
            float[] one = new float[fitted.Width];
            filed.Row(4321, one);
            Assert.Equal(inMemory[(4321 * fitted.Width)..(4322 * fitted.Width)], one);
            Assert.Throws<ArgumentOutOfRangeException>(() => filed.Gather([5000], one));
        }
        Assert.Empty(Directory.GetFiles(folder.Path));
    }

    [Fact]
    public void Applying_allocates_nothing()
    {
        var table = TestTables.Of(Mixed(500, _ => false));
        var fitted = Core.Preprocessing.Recipe.Standard.Fit(table, ["age", "sex", "cp"], AllTrain(table));
        double[] rows = [50, 1, 0];
        float[] features = new float[fitted.Width];
        fitted.Apply(rows, 1, features);
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 1000; i++)
            fitted.Apply(rows, 1, features);
        // The bag of workspaces may once in a while link a new segment.
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 2000);
    }
}
