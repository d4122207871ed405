using Osler.Core.Faults;
using Osler.Core.Tables;
using Osler.Core.Tests.Tables;
using static Osler.Core.Tests.Preprocessing.FittedTables;

namespace Osler.Core.Tests.Preprocessing;

public sealed class ServingInputTests
{
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
        var recipe = RecipeOf(
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
        Assert.Equal(recipe.ToJson(), RecipeOf(recipe.ToJson()).ToJson());
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
        var fitted = RecipeOf("""["standardise"]""").Fit(table, ["sbp"], AllTrain(table));
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
        var fitted = RecipeOf("""["one_hot"]""").Fit(train, ["sex", "cp"], AllTrain(train));
        var other = TestTables.Of("cp,sex\na,female\na,Male\nb,male\nb,female\nd,male\nd,male\n");
        float[] features = Features(other, fitted);
        Assert.Equal(["sex", "cp=b", "cp=c", "cp=d"], fitted.FeatureNames);
        Assert.Equal([0, 0, 0, 0, 1, 0, 0, 0, 1, 1, 0, 0], features[..12]);
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
