using Osler.Core.Faults;
using Osler.Core.Preprocessing;
using Osler.Core.Tables;
using Osler.Core.Tests.Tables;
using static Osler.Core.Tests.Preprocessing.FittedTables;

namespace Osler.Core.Tests.Preprocessing;

public sealed class PreprocessingJsonTests
{
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
        var fitted = RecipeOf(
                """[{"step": "derive", "name": "bmi", "from": {"formula": "body_mass_index", "weight": "weight", "height": "height"}}]"""
            )
            .Fit(table, ["weight", "height"], AllTrain(table));
        var again = FittedPreprocessing.FromJson(fitted.ToJson());
        Assert.Equal(["weight", "height", "bmi"], again.FeatureNames);
        Assert.Equal(["0", "1", "0 1"], again.FeatureOrigins.Select(origin => string.Join(' ', origin)));
        Assert.Equal(Features(table, fitted), Features(table, again));
    }

    [Fact]
    public void Json_comes_back_with_the_same_features_bit_by_bit()
    {
        var table = TestTables.Of(Mixed(100, _ => false));
        var fitted = RecipeOf("""["impute", "one_hot", "quantile_normal", "standardise", {"step": "clip"}]""")
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
        Assert.Equal(remedy, Assert.Throws<RequestException>(() => RecipeOf(json)).Remedy);

    [Theory]
    [InlineData("""[{"step": "clip", "low": 0.7}]""")]
    [InlineData("""[{"step": "one_hot", "rare_below": 0}]""")]
    [InlineData("""[{"step": "impute", "by": "mode"}]""")]
    [InlineData("""[{"step": "derive", "name": "x"}]""")]
    [InlineData("""{"step": "impute"}""")]
    public void Values_out_of_range_are_refused(string json) =>
        Assert.Throws<RequestException>(() => RecipeOf(json));
}
