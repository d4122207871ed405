using System.CommandLine;
using System.Text;
using Osler.Cli.Terminal;
using Osler.Core.Blocks;
using Osler.Core.Bundles;
using Osler.Core.Faults;
using Osler.Core.Onnx;
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
        var bundle = BundleFolder.Open(path);
        var card = bundle.ReadCard();
        var checks =
            card.Questions is not null ? OfQuestions(bundle)
            : card.Text is not null ? OfText(bundle)
            : card.Images is not null ? OfImages(bundle)
            : OfTable(bundle);
        int width = checks.Max(check => check.Name.Length);
        foreach (var check in checks)
            output.WriteLine(
                $"{(check.Passed ? "ok    " : "FAILED")}  {check.Name.PadRight(width)}  {check.Detail}"
            );
        return (int)(checks.All(check => check.Passed) ? ExitCode.Done : ExitCode.CheckFailed);
    }

    private static VerifiedCheck[] OfTable(BundleFolder bundle)
    {
        using var predictor = Predictor.Open(bundle);
        return [.. Verification.Run(predictor), Weights(bundle, [predictor.Preprocessing.Width])];
    }

    private static VerifiedCheck[] OfImages(BundleFolder bundle)
    {
        using var predictor = ImagePredictor.Open(bundle);
        return [.. ImageVerification.Run(predictor), Weights(bundle, predictor.Preprocessing.Output)];
    }

    private static VerifiedCheck[] OfQuestions(BundleFolder bundle)
    {
        using var predictor = QuestionPredictor.Open(bundle);
        return
        [
            .. QuestionVerification.Run(predictor),
            Weights(bundle, [predictor.Options, predictor.Preprocessing.Length]),
        ];
    }

    private static VerifiedCheck[] OfText(BundleFolder bundle)
    {
        using var predictor = TextPredictor.Open(bundle);
        return [.. TextVerification.Run(predictor), Weights(bundle, [predictor.Preprocessing.Length])];
    }

    /// <summary>The blocks with the weights, run by training's own library on the samples' features.</summary>
    private static VerifiedCheck Weights(BundleFolder bundle, Shape input)
    {
        const string name = "weights as in training";
        try
        {
            var samples = bundle.ReadSamples();
            var network = BlockJson.Read(Encoding.UTF8.GetString(bundle.Read(BundleFile.NetworkName)));
            float[] logits = Inference.Logits(
                network,
                bundle.ReadWeights(),
                new SampleFeatures(samples.FlatFeatures(), input),
                [.. Enumerable.Range(0, samples.Count)]
            );
            // A box is an output of its own in the graph, and in the network the last of its outputs.
            if (bundle.ReadCard() is { Images.Box: true } card)
                logits =
                [
                    .. logits
                        .Chunk(card.Outcomes.Length + OnnxGraph.BoxEdges)
                        .SelectMany(row => row.Take(card.Outcomes.Length)),
                ];
            return Verification.Compare(name, samples, logits);
        }
        catch (OslerException fault)
        {
            return new(name, false, fault.Message);
        }
    }

    /// <summary>The samples' features as training's library takes cases.</summary>
    private sealed class SampleFeatures(float[] features, Shape shape) : IExamples
    {
        public int Count => (int)(features.Length / shape.Values);

        public Shape Input => shape;

        public int Outcomes => 1;

        public void Inputs(ReadOnlySpan<int> cases, long epoch, bool training, Span<float> destination)
        {
            int width = (int)shape.Values;
            for (int i = 0; i < cases.Length; i++)
                features.AsSpan(cases[i] * width, width).CopyTo(destination[(i * width)..]);
        }

        public void Targets(ReadOnlySpan<int> cases, Span<float> destination) => destination.Fill(float.NaN);
    }
}
