using System.Collections.Frozen;
using Osler.Core.Faults;
using Osler.Core.Tables;

namespace Osler.Core.Splits;

/// <summary>A split that the table itself states in a column.</summary>
public static class SplitFromColumn
{
    private static readonly FrozenDictionary<string, Part> Words = new Dictionary<string, Part>
    {
        ["train"] = Part.Train,
        ["training"] = Part.Train,
        ["development"] = Part.Train,
        ["validation"] = Part.Validation,
        ["valid"] = Part.Validation,
        ["val"] = Part.Validation,
        ["dev"] = Part.Validation,
        ["tuning"] = Part.Validation,
        ["test"] = Part.Test,
        ["testing"] = Part.Test,
        ["holdout"] = Part.Test,
        ["none"] = Part.LeftOut,
        ["excluded"] = Part.LeftOut,
        ["left_out"] = Part.LeftOut,
    }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    /// <summary>
    /// Reads the split, without regard to case: train, training, development; validation, valid, val, dev, tuning;
    /// test, testing, holdout; excluded, left_out and an empty cell leave a case out.
    /// </summary>
    /// <param name="table">The table.</param>
    /// <param name="column">The column's name.</param>
    /// <param name="patients">Patient of each row.</param>
    /// <exception cref="DataException">An unknown word, no training or no test case, or a patient in two parts.</exception>
    public static Split Read(Table table, string column, Patients patients)
    {
        int index = table.Schema.IndexOf(column);
        var stated = table.Schema[index];
        string where = $"{table.Name}, column '{column}'";
        if (stated.Kind is not (ColumnKind.Categorical or ColumnKind.Binary))
            throw new DataException(
                "The column does not state a split.",
                where,
                "Its cells must be train, validation or test."
            );
        Part[] ofLevel =
        [
            .. stated.Levels.Select(level =>
                Words.TryGetValue(level, out var part)
                    ? part
                    : throw new DataException(
                        $"'{level}' names no part of a split.",
                        where,
                        NearestName.Hint(level, ["train", "validation", "test", "excluded"])
                    )
            ),
        ];
        double[] cells = table.Numbers(index);
        var split = new Split(
            Array.ConvertAll(cells, cell => double.IsNaN(cell) ? Part.LeftOut : ofLevel[(int)cell])
        );
        split.RequireTrainAndTest(where);
        SplitChecks.RequirePatientsApart(split, patients);
        return split;
    }
}
