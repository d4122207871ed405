using System.Text;
using Osler.Core.Blocks;
using Osler.Core.Bundles;

namespace Osler.Learning.Tests.Networks;

/// <summary>Weights and inputs that follow from their names alone, here as in <c>Goldens/networks.py</c>.</summary>
internal static class FormulaWeights
{
    public static Dictionary<string, TensorData> Of(Block network, Shape input) =>
        Parameters.Of(network, input).ToDictionary(spec => spec.Name, Weight);

    /// <summary>Numbers in [-1, 1).</summary>
    public static float[] Input(Shape shape)
    {
        double[] drawn = Draw("input", (int)shape.Values);
        return Array.ConvertAll(drawn, u => (float)(2 * u - 1));
    }

    internal static TensorData Weight(ParameterSpec spec)
    {
        double[] drawn = Draw(spec.Name, (int)spec.Count);
        double bound = Math.Sqrt(6 / spec.Shape.Skip(1).Aggregate(1.0, (all, size) => all * size));
        Func<double, double> value =
            spec.Name.EndsWith("running_var", StringComparison.Ordinal) ? u => 0.5 + u
            : spec.Shape.Rank > 1 ? u => (2 * u - 1) * bound
            : spec.Name.EndsWith("weight", StringComparison.Ordinal) ? u => 0.5 + u
            : u => 0.2 * (u - 0.5);
        return new TensorData(spec.Shape.Sizes, Array.ConvertAll(drawn, u => (float)value(u)));
    }

    // FNV-1a of the name, then SplitMix64, its upper 24 bits.
    private static double[] Draw(string name, int count)
    {
        ulong state = Encoding
            .UTF8.GetBytes(name)
            .Aggregate(0xCBF29CE484222325UL, (hash, letter) => (hash ^ letter) * 0x100000001B3UL);
        double[] drawn = new double[count];
        for (int i = 0; i < count; i++)
        {
            ulong z = state += 0x9E3779B97F4A7C15UL;
            z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9UL;
            z = (z ^ (z >> 27)) * 0x94D049BB133111EBUL;
            z ^= z >> 31;
            drawn[i] = (z >> 40) / (double)(1 << 24);
        }
        return drawn;
    }
}
