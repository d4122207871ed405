using System.Text;
using Osler.Core.Faults;
using Osler.Core.Files;
using Osler.Core.Variants.Reference;

namespace Osler.Core.Variants.Calls;

/// <summary>The records of a VCF file (4.x; plain, gzip or bgzip) on one chromosome, one after another.</summary>
/// <remarks>
/// "The Variant Call Format Specification", VCFv4.3, samtools/hts-specs. A record's cells are told as bytes and read when
/// they are asked for. Checked here: the header, the columns' number, the contig's name and length, positions, their
/// order. One line is held in memory.
/// </remarks>
internal sealed class VcfReader : IDisposable
{
    private const int LongestLine = 1 << 26;
    private const int FirstSample = 9;

    private readonly ByteLines _lines;
    private readonly ReferenceSequence _reference;
    private readonly int _columns;
    private readonly int _sampleColumn;
    private readonly int[] _tabs = new int[FirstSample + 1];
    private byte[] _contig = [];
    private int _sampleStart;
    private int _sampleEnd;

    private VcfReader(ByteLines lines, ReferenceSequence reference, string? sample)
    {
        _lines = lines;
        _reference = reference;
        (_columns, _sampleColumn) = VcfHeader.Read(lines, reference, sample);
    }

    /// <summary>From 1.</summary>
    public int Position { get; private set; }

    /// <summary>"file, line n".</summary>
    public string Here => _lines.Here;

    /// <summary>Does the file tell of a sample, or of sites alone?</summary>
    public bool HasSample => _sampleColumn > 0;

    public ReadOnlySpan<byte> Ref => Cell(3);

    public ReadOnlySpan<byte> Alt => Cell(4);

    public ReadOnlySpan<byte> Filter => Cell(6);

    public ReadOnlySpan<byte> Info => Cell(7);

    public ReadOnlySpan<byte> Format => HasSample ? Cell(8) : [];

    public ReadOnlySpan<byte> Sample => HasSample ? _lines.Line.Span[_sampleStart.._sampleEnd] : [];

    /// <summary>Opens a file and reads its header.</summary>
    /// <exception cref="DataException">No VCF, or not of this chromosome; several samples where none is named.</exception>
    public static VcfReader Open(string path, ReferenceSequence reference, string? sample)
    {
        var lines = ByteLines.Open(path, LongestLine);
        return Open(lines, reference, sample);
    }

    /// <summary>As the other, from a stream.</summary>
    public static VcfReader Open(Stream stream, string where, ReferenceSequence reference, string? sample) =>
        Open(new ByteLines(stream, where, LongestLine), reference, sample);

    /// <summary>Reads the next record.</summary>
    /// <returns>False at the end.</returns>
    /// <exception cref="DataException">Too few or too many columns, another contig, a position out of range or order.</exception>
    public bool Read()
    {
        do
        {
            if (!_lines.Next())
                return false;
        } while (_lines.Line.IsEmpty);
        var line = _lines.Line.Span;
        Split(line);
        var contig = line[.._tabs[0]];
        if (!contig.SequenceEqual(_contig))
            Enter(contig);
        var text = Cell(1);
        if (!ByteCells.TryNumber(text, out int position) || position < 1)
            throw Wrong($"The position '{ByteCells.Shown(text)}' is no whole number from 1.");
        if (position > _reference.Length)
            throw Wrong(
                $"Position {position:N0} is beyond the end of {_reference.Name} ({_reference.Length:N0} bases).",
                $"The file is of another species or build; call variants against {_reference.Name}."
            );
        if (position < Position)
            throw Wrong(
                $"Position {position:N0} comes after {Position:N0}: the file is not sorted.",
                "Sort it (bcftools sort)."
            );
        Position = position;
        return true;
    }

    public void Dispose() => _lines.Dispose();

    public DataException Wrong(string what, string? remedy = null) => new(what, Here, remedy);

    private static VcfReader Open(ByteLines lines, ReferenceSequence reference, string? sample)
    {
        try
        {
            return new VcfReader(lines, reference, sample);
        }
        catch
        {
            lines.Dispose();
            throw;
        }
    }

    private ReadOnlySpan<byte> Cell(int column)
    {
        int start = _tabs[column - 1] + 1;
        return _lines.Line.Span[start.._tabs[column]];
    }

    private void Split(ReadOnlySpan<byte> line)
    {
        int named = Math.Min(_columns, FirstSample);
        int at = -1;
        for (int column = 0; column < named; column++)
        {
            int next = line[(at + 1)..].IndexOf((byte)'\t');
            if (next < 0)
            {
                if (column < _columns - 1)
                    throw Miscounted(column + 1);
                at = line.Length;
            }
            else
                at += next + 1;
            _tabs[column] = at;
        }
        int rest = at < line.Length ? line[(at + 1)..].Count((byte)'\t') + 1 : 0;
        if (named + rest != _columns)
            throw Miscounted(named + rest);
        if (!HasSample)
            return;
        var cells = line[(at + 1)..];
        _sampleStart = at + 1;
        for (int column = FirstSample; column < _sampleColumn; column++)
        {
            int next = cells.IndexOf((byte)'\t');
            cells = cells[(next + 1)..];
            _sampleStart += next + 1;
        }
        int end = cells.IndexOf((byte)'\t');
        _sampleEnd = _sampleStart + (end < 0 ? cells.Length : end);
    }

    private void Enter(ReadOnlySpan<byte> contig)
    {
        string name = Encoding.UTF8.GetString(contig);
        if (_contig.Length > 0 && _reference.IsNamed(name))
            throw Wrong(
                "The chromosome has two names in this file.",
                "Keep the records of one chromosome under one name."
            );
        if (!_reference.IsNamed(name))
            throw VcfHeader.Foreign(ByteCells.Shown(contig), _reference, Here);
        _contig = contig.ToArray();
    }

    private DataException Miscounted(int found) =>
        Wrong(
            $"The record has {found:N0} columns; the header says {_columns:N0}.",
            "The file is damaged, or its cells are not separated by tabs."
        );
}
