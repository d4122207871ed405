using System.Buffers.Binary;
using System.Text;

namespace Osler.Native;

/// <summary>One section of an ELF file.</summary>
/// <param name="Type">Section type (<c>sh_type</c>).</param>
/// <param name="Offset">Where its bytes begin in the file.</param>
/// <param name="Size">Bytes.</param>
/// <param name="Link">Index of the section that it refers to (<c>sh_link</c>), e.g. its string table.</param>
/// <param name="Info">Type-dependent number (<c>sh_info</c>), e.g. the count of version needs.</param>
public readonly record struct ElfSection(uint Type, int Offset, int Size, int Link, int Info);

/// <summary>A 64-bit little-endian ELF file in memory; every access is checked against the file's length.</summary>
/// <remarks>Tool Interface Standard, ELF 1.2; symbol versions: Linux Standard Base 5.0, Core, 10.7.</remarks>
public sealed class ElfImage
{
    /// <summary><c>SHT_DYNSYM</c>: the symbols that the dynamic linker resolves.</summary>
    public const uint DynamicSymbols = 11;

    /// <summary><c>SHT_GNU_verneed</c>: the versions that are needed, file by file.</summary>
    public const uint VersionNeeds = 0x6ffffffe;

    /// <summary><c>SHT_GNU_versym</c>: one version index per dynamic symbol.</summary>
    public const uint SymbolVersions = 0x6fffffff;

    private const int HeaderSize = 64;
    private const int SectionHeaderSize = 64;
    private readonly byte[] _bytes;

    /// <param name="bytes">The whole file; edited in place.</param>
    /// <exception cref="ElfException">Not a 64-bit little-endian ELF file with section headers, or a truncated one.</exception>
    public ElfImage(byte[] bytes)
    {
        _bytes = bytes;
        if (bytes.Length < HeaderSize || !bytes.AsSpan(0, 4).SequenceEqual("\u007fELF"u8))
            throw new ElfException("This is not an ELF file.");
        if (bytes[4] != 2 || bytes[5] != 1)
            throw new ElfException("Only 64-bit little-endian ELF files can be edited.");
        int count = UInt16(60);
        if (count == 0 || UInt16(58) != SectionHeaderSize)
            throw new ElfException("The ELF file has no section headers to edit by.");
        ulong table = UInt64(40);
        var sections = new ElfSection[count];
        for (int i = 0; i < count; i++)
        {
            int at = Offset(table + (ulong)(i * SectionHeaderSize), SectionHeaderSize);
            uint type = UInt32(at + 4);
            // SHT_NULL has no bytes, SHT_NOBITS (8) none in the file.
            bool hasBytes = type is not (0 or 8);
            ulong size = hasBytes ? UInt64(at + 32) : 0;
            int offset = hasBytes ? Offset(UInt64(at + 24), size) : 0;
            sections[i] = new(type, offset, (int)size, Index(UInt32(at + 40)), Index(UInt32(at + 44)));
        }
        Sections = sections;
    }

    /// <summary>The sections in file order.</summary>
    public IReadOnlyList<ElfSection> Sections { get; }

    /// <summary>The bytes, with the edits.</summary>
    public ReadOnlyMemory<byte> Bytes => _bytes;

    /// <summary>The section that another one refers to.</summary>
    /// <exception cref="ElfException">There is none.</exception>
    public ElfSection Linked(ElfSection section) =>
        section.Link < Sections.Count
            ? Sections[section.Link]
            : throw new ElfException("A section refers to one that does not exist.");

    /// <summary>Unsigned 16-bit number at a file offset.</summary>
    public ushort UInt16(int offset) => BinaryPrimitives.ReadUInt16LittleEndian(Span(offset, 2));

    /// <summary>Unsigned 32-bit number at a file offset.</summary>
    public uint UInt32(int offset) => BinaryPrimitives.ReadUInt32LittleEndian(Span(offset, 4));

    /// <summary>Unsigned 64-bit number at a file offset.</summary>
    public ulong UInt64(int offset) => BinaryPrimitives.ReadUInt64LittleEndian(Span(offset, 8));

    /// <summary>Byte at a file offset.</summary>
    public byte UInt8(int offset) => Span(offset, 1)[0];

    /// <summary>Replaces an unsigned 16-bit number.</summary>
    public void Put(int offset, ushort value) =>
        BinaryPrimitives.WriteUInt16LittleEndian(Span(offset, 2), value);

    /// <summary>Replaces a byte.</summary>
    public void Put(int offset, byte value) => Span(offset, 1)[0] = value;

    /// <summary>The zero-terminated name at an index of a string table.</summary>
    public string Text(ElfSection strings, uint index)
    {
        if (index >= (uint)strings.Size)
            throw new ElfException("A name lies outside its string table.");
        var rest = Span(strings.Offset + (int)index, strings.Size - (int)index);
        int end = rest.IndexOf((byte)0);
        return end < 0
            ? throw new ElfException("A name does not end.")
            : Encoding.Latin1.GetString(rest[..end]);
    }

    private static int Index(uint value) =>
        value <= int.MaxValue ? (int)value : throw new ElfException("A section header is damaged.");

    private int Offset(ulong offset, ulong size) =>
        offset <= (ulong)_bytes.Length && size <= (ulong)_bytes.Length - offset
            ? (int)offset
            : throw new ElfException("The ELF file is truncated or damaged.");

    private Span<byte> Span(int offset, int size) =>
        offset >= 0 && size >= 0 && offset <= _bytes.Length - size
            ? _bytes.AsSpan(offset, size)
            : throw new ElfException("The ELF file is truncated or damaged.");
}
