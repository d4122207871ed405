namespace Osler.Native;

/// <summary>Makes the need for one symbol version weak, so that systems without that version load the file.</summary>
/// <remarks>
/// LibTorchSharp 0.107.0 was built by GCC 13 and needs <c>GLIBCXX_3.4.32</c> for one symbol,
/// <c>_ZSt21ios_base_library_initv</c>: a marker for the linker that no code calls (libstdc++ 13's &lt;iostream&gt;
/// refers to it so that old libraries are refused at link time). Debian 12, Ubuntu 22.04 and RHEL 9 stop at 3.4.30.
/// Newer systems resolve the weak need as they did the strong one.
/// </remarks>
public static class WeakVersion
{
    private const ushort WeakFlag = 2; // VER_FLG_WEAK
    private const int SymbolSize = 24;
    private const byte WeakBinding = 2; // STB_WEAK

    /// <summary>Makes the version need and its one symbol weak.</summary>
    /// <param name="elf">Edited in place.</param>
    /// <param name="version">The version's name, e.g. <c>GLIBCXX_3.4.32</c>.</param>
    /// <param name="marker">The only symbol that may need it, one that nothing calls.</param>
    /// <returns>Whether anything was changed: false where the need is absent or weak already.</returns>
    /// <exception cref="ElfException">The file is damaged, or another symbol needs that version too, in which case a weak
    /// need would only move the failure into the run.</exception>
    public static bool Make(ElfImage elf, string version, string marker)
    {
        var needs = elf.Sections.FirstOrDefault(section => section.Type == ElfImage.VersionNeeds);
        if (needs.Size == 0)
            return false;
        var found = Needs(elf, needs).Where(need => need.Name == version).ToList();
        if (found.Count == 0)
            return false;
        var symbols = found.SelectMany(need => SymbolsOf(elf, need.Index)).ToList();
        foreach (var symbol in symbols)
        {
            if (symbol.Name != marker)
                throw new ElfException($"{symbol.Name} needs {version} too; that need can't be made weak.");
        }
        bool changed = false;
        foreach (var need in found)
        {
            ushort flags = elf.UInt16(need.FlagsAt);
            changed |= (flags & WeakFlag) == 0;
            elf.Put(need.FlagsAt, (ushort)(flags | WeakFlag));
        }
        foreach (var symbol in symbols)
        {
            byte info = elf.UInt8(symbol.InfoAt);
            byte weak = (byte)((WeakBinding << 4) | (info & 0xf));
            changed |= info != weak;
            elf.Put(symbol.InfoAt, weak);
        }
        return changed;
    }

    private readonly record struct Need(string Name, int Index, int FlagsAt);

    private readonly record struct Symbol(string Name, int InfoAt);

    // Elf64_Verneed: version, count (16 bit), file, aux, next (32 bit).
    // Elf64_Vernaux: hash (32), flags, other (16), name, next (32). Offsets are relative to the record.
    private static IEnumerable<Need> Needs(ElfImage elf, ElfSection section)
    {
        var strings = elf.Linked(section);
        int file = section.Offset;
        for (int i = 0; i < section.Info; i++)
        {
            int aux = Step(file, elf.UInt32(file + 8));
            int count = elf.UInt16(file + 2);
            for (int j = 0; j < count; j++)
            {
                yield return new(elf.Text(strings, elf.UInt32(aux + 8)), elf.UInt16(aux + 6), aux + 4);
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

    // Elf64_Sym: name (32 bit), info, other (8), section (16), value, size (64).
    private static IEnumerable<Symbol> SymbolsOf(ElfImage elf, int versionIndex)
    {
        var versions = elf.Sections.FirstOrDefault(section => section.Type == ElfImage.SymbolVersions);
        if (versions.Size == 0)
            yield break;
        var symbols = elf.Linked(versions);
        var strings = elf.Linked(symbols);
        int count = Math.Min(versions.Size / 2, symbols.Size / SymbolSize);
        for (int i = 0; i < count; i++)
        {
            if ((elf.UInt16(versions.Offset + (2 * i)) & 0x7fff) != versionIndex)
                continue;
            int at = symbols.Offset + (SymbolSize * i);
            yield return new(elf.Text(strings, elf.UInt32(at)), at + 4);
        }
    }

    private static int Step(int from, uint by) =>
        by <= int.MaxValue - (uint)from
            ? from + (int)by
            : throw new ElfException("The version needs are damaged.");
}
