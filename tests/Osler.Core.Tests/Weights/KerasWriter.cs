using PureHDF;

namespace Osler.Core.Tests.Weights;

/// <summary>Writes weights as Keras does.</summary>
internal static class KerasWriter
{
    /// <summary>A convolution, a normalisation and a dense layer.</summary>
    public static byte[] Small()
    {
        var kernel = new float[1, 2, 3, 2];
        var matrix = new float[3, 2];
        for (int i = 0; i < 12; i++)
            kernel[0, i / 6, i / 2 % 3, i % 2] = i;
        for (int i = 0; i < 6; i++)
            matrix[i / 2, i % 2] = i;
        return Written(
            Layers(
                ("conv_9", [("kernel:0", kernel), ("bias:0", new float[] { 1, 2 })]),
                ("flatten", []),
                (
                    "norm",
                    [
                        ("gamma:0", new float[] { 1, 2 }),
                        ("beta:0", new float[] { 3, 4 }),
                        ("moving_mean:0", new float[] { 5, 6 }),
                        ("moving_variance:0", new float[] { 7, 8 }),
                    ]
                ),
                ("dense_2", [("kernel:0", matrix)])
            )
        );
    }

    /// <summary>Layers in their order, with their weights.</summary>
    public static H5File Layers(
        params ReadOnlySpan<(string Name, (string Name, object Values)[] Weights)> layers
    )
    {
        var file = new H5File();
        var names = new List<string>();
        foreach (var (name, weights) in layers)
        {
            var group = new H5Group();
            foreach (var (weight, values) in weights)
                group[weight] = values;
            if (weights.Length > 0)
                group.Attributes["weight_names"] = weights.Select(weight => weight.Name).ToArray();
            file[name] = group;
            names.Add(name);
        }
        file.Attributes["layer_names"] = names.ToArray();
        return file;
    }

    /// <summary>A file's bytes.</summary>
    public static byte[] Written(H5File file)
    {
        using var stream = new MemoryStream();
        file.Write(stream);
        return stream.ToArray();
    }
}
