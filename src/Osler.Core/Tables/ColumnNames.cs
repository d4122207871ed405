using Osler.Core.Faults;

namespace Osler.Core.Tables;

/// <summary>A column that may go by several names.</summary>
public static class ColumnNames
{
    /// <summary>The one name by which a file has a column; null where it has it by none.</summary>
    /// <param name="own">The column's own name.</param>
    /// <param name="others">Its other names.</param>
    /// <param name="header">The file's names.</param>
    /// <param name="file">The file, for the message.</param>
    /// <exception cref="DataException">The file has two of them: which one is meant, can't be known.</exception>
    public static string? Found(
        string own,
        IEnumerable<string> others,
        IReadOnlyCollection<string> header,
        string file
    )
    {
        string[] found = [.. others.Prepend(own).Distinct().Where(header.Contains)];
        return found.Length < 2
            ? found.FirstOrDefault()
            : throw new DataException(
                $"The table has '{found[0]}' and '{found[1]}', two names of one column.",
                file,
                "Leave out or rename the one that isn't meant."
            );
    }
}
