using Osler.Core.Tables;

namespace Osler.Core.Splits;

/// <summary>A split that the table itself states in a column.</summary>
public static class SplitFromColumn
{
    /// <summary>
    /// Reads the split: train/training/development, validation/valid/val/dev, test/testing/holdout; anything
    /// else and missing is an error; <c>none</c>, <c>excluded</c> and <c>left_out</c> leave a case out.
    /// </summary>
    /// <param name="table">The table.</param>
    /// <param name="column">The column's name.</param>
    /// <param name="patients">Patient of each row.</param>
    /// <exception cref="Faults.DataException">An unknown word, no training or no test case, or a patient in two parts.</exception>
    public static Split Read(Table table, string column, Patients patients) =>
        throw new NotImplementedException();
}

/// <summary>A split by time: train on the earlier cases, test on the later.</summary>
public static class SplitByTime
{
    /// <summary>
    /// Splits at two dates. A patient goes with the latest row, so that none is on both sides; the earlier rows of
    /// a patient who crosses a date are left out, since they precede the part's period.
    /// </summary>
    /// <param name="table">The table.</param>
    /// <param name="column">A date column (or a number: a year, days).</param>
    /// <param name="patients">Patient of each row.</param>
    /// <param name="validationFrom">First day of validation, in the column's numbers; null for none.</param>
    /// <param name="testFrom">First day of test, in the column's numbers.</param>
    /// <exception cref="Faults.DataException">No training or no test case; rows without a date are left out.</exception>
    public static Split Read(
        Table table,
        string column,
        Patients patients,
        double? validationFrom,
        double testFrom
    ) => throw new NotImplementedException();
}

/// <summary>A split by site: whole hospitals are kept for test, as external validation asks.</summary>
public static class SplitBySite
{
    /// <summary>Splits by a column's levels; sites in neither list are for training.</summary>
    /// <param name="table">The table.</param>
    /// <param name="column">A categorical, binary or identifier column.</param>
    /// <param name="patients">Patient of each row; one who was at sites of two parts is left out wholly.</param>
    /// <param name="validation">Sites for validation; may be empty.</param>
    /// <param name="test">Sites for test.</param>
    /// <exception cref="Faults.RequestException">A site that the table doesn't have, or one in both lists.</exception>
    /// <exception cref="Faults.DataException">No training or no test case.</exception>
    public static Split Read(
        Table table,
        string column,
        Patients patients,
        IReadOnlyList<string> validation,
        IReadOnlyList<string> test
    ) => throw new NotImplementedException();
}
