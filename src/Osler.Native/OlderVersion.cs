namespace Osler.Native;

/// <summary>Asks for an older version of a symbol that newer libraries keep for old programs.</summary>
/// <remarks>
/// libstdc++ 12 has <c>std::condition_variable::wait</c> as <c>GLIBCXX_3.4.30</c>, since it no longer throws, and keeps the
/// one of <c>GLIBCXX_3.4.11</c>; RHEL 9 (libstdc++ 11, up to 3.4.29) has the latter alone.
/// </remarks>
public static class OlderVersion
{
    /// <summary>Rebinds a symbol.</summary>
    /// <param name="elf">Edited in place.</param>
    /// <param name="symbol">Its mangled name.</param>
    /// <param name="from">The version that it asks for.</param>
    /// <param name="to">The version that it shall ask for; the file must ask for it already, for some other symbol.</param>
    /// <returns>Whether anything was changed: false where the symbol does not ask for <paramref name="from"/>.</returns>
    /// <exception cref="ElfException">The file is damaged, or does not ask for <paramref name="to"/>.</exception>
    public static bool Rebind(ElfImage elf, string symbol, string from, string to)
    {
        ArgumentNullException.ThrowIfNull(elf);
        var needs = VersionNeed.Of(elf).ToList();
        var found = needs
            .Where(need => need.Name == from)
            .SelectMany(need => VersionedSymbol.Of(elf, need.Index))
            .Where(one => one.Name == symbol)
            .ToList();
        if (found.Count == 0)
            return false;
        if (needs.FindIndex(need => need.Name == to) is not (>= 0 and var older))
            throw new ElfException($"The file asks for nothing of {to}, so that {symbol} can't either.");
        foreach (var one in found)
            elf.Put(one.VersionAt, (ushort)((elf.UInt16(one.VersionAt) & 0x8000) | needs[older].Index));
        return true;
    }
}
