namespace Osler.Learning.Baselines;

/// <summary>Rows of a matrix of which most places are 0, by row and by column.</summary>
/// <param name="Columns">Number of columns.</param>
/// <param name="Rows">Of each row the columns that are not 0, and their values.</param>
internal sealed record SparseRows(int Columns, (int[] At, float[] Values)[] Rows)
{
    /// <summary>The same matrix by columns: of each column the rows that are not 0, in order, and their values.</summary>
    public (int[] At, float[] Values)[] ByColumn()
    {
        int[] counts = new int[Columns];
        foreach (var (at, _) in Rows)
        foreach (int column in at)
            counts[column]++;
        var columns = Array.ConvertAll(counts, count => (At: new int[count], Values: new float[count]));
        Array.Clear(counts);
        for (int i = 0; i < Rows.Length; i++)
        {
            var (at, values) = Rows[i];
            for (int t = 0; t < at.Length; t++)
            {
                int place = counts[at[t]]++;
                (columns[at[t]].At[place], columns[at[t]].Values[place]) = (i, values[t]);
            }
        }
        return columns;
    }
}
