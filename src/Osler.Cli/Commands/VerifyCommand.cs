using System.CommandLine;
using System.Text;
using Osler.Cli.Terminal;
using Osler.Core.Blocks;
using Osler.Core.Bundles;
using Osler.Core.Faults;
using Osler.Learning.Training;
using Osler.Serving;

namespace Osler.Cli.Commands;

/// <summary><c>osler verify</c>: checksums, weights, preprocessing, and the same answers from both libraries.</summary>
internal static class VerifyCommand
{
    public static Command Create(Surroundings surroundings)
    {
        var bundle = BundleArgument.Create();
        var command = new Command(
            "verify",
            "Check a bundle's files, and that it answers as it did in training."
        )
        {
            bundle,
        };
        command.SetAction(parsed => Run(surroundings.Output, parsed.GetRequiredValue(bundle)));
        return command;
    }

    private static int Run(TextWriter output, string path)
    {
        using var predictor = Predictor.Open(path);
        VerifiedCheck[] checks = [.. Verification.Run(predictor), Weights(predictor)];
        int width = checks.Max(check => check.Name.Length);
        foreach (var check in checks)
            output.WriteLine(
                $"{(check.Passed ? "ok    " : "FAILED")}  {check.Name.PadRight(width)}  {check.Detail}"
            );
        return (int)(checks.All(check => check.Passed) ? ExitCode.Done : ExitCode.CheckFailed);
    }

    /// <summary>The blocks with the weights, run by training's own library on the samples' features.</summary>
    private static VerifiedCheck Weights(Predictor predictor)
    {
        const string name = "weights as in training";
        try
        {
            var bundle = predictor.Bundle;
            var samples = bundle.ReadSamples();
            var network = BlockJson.Read(Encoding.UTF8.GetString(bundle.Read(BundleFile.NetworkName)));
            float[] features = [.. samples.Features.SelectMany(row => row)];
            float[] logits = Inference.Logits(
                network,
                bundle.ReadWeights(),
                new SampleFeatures(features, predictor.Preprocessing.Width),
                [.. Enumerable.Range(0, samples.Count)]
            );
            return Verification.Compare(name, samples, logits);
        }
        catch (OslerException fault)
        {
            return new(name, false, fault.Message);
        }
    }

    /// <summary>The samples' features as training's library takes cases.</summary>
    private sealed class SampleFeatures(float[] features, int width) : IExamples
    {
        public int Count => features.Length / width;

        public Shape Input => [width];

        public int Outcomes => 1;

        public void Inputs(ReadOnlySpan<int> cases, long epoch, bool training, Span<float> destination)
        {
            for (int i = 0; i < cases.Length; i++)
                features.AsSpan(cases[i] * width, width).CopyTo(destination[(i * width)..]);
        }

        public void Targets(ReadOnlySpan<int> cases, Span<float> destination) => destination.Fill(float.NaN);
    }
}
