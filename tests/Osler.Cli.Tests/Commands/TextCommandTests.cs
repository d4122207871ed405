using System.Text.Json;

namespace Osler.Cli.Tests.Commands;

/// <summary>A study on texts by its commands alone: simulate, run, evaluate, predict, verify.</summary>
public sealed class TextCommandTests : IDisposable
{
    private readonly CommandLine _cli = new();

    public void Dispose() => _cli.Dispose();

    [Fact]
    public void Simulated_vignettes_are_the_same_for_the_same_seed()
    {
        foreach (var (name, seed) in (ReadOnlySpan<(string, string)>)[("a", "3"), ("b", "3"), ("c", "4")])
            Assert.Equal(0, Simulate(name, seed, "60"));
        string[] written = File.ReadAllLines(_cli["a.csv"]);
        Assert.Equal("label,text", written[0]);
        Assert.Equal(61, written.Length);
        Assert.Equal(written, File.ReadAllLines(_cli["b.csv"]));
        Assert.NotEqual(written, File.ReadAllLines(_cli["c.csv"]));
        Assert.Equal(2, Simulate("a", "3", "60"));
    }

    [Fact]
    public void A_bundle_is_trained_on_vignettes_and_judged_on_others_with_the_measures_of_its_run()
    {
        Train();
        Assert.Equal(0, Simulate("others", "9", "300"));
        Assert.Equal(
            0,
            _cli.Run("evaluate", _cli["run/bundle"], "--data", _cli["others.csv"], "--out", _cli["judged"])
        );
        Assert.Contains("top3_accuracy", _cli.Output, StringComparison.Ordinal);
        var (measures, texts) = Results("judged");
        Assert.Equal(300, texts);
        // The run also judges texts of no condition, which this table has not.
        Assert.Equal(
            Results("run").Measures.Where(measure => measure != "refused").Order(),
            measures.Order()
        );

        // What is in a folder already, a run's own results above all, is not written over.
        byte[] own = File.ReadAllBytes(_cli["run/results.json"]);
        Assert.Equal(
            2,
            _cli.Run("evaluate", _cli["run/bundle"], "--data", _cli["others.csv"], "--out", _cli["run"])
        );
        Assert.Equal(own, File.ReadAllBytes(_cli["run/results.json"]));

        // The labels of other conditions are left out, and that is said.
        string[] lines = File.ReadAllLines(_cli["others.csv"]);
        File.WriteAllLines(
            _cli["some.csv"],
            [.. lines, "unheard_of,\"A fever of a new kind for two days.\""]
        );
        Assert.Equal(0, _cli.Run("evaluate", _cli["run/bundle"], "--data", _cli["some.csv"]));
        Assert.Contains("1 of 301 texts are of classes", _cli.Error, StringComparison.Ordinal);
        Assert.Contains("refused", _cli.Output, StringComparison.Ordinal);
        File.WriteAllLines(_cli["none.csv"], ["label,text", "unheard_of,A fever."]);
        Assert.Equal(3, _cli.Run("evaluate", _cli["run/bundle"], "--data", _cli["none.csv"]));
        Assert.Contains("is one that the model knows", _cli.Error, StringComparison.Ordinal);

        Assert.Equal(0, _cli.Run("verify", _cli["run/bundle"]));
        Assert.Equal(0, _cli.Run("predict", _cli["run/bundle"], "My son is six and has a fever.", "--json"));
        Assert.Equal(3, _cli.Run("predict", _cli["run/bundle"], "123 456"));
        Assert.Contains("There is no word in the text", _cli.Error, StringComparison.Ordinal);
        Assert.Equal(3, _cli.Run("predict", _cli["run/bundle"], "Der Junge hat seit drei Tagen Fieber."));
        Assert.Contains("The text is not English", _cli.Error, StringComparison.Ordinal);
    }

    private int Simulate(string name, string seed, string patients) =>
        _cli.Run([
            .. (string[])["data", "simulate", "vignettes", "--patients", patients],
            .. (string[])["--seed", seed, "--out", _cli[$"{name}.csv"]],
        ]);

    private void Train() =>
        Assert.Equal(
            0,
            _cli.Run([
                .. (string[])["run", "vignettes", "--out", _cli["run"], "--quiet", "--set"],
                .. (string[])["data.simulate.patients=1300", "network=bag", "training.epochs=1"],
                .. (string[])["text.merges=200", "evaluation.bootstrap_draws=100", "evaluation.baselines=[]"],
            ])
        );

    private (string[] Measures, int Texts) Results(string folder)
    {
        using var results = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(_cli[folder], "results.json")));
        return (
            [
                .. results
                    .RootElement.GetProperty("measures")
                    .EnumerateArray()
                    .Where(measure => measure.GetProperty("outcome").GetString() == "label")
                    .Select(measure => measure.GetProperty("name").GetString()!),
            ],
            results.RootElement.GetProperty("data").GetProperty("texts").GetInt32()
        );
    }
}
