using System.Numerics;
using System.Runtime.CompilerServices;
using Osler.Core.Faults;

namespace Osler.Imaging.Dicom.Codecs;

/// <summary>One scan of JPEG-LS: context modelling, run mode, reconstruction (ISO 14495-1 annex A, decoding as in F.1).</summary>
internal ref struct JpegLsScan
{
    private const int Regular = 365;

    /// <summary>Lengths of runs, as powers of two (A.7.1.1).</summary>
    private static ReadOnlySpan<byte> RunOrder =>
        [
            0,
            0,
            0,
            0,
            1,
            1,
            1,
            1,
            2,
            2,
            2,
            2,
            3,
            3,
            3,
            3,
            4,
            4,
            5,
            5,
            6,
            6,
            7,
            7,
            8,
            9,
            10,
            11,
            12,
            13,
            14,
            15,
        ];

    /// <summary>Statistics of a context: sum of sizes, bias, correction, count (A.2).</summary>
    private struct Context
    {
        public int A;
        public int B;
        public int C;
        public int N;
    }

    private readonly int _maxVal;
    private readonly int _near;
    private readonly int _step;
    private readonly int _span;
    private readonly int _limit;
    private readonly int _errorBits;

    /// <summary>Longest unary part of an error in regular mode.</summary>
    private readonly int _mostZeros;
    private readonly int _reset;
    private readonly sbyte[] _classes;
    private readonly int _t3;

    /// <summary>365 regular contexts and two of interrupted runs, whose B counts negative errors (Nn).</summary>
    private readonly Context[] _contexts = new Context[Regular + 2];
    private JpegLsBits _bits;
    private int _runIndex;

    public JpegLsScan(JpegLsCoding coding, ReadOnlySpan<byte> coded)
    {
        (_maxVal, _near, _reset) = (coding.MaxVal, coding.Near, coding.Reset);
        _step = 2 * _near + 1;
        _span = coding.Range * _step;
        (_limit, _errorBits) = (coding.Limit, coding.ErrorBits);
        _mostZeros = _limit - _errorBits - 1;
        (_classes, _t3) = (coding.Classes(), coding.T3);
        _contexts.AsSpan().Fill(new() { A = coding.FirstSum, N = 1 });
        _bits = new(coded);
    }

    /// <summary>Components one after another in each line, or a single one; gives the bytes taken.</summary>
    public int ByLine(ushort[] pixels, int rows, int columns, int first, int count, int all, string? where)
    {
        int[][] above = Lines(count, columns);
        int[][] current = Lines(count, columns);
        int[] runs = new int[count];
        for (int row = 0; row < rows; row++)
        {
            for (int i = 0; i < count; i++)
            {
                _runIndex = runs[i];
                Begin(above[i], current[i], columns);
                Line(above[i], current[i], columns, row, where);
                runs[i] = _runIndex;
                int at = row * columns * all + first + i;
                var line = current[i].AsSpan(1, columns);
                for (int column = 0; column < line.Length; column++, at += all)
                    pixels[at] = (ushort)line[column];
                (above[i], current[i]) = (current[i], above[i]);
            }
        }
        return _bits.Position;
    }

    /// <summary>Components side by side; a run is one of all of them (A.7, with the note on sample interleaving).</summary>
    public int BySample(ushort[] pixels, int rows, int columns, int count, string? where)
    {
        int[][] above = Lines(count, columns);
        int[][] current = Lines(count, columns);
        for (int row = 0; row < rows; row++)
        {
            for (int i = 0; i < count; i++)
                Begin(above[i], current[i], columns);
            int column = 1;
            while (column <= columns)
            {
                if (IsFlat(above, current, column))
                {
                    int run = Run(columns - column + 1, row, where);
                    for (int i = 0; i < count; i++)
                        current[i].AsSpan(column, run).Fill(current[i][column - 1]);
                    column += run;
                    if (column > columns)
                        break;
                    for (int i = 0; i < count; i++)
                        current[i][column] = Interruption(current[i][column - 1], above[i][column], 0);
                    if (_runIndex > 0)
                        _runIndex--;
                }
                else
                    for (int i = 0; i < count; i++)
                        current[i][column] = Sample(above[i], current[i], column);
                column++;
            }
            RequireBits(row, where);
            for (int i = 0; i < count; i++)
            {
                int at = row * columns * count + i;
                foreach (int sample in current[i].AsSpan(1, columns))
                {
                    pixels[at] = (ushort)sample;
                    at += count;
                }
                (above[i], current[i]) = (current[i], above[i]);
            }
        }
        return _bits.Position;
    }

    private static int[][] Lines(int count, int columns) =>
        [.. Enumerable.Range(0, count).Select(_ => new int[columns + 2])];

    /// <summary>Samples beyond the edges (A.2.1): left is the one above it, right of the line above its last.</summary>
    private static void Begin(int[] above, int[] current, int columns)
    {
        current[0] = above[1];
        above[columns + 1] = above[columns];
    }

    private void Line(int[] above, int[] current, int columns, int row, string? where)
    {
        int column = 1;
        int t3 = _t3;
        sbyte[] classes = _classes;
        (int corner, int up) = (above[0], above[1]);
        int left = current[0];
        // The gradient between up and corner is that between next and up one column before.
        int before = Class(classes, up - corner, t3);
        while (column <= columns)
        {
            int next = above[column + 1];
            int ahead = Class(classes, next - up, t3);
            int context = (ahead * 9 + before) * 9 + Class(classes, corner - left, t3);
            if (context != 0)
            {
                left = Sample(left, up, corner, context);
                current[column++] = left;
                (corner, up, before) = (up, next, ahead);
                continue;
            }
            int run = Run(columns - column + 1, row, where);
            current.AsSpan(column, run).Fill(left);
            column += run;
            if (column > columns)
                break;
            up = above[column];
            left = Interruption(left, up, Math.Abs(left - up) <= _near ? 1 : 0);
            current[column++] = left;
            if (_runIndex > 0)
                _runIndex--;
            if (column > columns)
                break;
            (corner, up) = (up, above[column]);
            before = Class(classes, up - corner, t3);
        }
        RequireBits(row, where);
    }

    private readonly bool IsFlat(int[][] above, int[][] current, int column)
    {
        for (int i = 0; i < above.Length; i++)
        {
            (int[] up, int left) = (above[i], current[i][column - 1]);
            if (
                Math.Abs(up[column + 1] - up[column]) > _near
                || Math.Abs(up[column] - up[column - 1]) > _near
                || Math.Abs(up[column - 1] - left) > _near
            )
                return false;
        }
        return true;
    }

    private int Sample(int[] above, int[] current, int column)
    {
        (int left, int up, int corner) = (current[column - 1], above[column], above[column - 1]);
        int context =
            (Class(_classes, above[column + 1] - up, _t3) * 9 + Class(_classes, up - corner, _t3)) * 9
            + Class(_classes, corner - left, _t3);
        return Sample(left, up, corner, context);
    }

    /// <summary>A sample in regular mode (A.4 to A.6).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private int Sample(int left, int up, int corner, int signedContext)
    {
        int sign = signedContext >> 31;
        ref var context = ref _contexts[(signedContext ^ sign) - sign];
        // The median of left, up and left + up - corner (A.4.1). What follows has no branch that noise could mislead.
        int predicted = Math.Max(Math.Min(left, up), Math.Min(Math.Max(left, up), left + up - corner));
        predicted = Math.Max(0, Math.Min(_maxVal, predicted + ((context.C ^ sign) - sign)));

        int k = Shortest(context.N, context.A);
        int mapped = _bits.ReadGolomb(k, _mostZeros, _errorBits);
        // Even numbers are errors from 0 up, odd ones from -1 down (A.5.2), turned about in one case.
        int error = (mapped >> 1) ^ -(mapped & 1);
        if (k == 0 && _near == 0 && 2 * context.B <= -context.N)
            error = ~error;

        int bias = context.B + error * _step;
        int sum = context.A + Math.Abs(error);
        int count = context.N;
        if (count == _reset)
        {
            sum >>= 1;
            bias >>= 1;
            count >>= 1;
        }
        count++;
        // A.6.2: a bias of -N or less, or above 0, moves the correction by one; masks of all ones say which.
        int isLow = (bias + count - 1) >> 31;
        int isHigh = -bias >> 31;
        context.A = sum;
        context.B = Math.Max(1 - count, Math.Min(0, bias + (count & isLow) - (count & isHigh)));
        context.C = Math.Max(-128, Math.Min(127, context.C + isLow - isHigh));
        context.N = count;
        return Reconstructed(predicted, (error ^ sign) - sign);
    }

    /// <summary>The class of a gradient; the table is small enough for the nearest cache.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int Class(sbyte[] classes, int gradient, int t3) =>
        classes[Math.Max(-t3, Math.Min(t3, gradient)) + t3];

    /// <summary>The least k for which count * 2^k is at least the sum (A.5.1).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int Shortest(int count, int sum)
    {
        int k = Math.Max(0, BitOperations.Log2((uint)sum) - BitOperations.Log2((uint)count));
        return count << k < sum ? k + 1 : k;
    }

    /// <summary>Length of a run within what is left of the line (A.7.1).</summary>
    private int Run(int left, int row, string? where)
    {
        int run = 0;
        while (_bits.ReadBit())
        {
            int whole = 1 << RunOrder[_runIndex];
            int here = Math.Min(whole, left - run);
            run += here;
            if (here == whole && _runIndex < 31)
                _runIndex++;
            if (run == left)
                return run;
        }
        run += _bits.Read(RunOrder[_runIndex]);
        if (run >= left)
            throw Damaged(row, where);
        return run;
    }

    /// <summary>The sample that ends a run (A.7.2).</summary>
    private int Interruption(int left, int up, int kind)
    {
        ref var context = ref _contexts[Regular + kind];
        int sum = kind == 0 ? context.A : context.A + (context.N >> 1);
        int k = Shortest(context.N, sum);
        int mapped = _bits.ReadGolomb(k, _limit - RunOrder[_runIndex] - 1 - _errorBits - 1, _errorBits);
        int number = mapped + kind;
        int map = number & 1;
        int error = (number + map) >> 1;
        if ((k != 0 || 2 * context.B >= context.N) == (map == 1))
            error = -error;
        if (error < 0)
            context.B++;
        context.A += (mapped + 1 - kind) >> 1;
        if (context.N == _reset)
        {
            context.A >>= 1;
            context.B >>= 1;
            context.N >>= 1;
        }
        context.N++;
        return kind == 1 ? Reconstructed(left, error) : Reconstructed(up, left > up ? -error : error);
    }

    /// <summary>Prediction and error, modulo the range (A.4.5 and A.8, decoding).</summary>
    private readonly int Reconstructed(int predicted, int error)
    {
        int value = predicted + error * _step;
        if (value < -_near)
            value += _span;
        else if (value > _maxVal + _near)
            value -= _span;
        return Math.Clamp(value, 0, _maxVal);
    }

    private readonly void RequireBits(int row, string? where)
    {
        if (_bits.Overrun > 64)
            throw Damaged(row, where);
    }

    private static DataException Damaged(int row, string? where) =>
        new($"A JPEG-LS frame is damaged or ends in row {row + 1}.", where, "Get the file again.");
}
