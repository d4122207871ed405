namespace Osler.Core.Tables;

/// <summary>How often each of a few texts occurs, without regard to case; spelt as first seen.</summary>
internal sealed class LevelSurvey
{
    // Texts longer than a name of a level are prose; prose makes no levels.
    private const int LongestLevel = 100;
    private readonly Dictionary<string, int> _index = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> _lookup;
    private readonly List<string> _texts = [];
    private readonly List<int> _counts = [];

    public LevelSurvey() => _lookup = _index.GetAlternateLookup<ReadOnlySpan<char>>();

    public int Count => _texts.Count;

    /// <summary>Counts a text that is spelt exactly as one of the first few; false where it is not.</summary>
    public bool AddFamiliar(ReadOnlySpan<char> text)
    {
        int familiar = Math.Min(_texts.Count, 8);
        for (int i = 0; i < familiar; i++)
            if (text.SequenceEqual(_texts[i]))
            {
                _counts[i]++;
                return true;
            }
        return false;
    }

    /// <summary>Counts a text; false where it is too long or one distinct text too many.</summary>
    public bool Add(ReadOnlySpan<char> text)
    {
        if (_lookup.TryGetValue(text, out int at))
        {
            _counts[at]++;
            return true;
        }
        if (_texts.Count == ColumnCensus.MaximumDistinct || text.Length > LongestLevel)
            return false;
        _index.Add(text.ToString(), _texts.Count);
        _texts.Add(text.ToString());
        _counts.Add(1);
        return true;
    }

    public IEnumerable<(string Text, int Count)> Values() => _texts.Zip(_counts);
}
