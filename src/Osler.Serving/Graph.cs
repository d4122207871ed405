using System.Collections.Immutable;
using Microsoft.ML.OnnxRuntime;
using Osler.Core.Bundles;
using Osler.Core.Faults;

namespace Osler.Serving;

/// <summary>A network's graph in ONNX Runtime: features or images in, log-odds out.</summary>
/// <remarks>
/// Set for a quick start on small graphs: one thread, basic optimisation, no memory arena. The input is "input"
/// [N, features], [N, C, H, W] or [N, C, D, H, W], the output "logits" [N, outcomes], or [N, members, outcomes] of an
/// ensemble.
/// </remarks>
internal sealed class Graph : IDisposable
{
    private const string InputName = "input";
    private const string OutputName = "logits";
    private const string HeatName = "heat";
    private const string BoxName = "box";

    /// <summary>Edges of a box.</summary>
    public const int Edges = 4;

    // A case of more numbers than this (1 GB) is a fault or an attack.
    private const double MostNumbers = 1 << 28;

    private static readonly string[] Inputs = [InputName];
    private static readonly string[] Outputs = [OutputName];
    private static readonly string[] Heats = [HeatName];
    private static readonly string[] OutputsAndBox = [OutputName, BoxName];

    private readonly InferenceSession _session;
    private readonly RunOptions _options = new();

    private Graph(InferenceSession session, ImmutableArray<int> input, int members, int outcomes)
    {
        _session = session;
        Input = input;
        Width = (int)Numbers(input);
        Members = members;
        Outcomes = outcomes;
        int[] logits = session.OutputMetadata[OutputName].Dimensions;
        HeatSizes = Maps(session, logits[1..], input.Length - 1);
        GivesBox = session.OutputMetadata.TryGetValue(BoxName, out var box) && IsBox(box.Dimensions, logits);
    }

    /// <summary>Sizes of one case: [features], [C, H, W] or [C, D, H, W].</summary>
    public ImmutableArray<int> Input { get; }

    /// <summary>Numbers of one case: the sizes' product.</summary>
    public int Width { get; }

    /// <summary>Number of networks.</summary>
    public int Members { get; }

    /// <summary>Number of outcomes.</summary>
    public int Outcomes { get; }

    /// <summary>Sizes of a class activation map, [h, w] or [d, h, w]; null where the graph gives none.</summary>
    public ImmutableArray<int>? HeatSizes { get; }

    /// <summary>Whether the graph also gives a box.</summary>
    public bool GivesBox { get; }

    /// <summary>Loads a bundle's graph, and requires that the card and the preprocessing speak of the same network.</summary>
    /// <param name="bundle">The bundle.</param>
    /// <param name="card">Its card.</param>
    /// <param name="otherInput">How the graph's input differs from what the preprocessing makes; null where it does not.</param>
    /// <param name="tokens">The most tokens, where the graph takes texts of any length; null where it takes none.</param>
    /// <exception cref="DataException">
    /// ONNX Runtime refuses it, it has other inputs and outputs, or the bundle's files contradict each other.
    /// </exception>
    public static Graph Open(
        BundleFolder bundle,
        Card card,
        Func<Graph, string?> otherInput,
        int? tokens = null
    )
    {
        var graph = Load(bundle.Read(BundleFile.GraphName), bundle.Shown(BundleFile.GraphName), tokens);
        if ((otherInput(graph) ?? graph.OtherOutcomes(card)) is not { } contradiction)
            return graph;
        graph.Dispose();
        throw new DataException(
            $"The bundle contradicts itself: {contradiction}.",
            bundle.Path,
            "Get the bundle again."
        );
    }

    private string? OtherOutcomes(Card card) =>
        Outcomes != card.Outcomes.Length || Members != card.Members
            ? $"the card states {card.Members} networks with {card.Outcomes.Length} outcomes, "
                + $"the graph has {Members} with {Outcomes}"
        : card.Images is { Exclusive: true } && Outcomes < 2
            ? "an image has exactly one of the outcomes, and there is only one"
        : null;

    private static Graph Load(byte[] model, string where, int? tokens)
    {
        NoTelemetry.Ensure();
        InferenceSession session;
        try
        {
            using var options = new SessionOptions
            {
                IntraOpNumThreads = 1,
                InterOpNumThreads = 1,
                ExecutionMode = ExecutionMode.ORT_SEQUENTIAL,
                GraphOptimizationLevel = GraphOptimizationLevel.ORT_ENABLE_BASIC,
                EnableCpuMemArena = false,
                EnableMemoryPattern = false,
                LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL,
            };
            session = new(model, options);
        }
        catch (OnnxRuntimeException fault)
        {
            throw new DataException(
                $"The graph can't be loaded: {fault.Message}",
                where,
                "Get the bundle again from where it was made.",
                fault
            );
        }
        if (
            session.InputMetadata.Count == 1
            && session.InputMetadata.TryGetValue(InputName, out var input)
            && Sizes(input.Dimensions, tokens) is { Length: > 0 } sizes
            && sizes.All(size => size > 0)
            && Numbers(sizes) <= MostNumbers
            && session.OutputMetadata.TryGetValue(OutputName, out var output)
        )
        {
            if (output.Dimensions is [_, > 0 and var outcomes])
                return new(session, [.. sizes], 1, outcomes);
            if (output.Dimensions is [_, > 0 and var members, > 0 and var each])
                return new(session, [.. sizes], members, each);
        }
        session.Dispose();
        throw new DataException(
            "The graph has other inputs and outputs than Osler's: expected \"input\" [N, features] or [N, C, H, W] and "
                + "\"logits\" [N, outcomes] or [N, members, outcomes].",
            where
        );
    }

