using System.Collections.Immutable;
using System.Globalization;
using Osler.Core.Faults;
using Osler.Core.Variants.Calls;
using Osler.Core.Variants.Reference;

namespace Osler.Core.Variants.Sequences;

/// <summary>An isolate's bases at chosen positions of the reference, as a network's input.</summary>
/// <remarks>
/// A code is 0 to 3 for A, C, G, T, 4 for a position that is lost, -1 where it is not determined. Bases that are inserted
/// have no position: the positions on either side of them are not determined, so that they are never read as the reference,
/// and <see cref="Inserted"/> tells of them.
/// </remarks>
public sealed class LociBases
{
    /// <summary>What the codes stand for, in order.</summary>
    public const string Letters = "ACGT-";

    private const string Prefix = "base_";
    private const sbyte Lost = 4;

    private readonly HashSet<int> _places;

    /// <param name="positions">On the reference, ascending, all known.</param>
    /// <param name="reference">Which.</param>
    public LociBases(ImmutableArray<int> positions, ReferenceSequence reference)
    {
        ArgumentNullException.ThrowIfNull(reference);
        Positions = positions;
        _places = [.. positions];
        Names = [.. positions.Select(NameOf)];
        Reference =
        [
            .. positions.Select(position =>
                reference.Knows(position)
                    ? CodeOf(reference.At(position))
                    : throw new DataException(
                        $"Position {position:N0} is not among the stretches of {reference.Name} that are known here."
                    )
            ),
        ];
    }

    /// <summary>The positions, ascending.</summary>
    public ImmutableArray<int> Positions { get; }

    /// <summary>An input's name for each position: <c>base_761155</c>.</summary>
    public ImmutableArray<string> Names { get; }

    /// <summary>The reference's own codes.</summary>
    public ImmutableArray<sbyte> Reference { get; }

    /// <summary>The input's name of a position.</summary>
    public static string NameOf(int position) =>
        string.Create(CultureInfo.InvariantCulture, $"{Prefix}{position}");

    /// <summary>The positions of inputs' names, on H37Rv.</summary>
    /// <exception cref="DataException">A name that is none, or a position that is not known.</exception>
    public static LociBases Parse(IEnumerable<string> names) =>
        new(
            [
                .. names.Select(name =>
                    name.StartsWith(Prefix, StringComparison.Ordinal)
                    && int.TryParse(
                        name.AsSpan(Prefix.Length),
                        NumberStyles.None,
                        CultureInfo.InvariantCulture,
                        out int position
                    )
                        ? position
                        : throw new DataException("An input is no position's base.", "card.json")
                ),
            ],
            H37Rv.Loci
        );

    /// <summary>An isolate's codes.</summary>
    /// <param name="calls">Its changes.</param>
    public ImmutableArray<sbyte> Read(CallSet calls)
    {
        ArgumentNullException.ThrowIfNull(calls);
        var changed = Changed([.. calls.Calls.Select(call => call.Variant)]);
        var codes = ImmutableArray.CreateBuilder<sbyte>(Positions.Length);
        for (int i = 0; i < Positions.Length; i++)
            codes.Add(
                changed.TryGetValue(Positions[i], out sbyte code) ? code
                : calls.StateAt(Positions[i]) == PositionState.Unknown ? (sbyte)-1
                : Reference[i]
            );
        return codes.MoveToImmutable();
    }

    /// <summary>The codes of an isolate that has just these changes.</summary>
    public ImmutableArray<sbyte> Of(IEnumerable<Variant> changes)
    {
        var changed = Changed([.. changes]);
        return [.. Positions.Select((position, i) => changed.GetValueOrDefault(position, Reference[i]))];
    }

    /// <summary>The changes that bear on a position.</summary>
    /// <param name="calls">An isolate's changes.</param>
    /// <param name="index">Which position.</param>
    public ImmutableArray<Call> Behind(CallSet calls, int index)
    {
        ArgumentNullException.ThrowIfNull(calls);
        int position = Positions[index];
        return
        [
            .. calls.Calls.Where(call => call.Variant.Position <= position && call.Variant.End >= position),
        ];
    }

    /// <summary>The changes that insert bases beside one of the positions, which no code can show.</summary>
    /// <param name="calls">An isolate's changes.</param>
    public ImmutableArray<Call> Inserted(CallSet calls)
    {
        ArgumentNullException.ThrowIfNull(calls);
        return
        [
            .. calls.Calls.Where(call => Inserts(call.Variant) && Beside(call.Variant).Any(_places.Contains)),
        ];
    }

    /// <summary>The changes that an isolate's codes tell of: base for base, and lost stretches whole.</summary>
    /// <param name="codes">[positions].</param>
    public ImmutableArray<Variant> Changes(ReadOnlySpan<sbyte> codes)
    {
        var changes = ImmutableArray.CreateBuilder<Variant>();
        for (int i = 0; i < codes.Length; i++)
        {
            if (codes[i] < 0 || codes[i] == Reference[i])
                continue;
            int from = i;
            while (
                codes[i] == Lost
                && i + 1 < codes.Length
                && codes[i + 1] == Lost
                && Positions[i + 1] == Positions[i] + 1
            )
                i++;
            changes.Add(
                new Variant(
                    Positions[from],
                    Text(Reference.AsSpan(), from, i - from + 1),
                    codes[from] == Lost ? "" : Letters.Substring(codes[from], 1)
                )
            );
        }
        return changes.ToImmutable();
    }

    /// <summary>Bases of a stretch with some codes in place of the reference's, '-' where a base is lost, N where it is not known.</summary>
    /// <param name="codes">[positions].</param>
    /// <param name="from">Index of the first position.</param>
    /// <param name="count">How many.</param>
    public static string Text(ReadOnlySpan<sbyte> codes, int from, int count)
    {
        Span<char> text = count <= 1024 ? stackalloc char[count] : new char[count];
        for (int i = 0; i < count; i++)
            text[i] = codes[from + i] < 0 ? 'N' : Letters[codes[from + i]];
        return text.ToString();
    }

    // Substituted bases one by one; what is shorter afterwards has lost its last bases.
    private static Dictionary<int, sbyte> Changed(IReadOnlyCollection<Variant> changes)
    {
        var changed = new Dictionary<int, sbyte>();
        foreach (var change in changes)
            for (int i = 0; i < change.Ref.Length; i++)
                changed.TryAdd(change.Position + i, i < change.Alt.Length ? CodeOf(change.Alt[i]) : Lost);
        foreach (var change in changes.Where(Inserts))
        foreach (int position in Beside(change))
            changed[position] = -1;
        return changed;
    }

    private static bool Inserts(Variant change) => change.Alt.Length > change.Ref.Length;

    // Bases stand between these two that the reference does not have.
    private static int[] Beside(Variant change) => [change.End, change.End + 1];

    private static sbyte CodeOf(char letter) => (sbyte)Letters.IndexOf(letter, StringComparison.Ordinal);
}
