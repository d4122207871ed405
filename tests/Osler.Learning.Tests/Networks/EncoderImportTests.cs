using System.Text.Json;
using System.Text.Json.Nodes;
using Osler.Core.Blocks;
using Osler.Core.Bundles;
using Osler.Core.Faults;
using Osler.Core.Tests.Goldens;
using Osler.Core.Weights;
using Osler.Learning.Networks;
using TorchSharp;

namespace Osler.Learning.Tests.Networks;

/// <summary>Files as BERT, RoBERTa and DistilBERT are published, small ones, against networks written in plain PyTorch.</summary>
public sealed class EncoderImportTests
{
    private const string Sizes =
        "\"vocabulary\": 23, \"units\": 12, \"heads\": 3, \"intermediate\": 20, \"most\": 16";

    private static readonly JsonElement s_golden = Golden.Read("networks/encoders.json");

    [Theory]
    [InlineData("bert", "\"types\": 2, \"separator\": 3")]
    [InlineData("roberta", "\"types\": 1, \"padding\": 1, \"offset\": 2, \"epsilon\": 1e-5")]
    [InlineData("distilbert", "\"pooling\": \"first_relu\"")]
    public void Published_names_load_and_give_the_same_answers(string name, string settings)
    {
        var golden = s_golden.Case(name);
        var network = Network(settings, 4);
        var (weights, report) = WeightImport.Match(File(golden), network, [16], keepHead: true);
        Assert.Equal(Parameters.Of(network, [16]).Count, report.Loaded.Length);
        Assert.Empty(report.LeftOut);
        using var scope = torch.NewDisposeScope();
        using var module = TorchNetwork.Build(network, [16], weights);
        foreach (
            var (text, logits) in golden
                .GetProperty("texts")
                .EnumerateArray()
                .Zip(golden.GetProperty("logits").EnumerateArray())
        )
        {
            long[] ids = [.. text.Integers().Select(id => (long)id)];
            float[] ours = [.. module.call(torch.tensor(ids, [1, ids.Length])).data<float>()];
            foreach (var (expected, actual) in logits.Doubles().Zip(ours))
                Assert.Equal(expected, actual, 1e-4);
        }
    }

    [Fact]
    public void What_the_file_has_beside_the_encoder_is_left_out_and_what_it_lacks_begins_anew()
    {
        var file = File(s_golden.Case("bert"));
        // As bert-base-uncased is published: before it was trained for any classes, with its first task's answer.
        var tensors = file
            .Tensors.Where(pair => !pair.Key.StartsWith("classifier", StringComparison.Ordinal))
            .ToDictionary(StringComparer.Ordinal);
        tensors["cls.predictions.bias"] = new TensorData([23], new float[23]);
        tensors["bert.embeddings.position_ids"] = new TensorData([1, 16], new float[16]);
        var network = Network("\"types\": 2, \"separator\": 3", 5);
        var (weights, report) = WeightImport.Match(file with { Tensors = tensors }, network, [10]);
        Assert.Equal(["classifier.weight", "classifier.bias"], report.NewHead);
        Assert.Equal(
            [
                "cls.predictions.bias: the answer to another task",
                "bert.embeddings.position_ids: a counter that nothing needs",
            ],
            report.LeftOut.Select(one => $"{one.Name}: {one.Why}")
        );
        Assert.Equal(Parameters.Of(network, [10]).Count - 2, weights.Count);
    }

    [Fact]
    public void Missing_pooler_begins_anew_and_one_too_many_is_left_out()
    {
        var file = File(s_golden.Case("bert"));
        var tensors = file
            .Tensors.Where(pair => pair.Key.StartsWith("bert.e", StringComparison.Ordinal))
            // The encoder alone, as BertModel saves it.
            .ToDictionary(pair => pair.Key["bert.".Length..], pair => pair.Value, StringComparer.Ordinal);
        var network = Network("\"types\": 2, \"separator\": 3", 4);
        var (_, report) = WeightImport.Match(file with { Tensors = tensors }, network, [16]);
        Assert.Equal(
            ["bert.pooler.dense.weight", "bert.pooler.dense.bias", "classifier.weight", "classifier.bias"],
            report.NewHead
        );
        var mean = Network("\"types\": 2, \"separator\": 3, \"pooling\": \"mean\"", 4);
        (_, report) = WeightImport.Match(file, mean, [16]);
        Assert.Equal(
            ["bert.pooler.dense.bias", "bert.pooler.dense.weight"],
            report.LeftOut.Select(one => one.Name)
        );
    }

    [Fact]
    public void Places_beyond_the_network_are_cut_off()
    {
        var network = Presets.Read(
            JsonNode.Parse(
                $$"""{"preset": "bert", {{Sizes.Replace("16", "9", StringComparison.Ordinal)}}, "types": 2, "separator": 3}"""
            ),
            4
        );
        var (weights, report) = WeightImport.Match(File(s_golden.Case("bert")), network, [9]);
        Assert.Equal("cut to its first 9 places", Assert.Single(report.Adapted).Why);
        Assert.Equal([9, 12], weights["bert.embeddings.position_embeddings.weight"].Shape);
    }

    [Theory]
    [InlineData(
        "\"types\": 2, \"separator\": 3, \"layers\": 3",
        "16 missing in the file (bert.encoder.layer.2."
    )]
    [InlineData(
        "\"separator\": 3",
        "1 without a place in the network (bert.embeddings.token_type_embeddings.weight)"
    )]
    [InlineData("\"types\": 3, \"separator\": 3", "token_type_embeddings.weight [2, 12]")]
    public void Files_of_other_sizes_are_refused(string settings, string message)
    {
        var fault = Assert.Throws<RequestException>(() =>
            WeightImport.Match(File(s_golden.Case("bert")), Network(settings, 4), [16])
        );
        Assert.Contains(message, fault.Message, StringComparison.Ordinal);
    }

    private static Block Network(string settings, int outcomes) =>
        Presets.Read(JsonNode.Parse($$"""{"preset": "bert", {{Sizes}}, {{settings}}}"""), outcomes);

    /// <summary>The golden's tensors as a safetensors file, written and read.</summary>
    private static WeightSource File(JsonElement golden)
    {
        var named = golden
            .GetProperty("tensors")
            .EnumerateArray()
            .Select(one => new ParameterSpec(
                one.GetProperty("name").GetString()!,
                Shape.Of(one.GetProperty("shape").Integers()),
                true
            ))
            .ToDictionary(spec => spec.Name, FormulaWeights.Weight, StringComparer.Ordinal);
        using var stream = new MemoryStream();
        Safetensors.Write(stream, named);
        stream.Position = 0;
        return new WeightSource("model.safetensors", Safetensors.Read(stream, "model.safetensors"), []);
    }
}
