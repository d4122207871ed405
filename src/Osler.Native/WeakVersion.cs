namespace Osler.Native;

/// <summary>Makes the need for one symbol version weak, so that systems without that version load the file.</summary>
/// <remarks>
/// LibTorchSharp 0.107.0 was built by GCC 13 and needs <c>GLIBCXX_3.4.32</c> for one symbol,
/// <c>_ZSt21ios_base_library_initv</c>: a marker for the linker that no code calls (libstdc++ 13's &lt;iostream&gt;
/// refers to it so that old libraries are refused at link time). Debian 12 and Ubuntu 22.04 stop at 3.4.30, RHEL 9 at
/// 3.4.29 (<see cref="OlderVersion"/>). Newer systems resolve the weak need as they did the strong one.
/// </remarks>
public static class WeakVersion
{
    private const byte WeakBinding = 2; // STB_WEAK

    /// <summary>Makes the version need and its one symbol weak.</summary>
    /// <param name="elf">Edited in place.</param>
    /// <param name="version">The version's name, e.g. <c>GLIBCXX_3.4.32</c>.</param>
    /// <param name="marker">The only symbol that may need it, one that nothing calls; null where none may.</param>
    /// <returns>Whether anything was changed: false where the need is absent or weak already.</returns>
    /// <exception cref="ElfException">The file is damaged, or another symbol needs that version too, in which case a weak
    /// need would only move the failure into the run.</exception>
    public static bool Make(ElfImage elf, string version, string? marker)
    {
        var found = VersionNeed.Of(elf).Where(need => need.Name == version).ToList();
        if (found.Count == 0)
            return false;
        var symbols = found.SelectMany(need => VersionedSymbol.Of(elf, need.Index)).ToList();
        foreach (var symbol in symbols)
        {
            if (symbol.Name != marker)
                throw new ElfException($"{symbol.Name} needs {version} too; that need can't be made weak.");
        }
        bool changed = false;
        foreach (var need in found)
        {
            ushort flags = elf.UInt16(need.FlagsAt);
            changed |= (flags & VersionNeed.WeakFlag) == 0;
            elf.Put(need.FlagsAt, (ushort)(flags | VersionNeed.WeakFlag));
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
}
