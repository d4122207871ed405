using System.Text.Json.Nodes;
using Osler.Core.Blocks;
using Osler.Core.Faults;

namespace Osler.Core.Tests.Blocks;

public sealed class TextPresetTests
{
    /// <summary>Devlin et al. state 110 million for the base size; Hugging Face's BertModel has 109,482,240, the classifier 1,538.</summary>
    [Fact]
    public void Bert_base_has_the_published_size()
    {
        var network = Presets.Read(
            JsonNode.Parse(
                """
                {"preset": "bert", "vocabulary": 30522, "layers": 12, "units": 768, "heads": 12, "types": 2, "separator": 102}
                """
            ),
            2
        );
        Assert.Equal(109_482_240 + 1_538, Parameters.Count(network, [128]));
    }

    /// <summary>The state dictionary of Hugging Face's BertForSequenceClassification with one layer.</summary>
    [Fact]
    public void Bert_has_Hugging_Faces_names()
    {
        var network = Presets.Bert(
            9,
            2,
            new BertSettings
            {
                Layers = 1,
                Units = 4,
                Heads = 2,
                Types = 2,
            }
        );
        Assert.Equal(
            [
                "bert.embeddings.word_embeddings.weight",
                "bert.embeddings.position_embeddings.weight",
                "bert.embeddings.token_type_embeddings.weight",
                "bert.embeddings.LayerNorm.weight",
                "bert.embeddings.LayerNorm.bias",
                "bert.encoder.layer.0.attention.self.query.weight",
                "bert.encoder.layer.0.attention.self.query.bias",
                "bert.encoder.layer.0.attention.self.key.weight",
                "bert.encoder.layer.0.attention.self.key.bias",
                "bert.encoder.layer.0.attention.self.value.weight",
                "bert.encoder.layer.0.attention.self.value.bias",
                "bert.encoder.layer.0.attention.output.dense.weight",
                "bert.encoder.layer.0.attention.output.dense.bias",
                "bert.encoder.layer.0.attention.output.LayerNorm.weight",
                "bert.encoder.layer.0.attention.output.LayerNorm.bias",
                "bert.encoder.layer.0.intermediate.dense.weight",
                "bert.encoder.layer.0.intermediate.dense.bias",
                "bert.encoder.layer.0.output.dense.weight",
                "bert.encoder.layer.0.output.dense.bias",
                "bert.encoder.layer.0.output.LayerNorm.weight",
                "bert.encoder.layer.0.output.LayerNorm.bias",
                "bert.pooler.dense.weight",
                "bert.pooler.dense.bias",
                "classifier.weight",
                "classifier.bias",
            ],
            Parameters.Of(network, [5]).Select(spec => spec.Name)
        );
    }

    [Theory]
    [InlineData("""{"preset": "text_lstm", "vocabulary": 100, "units": 8}""")]
    [InlineData("""{"preset": "text_conv", "vocabulary": 100, "channels": 8, "padding": 1}""")]
    [InlineData("""{"preset": "bert", "vocabulary": 100, "pooling": "first_relu"}""")]
    [InlineData("""{"preset": "bert", "vocabulary": 100, "pooling": "mean", "intermediate": 9}""")]
    [InlineData("""{"preset": "bert", "vocabulary": 100, "pooling": "attention", "types": 1}""")]
    public void Presets_on_text_take_settings_and_go_through_JSON(string json)
    {
        var network = Presets.Read(JsonNode.Parse(json), 5);
        Assert.Equal([5], ShapeInference.Of(network, [40]));
        Assert.Equal(network, BlockJson.Read(BlockJson.Write(network)));
    }

    [Theory]
    [InlineData("""{"preset": "text_lstm"}""", "'vocabulary' is missing")]
    [InlineData("""{"preset": "text_lstm", "vocabulary": 1}""", "at least 2")]
    [InlineData("""{"preset": "bert", "vocabulary": 100, "types": 2}""", "'separator' is missing")]
    [InlineData("""{"preset": "bert", "vocabulary": 100, "pooling": "last"}""", "Unknown pooling 'last'")]
    [InlineData("""{"preset": "bert", "vocabulary": 100, "layer": 3}""", "Unknown key 'layer'")]
    public void Settings_that_do_not_fit_are_told(string json, string message)
    {
        var fault = Assert.Throws<RequestException>(() => Presets.Read(JsonNode.Parse(json), 5));
        Assert.Contains(message, fault.Message, StringComparison.Ordinal);
    }
}
