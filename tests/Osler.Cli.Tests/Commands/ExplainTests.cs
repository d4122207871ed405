using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Osler.Core.Bundles;
using Osler.Core.Chance;
using Osler.Core.Explanation;
using Osler.Core.Preprocessing;
using Osler.Core.Tables;
using Osler.Learning.Explanation;
using Osler.Serving;
using Osler.Studies;
using Osler.Tests.Shared;

namespace Osler.Cli.Tests.Commands;

public sealed class ExplainTests : IDisposable
{
    private static readonly string[] Patient = ["--set", "age=54", "sbp=132", "sex=female", "smoker=former"];

    private readonly SmallBundle _bundle = new();
    private readonly CommandLine _cli = new();

    public void Dispose()
    {
        _cli.Dispose();
        _bundle.Dispose();
    }

    [Theory]
    [InlineData("shapley", "shapley_sampling", 1e-9)]
    [InlineData("integrated-gradients", "integrated_gradients", 1e-4)]
    public void Either_method_adds_up_to_the_prediction_less_the_same_base(
        string method,
        string name,
        double tolerance
    )
    {
        string[] asked = ["explain", _bundle.Path, "--method", method, "--out", _cli["why.json"]];
        Assert.Equal(0, _cli.Run([.. asked, .. Patient]));
        using var document = JsonDocument.Parse(File.ReadAllText(_cli["why.json"]));
        var root = document.RootElement;
        double Number(string key) => root.GetProperty(key).GetDouble();
        var contributions = root.GetProperty("contributions").EnumerateArray().ToList();

        using var predictor = Predictor.Open(_bundle.Path);
        double[] samples = predictor.Bundle.ReadSamples().FlatRows();
        double[] probabilities = new double[samples.Length / 4];
        predictor.Probabilities(samples, probabilities.Length, 0, probabilities);
        double[] row = [54, 132, 0, 1];
        double[] own = new double[1];
        row[2] = Level(predictor, 2, "female");
        row[3] = Level(predictor, 3, "former");
        predictor.Probabilities(row, 1, 0, own);

        Assert.Equal(name, root.GetProperty("method").GetString());
        // One line an input, although age has an indicator beside it and smoker is three features.
        Assert.True(predictor.Preprocessing.Width > 4);
        Assert.Equal(
            ["age", "sbp", "sex", "smoker"],
            contributions.Select(one => one.GetProperty("input").GetString())
        );
        Assert.Equal(own[0], Number("prediction"), 1e-5);
        Assert.Equal(probabilities.Average(), Number("base"), 1e-5);
        double sum = contributions.Sum(one => one.GetProperty("contribution").GetDouble());
        Assert.Equal(Number("prediction") - Number("base"), sum, tolerance);
        Assert.Equal(sum - (Number("prediction") - Number("base")), Number("gap"), 1e-12);
        Assert.Contains("Together they add +", _cli.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_method_that_there_is_not_is_answered_with_the_nearest()
    {
        Assert.Equal(2, _cli.Run(["explain", _bundle.Path, "--method", "shaply", .. Patient]));
        Assert.Equal("osler: --method: There is no method 'shaply'. Did you mean 'shapley'?\n", _cli.Error);
    }

    [Fact]
    public void Inputs_of_a_derived_feature_stand_together()
    {
        var random = new KeyedRandom(2, "bodies");
        File.WriteAllLines(
            _cli["bodies.csv"],
            Enumerable
                .Range(0, 200)
                .Select(i =>
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"{random.Next(50, 120)},{random.Next(150, 200)},{random.Next(30, 80)},{i % 2}"
                    )
                )
                .Prepend("weight,height,age,died")
        );
        File.WriteAllText(
            _cli["study.yaml"],
            """
            study: bodies
            question: Who dies?
            data: {path: bodies.csv, outcome: died}
            preprocessing:
              - derive: {name: bmi, from: {body_mass_index: {weight: weight, height: height}}}
              - drop: {columns: [weight, height]}
              - standardise
            network: neuron
            training: {epochs: 2}
            evaluation: {bootstrap_draws: 100, baselines: [], explain: false}
            """
        );
        TableStudy.Run(StudyFile.Open(_cli["study.yaml"]), new() { OutFolder = _cli["run"] });
        var bundle = BundleFolder.Open(_cli["run/bundle"]);
        using var predictor = Predictor.Open(bundle);

        var found = BundleGradients.Of(bundle, predictor.Preprocessing, [80, 180, 50]);

        Assert.Equal([2], found.Origins[0]);
        Assert.Equal([0, 1], found.Origins[1]);
        Assert.Equal(
            ["age", "weight and height"],
            found.Explanation.Attributions.Select(one => one.InputName)
        );
        Assert.Equal(
            found.Explanation.Prediction - found.Explanation.Base,
            found.Explanation.Attributions.Sum(one => one.Contribution),
            1e-4
        );
        Assert.Equal(
            0,
            _cli.Run(
                "explain",
                _cli["run/bundle"],
                "--method",
                "integrated-gradients",
                "--set",
                "weight=80",
                "height=180",
                "age=50"
            )
        );
        Assert.Contains("weight and height  80, 180", _cli.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("predict", null, false)]
    [InlineData("explain", "shapley", false)]
    [InlineData("explain", "integrated-gradients", true)]
    public async Task Only_gradients_load_libtorch(string command, string? method, bool loads)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "reads what Linux's loader tells");
        var start = new ProcessStartInfo("dotnet")
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        string[] asked = method is null ? [command] : [command, "--method", method];
        foreach (
            string argument in (string[])
                [
                    Path.Combine(AppContext.BaseDirectory, "osler.dll"),
                    asked[0],
                    _bundle.Path,
                    .. asked[1..],
                    .. Patient,
                ]
        )
            start.ArgumentList.Add(argument);
        start.Environment["LD_DEBUG"] = "files";
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        string output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(0, process.ExitCode);
        Assert.Contains("the outcome: 53.9 %", output, StringComparison.Ordinal);
        string loaded = await error;
        Assert.Contains("onnxruntime", loaded, StringComparison.Ordinal);
        Assert.Equal(loads, loaded.Contains("libtorch", StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public void A_cohort_is_explained_as_the_library_does_in_text_json_and_a_page()
    {
        Assert.Equal(0, _cli.Run("explain", _bundle.Path, "--data", _bundle.TablePath, "--out", _cli["ex"]));
        Assert.Contains("the outcome: 120 of 120 rows", _cli.Output, StringComparison.Ordinal);
        Assert.Contains(
            "This is the table that the model was made from",
            _cli.Error,
            StringComparison.Ordinal
        );
        string page = File.ReadAllText(_cli["ex/explanation.html"]);
        Assert.Contains("Which inputs matter", page, StringComparison.Ordinal);
        Assert.Contains("How the probability follows each input", page, StringComparison.Ordinal);
        using var document = JsonDocument.Parse(File.ReadAllText(_cli["ex/explanation.json"]));
        var root = document.RootElement;

        using var predictor = Predictor.Open(_bundle.Path);
        var table = PatientRows.Open(_bundle.TablePath, predictor.Preprocessing, predictor.Card);
        int[] order = [.. Enumerable.Range(0, table.Rows)];
        new KeyedRandom(7, "importance cases").Shuffle(order);
        double[] rows = InputReader.Of(table, predictor.Preprocessing).Gather(order);
        var labels = Outcome.Read(table, "outcome").Labels;
        string[] names = ["age", "sbp", "sex", "smoker"];
        void Predict(ReadOnlySpan<double> cells, int n, Span<double> probabilities) =>
            predictor.Probabilities(cells, n, 0, probabilities);
        var importance = PermutationImportance.Of(
            Predict,
            rows,
            [.. order.Select(row => labels[row] == Osler.Core.Cases.Label.Present)],
            names,
            seed: 7
        );
        foreach (var (expected, told) in importance.Zip(root.GetProperty("importance").EnumerateArray()))
        {
            Assert.Equal(expected.Group.Name, told.GetProperty("input").GetString());
            Assert.Equal(expected.Drop.Value!.Value, told.GetProperty("auroc_lost").GetDouble(), 1e-12);
            Assert.Equal(expected.Drop.Low!.Value, told.GetProperty("low").GetDouble(), 1e-12);
        }
        var curve = PartialDependence.OfNumber(Predict, rows, names, 1, seed: 7);
        var points = root.GetProperty("dependence")[1].GetProperty("points").EnumerateArray().ToList();
        Assert.Equal(curve.Values, points.Select(point => point.GetProperty("value").GetDouble()));
        Assert.Equal(
            curve.Mean.Select(mean => mean.High!.Value),
            points.Select(point => point.GetProperty("high").GetDouble())
        );
        Assert.Equal(
            ["current", "former", "never"],
            root.GetProperty("dependence")[3]
                .GetProperty("points")
                .EnumerateArray()
                .Select(point => point.GetProperty("value").GetString())
        );
        // Nothing is written over.
        Assert.Equal(2, _cli.Run("explain", _bundle.Path, "--data", _bundle.TablePath, "--out", _cli["ex"]));
    }

    [Theory]
    [InlineData("why.json", "{")]
    [InlineData("why.html", "<!DOCTYPE html>")]
    public void A_cohort_s_explanation_goes_into_one_file_by_its_ending(string name, string begins)
    {
        Assert.Equal(0, _cli.Run("explain", _bundle.Path, "--data", _bundle.TablePath, "--out", _cli[name]));
        Assert.StartsWith(begins, File.ReadAllText(_cli[name]), StringComparison.Ordinal);
    }

    [Fact]
    public void Without_outcomes_the_curves_are_drawn_and_what_is_missing_is_told()
    {
        string path = _cli["unknown.csv"];
        File.WriteAllLines(
            path,
            File.ReadLines(_bundle.TablePath).Select(line => line[..line.LastIndexOf(',')])
        );
        Assert.Equal(0, _cli.Run("explain", _bundle.Path, "--data", path));
        Assert.Contains("has no column 'outcome'", _cli.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("AUROC lost", _cli.Output, StringComparison.Ordinal);
        Assert.Contains("Mean probability", _cli.Output, StringComparison.Ordinal);
        Assert.Equal(2, _cli.Run("explain", _bundle.Path, "--data", path, "--outcome", "outcome"));
    }

    [Theory]
    [InlineData("--data x.csv --row 2", "--row is about one patient, and --data explains a cohort.")]
    [InlineData("--data x.csv --method shapley", "--method is about one patient")]
    [InlineData("y.csv --data x.csv", "<input> is about one patient")]
    [InlineData("--set age=5 --outcome y", "--outcome is about the table of --data, and none is given.")]
    public void One_patient_and_a_cohort_are_not_mixed(string arguments, string said)
    {
        Assert.Equal(2, _cli.Run(["explain", _bundle.Path, .. arguments.Split(' ')]));
        Assert.Contains(said, _cli.Error, StringComparison.Ordinal);
    }

    private static int Level(Predictor predictor, int input, string level) =>
        predictor.Preprocessing.Inputs[input].Levels.IndexOf(level);
}
