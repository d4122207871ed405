using System.Diagnostics;
using System.Globalization;
using Microsoft.ML.OnnxRuntime;
using Osler.Core.Blocks;
using Osler.Core.Chance;
using Osler.Core.Onnx;
using Osler.Learning.Networks;
using Osler.Serving;
using static TorchSharp.torch;
using Shape = Osler.Core.Blocks.Shape;

namespace Osler.Bench;

/// <summary>DenseNet-121 on pictures of 224 x 224: the ONNX graph that Osler writes beside libtorch, turn by turn.</summary>
internal static class InferenceBenchmark
{
    private const int Rounds = 12;

    /// <summary>Writes one line a batch size: pictures in a batch, seconds of libtorch, seconds of ONNX Runtime, largest difference.</summary>
    public static int Run()
    {
        NoTelemetry.Ensure();
        Shape input = [3, 224, 224];
        var network = Presets.DenseNet121();
        var weights = InitialWeights.Of(network, input, 1);
        using var module = TorchNetwork.Build(network, input, weights);
        using var session = new InferenceSession(OnnxGraph.Write(network, input, weights));
        using var quiet = no_grad();
        foreach (int cases in (int[])[1, 8])
        {
            var random = new KeyedRandom(1, "pictures", cases);
            float[] pictures = new float[cases * input.Values];
            for (int i = 0; i < pictures.Length; i++)
                pictures[i] = (float)random.NextNormal();
            using var images = tensor(pictures, [cases, 3, 224, 224]);
            using var value = OrtValue.CreateTensorValueFromMemory(pictures, [cases, 3, 224, 224]);
            float[] ours = Torch(module, images);
            float[] theirs = Onnx(session, value);
            double worst = ours.Zip(theirs, (a, b) => Math.Abs(a - b)).Max();
            (double torch, double onnx) = (double.MaxValue, double.MaxValue);
            for (int round = 0; round < Rounds; round++)
            {
                torch = Math.Min(torch, Seconds(() => Torch(module, images)));
                onnx = Math.Min(onnx, Seconds(() => Onnx(session, value)));
            }
            Console.WriteLine(
                string.Create(CultureInfo.InvariantCulture, $"{cases}\t{torch:f4}\t{onnx:f4}\t{worst:e1}")
            );
        }
        return 0;
    }

    private static float[] Torch(TorchNetwork module, Tensor images)
    {
        using var logits = module.call(images);
        return [.. logits.data<float>()];
    }

    private static float[] Onnx(InferenceSession session, OrtValue images)
    {
        using var options = new RunOptions();
        using var outputs = session.Run(options, [OnnxGraph.InputName], [images], [OnnxGraph.LogitsName]);
        return outputs[0].GetTensorDataAsSpan<float>().ToArray();
    }

    private static double Seconds(Func<float[]> work)
    {
        long start = Stopwatch.GetTimestamp();
        work();
        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }
}
