namespace Osler.Imaging.Tests.Dicom;

/// <summary>The twin of Osler's JPEG-LS decoder: one scan as the encoder of ISO 14495-1 annex A makes it, step by step, slow and plain.</summary>
internal sealed class JpegLsEncoder
{
    private static readonly int[] s_runOrder =
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

    private readonly int _maxVal;
    private readonly int _near;
    private readonly int _reset;
    private readonly int[] _thresholds;
    private readonly int _range;
    private readonly int _errorBits;
    private readonly int _limit;
    private readonly int[] _a = new int[367];
    private readonly int[] _b = new int[367];
    private readonly int[] _c = new int[367];
    private readonly int[] _n = new int[367];
    private readonly int[] _negative = new int[367];
    private readonly BitWriter _bits = new(isJpegLs: true);

    public JpegLsEncoder(int precision, int near, int[]? preset)
    {
        _maxVal = preset?[0] ?? (1 << precision) - 1;
        _near = near;
        _thresholds = preset?[1..4] ?? Thresholds(_maxVal, near);
        _reset = preset?[4] ?? 64;
        _range = (int)Math.Floor((_maxVal + 2.0 * near) / (2 * near + 1)) + 1;
        _errorBits = (int)Math.Ceiling(Math.Log2(_range));
        int bits = Math.Max(2, (int)Math.Ceiling(Math.Log2(_maxVal + 1)));
        _limit = 2 * (bits + Math.Max(8, bits));
        Array.Fill(_a, Math.Max(2, (_range + 32) / 64));
        Array.Fill(_n, 1);
    }

    /// <summary>The coded bytes of one scan.</summary>
    /// <param name="pixels">The image [H, W, C].</param>
    /// <param name="rows">Rows.</param>
    /// <param name="columns">Columns.</param>
    /// <param name="components">Samples of a pixel.</param>
    /// <param name="scan">Which of them the scan holds.</param>
    /// <param name="bySample">Whether those are interleaved by sample, else by line.</param>
    public byte[] Scan(int[] pixels, int rows, int columns, int components, int[] scan, bool bySample)
    {
        // Reconstructed samples with an edge: [component][row + 1][column + 1].
        int[][][] made =
        [
            .. scan.Select(_ => Enumerable.Range(0, rows + 1).Select(_ => new int[columns + 2]).ToArray()),
        ];
        int[] runs = new int[scan.Length];
        for (int row = 1; row <= rows; row++)
        {
            foreach (int[][] plane in made)
            {
                plane[row][0] = plane[row - 1][1];
                plane[row - 1][columns + 1] = plane[row - 1][columns];
            }
            int Pixel(int i, int column) => pixels[((row - 1) * columns + column - 1) * components + scan[i]];
            if (bySample)
                Line([.. Enumerable.Range(0, scan.Length)], made, row, columns, Pixel, ref runs[0]);
            else
                for (int i = 0; i < scan.Length; i++)
                    Line([i], made, row, columns, Pixel, ref runs[i]);
        }
        return _bits.Finish();
    }

    private void Line(
        int[] members,
        int[][][] made,
        int row,
        int columns,
        Func<int, int, int> pixel,
        ref int runIndex
    )
    {
        for (int column = 1; column <= columns; column++)
        {
            int at = column;
            if (!members.All(i => Gradients(made[i], row, at).All(g => Math.Abs(g) <= _near)))
            {
                foreach (int i in members)
                    made[i][row][at] = Regular(made[i], row, at, pixel(i, at));
                continue;
            }
            int run = 0;
            while (
                at + run <= columns
                && members.All(i => Math.Abs(pixel(i, at + run) - made[i][row][at - 1]) <= _near)
            )
            {
                foreach (int i in members)
                    made[i][row][at + run] = made[i][row][at - 1];
                run++;
            }
            column += run;
            bool isToEnd = column > columns;
            while (run >= 1 << s_runOrder[runIndex])
            {
                _bits.Write(1, 1);
                run -= 1 << s_runOrder[runIndex];
                if (runIndex < 31)
                    runIndex++;
            }
            if (isToEnd)
            {
                if (run > 0)
                    _bits.Write(1, 1);
                return;
            }
            _bits.Write(0, 1);
            _bits.Write(run, s_runOrder[runIndex]);
            foreach (int i in members)
                made[i][row][column] = Interrupted(
                    made[i],
                    row,
                    column,
                    pixel(i, column),
                    members.Length > 1,
                    runIndex
                );
            if (runIndex > 0)
                runIndex--;
        }
    }

    private static int[] Gradients(int[][] made, int row, int column)
    {
        (int a, int b) = (made[row][column - 1], made[row - 1][column]);
        (int c, int d) = (made[row - 1][column - 1], made[row - 1][column + 1]);
        return [d - b, b - c, c - a];
    }

    private int Class(int gradient)
    {
        int size = Math.Abs(gradient);
        int kind = size <= _near ? 0 : 1 + _thresholds.Count(threshold => size >= threshold);
        return Math.Sign(gradient) * kind;
    }