    // The number of tokens is free, and bounded by what the preprocessing may make.
    private static int[] Sizes(int[] dimensions, int? tokens) =>
        tokens is { } most && dimensions is [_, .. var before, < 0] ? [.. before, most]
        : dimensions.Length > 1 ? dimensions[1..]
        : [];

    /// <summary>Log-odds of texts of one length, of a graph whose number of tokens is free.</summary>
    /// <param name="ids">[n, length] row-major, padded behind; of questions [n, options, length].</param>
    /// <param name="n">Number of texts.</param>
    /// <param name="logits">[n, members, outcomes] row-major.</param>
    public void RunTokens(ReadOnlySpan<float> ids, int n, Span<float> logits)
    {
        int rows = n * (Width / Input[^1]);
        using var input = OrtValue.CreateTensorValueFromMemory(
            ids.ToArray(),
            [n, .. Input[..^1].Select(size => (long)size), ids.Length / rows]
        );
        using var results = _session.Run(_options, Inputs, [input], Outputs);
        results[0].GetTensorDataAsSpan<float>().CopyTo(logits);
    }

    /// <summary>Log-odds of features.</summary>
    /// <param name="features">[n, features] or [n, C, H, W], row-major.</param>
    /// <param name="n">Number of rows.</param>
    /// <param name="logits">[n, members, outcomes] row-major.</param>
    public void Run(ReadOnlySpan<float> features, int n, Span<float> logits)
    {
        if (features.Length != n * Width)
            throw new ArgumentException(
                $"Expected {n} x {Width} features, got {features.Length}.",
                nameof(features)
            );
        if (n == 0)
            return;
        using var input = Tensor(features, n);
        using var results = _session.Run(_options, Inputs, [input], Outputs);
        results[0].GetTensorDataAsSpan<float>().CopyTo(logits);
    }

    /// <summary>Log-odds and boxes.</summary>
    /// <param name="images">[n, C, H, W], row-major.</param>
    /// <param name="n">Number of images.</param>
    /// <param name="logits">[n, members, outcomes] row-major.</param>
    /// <param name="boxes">[n, members, 4]: upper, left, lower, right edge as shares of height and width.</param>
    public void Run(ReadOnlySpan<float> images, int n, Span<float> logits, Span<float> boxes)
    {
        using var input = Tensor(images, n);
        using var results = _session.Run(_options, Inputs, [input], OutputsAndBox);
        results[0].GetTensorDataAsSpan<float>().CopyTo(logits);
        results[1].GetTensorDataAsSpan<float>().CopyTo(boxes);
    }

    /// <summary>Class activation maps of one case.</summary>
    /// <param name="image">[C, H, W] or [C, D, H, W], row-major.</param>
    /// <returns>[members, outcomes, places], row-major.</returns>
    /// <exception cref="InvalidOperationException">The graph gives none.</exception>
    public float[] Heat(ReadOnlySpan<float> image)
    {
        if (HeatSizes is null)
            throw new InvalidOperationException("The graph gives no class activation maps.");
        using var input = Tensor(image, 1);
        using var results = _session.Run(_options, Inputs, [input], Heats);
        return results[0].GetTensorDataAsSpan<float>().ToArray();
    }

    private OrtValue Tensor(ReadOnlySpan<float> cases, int n) =>
        OrtValue.CreateTensorValueFromMemory(cases.ToArray(), [n, .. Input.Select(size => (long)size)]);

    /// <summary>Whether an output of this shape holds one box for each network that gives log-odds.</summary>
    /// <param name="box">The output's axes.</param>
    /// <param name="logits">[N, outcomes] or [N, members, outcomes].</param>
    internal static bool IsBox(ReadOnlySpan<int> box, ReadOnlySpan<int> logits) =>
        box.Length == logits.Length && box[^1] == Edges && box[1..^1].SequenceEqual(logits[1..^1]);

    private static ImmutableArray<int>? Maps(InferenceSession session, int[] before, int axes)
    {
        if (!session.OutputMetadata.TryGetValue(HeatName, out var heat))
            return null;
        int[] sizes = heat.Dimensions;
        bool fits =
            sizes.Length == 1 + before.Length + axes
            && sizes.AsSpan(1, before.Length).SequenceEqual(before)
            && sizes.Skip(1).All(size => size > 0)
            && Numbers(sizes.Skip(1)) <= MostNumbers;
        return fits ? [.. sizes[(1 + before.Length)..]] : null;
    }

    private static double Numbers(IEnumerable<int> sizes) =>
        sizes.Aggregate(1.0, (product, size) => product * size);

    public void Dispose()
    {
        _options.Dispose();
        _session.Dispose();
    }
}
