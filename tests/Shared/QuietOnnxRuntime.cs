using System.Runtime.CompilerServices;
using Osler.Serving;

namespace Osler.Tests.Shared;

/// <summary>Tests that use ONNX Runtime without a predictor send no telemetry either.</summary>
internal static class QuietOnnxRuntime
{
    [ModuleInitializer]
    internal static void Start() => NoTelemetry.Ensure();
}
