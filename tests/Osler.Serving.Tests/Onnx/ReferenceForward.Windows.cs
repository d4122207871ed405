using Osler.Core.Blocks;

namespace Osler.Serving.Tests.Onnx;

// Windows that run over signals, images and volumes: convolution and pooling.
internal sealed partial class ReferenceForward
{
    // Signals and images are volumes of depth 1 (and height 1).
    private static int[] Volume(IEnumerable<int> sizes, int missing)
    {
        int[] all = [.. sizes];
        return [.. Enumerable.Repeat(missing, 3 - all.Length), .. all];
    }

    private static int[] Volume(Size size, Shape input, int missing) =>
        Volume(size.Over(input.Rank - 1), missing);

    private static IEnumerable<int[]> Places(int[] sizes)
    {
        for (int d = 0; d < sizes[0]; d++)
        for (int h = 0; h < sizes[1]; h++)
        for (int w = 0; w < sizes[2]; w++)
            yield return [d, h, w];
    }

    private static int Index(int[] place, int[] sizes) =>
        (place[0] * sizes[1] + place[1]) * sizes[2] + place[2];

    private static double[] Convolve(
        Conv conv,
        Shape input,
        Shape output,
        double[] x,
        float[] weight,
        float[]? bias
    )
    {
        int[] size = Volume(input.Skip(1), 1);
        int[] kernel = Volume(conv.Kernel, input, 1);
        int[] stride = Volume(conv.Stride, input, 1);
        int[] dilation = Volume(conv.Dilation, input, 1);
        int[] padding = Volume(conv.Padding, input, 0);
        if (conv.Same)
        {
            // TensorFlow's SAME: ceil(size / stride) windows, the missing zeros shared, the odd one at the end.
            for (int i = 0; i < 3; i++)
            {
                int windows = (int)Math.Ceiling((double)size[i] / stride[i]);
                int reach = (windows - 1) * stride[i] + (kernel[i] - 1) * dilation[i] + 1;
                padding[i] = Math.Max(0, reach - size[i]) / 2;
            }
        }
        int seen = input[0] / conv.Groups;
        int pixels = size[0] * size[1] * size[2];
        int taps = kernel[0] * kernel[1] * kernel[2];
        var y = new List<double>();
        for (int o = 0; o < conv.Channels; o++)
            foreach (int[] place in Places(Volume(output.Skip(1), 1)))
            {
                double sum = bias?[o] ?? 0;
                int group = o / (conv.Channels / conv.Groups);
                for (int c = 0; c < seen; c++)
                    foreach (int[] tap in Places(kernel))
                    {
                        int[] from =
                        [
                            .. Enumerable
                                .Range(0, 3)
                                .Select(i => place[i] * stride[i] - padding[i] + tap[i] * dilation[i]),
                        ];
                        if (from.Zip(size, (f, s) => f >= 0 && f < s).All(inside => inside))
                            sum +=
                                weight[(o * seen + c) * taps + Index(tap, kernel)]
                                * x[(group * seen + c) * pixels + Index(from, size)];
                    }
                y.Add(sum);
            }
        return [.. y];
    }

    // The reduction gets the window's values on the image, and how many of its places lie on the padded image.
    private static double[] Pool(
        ShapedBlock at,
        double[] x,
        Size kernel,
        Size stride,
        Size padding,
        Size dilation,
        Func<List<double>, int, double> reduce
    )
    {
        int[] size = Volume(at.Input.Skip(1), 1);
        (int[] window, int[] step) = (Volume(kernel, at.Input, 1), Volume(stride, at.Input, 1));
        (int[] pad, int[] spread) = (Volume(padding, at.Input, 0), Volume(dilation, at.Input, 1));
        var y = new List<double>();
        foreach (double[] channel in x.Chunk(size[0] * size[1] * size[2]))
        foreach (int[] place in Places(Volume(at.Output.Skip(1), 1)))
        {
            var inside = new List<double>();
            int onPadded = 0;
            foreach (int[] tap in Places(window))
            {
                int[] from =
                [
                    .. Enumerable.Range(0, 3).Select(i => place[i] * step[i] - pad[i] + tap[i] * spread[i]),
                ];
                if (Enumerable.Range(0, 3).All(i => from[i] < size[i] + pad[i]))
                    onPadded++;
                if (Enumerable.Range(0, 3).All(i => from[i] >= 0 && from[i] < size[i]))
                    inside.Add(channel[Index(from, size)]);
            }
            y.Add(reduce(inside, onPadded));
        }
        return [.. y];
    }

    private static double[] Adaptive(ShapedBlock at, double[] x, Size to)
    {
        int[] size = Volume(at.Input.Skip(1), 1);
        int[] output = Volume(to, at.Input, 1);
        var y = new List<double>();
        foreach (double[] channel in x.Chunk(size[0] * size[1] * size[2]))
        foreach (int[] place in Places(output))
            y.Add(
                Places(size)
                    .Where(from =>
                        Enumerable
                            .Range(0, 3)
                            .All(i =>
                                from[i] >= place[i] * size[i] / output[i]
                                && from[i] < Math.Ceiling((place[i] + 1.0) * size[i] / output[i])
                            )
                    )
                    .Average(from => channel[Index(from, size)])
            );
        return [.. y];
    }
}
