using Microsoft.ML.OnnxRuntime;
using Osler.Core.Faults;

namespace Osler.Serving;

/// <summary>A network's graph in ONNX Runtime: features in, log-odds out.</summary>
/// <remarks>
/// Set for a quick start on small graphs: one thread, basic optimisation, no memory arena. The input is "input"
/// [N, features], the output "logits" [N, outcomes], or [N, members, outcomes] of an ensemble.
/// </remarks>
internal sealed class Graph : IDisposable
{
    private const string InputName = "input";
    private const string OutputName = "logits";

    private static readonly string[] Inputs = [InputName];
    private static readonly string[] Outputs = [OutputName];

    private readonly InferenceSession _session;
    private readonly RunOptions _options = new();

    private Graph(InferenceSession session, int width, int members, int outcomes)
    {
        _session = session;
        Width = width;
        Members = members;
        Outcomes = outcomes;
    }

    /// <summary>Number of features.</summary>
    public int Width { get; }

    /// <summary>Number of networks.</summary>
    public int Members { get; }

    /// <summary>Number of outcomes.</summary>
    public int Outcomes { get; }

    /// <summary>Loads a graph.</summary>
    /// <param name="model">The contents of <c>model.onnx</c>.</param>
    /// <param name="where">The file, for messages.</param>
    /// <exception cref="DataException">ONNX Runtime refuses it, or it has other inputs and outputs.</exception>
    public static Graph Load(byte[] model, string where)
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
            && input.Dimensions is [_, > 0 and var width]
            && session.OutputMetadata.TryGetValue(OutputName, out var output)
        )
        {
            if (output.Dimensions is [_, > 0 and var outcomes])
                return new(session, width, 1, outcomes);
            if (output.Dimensions is [_, > 0 and var members, > 0 and var each])
                return new(session, width, members, each);
        }
        session.Dispose();
        throw new DataException(
            "The graph has other inputs and outputs than Osler's: expected \"input\" [N, features] and \"logits\" "
                + "[N, outcomes] or [N, members, outcomes].",
            where
        );
    }

    /// <summary>Log-odds of features.</summary>
    /// <param name="features">[n, features] row-major.</param>
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
        using var input = OrtValue.CreateTensorValueFromMemory(features.ToArray(), [n, Width]);
        using var results = _session.Run(_options, Inputs, [input], Outputs);
        results[0].GetTensorDataAsSpan<float>().CopyTo(logits);
    }

    public void Dispose()
    {
        _options.Dispose();
        _session.Dispose();
    }
}
