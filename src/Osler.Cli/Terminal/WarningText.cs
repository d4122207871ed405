using Osler.Core.Bundles;

namespace Osler.Cli.Terminal;

/// <summary>What a reader should know first, on standard error.</summary>
internal static class WarningText
{
    /// <summary>The warnings of an evaluation.</summary>
    public static void Write(Surroundings surroundings, Results results) =>
        Write(surroundings, results.Warnings ?? []);

    /// <summary>A line each.</summary>
    public static void Write(Surroundings surroundings, IEnumerable<string> warnings)
    {
        foreach (string warning in warnings)
            surroundings.Error.WriteLine($"Warning: {warning}");
    }
}
