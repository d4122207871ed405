using Osler.Core.Chance;
using Osler.Core.Faults;
using Osler.Core.Preprocessing;
using Osler.Core.Splits;
using Osler.Core.Tables;
using Osler.Core.Tests.Tables;
using static Osler.Core.Tests.Preprocessing.FittedTables;

namespace Osler.Core.Tests.Preprocessing;

public sealed class PreprocessingTests
{
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
        var recipe = RecipeOf(
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
        var fitted = RecipeOf("""[{"step": "impute", "by": "mean", "indicators": false}]""")
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
        var fitted = RecipeOf("""["one_hot"]""").Fit(table, ["cp"], AllTrain(table));
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
        RecipeOf("""["robust_scale"]""").Fit(table, ["x"], AllTrain(table)).Apply(row, 1, feature);
        Assert.Equal((80 - 50) / 50f, feature[0]);
        RecipeOf("""[{"step": "log", "columns": ["x"]}]""")
            .Fit(table, ["x"], AllTrain(table))
            .Apply(row, 1, feature);
        Assert.Equal(MathF.Log(81), feature[0], 1e-6);
        RecipeOf("""[{"step": "clip", "low": 0.1, "high": 0.7}]""")
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
        var fitted = RecipeOf("""["quantile_normal"]""").Fit(table, ["x"], AllTrain(table));
        float[] features = Features(table, fitted);
        Assert.Equal(0, features.Average(), 0.02);
        Assert.Equal(1, features.Average(f => f * f), 0.05);
        int[] order = [.. Enumerable.Range(0, 5000).OrderBy(i => x[i])];
        for (int i = 1; i < order.Length; i++)
            Assert.True(features[order[i]] >= features[order[i - 1]]);
        Assert.True(features.Max() <= 3.01f && features.Min() >= -3.01f);
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
        var beside = RecipeOf("""[{"step": "quantile_normal", "beside": true, "least_distinct": 11}]""")
            .Fit(table, ["x", "grade"], AllTrain(table));
        var instead = RecipeOf("""["quantile_normal"]""").Fit(table, ["x"], AllTrain(table));

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
        Assert.Throws<RequestException>(() => RecipeOf("""["impute"]""").Fit(table, ["cp"], train));
        Assert.Throws<RequestException>(() => RecipeOf("""["impute"]""").Fit(table, ["who"], train));
        Assert.Throws<RequestException>(() => RecipeOf("""["standardise"]""").Fit(table, ["gap"], train));
        Assert.Throws<DataException>(() =>
            RecipeOf("""[{"step": "log", "columns": ["x"]}]""").Fit(table, ["x"], train)
        );
        Assert.Throws<DataException>(() => RecipeOf("""["impute"]""").Fit(table, ["x"], new Part[20]));
        Part[] late = [.. Enumerable.Range(0, 20).Select(i => i < 10 ? Part.Test : Part.Train)];
        Assert.Contains(
            "missing in all of 10",
            Assert.Throws<DataException>(() => RecipeOf("""["impute"]""").Fit(table, ["gap"], late)).What,
            StringComparison.Ordinal
        );
        Assert.Equal(
            "Did you mean 'gap'?",
            Assert
                .Throws<RequestException>(() => RecipeOf("""["impute"]""").Fit(table, ["gpa"], train))
                .Remedy
        );
    }
}
