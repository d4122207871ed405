using System.Globalization;
using Parquet;
using Parquet.Schema;

namespace Osler.Core.Tables;

/// <summary>One column of one row group, as numbers or as texts.</summary>
internal sealed class ParquetCells
{
    private long[]? _whole;

    /// <summary>How many rows.</summary>
    public int Rows { get; private init; }

    /// <summary>Texts, empty where missing; null for a column of numbers.</summary>
    public string[]? Texts { get; private init; }

    /// <summary>Numbers, or days since 1970-01-01; NaN where missing; null for a column of texts.</summary>
    public double[]? Numbers { get; private init; }

    /// <summary>Whether the numbers are days.</summary>
    public bool AreDates { get; private init; }

    public static bool IsDate(DataField field) =>
        field.ClrType == typeof(DateTime) || field.ClrType == typeof(DateOnly);

    public static bool CanRead(DataField field) =>
        IsDate(field)
        || IsText(field.ClrType)
        || field.ClrType == typeof(bool)
        || field.ClrType == typeof(double)
        || field.ClrType == typeof(float)
        || field.ClrType == typeof(decimal)
        || IsWhole(field.ClrType);

    /// <summary>A cell as text; whole numbers in full, since an identifier may have more digits than a double.</summary>
    public ReadOnlySpan<char> Text(int row) =>
        Texts is not null ? Texts[row]
        : double.IsNaN(Numbers![row]) ? ""
        : _whole is not null ? _whole[row].ToString(CultureInfo.InvariantCulture)
        : Tables.Numbers.Text(Numbers[row]);

    public static ParquetCells Read(ParquetRowGroupReader group, DataField field, int rows)
    {
        var type = field.ClrType;
        if (IsText(type))
        {
            string?[] texts = new string?[rows];
            group.ReadAsync(field, texts.AsMemory()).AsTask().GetAwaiter().GetResult();
            return new ParquetCells { Rows = rows, Texts = Array.ConvertAll(texts, text => text ?? "") };
        }
        if (type == typeof(DateTime))
            return Dated(Load<DateTime>(group, field, rows), date => Dates.Days(DateOnly.FromDateTime(date)));
        if (type == typeof(DateOnly))
            return Dated(Load<DateOnly>(group, field, rows), Dates.Days);
        if (type == typeof(double))
            return Numbered(Load<double>(group, field, rows), value => value);
        if (type == typeof(float))
            return Numbered(Load<float>(group, field, rows), value => value);
        if (type == typeof(decimal))
            return Numbered(Load<decimal>(group, field, rows), value => (double)value);
        if (type == typeof(bool))
            return Numbered(Load<bool>(group, field, rows), value => value ? 1 : 0);
        if (type == typeof(long))
            return Whole(Load<long>(group, field, rows), value => value);
        if (type == typeof(int))
            return Whole(Load<int>(group, field, rows), value => value);
        if (type == typeof(short))
            return Whole(Load<short>(group, field, rows), value => value);
        if (type == typeof(sbyte))
            return Whole(Load<sbyte>(group, field, rows), value => value);
        if (type == typeof(byte))
            return Whole(Load<byte>(group, field, rows), value => value);
        if (type == typeof(ushort))
            return Whole(Load<ushort>(group, field, rows), value => value);
        if (type == typeof(uint))
            return Whole(Load<uint>(group, field, rows), value => value);
        return Numbered(Load<ulong>(group, field, rows), value => value);
    }

    // The library shows texts as memory of letters unless told otherwise.
    private static bool IsText(Type type) => type == typeof(string) || type == typeof(ReadOnlyMemory<char>);

    private static bool IsWhole(Type type) =>
        type == typeof(long)
        || type == typeof(int)
        || type == typeof(short)
        || type == typeof(sbyte)
        || type == typeof(byte)
        || type == typeof(ushort)
        || type == typeof(uint)
        || type == typeof(ulong);

    private static T?[] Load<T>(ParquetRowGroupReader group, DataField field, int rows)
        where T : struct
    {
        T?[] cells = new T?[rows];
        if (field.IsNullable)
        {
            group.ReadAsync<T>(field, cells.AsMemory()).AsTask().GetAwaiter().GetResult();
            return cells;
        }
        T[] present = new T[rows];
        group.ReadAsync<T>(field, present.AsMemory()).AsTask().GetAwaiter().GetResult();
        for (int row = 0; row < rows; row++)
            cells[row] = present[row];
        return cells;
    }

    private static ParquetCells Numbered<T>(T?[] cells, Func<T, double> number)
        where T : struct =>
        new()
        {
            Rows = cells.Length,
            Numbers = Array.ConvertAll(cells, cell => cell is { } value ? number(value) : double.NaN),
        };

    private static ParquetCells Dated<T>(T?[] cells, Func<T, double> days)
        where T : struct =>
        new()
        {
            Rows = cells.Length,
            Numbers = Array.ConvertAll(cells, cell => cell is { } value ? days(value) : double.NaN),
            AreDates = true,
        };

    private static ParquetCells Whole<T>(T?[] cells, Func<T, long> number)
        where T : struct =>
        new()
        {
            Rows = cells.Length,
            Numbers = Array.ConvertAll(cells, cell => cell is { } value ? number(value) : double.NaN),
            _whole = Array.ConvertAll(cells, cell => cell is { } value ? number(value) : 0),
        };
}
