using System.Numerics;

namespace Osler.Imaging.Dicom.Codecs;

/// <summary>The parameters of a JPEG-LS scan and what follows from them (ISO 14495-1, C.2.4.1.1 and A.2.1).</summary>
/// <param name="MaxVal">Greatest sample.</param>
/// <param name="Near">Most by which a sample may be wrong; 0: lossless.</param>
/// <param name="T1">First threshold of gradients.</param>
/// <param name="T2">Second.</param>
/// <param name="T3">Third.</param>
/// <param name="Reset">Count at which a context's statistics are halved.</param>
internal sealed record JpegLsCoding(int MaxVal, int Near, int T1, int T2, int T3, int Reset)
{
    /// <summary>Number of prediction errors that differ.</summary>
    public int Range { get; } = (MaxVal + 2 * Near) / (2 * Near + 1) + 1;

    /// <summary>Bits of an error that is too long for its unary part.</summary>
    public int ErrorBits => BitOperations.Log2((uint)Range - 1) + 1;

    /// <summary>Longest code of an error, in bits.</summary>
    public int Limit
    {
        get
        {
            int bits = Math.Max(2, BitOperations.Log2((uint)MaxVal) + 1);
            return 2 * (bits + Math.Max(8, bits));
        }
    }

    /// <summary>Start of every context's sum of errors (A.2.1).</summary>
    public int FirstSum => Math.Max(2, (Range + 32) / 64);

    /// <summary>Gradients -T3..T3 (index + T3) in classes -4..4 (A.3.3); what lies beyond is of the same class as the end.</summary>
    public sbyte[] Classes()
    {
        sbyte[] classes = new sbyte[2 * T3 + 1];
        for (int gradient = -T3; gradient <= T3; gradient++)
        {
            int size = Math.Abs(gradient);
            int kind =
                size <= Near ? 0
                : size < T1 ? 1
                : size < T2 ? 2
                : size < T3 ? 3
                : 4;
            classes[gradient + T3] = (sbyte)(gradient < 0 ? -kind : kind);
        }
        return classes;
    }

    /// <summary>The defaults of C.2.4.1.1.1.</summary>
    public static JpegLsCoding Usual(int maxVal, int near)
    {
        int t1;
        int t2;
        int t3;
        if (maxVal >= 128)
        {
            int factor = (Math.Min(maxVal, 4095) + 128) / 256;
            t1 = Clamp(factor + 2 + 3 * near, near + 1);
            t2 = Clamp(factor * 4 + 3 + 5 * near, t1);
            t3 = Clamp(factor * 17 + 4 + 7 * near, t2);
        }
        else
        {
            int factor = 256 / (maxVal + 1);
            t1 = Clamp(Math.Max(2, 3 / factor + 3 * near), near + 1);
            t2 = Clamp(Math.Max(3, 7 / factor + 5 * near), t1);
            t3 = Clamp(Math.Max(4, 21 / factor + 7 * near), t2);
        }
        return new(maxVal, near, t1, t2, t3, 64);

        int Clamp(int value, int least) => value > maxVal || value < least ? least : value;
    }
}
