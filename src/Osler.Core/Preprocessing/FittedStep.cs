using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Osler.Core.Faults;

namespace Osler.Core.Preprocessing;

/// <summary>A step on one column with what it learnt from the training part.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "step")]
[JsonDerivedType(typeof(FittedDerive), "derive")]
[JsonDerivedType(typeof(FittedInOrder), "in_order")]
[JsonDerivedType(typeof(FittedDrop), "drop")]
[JsonDerivedType(typeof(FittedClip), "clip")]
[JsonDerivedType(typeof(FittedLog), "log")]
[JsonDerivedType(typeof(FittedImpute), "impute")]
[JsonDerivedType(typeof(FittedOneHot), "one_hot")]
[JsonDerivedType(typeof(FittedScale), "scale")]
[JsonDerivedType(typeof(FittedUnknownWhereAll), "unknown_where_all")]
[JsonDerivedType(typeof(FittedAnyOf), "any_of")]
[JsonDerivedType(typeof(FittedQuantileNormal), "quantile_normal")]
public abstract record FittedStep
{
    private protected FittedStep() { }

    /// <summary>Claims the columns that the step reads and writes; their slots are what <see cref="Run"/> gets.</summary>
    internal abstract int[] Bind(WorkingColumns columns);

    /// <summary>Runs on the first n rows of the working columns. NaN is missing.</summary>
    internal abstract void Run(double[][] columns, ReadOnlySpan<int> slots, int n);

    private protected static DataException Damaged(string what) =>
        new(what, "preprocessing.json", "The file is damaged; take the bundle from its source again.");

    private protected static void RequireFinite(string column, params ReadOnlySpan<double> numbers)
    {
        foreach (double number in numbers)
            if (!double.IsFinite(number))
                throw Damaged($"The step on column '{column}' has a number that is not finite.");
    }
}

/// <summary>Adds a column computed by a fixed formula.</summary>
/// <param name="Column">The new column.</param>
/// <param name="From">The formula.</param>
public sealed record FittedDerive(string Column, Derivation From) : FittedStep
{
    internal override int[] Bind(WorkingColumns columns)
    {
        var operands = From.Operands;
        int first = columns.SlotOf(operands[0]);
        return
        [
            first,
            operands.Length > 1 ? columns.SlotOf(operands[1]) : first,
            columns.Add(Column, [.. operands]),
        ];
    }

    internal override void Run(double[][] columns, ReadOnlySpan<int> slots, int n)
    {
        (double[] first, double[] second, double[] result) = (
            columns[slots[0]],
            columns[slots[1]],
            columns[slots[2]]
        );
        for (int row = 0; row < n; row++)
        {
            double value = From.Of(first[row], second[row]);
            result[row] = double.IsFinite(value) ? value : double.NaN;
        }
    }
}

/// <summary>Swaps two columns' values where the lower exceeds the upper.</summary>
/// <param name="Lower">The column of the smaller values.</param>
/// <param name="Upper">The column of the greater values.</param>
public sealed record FittedInOrder(string Lower, string Upper) : FittedStep
{
    internal override int[] Bind(WorkingColumns columns) => [columns.SlotOf(Lower), columns.SlotOf(Upper)];

    internal override void Run(double[][] columns, ReadOnlySpan<int> slots, int n)
    {
        (double[] lower, double[] upper) = (columns[slots[0]], columns[slots[1]]);
        for (int row = 0; row < n; row++)
            if (lower[row] > upper[row])
                (lower[row], upper[row]) = (upper[row], lower[row]);
    }
}

/// <summary>Removes a column.</summary>
/// <param name="Column">The column.</param>
public sealed record FittedDrop(string Column) : FittedStep
{
    internal override int[] Bind(WorkingColumns columns)
    {
        columns.Remove(Column);
        return [];
    }

    internal override void Run(double[][] columns, ReadOnlySpan<int> slots, int n) { }
}

/// <summary>Limits numbers.</summary>
/// <param name="Column">The column.</param>
/// <param name="Low">The least value let through.</param>
/// <param name="High">The greatest value let through.</param>
public sealed record FittedClip(string Column, double Low, double High) : FittedStep
{
    internal override int[] Bind(WorkingColumns columns)
    {
        RequireFinite(Column, Low, High);
        return Low <= High
            ? [columns.SlotOf(Column)]
            : throw Damaged($"The limits of column '{Column}' are reversed.");
    }

    internal override void Run(double[][] columns, ReadOnlySpan<int> slots, int n)
    {
        foreach (ref double cell in columns[slots[0]].AsSpan(0, n))
            cell = Math.Clamp(cell, Low, High);
    }
}

/// <summary>The logarithm of value plus offset; values at or below the training part's least count as that least.</summary>
/// <param name="Column">The column.</param>
/// <param name="Offset">Added first.</param>
/// <param name="Least">The least training value.</param>
public sealed record FittedLog(string Column, double Offset, double Least) : FittedStep
{
    internal override int[] Bind(WorkingColumns columns)
    {
        RequireFinite(Column, Offset, Least);
        return Least + Offset > 0
            ? [columns.SlotOf(Column)]
            : throw Damaged($"The logarithm of column '{Column}' is of a number that is not positive.");
    }

    internal override void Run(double[][] columns, ReadOnlySpan<int> slots, int n)
    {
        foreach (ref double cell in columns[slots[0]].AsSpan(0, n))
            cell = Math.Log((cell < Least ? Least : cell) + Offset);
    }
}

