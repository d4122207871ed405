using System.Globalization;
using Osler.Core.Faults;
using Osler.Core.Tables;

namespace Osler.Core.Splits;

/// <summary>A split by time: train on the earlier cases, test on the later.</summary>
public static class SplitByTime
{
    /// <summary>
    /// Splits at two dates. A patient belongs to the part of the latest row; earlier rows of a patient who crosses
    /// a date precede that part's period and are left out, so that no patient is on two sides and no later case is
    /// trained on. Rows without a date are left out.
    /// </summary>
    /// <param name="table">The table.</param>
    /// <param name="column">A date column, or a number (a year, days).</param>
    /// <param name="patients">Patient of each row.</param>
    /// <param name="validationFrom">First day of validation, in the column's numbers; null for none.</param>
    /// <param name="testFrom">First day of test, in the column's numbers.</param>
    /// <exception cref="RequestException">Validation begins after test.</exception>
    /// <exception cref="DataException">The column is no date or number; no training or no test case.</exception>
    public static Split Read(
        Table table,
        string column,
        Patients patients,
        double? validationFrom,
        double testFrom
    )
    {
        string where = $"{table.Name}, column '{column}'";
        int index = table.Schema.IndexOf(column);
        if (table.Schema[index].Kind is not (ColumnKind.Date or ColumnKind.Numeric))
            throw new DataException(
                "The column holds no dates.",
                where,
                "State its date format, or name another column."
            );
        if (validationFrom >= testFrom)
            throw new RequestException("Validation must begin before test does.", where);
        double[] cells = table.Numbers(index);
        Part Period(double time) =>
            double.IsNaN(time) ? Part.LeftOut
            : time >= testFrom ? Part.Test
            : time >= validationFrom ? Part.Validation
            : Part.Train;
        var latest = new Part[patients.Count];
        for (int row = 0; row < cells.Length; row++)
        {
            ref var part = ref latest[patients[row]];
            var here = Period(cells[row]);
            part = here > part ? here : part;
        }
        var parts = new Part[cells.Length];
        for (int row = 0; row < cells.Length; row++)
        {
            var here = Period(cells[row]);
            parts[row] = here == latest[patients[row]] ? here : Part.LeftOut;
        }
        var split = new Split(parts);
        split.RequireTrainAndTest(where);
        return split;
    }

    /// <summary>Reads a date or a number as the column has them.</summary>
    /// <param name="text">ISO 8601 for a date column, else a number.</param>
    /// <exception cref="RequestException">Neither.</exception>
    public static double Time(string text) =>
        Dates.TryParse(text.Trim(), null, out double days) ? days
        : double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) ? number
        : throw new RequestException(
            $"'{text}' is no date.",
            remedy: "Write it as 2024-02-29, or as a year."
        );
}
