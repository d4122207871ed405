using Google.Protobuf;
using Osler.Core.Blocks;
using Osler.Core.Bundles;
using Osler.Core.Faults;
using Osler.Core.Onnx.Messages;

namespace Osler.Core.Onnx;

/// <summary>A network with its weights as an ONNX file, for inference.</summary>
/// <remarks>
/// Input <c>input</c> [N, ...], outputs <c>logits</c> and <c>probabilities</c> [N, ...] with the network's output
/// shape, and <c>heat</c> where the network has class activation maps; N is free. Token ids are the input <c>input</c> [N, T] (of options [N, K, T]), whole numbers given as float32; T is free then. Dropout and auxiliary answers are gone, batch norm uses its running statistics, members run side by side and are stacked:
/// [N, members, outcomes]. Initialisers have the parameters' names. Opset 20 of the default domain, IR version 9.
/// The same network, weights and options give the same bytes.
/// </remarks>
public static class OnnxGraph
{
    /// <summary>Version of the default operator set; ONNX Runtime 1.17 and later know it.</summary>
    public const int Opset = 20;

    /// <summary>Version of the file format.</summary>
    public const int IrVersion = 9;

    /// <summary>Name of the input.</summary>
    public const string InputName = "input";

    /// <summary>Name of the output before the sigmoid or softmax.</summary>
    public const string LogitsName = "logits";

    /// <summary>Name of the output in [0, 1].</summary>
    public const string ProbabilitiesName = "probabilities";

    /// <summary>Name of the output of class activation maps, where the network has them (<see cref="HeatMapGraph"/>).</summary>
    public const string HeatName = "heat";

    /// <summary>Name of the output of a box's edges (<see cref="OnnxOptions.Box"/>).</summary>
    public const string BoxName = "box";

    /// <summary>Edges of a box: upper, left, lower, right, each a share of the image's height or width.</summary>
    public const int BoxEdges = 4;

    /// <summary>The file's bytes.</summary>
    /// <param name="network">The network.</param>
    /// <param name="input">Shape of one case, without the batch axis.</param>
    /// <param name="weights">A tensor for each of <see cref="Parameters.Of"/>, neither more nor fewer.</param>
    /// <param name="options">Probabilities, name, metadata.</param>
    /// <exception cref="ShapeException">A block got a shape that it can't work on.</exception>
    /// <exception cref="DataException">
    /// A weight is missing, unknown or of another shape, or the file would exceed the 2 GB that the format allows.
    /// </exception>
    public static byte[] Write(
        Block network,
        Shape input,
        IReadOnlyDictionary<string, TensorData> weights,
        OnnxOptions? options = null
    )
    {
        ArgumentNullException.ThrowIfNull(weights);
        options ??= new OnnxOptions();
        var specs = Parameters.Of(network, input);
        Check(specs, weights);

        var graph = new GraphWriter();
        var root = ShapeInference.Annotate(network, input);
        foreach (var spec in root.InInference().SelectMany(Parameters.Own))
            graph.Initialise(spec.Name, spec.Shape, weights[spec.Name].Values);
        string last = BlockGraph.Write(graph, root, InputName);
        if (options.Box)
        {
            int classes = root.Output[^1] - BoxEdges;
            graph.Emit("Identity", "", [Part(graph, last, 0, classes)], into: LogitsName);
            graph.Emit("Sigmoid", "", [Part(graph, last, classes, root.Output[^1])], into: BoxName);
        }
        else
            graph.Emit("Identity", "", [last], into: LogitsName);
        if (options.Probabilities == Probabilities.Sigmoid)
            graph.Emit("Sigmoid", "", [LogitsName], into: ProbabilitiesName);
        else
            graph.Emit("Softmax", "", [LogitsName], [GraphWriter.Int("axis", -1)], ProbabilitiesName);

        if (HeatMapGraph.Write(graph, root) is { } heat)
            graph.Emit("Identity", "", [heat], into: HeatName);

        var model = new ModelProto
        {
            IrVersion = IrVersion,
            ProducerName = "Osler",
            ProducerVersion = typeof(OnnxGraph).Assembly.GetName().Version?.ToString(3) ?? "",
            Graph = graph.Finish(options.Name, root, options.Box),
        };
        model.OpsetImport.Add(new OperatorSetIdProto { Version = Opset });
        foreach (var (key, value) in options.Metadata)
            model.MetadataProps.Add(new StringStringEntryProto { Key = key, Value = value });
        return model.ToByteArray();
    }

    // Some of the values of the last axis.
    private static string Part(GraphWriter graph, string value, int from, int to) =>
        graph.Emit(
            "Slice",
            "",
            [
                value,
                graph.Integers("", "from", [from]),
                graph.Integers("", "to", [to]),
                graph.Integers("", "axis", [-1]),
            ]
        );

    private static void Check(
        IReadOnlyList<ParameterSpec> specs,
        IReadOnlyDictionary<string, TensorData> weights
    )
    {
        const long MostBytes = int.MaxValue - (64L << 20);
        if (specs.Sum(spec => spec.Count) > MostBytes / sizeof(float))
        {
            throw new DataException(
                "The weights exceed the 2 GB that an ONNX file may hold.",
                remedy: "Use a smaller network or fewer members."
            );
        }
        foreach (var spec in specs)
        {
            if (!weights.TryGetValue(spec.Name, out var tensor))
            {
                throw new DataException(
                    $"The weight '{spec.Name}' is missing.",
                    remedy: NearestName.Hint(spec.Name, weights.Keys)
                );
            }
            if (!tensor.Shape.AsSpan().SequenceEqual(spec.Shape.Sizes.AsSpan()))
            {
                throw new DataException(
                    $"The weight '{spec.Name}' has the shape [{string.Join(", ", tensor.Shape)}]; the network needs {spec.Shape}.",
                    remedy: "Take the weights that were trained with this network on this input."
                );
            }
        }
        var known = specs.Select(spec => spec.Name).ToHashSet(StringComparer.Ordinal);
        if (weights.Keys.FirstOrDefault(name => !known.Contains(name)) is { } unknown)
        {
            throw new DataException(
                $"The weight '{unknown}' belongs to no block of the network.",
                remedy: NearestName.Hint(unknown, known)
            );
        }
    }
}
