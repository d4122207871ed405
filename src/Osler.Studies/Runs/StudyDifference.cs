using Osler.Studies.Yaml;

namespace Osler.Studies;

/// <summary>Where two study files, written out in full, say different things.</summary>
internal static class StudyDifference
{
    /// <summary>The first key that differs, in words ("training.epochs is 60 there and 5 here"); null where none does.</summary>
    /// <param name="there">As of <see cref="StudyFile.Write"/>.</param>
    /// <param name="here">As of <see cref="StudyFile.Write"/>.</param>
    public static string? First(string there, string here) =>
        there == here ? null : Between(YamlReader.Read(there, "there"), YamlReader.Read(here, "here"), "");

    private static string? Between(YamlNode there, YamlNode here, string path)
    {
        if (there is not YamlMap old || here is not YamlMap given)
            return Shown(there) == Shown(here)
                ? null
                : $"{path} is {Shown(there)} there and {Shown(here)} here";
        foreach (string key in old.Entries.Concat(given.Entries).Select(entry => entry.Key).Distinct())
        {
            string below = path.Length == 0 ? key : $"{path}.{key}";
            if (old[key] is not { } before)
                return $"{below} is not stated there";
            if (given[key] is not { } now)
                return $"{below} is not stated here";
            if (Between(before, now, below) is { } found)
                return found;
        }
        return null;
    }

    private static string Shown(YamlNode node) => YamlWriter.Inline(node);
}
