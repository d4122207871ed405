using System.Runtime.InteropServices;
using Osler.Core.Blocks;
using Osler.Core.Bundles;
using Osler.Core.Faults;
using Osler.Core.Onnx;
using Osler.Core.Onnx.Messages;
using Osler.Core.Tests.Blocks;
using static Osler.Core.Blocks.Lego;

namespace Osler.Core.Tests.Onnx;

public sealed class OnnxGraphTests
{
    public static TheoryData<string> Networks => [.. Examples.All.Select(example => example.Name)];

    [Theory, MemberData(nameof(Networks))]
    public void Holds_the_given_weights_bit_by_bit(string name)
    {
        var (network, input) = Examples.Named(name);
        var weights = Examples.Weights(network, input);
        var graph = ModelProto.Parser.ParseFrom(OnnxGraph.Write(network, input, weights)).Graph;
        var initialisers = graph.Initializer.ToDictionary(tensor => tensor.Name);
        // An auxiliary answer is for training alone.
        foreach (
            var (key, tensor) in weights.Where(pair =>
                name != "auxiliary" || !pair.Key.StartsWith("second.", StringComparison.Ordinal)
            )
        )
        {
            Assert.Equal(tensor.Shape.Select(size => (long)size), initialisers[key].Dims);
            Assert.Equal((int)TensorProto.Types.DataType.Float, initialisers[key].DataType);
            Assert.Equal(MemoryMarshal.AsBytes(tensor.Values.AsSpan()), initialisers[key].RawData.Span);
        }
    }

    [Theory, MemberData(nameof(Networks))]
    public void Uses_only_values_that_were_made_before(string name)
    {
        var (network, input) = Examples.Named(name);
        var bytes = OnnxGraph.Write(network, input, Examples.Weights(network, input));
        var graph = ModelProto.Parser.ParseFrom(bytes).Graph;
        var made = graph.Initializer.Select(tensor => tensor.Name).Append("input").ToHashSet();
        foreach (var node in graph.Node)
        {
            // An empty name is an optional input that is left out.
            Assert.Subset(made, node.Input.Where(input => input.Length > 0).ToHashSet());
            Assert.All(node.Output, output => Assert.True(made.Add(output), $"{output} is made twice."));
        }
        Assert.Subset(made, new HashSet<string> { "logits", "probabilities" });
        Assert.Equal(graph.Node.Count, graph.Node.Select(node => node.Name).Distinct().Count());
    }

    [Fact]
    public void Leaves_the_batch_axis_free_and_states_the_others()
    {
        var (network, input) = Examples.Named("members");
        var bytes = OnnxGraph.Write(network, input, Examples.Weights(network, input));
        var model = ModelProto.Parser.ParseFrom(bytes);
        Assert.Equal(["input [N, 4]"], model.Graph.Input.Select(Text));
        Assert.Equal(["logits [N, 3, 2]", "probabilities [N, 3, 2]"], model.Graph.Output.Select(Text));
        Assert.Equal(9, model.IrVersion);
        Assert.Equal(20, Assert.Single(model.OpsetImport).Version);

        static string Text(ValueInfoProto value) =>
            $"{value.Name} [{string.Join(", ", value.Type.TensorType.Shape.Dim.Select(dim => dim.DimParam.Length > 0 ? dim.DimParam : $"{dim.DimValue}"))}]";
    }

    [Theory]
    [InlineData(Probabilities.Sigmoid, "Sigmoid")]
    [InlineData(Probabilities.Softmax, "Softmax")]
    public void Makes_probabilities_as_asked(Probabilities how, string operation)
    {
        var network = Dense(3);
        var weights = Examples.Weights(network, [2]);
        var options = new OnnxOptions { Probabilities = how };
        var graph = ModelProto.Parser.ParseFrom(OnnxGraph.Write(network, [2], weights, options)).Graph;
        Assert.Equal(["Gemm", "Identity", operation], graph.Node.Select(node => node.OpType));
    }

    [Fact]
    public void Drops_dropout_and_gives_the_same_bytes_again()
    {
        var network = Sequence(Dense(3), Dropout(0.5), Dense(1));
        Shape input = [2];
        var weights = Examples.Weights(network, input);
        byte[] bytes = OnnxGraph.Write(network, input, weights);
        Assert.Equal(bytes, OnnxGraph.Write(network, input, weights));
        Assert.DoesNotContain(
            ModelProto.Parser.ParseFrom(bytes).Graph.Node,
            node => node.OpType.Contains("Dropout", StringComparison.Ordinal)
        );
    }

    [Fact]
    public void Refuses_a_weight_that_is_missing_unknown_or_of_another_shape()
    {
        var network = Dense(1);
        var weight = new TensorData([1, 2], [1, 2]);
        var bias = new TensorData([1], [0]);
        Assert.Equal(
            "The weight 'bias' is missing. Did you mean 'bais'?",
            Fault(new() { ["weight"] = weight, ["bais"] = bias })
        );
        Assert.Equal(
            "The weight 'extra' belongs to no block of the network. Known: weight, bias.",
            Fault(
                new()
                {
                    ["weight"] = weight,
                    ["bias"] = bias,
                    ["extra"] = bias,
                }
            )
        );
        Assert.Equal(
            "The weight 'weight' has the shape [1]; the network needs [1, 2]. Take the weights that were trained with this network on this input.",
            Fault(new() { ["weight"] = bias, ["bias"] = bias })
        );

        string Fault(Dictionary<string, TensorData> weights) =>
            Assert.Throws<DataException>(() => OnnxGraph.Write(network, [2], weights)).Message;
    }
}
