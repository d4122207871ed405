namespace Osler.Core.Tables;

/// <summary>The binary outcome of every row.</summary>
/// <param name="Name">The column.</param>
/// <param name="Present">The level that means present, e.g. <c>1</c> or <c>Present</c>.</param>
/// <param name="Absent">The other level.</param>
/// <param name="Targets">[rows]: 1 present, 0 absent, NaN unknown.</param>
public sealed record Outcome(string Name, string Present, string Absent, float[] Targets)
{
    /// <summary>Rows with the outcome present.</summary>
    public int Positives { get; } = Targets.Count(t => t == 1);

    /// <summary>Rows with the outcome absent.</summary>
    public int Negatives { get; } = Targets.Count(t => t == 0);

    /// <summary>Rows whose outcome is not known.</summary>
    public int Unknown { get; } = Targets.Count(float.IsNaN);

    /// <summary>Reads an outcome from a column of two values.</summary>
    /// <param name="table">The table.</param>
    /// <param name="column">The column's name.</param>
    /// <param name="present">
    /// Which value means present; where null, the greater of two numbers, or what reads as a yes
    /// (yes, true, present, positive ...).
    /// </param>
    /// <exception cref="Faults.RequestException">No such column, or no such value.</exception>
    /// <exception cref="Faults.DataException">
    /// Not two values: one only, three or more, text; or two texts of which neither reads as a yes.
    /// </exception>
    public static Outcome Read(Table table, string column, string? present = null) =>
        throw new NotImplementedException();
}
