namespace Osler.Native;

/// <summary>A version of another library's symbols that a file asks for.</summary>
/// <param name="Name">E.g. <c>GLIBCXX_3.4.30</c>.</param>
/// <param name="Index">What the symbols of that version have in <c>.gnu.version</c>.</param>
/// <param name="FlagsAt">Where its flags stand in the file.</param>
/// <param name="IsWeak">Whether a library without that version loads all the same.</param>
public readonly record struct VersionNeed(string Name, int Index, int FlagsAt, bool IsWeak)
{
    /// <summary><c>VER_FLG_WEAK</c>.</summary>
    public const ushort WeakFlag = 2;

    /// <summary>All of a file's, in its order; none where it has no versions.</summary>
    /// <exception cref="ElfException">The file is damaged.</exception>
    public static IEnumerable<VersionNeed> Of(ElfImage elf)
    {
        ArgumentNullException.ThrowIfNull(elf);
        var section = elf.Sections.FirstOrDefault(section => section.Type == ElfImage.VersionNeeds);
        return section.Size == 0 ? [] : In(elf, section);
    }

    // Elf64_Verneed: version, count (16 bit), file, aux, next (32 bit).
    // Elf64_Vernaux: hash (32), flags, other (16), name, next (32). Offsets are relative to the record.
    private static IEnumerable<VersionNeed> In(ElfImage elf, ElfSection section)
    {
        var strings = elf.Linked(section);
        int file = section.Offset;
        for (int i = 0; i < section.Info; i++)
        {
            int aux = Step(file, elf.UInt32(file + 8));
            int count = elf.UInt16(file + 2);
            for (int j = 0; j < count; j++)
            {
                yield return new(
                    elf.Text(strings, elf.UInt32(aux + 8)),
                    elf.UInt16(aux + 6),
                    aux + 4,
                    (elf.UInt16(aux + 4) & WeakFlag) != 0
                );
                uint next = elf.UInt32(aux + 12);
                if (next == 0)
                    break;
                aux = Step(aux, next);
            }
            uint nextFile = elf.UInt32(file + 12);
            if (nextFile == 0)
                break;
            file = Step(file, nextFile);
        }
    }

    private static int Step(int from, uint by) =>
        by <= int.MaxValue - (uint)from
            ? from + (int)by
            : throw new ElfException("The version needs are damaged.");
}

/// <summary>A symbol that the dynamic linker resolves in a certain version.</summary>
/// <param name="Name">Its mangled name.</param>
/// <param name="InfoAt">Where its binding and type stand in the file.</param>
/// <param name="VersionAt">Where the index of its version stands in the file.</param>
internal readonly record struct VersionedSymbol(string Name, int InfoAt, int VersionAt)
{
    private const int SymbolSize = 24;

    /// <summary>Those of a version.</summary>
    /// <exception cref="ElfException">The file is damaged.</exception>
    // Elf64_Sym: name (32 bit), info, other (8), section (16), value, size (64).
    public static IEnumerable<VersionedSymbol> Of(ElfImage elf, int versionIndex)
    {
        var versions = elf.Sections.FirstOrDefault(section => section.Type == ElfImage.SymbolVersions);
        if (versions.Size == 0)
            yield break;
        var symbols = elf.Linked(versions);
        var strings = elf.Linked(symbols);
        int count = Math.Min(versions.Size / 2, symbols.Size / SymbolSize);
        for (int i = 0; i < count; i++)
        {
            int version = versions.Offset + (2 * i);
            if ((elf.UInt16(version) & 0x7fff) != versionIndex)
                continue;
            int at = symbols.Offset + (SymbolSize * i);
            yield return new(elf.Text(strings, elf.UInt32(at)), at + 4, version);
        }
    }
}
