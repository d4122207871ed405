namespace Osler.Core.Splits;

/// <summary>What a case is used for.</summary>
public enum Part : byte
{
    /// <summary>Not used.</summary>
    LeftOut,

    /// <summary>Weights and preprocessing are fitted on it.</summary>
    Train,

    /// <summary>Settings, early stopping and thresholds are chosen on it.</summary>
    Validation,

    /// <summary>Judged once, at the end.</summary>
    Test,
}

/// <summary>Which part each case belongs to, and where folds were drawn, which fold.</summary>
/// <param name="Parts">[rows].</param>
/// <param name="Folds">[rows]: fold of each case from 0, -1 where left out; null where no folds were drawn.</param>
public sealed record Split(Part[] Parts, int[]? Folds = null)
{
    /// <summary>The cases of a part, in the table's order.</summary>
    public int[] Rows(Part part)
    {
        int[] rows = new int[Count(part)];
        int next = 0;
        for (int row = 0; row < Parts.Length; row++)
            if (Parts[row] == part)
                rows[next++] = row;
        return rows;
    }

    /// <summary>The cases of a part, in the table's order, one after the other: takes no memory.</summary>
    public IEnumerable<int> Each(Part part)
    {
        for (int row = 0; row < Parts.Length; row++)
            if (Parts[row] == part)
                yield return row;
    }

    /// <summary>How many cases a part has.</summary>
    public int Count(Part part) => Parts.AsSpan().Count(part);
}
