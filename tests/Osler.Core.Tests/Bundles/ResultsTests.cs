using System.Text;
using System.Text.Json.Nodes;
using Osler.Core.Bundles;
using Osler.Core.Faults;

namespace Osler.Core.Tests.Bundles;

public sealed class ResultsTests
{
    private static readonly Results Small = new()
    {
        Study = "heart-attack",
        Version = "0.1.0",
        Seed = 7,
        Data = new JsonObject { ["rows"] = 20 },
        Measures = Cards.Small.Measures,
        Timings = new Dictionary<string, double> { ["training"] = 1.5 }.ToImmutableSorted(),
        Warnings = ["2 rows have no known outcome: left out."],
        Unusable = [new("scans/7.png", "It is truncated.")],
    };

    [Fact]
    public void The_file_is_the_contract()
    {
        Assert.Equal(
            """
            {
              "study": "heart-attack",
              "version": "0.1.0",
              "seed": 7,
              "data": {
                "rows": 20
              },
              "measures": [
                {
                  "name": "auroc",
                  "outcome": "heart_attack",
                  "part": "test",
                  "model": "network",
                  "value": 0.74,
                  "low": 0.7,
                  "high": 0.78,
                  "n": 20,
                  "positives": 3,
                  "better": "higher"
                },
                {
                  "name": "brier",
                  "outcome": "heart_attack",
                  "part": "test",
                  "model": "network",
                  "value": null,
                  "low": null,
                  "high": null,
                  "n": 0,
                  "positives": 0,
                  "better": "lower",
                  "undefined": "no case",
                  "subgroup": "sex=male"
                }
              ],
              "timings": {
                "training": 1.5
              },
              "warnings": [
                "2 rows have no known outcome: left out."
              ],
              "unusable": [
                {
                  "file": "scans/7.png",
                  "reason": "It is truncated."
                }
              ]
            }

            """,
            Encoding.UTF8.GetString(Small.ToJson())
        );
    }

    [Fact]
    public void What_is_written_is_read_again() =>
        Assert.Equal(Small.ToJson(), Results.Parse(Small.ToJson(), "results.json").ToJson());

    [Fact]
    public void Sentences_that_may_name_a_patient_s_file_do_not_travel_in_a_bundle()
    {
        string json = Encoding.UTF8.GetString(Small.ForBundle().ToJson());
        Assert.DoesNotContain("7.png", json, StringComparison.Ordinal);
        Assert.DoesNotContain("left out", json, StringComparison.Ordinal);
        Assert.Equal(
            Small.Measures.AsEnumerable(),
            Results.Parse(Small.ForBundle().ToJson(), "results.json").Measures
        );
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("""{"study": 1}""")]
    public void Something_else_is_refused(string json) =>
        Assert.Throws<DataException>(() => Results.Parse(Encoding.UTF8.GetBytes(json), "results.json"));
}

internal static class SortedDictionaries
{
    public static System.Collections.Immutable.ImmutableSortedDictionary<string, double> ToImmutableSorted(
        this Dictionary<string, double> values
    ) => System.Collections.Immutable.ImmutableSortedDictionary.CreateRange(StringComparer.Ordinal, values);
}
