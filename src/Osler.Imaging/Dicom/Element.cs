namespace Osler.Imaging.Dicom;

/// <summary>How the numbers and the heads of elements are written.</summary>
internal readonly record struct ByteForm(bool IsExplicit, bool IsBigEndian)
{
    public static ByteForm ExplicitLittle => new(true, false);

    /// <summary>What sequences inside UN are written in (PS3.5 section 6.2.2, note 2).</summary>
    public static ByteForm ImplicitLittle => new(false, false);
}

/// <summary>Bytes that data sets are views of, and what to call them in a message.</summary>
internal sealed record Source(ReadOnlyMemory<byte> Memory, string? Where)
{
    public ReadOnlySpan<byte> Bytes => Memory.Span;
}

/// <summary>Where an element's value lies.</summary>
/// <param name="Code">Group and number.</param>
/// <param name="Vr">As stated; UN in implicit VR.</param>
/// <param name="Offset">First byte of the value in the source.</param>
/// <param name="Length">Bytes that are there, delimiters included, perhaps fewer than stated.</param>
/// <param name="Stated">Length as the file states it; 0xFFFFFFFF: undefined, a delimiter ends it.</param>
internal readonly record struct Element(uint Code, Vr Vr, int Offset, int Length, uint Stated)
{
    public const uint Undefined = uint.MaxValue;

    public bool HasUndefinedLength => Stated == Undefined;
}

/// <summary>What a file does against the standard and Osler reads all the same; no value of an element is in it.</summary>
internal sealed class Departures
{
    private const int Most = 32;
    private readonly List<string> _listed = [];

    public IReadOnlyList<string> Listed => _listed;

    public void Add(string departure)
    {
        if (_listed.Count < Most && !_listed.Contains(departure))
            _listed.Add(departure);
    }
}
