using System.Text.Json;
using Osler.Core.Blocks;
using Osler.Core.Bundles;
using Osler.Core.Ensembles;
using Osler.Core.Faults;
using Osler.Core.Onnx;
using Osler.Core.Preprocessing;
using Osler.Tests.Shared;

namespace Osler.Serving.Tests;

public sealed class PredictorTests : IClassFixture<PredictorTests.Fixture>
{
    public sealed class Fixture : IDisposable
    {
        internal SmallBundle Bundle { get; } = new();

        public void Dispose() => Bundle.Dispose();
    }

    private static readonly string[] Patient = ["age=54", "sbp=132", "sex=female", "smoker=former"];

    private readonly SmallBundle _bundle;

    public PredictorTests(Fixture fixture) => _bundle = fixture.Bundle;

    [Fact]
    public void Agrees_with_the_same_network_computed_by_hand()
    {
        using var predictor = Predictor.Open(_bundle.Path);
        var table = PatientRows.Open(_bundle.TablePath, predictor.Preprocessing, predictor.Card);
        double[] rows = InputReader
            .Of(table, predictor.Preprocessing)
            .Gather([.. Enumerable.Range(0, table.Rows)]);
        float[] features = new float[table.Rows * predictor.Preprocessing.Width];
        predictor.Preprocessing.Apply(rows, table.Rows, features);
        float[] logits = _bundle.Logits(features, table.Rows);
        var predictions = predictor.Predict(rows, table.Rows);
        for (int row = 0; row < table.Rows; row++)
        {
            var expected = Ensemble.Of(logits.AsSpan(row * SmallBundle.Members, SmallBundle.Members));
            var found = predictions[row].Outcomes.Single();
            Assert.Equal(expected.Probability, found.Probability, 1e-5);
            Assert.Equal(expected.Low!.Value, found.Low!.Value, 1e-5);
            Assert.Equal(expected.High!.Value, found.High!.Value, 1e-5);
        }
    }

    [Fact]
    public void Probabilities_alone_are_those_of_the_predictions_whatever_the_number_of_rows()
    {
        using var predictor = Predictor.Open(_bundle.Path);
        double[] one = predictor.Preprocessing.ParseRow(Parse(Patient));
        double[] many = [.. Enumerable.Repeat(one, 2_500).SelectMany(row => row)];
        double[] probabilities = new double[2_500];
        predictor.Probabilities(many, 2_500, 0, probabilities);
        double expected = predictor.Predict(one, 1)[0].Outcomes[0].Probability;
        Assert.All(probabilities, found => Assert.Equal(expected, found, 1e-7));
    }

    [Fact]
    public void Decides_at_each_operating_point()
    {
        using var predictor = Predictor.Open(_bundle.Path);
        var outcome = predictor.Predict(predictor.Preprocessing.ParseRow(Parse(Patient)), 1)[0].Outcomes[0];
        Assert.Equal(
            [new Decision("never", 1, false), new Decision("always", 0, true)],
            outcome.Decisions.AsEnumerable()
        );
    }

