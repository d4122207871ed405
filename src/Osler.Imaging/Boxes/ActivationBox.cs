using System.Numerics.Tensors;
using Osler.Imaging.Augmentation;
using Osler.Imaging.Resampling;

namespace Osler.Imaging.Boxes;

/// <summary>A box around what a class activation map points at.</summary>
/// <remarks>
/// Zhou et al., CVPR 2016, section 3.2: what exceeds a fifth of the map's greatest value, of it the largest connected piece
/// (over sides, not corners), and the upright box around that.
/// </remarks>
public static class ActivationBox
{
    /// <summary>The paper's share of the greatest value.</summary>
    public const double Share = 0.2;

    /// <summary>The box, in pixels of the image from its edge; the whole image where nothing is above 0.</summary>
    /// <param name="map">[h, w], row-major.</param>
    /// <param name="h">Rows of the map.</param>
    /// <param name="w">Columns of the map.</param>
    /// <param name="height">Rows of the image that it is drawn out to.</param>
    /// <param name="width">Columns of the image.</param>
    /// <param name="share">Share of the greatest value that counts, in [0, 1).</param>
    public static Box Of(ReadOnlySpan<float> map, int h, int w, int height, int width, double share = Share)
    {
        float[] drawn = DrawnOut.Of(map, h, w, height, width);
        float greatest = TensorPrimitives.Max<float>(drawn);
        if (greatest <= 0)
            return new Box(0, 0, height, width);
        return Largest(drawn, height, width, (float)(share * greatest));
    }

    private static Box Largest(float[] values, int height, int width, float above)
    {
        bool[] seen = new bool[values.Length];
        var open = new Stack<int>();
        int most = 0;
        var best = new Box(0, 0, height, width);
        for (int start = 0; start < values.Length; start++)
        {
            if (seen[start] || values[start] <= above)
                continue;
            (int top, int left, int bottom, int right, int size) = (height, width, 0, 0, 0);
            seen[start] = true;
            open.Push(start);
            while (open.TryPop(out int at))
            {
                (int row, int column) = (at / width, at % width);
                size++;
                (top, bottom) = (Math.Min(top, row), Math.Max(bottom, row));
                (left, right) = (Math.Min(left, column), Math.Max(right, column));
                if (row > 0)
                    Visit(at - width);
                if (row + 1 < height)
                    Visit(at + width);
                if (column > 0)
                    Visit(at - 1);
                if (column + 1 < width)
                    Visit(at + 1);
            }
            if (size > most)
                (most, best) = (size, new Box(top, left, bottom + 1, right + 1));
        }
        return best;

        void Visit(int at)
        {
            if (seen[at] || values[at] <= above)
                return;
            seen[at] = true;
            open.Push(at);
        }
    }
}