/// <summary>Fills missing values.</summary>
/// <param name="Column">The column.</param>
/// <param name="Value">What a missing value becomes.</param>
/// <param name="Indicator">Name of the column that is 1 where the value was missing, else 0; null for none.</param>
public sealed record FittedImpute(string Column, double Value, string? Indicator) : FittedStep
{
    internal override int[] Bind(WorkingColumns columns)
    {
        RequireFinite(Column, Value);
        int slot = columns.SlotOf(Column);
        return Indicator is null ? [slot] : [slot, columns.Add(Indicator, [Column], after: Column)];
    }

    internal override void Run(double[][] columns, ReadOnlySpan<int> slots, int n)
    {
        double[] cells = columns[slots[0]];
        if (slots.Length > 1)
            for (int row = 0; row < n; row++)
                columns[slots[1]][row] = double.IsNaN(cells[row]) ? 1 : 0;
        for (int row = 0; row < n; row++)
            if (double.IsNaN(cells[row]))
                cells[row] = Value;
    }
}

/// <summary>Replaces a column of levels by columns of 0 and 1.</summary>
/// <param name="Column">The column.</param>
/// <param name="Features">Names of the new columns.</param>
/// <param name="OfLevel">Per level of the input, which of the new columns is 1.</param>
/// <param name="OfUnseen">Which of the new columns is 1 for a level that training did not see; -1 for none.</param>
/// <param name="Indicator">Name of the column that is 1 where the value was missing; null for none.</param>
public sealed record FittedOneHot(
    string Column,
    ImmutableArray<string> Features,
    ImmutableArray<int> OfLevel,
    int OfUnseen,
    string? Indicator
) : FittedStep
{
    internal override int[] Bind(WorkingColumns columns)
    {
        if (Features.IsDefault || OfLevel.IsDefault || OfUnseen < -1 || OfUnseen >= Features.Length)
            throw Damaged($"The categories of column '{Column}' are incomplete.");
        if (OfLevel.Any(feature => feature < 0 || feature >= Features.Length))
            throw Damaged($"A category of column '{Column}' has no feature.");
        int[] slots =
        [
            columns.SlotOf(Column),
            .. Features.Select(feature => columns.Add(feature, [Column], before: Column)),
        ];
        if (Indicator is not null)
            slots = [.. slots, columns.Add(Indicator, [Column], before: Column)];
        columns.Remove(Column);
        return slots;
    }

    internal override void Run(double[][] columns, ReadOnlySpan<int> slots, int n)
    {
        double[] levels = columns[slots[0]];
        foreach (int slot in slots[1..])
            columns[slot].AsSpan(0, n).Clear();
        for (int row = 0; row < n; row++)
        {
            double level = levels[row];
            int feature =
                double.IsNaN(level) ? (Indicator is null ? -1 : Features.Length)
                : level >= 0 && level < OfLevel.Length ? OfLevel[(int)level]
                : OfUnseen;
            if (feature >= 0)
                columns[slots[1 + feature]][row] = 1;
        }
    }
}

/// <summary>Subtracts and multiplies: (value - shift) * factor.</summary>
/// <param name="Column">The column.</param>
/// <param name="Shift">Training mean or median.</param>
/// <param name="Factor">One over the training standard deviation or interquartile range; 1 for a constant column.</param>
public sealed record FittedScale(string Column, double Shift, double Factor) : FittedStep
{
    internal override int[] Bind(WorkingColumns columns)
    {
        RequireFinite(Column, Shift, Factor);
        return [columns.SlotOf(Column)];
    }

    internal override void Run(double[][] columns, ReadOnlySpan<int> slots, int n)
    {
        foreach (ref double cell in columns[slots[0]].AsSpan(0, n))
            cell = (cell - Shift) * Factor;
    }
}

/// <summary>Replaces a number by the normal deviate of its rank, linear between knots and constant beyond them.</summary>
/// <param name="Column">The column.</param>
/// <param name="Values">Distinct training values, ascending.</param>
/// <param name="Deviates">The normal deviate of each value's mean rank; same length.</param>
/// <param name="Rank">Name of a new column for the deviates; null where they take the column's place.</param>
public sealed record FittedQuantileNormal(
    string Column,
    ImmutableArray<double> Values,
    ImmutableArray<double> Deviates,
    string? Rank = null
) : FittedStep
{
    internal override int[] Bind(WorkingColumns columns)
    {
        if (Values.IsDefaultOrEmpty || Deviates.IsDefault || Values.Length != Deviates.Length)
            throw Damaged($"The quantiles of column '{Column}' are incomplete.");
        RequireFinite(Column, Values.AsSpan());
        RequireFinite(Column, Deviates.AsSpan());
        for (int i = 1; i < Values.Length; i++)
            if (Values[i] <= Values[i - 1] || Deviates[i] < Deviates[i - 1])
                throw Damaged($"The quantiles of column '{Column}' do not ascend.");
        int slot = columns.SlotOf(Column);
        return [slot, Rank is null ? slot : columns.Add(Rank, [Column], after: Column)];
    }

    internal override void Run(double[][] columns, ReadOnlySpan<int> slots, int n)
    {
        (double[] cells, double[] deviates) = (columns[slots[0]], columns[slots[1]]);
        for (int row = 0; row < n; row++)
            deviates[row] = double.IsNaN(cells[row]) ? double.NaN : Deviate(cells[row]);
    }

    private double Deviate(double value)
    {
        int at = Values.AsSpan().BinarySearch(value);
        int above = ~at;
        return at >= 0 ? Deviates[at]
            : above == 0 ? Deviates[0]
            : above == Values.Length ? Deviates[^1]
            : Between(above, value);
    }

    private double Between(int above, double cell)
    {
        double fraction = (cell - Values[above - 1]) / (Values[above] - Values[above - 1]);
        return Deviates[above - 1] + fraction * (Deviates[above] - Deviates[above - 1]);
    }
}