    [Fact]
    public void Warns_where_an_input_is_outside_what_training_saw()
    {
        using var predictor = Predictor.Open(_bundle.Path);
        var prediction = predictor.Predict(
            predictor.Preprocessing.ParseRow(Parse("age=104", "sbp=132", "sex=female", "smoker=former")),
            1
        )[0];
        Assert.Contains("age", Assert.Single(prediction.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public void Allows_an_input_to_be_missing_only_where_training_did()
    {
        using var predictor = Predictor.Open(_bundle.Path);
        predictor.Predict(
            predictor.Preprocessing.ParseRow(Parse("sbp=132", "sex=female", "smoker=former")),
            1
        );
        var fault = Assert.Throws<DataException>(() =>
            predictor.Predict(
                predictor.Preprocessing.ParseRow(Parse("age=54", "sex=female", "smoker=former")),
                1
            )
        );
        Assert.Contains("sbp", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Names_the_row_of_a_table_that_lacks_an_input()
    {
        using var predictor = Predictor.Open(_bundle.Path);
        double[] sound = predictor.Preprocessing.ParseRow(Parse(Patient));
        double[] lacking = [.. sound];
        lacking[1] = double.NaN;
        var fault = Assert.Throws<DataException>(() =>
            predictor.Predict([.. sound, .. lacking], 2, firstRow: 40)
        );
        Assert.Equal("row 42", fault.Where);
    }

    [Fact]
    public void An_unknown_input_is_told_with_the_nearest_name()
    {
        var fault = Assert.Throws<RequestException>(() => Rows(["agee=54"]));
        Assert.Contains("age", fault.Remedy, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("age", "'age' doesn't set an input.")]
    [InlineData("=5", "'=5' doesn't set an input.")]
    public void A_setting_without_a_value_is_refused(string setting, string what) =>
        Assert.Equal(what, Assert.Throws<RequestException>(() => Rows([setting])).What);

    [Fact]
    public void The_same_input_twice_is_refused() =>
        Assert.Equal(
            "'age' is given twice.",
            Assert.Throws<RequestException>(() => Rows(["age=5", "age=6"])).What
        );

    [Fact]
    public void A_patient_in_json_a_row_of_a_table_and_settings_are_the_same_patient()
    {
        using var predictor = Predictor.Open(_bundle.Path);
        double expected = Only(predictor, Rows(Patient));
        const string json = """{"age": 54, "sbp": 132, "sex": "female", "smoker": "former"}""";
        const string csv = "smoker,sex,sbp,age\nformer,female,132,54\n";
        Assert.Equal(expected, Only(predictor, FromInput(json)));
        Assert.Equal(expected, Only(predictor, FromInput($"\n [{json}]")));
        Assert.Equal(expected, Only(predictor, FromInput("\uFEFF" + csv)));
        string file = Path.Combine(_bundle.Folder, "one.json");
        File.WriteAllText(file, json);
        Assert.Equal(
            expected,
            Only(
                predictor,
                PatientRows.From(_bundle.Preprocessing, _bundle.Card, file, [], () => Stream.Null)
            )
        );
    }

    [Fact]
    public void A_file_may_call_an_input_by_another_name_that_the_card_knows()
    {
        string path = Path.Combine(_bundle.Folder, "renamed.csv");
        File.WriteAllText(path, "smoker,sex,sysBP,age\nformer,female,132,54\n");
        using var predictor = Predictor.Open(_bundle.Path);
        Assert.Throws<RequestException>(() =>
            PatientRows.Open(path, predictor.Preprocessing, predictor.Card)
        );
        var card = predictor.Card with
        {
            Inputs =
            [
                .. predictor.Card.Inputs.Select(input =>
                    input.Name == "sbp" ? input with { From = ["ap_hi", "sysBP"] } : input
                ),
            ],
        };
        var table = PatientRows.Open(path, predictor.Preprocessing, card);
        Assert.Equal(
            Only(predictor, Rows(Patient)),
            Only(predictor, PatientRows.Of(table, predictor.Preprocessing))
        );
    }

    [Theory]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("[1]")]
    [InlineData("""{"age": [54]}""")]
    [InlineData("""{"age": 1, "age": 2}""")]
    [InlineData("")]
    public void What_is_no_patient_is_refused(string input) =>
        Assert.Throws<DataException>(() => FromInput(input).Blocks.ToList());

    [Fact]
    public void Json_carries_the_card_and_is_well_formed()
    {
        using var predictor = Predictor.Open(_bundle.Path);
        double[] row = predictor.Preprocessing.ParseRow(Parse(Patient));
        using var writer = new StringWriter { NewLine = "\n" };
        PredictionJson.Write(writer, predictor, predictor.Predict([.. row, .. row], 2));
        using var document = JsonDocument.Parse(writer.ToString());
        var root = document.RootElement;
        Assert.Equal(
            ["study", "question", "intended_use", "not_for", "range_meaning", "predictions"],
            root.EnumerateObject().Select(property => property.Name)
        );
        Assert.Equal(2, root.GetProperty("predictions").GetArrayLength());
        var outcome = root.GetProperty("predictions")[1].GetProperty("outcomes")[0];
        Assert.Equal(
            ["name", "label", "probability", "low", "high", "decisions"],
            outcome.EnumerateObject().Select(property => property.Name)
        );
        Assert.InRange(outcome.GetProperty("probability").GetDouble(), 0, 1);
        Assert.Equal(
            ["operating_point", "threshold", "positive"],
            outcome.GetProperty("decisions")[0].EnumerateObject().Select(property => property.Name)
        );
    }

    [Fact]
    public void Csv_has_a_line_a_patient_and_keeps_formulas_from_running()
    {
        using var predictor = Predictor.Open(_bundle.Path);
        var prediction = predictor.Predict(predictor.Preprocessing.ParseRow(Parse(Patient)), 1)[0];
        using var writer = new StringWriter();
        PredictionCsv.Write(writer, predictor, [prediction, prediction with { Warnings = ["=cmd, \"x\""] }]);
        string[] lines = writer.ToString().Split('\n');
        Assert.Equal("row,outcome,outcome_low,outcome_high,outcome_never,outcome_always,warnings", lines[0]);
        Assert.Matches(@"^1,0\.\d+,0\.\d+,0\.\d+,0,1,$", lines[1]);
        Assert.EndsWith(",\"'=cmd, \"\"x\"\"\"", lines[2], StringComparison.Ordinal);
    }

    [Fact]
    public void An_explanation_adds_up_to_the_prediction()
    {
        using var predictor = Predictor.Open(_bundle.Path);
        double[] row = predictor.Preprocessing.ParseRow(Parse(Patient));
        var explanation = PredictionExplanation.Of(predictor, row);
        var parts = explanation.Explanation;
        Assert.Equal(predictor.Predict(row, 1)[0].Outcomes[0].Probability, parts.Prediction, 1e-6);
        Assert.Equal(parts.Prediction, parts.Base + parts.Attributions.Sum(one => one.Contribution), 1e-9);
        Assert.Equal(["54", "132", "female", "former"], explanation.Shown);
    }

    [Fact]
    public void Verification_passes_for_a_sound_bundle_and_finds_other_weights_and_features()
    {
        using var predictor = Predictor.Open(_bundle.Path);
        var checks = Verification.Run(predictor);
        Assert.All(checks, check => Assert.True(check.Passed, $"{check.Name}: {check.Detail}"));
        var samples = predictor.Bundle.ReadSamples();
        float[] logits = [.. samples.Logits.SelectMany(row => row)];
        Assert.True(Verification.Compare("same", samples, logits).Passed);
        logits[3] += 0.001f;
        Assert.False(Verification.Compare("one changed", samples, logits).Passed);
        logits[3] = float.NaN;
        Assert.False(Verification.Compare("not a number", samples, logits).Passed);
        Assert.False(Verification.Compare("too few", samples, logits.AsSpan(1)).Passed);
    }

    [Fact]
    public void A_bundle_that_contradicts_itself_is_refused()
    {
        var bundle = BundleFolder.Open(_bundle.Path);
        string path = Path.Combine(_bundle.Folder, "contradiction");
        BundleFolder.Write(
            path,
            "0.1.0",
            [
                .. bundle
                    .Manifest.Files.Where(file => file.Name != BundleFile.CardName)
                    .Select(file => BundleFile.Of(file.Name, bundle.Read(file.Name))),
                BundleFile.Of(bundle.ReadCard() with { Members = 5 }),
            ]
        );
        var fault = Assert.Throws<DataException>(() => Predictor.Open(path));
        Assert.StartsWith(
            "The bundle contradicts itself: the card states 5 networks",
            fault.What,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void A_graph_that_is_none_is_refused()
    {
        var bundle = BundleFolder.Open(_bundle.Path);
        string path = Path.Combine(_bundle.Folder, "nograph");
        BundleFolder.Write(
            path,
            "0.1.0",
            [
                .. bundle
                    .Manifest.Files.Where(file => file.Name != BundleFile.GraphName)
                    .Select(file => BundleFile.Of(file.Name, bundle.Read(file.Name))),
                BundleFile.Text(BundleFile.GraphName, "no graph"),
            ]
        );
        Assert.Throws<DataException>(() => Predictor.Open(path));
    }

    [Fact]
    public void An_answer_that_is_no_number_is_told_with_its_row_and_never_shown()
    {
        var bundle = BundleFolder.Open(_bundle.Path);
        Block network = Lego.Members(Lego.Sequence(Lego.Dense(1)), SmallBundle.Members);
        Shape input = [_bundle.Preprocessing.Width];
        var weights = Parameters
            .Of(network, input)
            .ToDictionary(
                spec => spec.Name,
                spec => new TensorData(spec.Shape.Sizes, [.. Enumerable.Repeat(float.NaN, (int)spec.Count)])
            );
        string path = Path.Combine(_bundle.Folder, "nonumber");
        BundleFolder.Write(
            path,
            "0.1.0",
            [
                .. bundle
                    .Manifest.Files.Where(file => file.Name != BundleFile.GraphName)
                    .Select(file => BundleFile.Of(file.Name, bundle.Read(file.Name))),
                BundleFile.Of(BundleFile.GraphName, OnnxGraph.Write(network, input, weights)),
            ]
        );
        using var predictor = Predictor.Open(path);
        double[] row = predictor.Preprocessing.ParseRow(Parse(Patient));
        var one = Assert.Throws<DataException>(() => predictor.Predict(row, 1));
        Assert.Contains("no number", one.What, StringComparison.Ordinal);
        Assert.Null(one.Where);
        Assert.Equal("row 8", Assert.Throws<DataException>(() => predictor.Predict(row, 1, 7)).Where);
        Assert.Throws<DataException>(() => predictor.Probabilities(row, 1, 0, new double[1]));
        Assert.Contains(Verification.Run(predictor), check => !check.Passed);
    }

    [Fact]
    public void A_value_of_400_digits_is_not_echoed_whole()
    {
        string digits = new('7', 400);
        var fault = Assert.Throws<RequestException>(() => Rows([$"smoker=former", $"age={digits}x"]));
        Assert.Contains("(401 letters)", fault.What, StringComparison.Ordinal);
        Assert.InRange(fault.Message.Length, 20, 200);
        using var predictor = Predictor.Open(_bundle.Path);
        double[] row = predictor.Preprocessing.ParseRow(
            Parse("age=1e300", "sbp=132", "sex=male", "smoker=former")
        );
        string warning = Assert.Single(predictor.Predict(row, 1)[0].Warnings);
        Assert.StartsWith("age 1e+300 is above every value", warning, StringComparison.Ordinal);
    }

    private static Dictionary<string, string> Parse(params string[] settings) =>
        settings.Select(setting => setting.Split('=')).ToDictionary(pair => pair[0], pair => pair[1]);

    private PatientRows Rows(IReadOnlyList<string> settings) =>
        PatientRows.From(_bundle.Preprocessing, _bundle.Card, null, settings, () => Stream.Null);

    private PatientRows FromInput(string text) =>
        PatientRows.From(
            _bundle.Preprocessing,
            _bundle.Card,
            "-",
            [],
            () => new MemoryStream(System.Text.Encoding.UTF8.GetBytes(text))
        );

    private static double Only(Predictor predictor, PatientRows rows)
    {
        var block = Assert.Single(rows.Blocks);
        Assert.Equal(1, block.Rows);
        return predictor.Predict(block.Values.Span, 1)[0].Outcomes[0].Probability;
    }
}
