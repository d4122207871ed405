using System.Collections.Immutable;
using System.Globalization;

namespace Osler.Core.Weights;

/// <summary>What became of each tensor of a weight file, and of each weight of the network.</summary>
/// <param name="Where">The file.</param>
/// <param name="Loaded">The network's names whose weights come from the file.</param>
/// <param name="Adapted">Those of them that were changed on the way, and how.</param>
/// <param name="NewHead">The network's last weights, which training begins anew since the file answers something else.</param>
/// <param name="NewAuxiliary">Weights of auxiliary answers that the file has not; training begins them anew.</param>
/// <param name="LeftOut">What the file holds and the network does not need.</param>
public sealed record ImportReport(
    string Where,
    ImmutableArray<string> Loaded,
    ImmutableArray<LeftOutWeight> Adapted,
    ImmutableArray<string> NewHead,
    ImmutableArray<string> NewAuxiliary,
    ImmutableArray<LeftOutWeight> LeftOut
)
{
    /// <summary>The checkpoint's key under which the weights stood; null where they were the file's own.</summary>
    public string? Within { get; init; }

    /// <summary>A few lines that say it.</summary>
    public string Text()
    {
        var lines = new List<string>
        {
            string.Create(
                CultureInfo.InvariantCulture,
                $"{Loaded.Length} tensors loaded from {(Within is null ? "" : $"'{WeightFault.Shown(Within)}' of ")}{Where}"
            ),
        };
        lines.AddRange(Adapted.Select(one => $"adapted: {one.Name} {one.Why}"));
        if (!NewHead.IsEmpty)
            lines.Add($"new head: {string.Join(", ", NewHead)}");
        if (!NewAuxiliary.IsEmpty)
            lines.Add(
                $"new auxiliary answer: {NewAuxiliary.Length.ToString(CultureInfo.InvariantCulture)} tensors"
            );
        lines.AddRange(
            LeftOut
                .GroupBy(one => one.Why)
                .Select(group =>
                    $"left out: {string.Join(", ", group.Take(3).Select(one => WeightFault.Shown(one.Name)))}{(group.Count() > 3 ? string.Create(CultureInfo.InvariantCulture, $" and {group.Count() - 3} more") : "")} ({group.Key})"
                )
        );
        return string.Join("\n", lines);
    }
}
