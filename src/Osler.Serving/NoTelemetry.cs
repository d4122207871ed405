using Microsoft.ML.OnnxRuntime;
using Osler.Core.Native;

namespace Osler.Serving;

/// <summary>Keeps ONNX Runtime from telling others what it runs.</summary>
/// <remarks>
/// Since 1.29 the official libraries for Linux and macOS collect events (names and hashes of models among them), keep
/// them in the user's cache folder and send them to their maker, unless ORT_DISABLE_TELEMETRY is set when the library
/// starts. Software that meets patients' data sends nothing to anyone. See docs/decisions/0004-no-telemetry.md.
/// </remarks>
public static class NoTelemetry
{
    private const string Variable = "ORT_DISABLE_TELEMETRY";

    private static readonly Lock Gate = new();
    private static bool _done;

    /// <summary>Call it before anything else of ONNX Runtime; further calls do nothing.</summary>
    /// <exception cref="InvalidOperationException">The process's environment can't be changed.</exception>
    public static void Ensure()
    {
        lock (Gate)
        {
            if (_done)
                return;
            // The library asks the C library, whose environment .NET's own SetEnvironmentVariable leaves as it is.
            Environment.SetEnvironmentVariable(Variable, "1");
            if (!OperatingSystem.IsWindows() && !NativeEnvironment.Set(Variable, "1"))
                throw new InvalidOperationException(
                    $"{Variable} can't be set, so ONNX Runtime is not started: it would send telemetry."
                );
            OrtEnv.Instance().DisableTelemetryEvents();
            _done = true;
        }
    }
}
