using System.Buffers.Text;
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

    // Of the first record's genotype; below 0 before there is one.
    private int _separators = -1;
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

    /// <summary>Whether the record stands in a last line without an end, so that the file may go on elsewhere.</summary>
    public bool MayBeCut => !_lines.Ended;

    /// <summary>Does the file tell of a sample, or of sites alone?</summary>
    public bool HasSample => _sampleColumn > 0;

    public ReadOnlySpan<byte> Ref => Cell(3);

    public ReadOnlySpan<byte> Alt => Cell(4);

    public ReadOnlySpan<byte> Filter => Cell(6);

    public ReadOnlySpan<byte> Info => Cell(7);

    public ReadOnlySpan<byte> Format => HasSample ? Cell(8) : [];

    public ReadOnlySpan<byte> Sample => HasSample ? _lines.Line.Span[_sampleStart.._sampleEnd] : [];

    /// <summary>The end of a deletion that is told as a symbol with its length (SVLEN); 0 where it is none.</summary>
    public int SymbolEnd
    {
        get
        {
            if (!Alt.StartsWith("<DEL"u8))
                return 0;
            var info = Info;
            int at = info.IndexOf("SVLEN="u8);
            return
                at >= 0
                && Utf8Parser.TryParse(info[(at + 6)..], out int length, out _)
                && length != int.MinValue
                ? (int)Math.Min(int.MaxValue, (long)Position + Math.Abs(length))
                : 0;
        }
    }

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
    /// <exception cref="DataException">
    /// Too few or too many columns, another contig, a position out of range or order; a last line that is cut.
    /// </exception>
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
        if (HasSample && (MayBeCut || _separators < 0))
            RefuseCut();
        return true;
    }

    /// <summary>A whole number of INFO; null where it has none by that key.</summary>
    /// <param name="key">With its equals sign.</param>
    /// <exception cref="DataException">No whole number, below 0, or an end before the record's position.</exception>
    public int? InfoNumber(ReadOnlySpan<byte> key)
    {
        if (!ByteCells.TryValue(Info, key, out var value))
            return null;
        if (!ByteCells.TryNumber(value, out int number))
            throw Wrong($"INFO's {ByteCells.Shown(key)}{ByteCells.Shown(value)} is no whole number.");
        return number >= 0 && (number >= Position || !key.SequenceEqual("END="u8))
            ? number
            : throw Wrong($"INFO's {ByteCells.Shown(key)}{ByteCells.Shown(value)} can't be.");
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

    // A last line without an end has all its columns here; whether its last cell is whole, FORMAT and the genotypes before
    // tell. Values may be left away at the end of a cell, but then the line goes on.
    private void RefuseCut()
    {
        var keys = Format;
        var cells = Sample;
        bool last = _sampleEnd == _lines.Line.Length;
        if (MayBeCut && last && cells.Count((byte)':') < keys.Count((byte)':'))
            throw Cut("The sample has fewer values than FORMAT has keys.");
        if (!keys.StartsWith("GT"u8))
            return;
        int separators = ByteCells.Next(ref cells, (byte)':').CountAny((byte)'/', (byte)'|');
        if (MayBeCut && last && cells.IsEmpty && separators < _separators)
            throw Cut("The genotype has fewer alleles than that of the first record.");
        if (_separators < 0)
            _separators = separators;
    }

    private DataException Cut(string what) =>
        Wrong(what, "The file ends within this line: it was cut. Copy or download it again.");

    private DataException Miscounted(int found)
    {
        string what = $"The record has {found:N0} columns; the header says {_columns:N0}.";
        return MayBeCut && found < _columns
            ? Cut(what)
            : Wrong(what, "The file is damaged, or its cells are not separated by tabs.");
    }
}