    private int Regular(int[][] made, int row, int column, int x)
    {
        int[] q = [.. Gradients(made, row, column).Select(Class)];
        int context = 81 * q[0] + 9 * q[1] + q[2];
        int sign = context < 0 ? -1 : 1;
        context = Math.Abs(context);
        (int a, int b, int c) = (made[row][column - 1], made[row - 1][column], made[row - 1][column - 1]);
        int predicted =
            c >= Math.Max(a, b) ? Math.Min(a, b)
            : c <= Math.Min(a, b) ? Math.Max(a, b)
            : a + b - c;
        predicted = Math.Clamp(predicted + sign * _c[context], 0, _maxVal);
        int error = Reduced(Quantised(sign * (x - predicted)));
        int k = 0;
        while (_n[context] << k < _a[context])
            k++;
        int mapped =
            _near == 0 && k == 0 && 2 * _b[context] <= -_n[context]
                ? (error >= 0 ? 2 * error + 1 : -2 * (error + 1))
                : (error >= 0 ? 2 * error : -2 * error - 1);
        Golomb(mapped, k, _limit);
        _b[context] += error * (2 * _near + 1);
        _a[context] += Math.Abs(error);
        if (_n[context] == _reset)
        {
            _a[context] >>= 1;
            _b[context] = (int)Math.Floor(_b[context] / 2.0);
            _n[context] >>= 1;
        }
        _n[context]++;
        if (_b[context] <= -_n[context])
        {
            _b[context] += _n[context];
            if (_c[context] > -128)
                _c[context]--;
            if (_b[context] <= -_n[context])
                _b[context] = -_n[context] + 1;
        }
        else if (_b[context] > 0)
        {
            _b[context] -= _n[context];
            if (_c[context] < 127)
                _c[context]++;
            if (_b[context] > 0)
                _b[context] = 0;
        }
        return Made(predicted, sign * error);
    }

    private int Interrupted(int[][] made, int row, int column, int x, bool isOfMany, int runIndex)
    {
        (int a, int b) = (made[row][column - 1], made[row - 1][column]);
        int kind = !isOfMany && Math.Abs(a - b) <= _near ? 1 : 0;
        int predicted = kind == 1 ? a : b;
        int sign = kind == 0 && a > b ? -1 : 1;
        int error = Reduced(Quantised(sign * (x - predicted)));
        int context = 365 + kind;
        int sum = kind == 0 ? _a[context] : _a[context] + (_n[context] >> 1);
        int k = 0;
        while (_n[context] << k < sum)
            k++;
        int map =
            (k == 0 && error > 0 && 2 * _negative[context] < _n[context])
            || (error < 0 && 2 * _negative[context] >= _n[context])
            || (error < 0 && k != 0)
                ? 1
                : 0;
        int mapped = 2 * Math.Abs(error) - kind - map;
        Golomb(mapped, k, _limit - s_runOrder[runIndex] - 1);
        if (error < 0)
            _negative[context]++;
        _a[context] += (mapped + 1 - kind) >> 1;
        if (_n[context] == _reset)
        {
            _a[context] >>= 1;
            _n[context] >>= 1;
            _negative[context] >>= 1;
        }
        _n[context]++;
        return Made(predicted, sign * error);
    }

    private int Quantised(int error) =>
        error > 0 ? (error + _near) / (2 * _near + 1) : -((_near - error) / (2 * _near + 1));

    private int Reduced(int error)
    {
        if (error < 0)
            error += _range;
        return error >= (_range + 1) / 2 ? error - _range : error;
    }

    private int Made(int predicted, int error)
    {
        int value = predicted + error * (2 * _near + 1);
        int span = _range * (2 * _near + 1);
        if (value < -_near)
            value += span;
        else if (value > _maxVal + _near)
            value -= span;
        return Math.Clamp(value, 0, _maxVal);
    }

    private void Golomb(int value, int k, int limit)
    {
        int zeros = value >> k;
        if (zeros < limit - _errorBits - 1)
        {
            _bits.Write(1, zeros + 1);
            _bits.Write(value & ((1 << k) - 1), k);
            return;
        }
        _bits.Write(1, limit - _errorBits);
        _bits.Write(value - 1, _errorBits);
    }

    private static int[] Thresholds(int maxVal, int near)
    {
        int Clamp(double value, int least) => value > maxVal || value < least ? least : (int)value;
        (double one, double two, double three) = (3, 7, 21);
        if (maxVal >= 128)
        {
            double factor = Math.Floor((Math.Min(maxVal, 4095) + 128) / 256.0);
            (one, two, three) = (factor * (3 - 2) + 2, factor * (7 - 3) + 3, factor * (21 - 4) + 4);
        }
        else
        {
            double factor = Math.Floor(256.0 / (maxVal + 1));
            one = Math.Max(2, Math.Floor(3 / factor) + 3 * near) - 3 * near;
            two = Math.Max(3, Math.Floor(7 / factor) + 5 * near) - 5 * near;
            three = Math.Max(4, Math.Floor(21 / factor) + 7 * near) - 7 * near;
        }
        int t1 = Clamp(one + 3 * near, near + 1);
        int t2 = Clamp(two + 5 * near, t1);
        return [t1, t2, Clamp(three + 7 * near, t2)];
    }
}
