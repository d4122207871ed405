using System.Collections.Frozen;
using System.Collections.Immutable;

namespace Osler.Core.Tables;

/// <summary>What stands for a missing value, in files and on the command line.</summary>
public sealed class MissingSpellings
{
    private readonly FrozenSet<string> _texts;
    private readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> _lookup;
    private readonly double[] _numbers;
    private readonly int _longest;

    /// <summary>The spellings read as missing everywhere, without regard to case; so is an empty cell.</summary>
    public static ImmutableArray<string> Usual { get; } =
    ["NA", "N/A", "NaN", "null", "none", "?", ".", "-", "missing", "unknown", "#N/A", "<NA>", "nil"];

    /// <param name="more">Further spellings; those that are numbers are matched by value (<c>-9</c> also as <c>-9.0</c>).</param>
    public MissingSpellings(params IEnumerable<string> more)
    {
        string[] further = [.. more.Select(text => text.Trim())];
        _texts = Usual.Concat(further).ToFrozenSet(StringComparer.OrdinalIgnoreCase);
        _lookup = _texts.GetAlternateLookup<ReadOnlySpan<char>>();
        _longest = _texts.Max(text => text.Length);
        _numbers =
        [
            .. further
                .Where(text => Tables.Numbers.TryParse(text, decimalComma: false, out _))
                .Select(text => Tables.Numbers.Parse(text)),
        ];
    }

    /// <summary>Whether a trimmed cell is missing.</summary>
    public bool Contains(ReadOnlySpan<char> text) =>
        text.IsEmpty || (text.Length <= _longest && _lookup.Contains(text));

    /// <summary>Whether a number stands for missing, by a stated spelling.</summary>
    public bool Contains(double number) => _numbers.Length > 0 && _numbers.AsSpan().Contains(number);
}
