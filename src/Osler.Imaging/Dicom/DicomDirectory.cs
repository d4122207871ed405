using Osler.Core.Faults;

namespace Osler.Imaging.Dicom;

/// <summary>A DICOMDIR: the list of a medium's files (PS3.3 annex F, PS3.10 section 8).</summary>
/// <remarks>
/// Records are read in the order in which they stand; the offsets that chain them are not followed, so a chain that
/// leads back to itself does no harm. No path leads out of the DICOMDIR's own folder.
/// </remarks>
public static class DicomDirectory
{
    /// <summary>The name that the standard gives the file (PS3.10 section 8.6).</summary>
    public const string FileName = "DICOMDIR";

    /// <summary>Whether a path's file is called so.</summary>
    /// <param name="path">A path.</param>
    public static bool IsNamed(string path) => Path.GetFileName(path) == FileName;

    /// <summary>PS3.10 section 8.2: at most eight components.</summary>
    private const int MostComponents = 8;

    /// <summary>Whether a file is a DICOMDIR: it lists files.</summary>
    public static bool Is(DicomFile file)
    {
        ArgumentNullException.ThrowIfNull(file);
        return file.Data.Has(Tags.DirectoryRecordSequence);
    }

    /// <summary>The files that a DICOMDIR lists.</summary>
    /// <param name="path">The DICOMDIR.</param>
    /// <param name="kinds">Kinds of record to list, e.g. IMAGE; none: every kind.</param>
    /// <exception cref="DataException">
    /// It is no DICOMDIR, or lists a file that would lie outside its folder, or one that isn't there.
    /// </exception>
    public static IReadOnlyList<string> Files(string path, params IReadOnlyCollection<string> kinds)
    {
        var file = DicomFile.Open(path);
        if (!Is(file))
            throw new DataException("This is not a DICOMDIR: it lists no files.", path);
        string folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        var files = new List<string>();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var record in file.Data.Items(Tags.DirectoryRecordSequence))
        {
            // 0: deleted (PS3.3 section F.3.2.2, retired; such records still occur).
            if (record.Whole(Tags.RecordInUse) is 0)
                continue;
            if (kinds.Count > 0 && !kinds.Contains(record.Text(Tags.DirectoryRecordType) ?? ""))
                continue;
            string[] components = record.Texts(Tags.ReferencedFileId);
            if (components.Length == 0)
                continue;
            string found = Find(folder, components, path);
            if (seen.Add(found))
                files.Add(found);
        }
        return files;
    }

    /// <summary>
    /// The file of a File ID (PS3.10 section 8.2, one component a folder). Names are looked for in any case: media are
    /// in capitals, copies of them often aren't.
    /// </summary>
    private static string Find(string folder, string[] components, string path)
    {
        if (components.Length > MostComponents || components.Any(IsNoName))
            throw new DataException(
                "The directory lists a file outside its folder.",
                path,
                "No writer does that; don't trust this medium."
            );
        string at = folder;
        for (int i = 0; i < components.Length; i++)
        {
            string next = Path.Combine(at, components[i]);
            bool isLast = i == components.Length - 1;
            if (!(isLast ? File.Exists(next) : Directory.Exists(next)))
                next =
                    InAnyCase(at, components[i], isLast)
                    ?? throw new DataException(
                        $"The directory lists '{string.Join('/', components)}', which is not there.",
                        path,
                        "Copy the whole medium, or give the folder without its DICOMDIR."
                    );
            at = next;
            RequireInside(at, folder, path);
        }
        return at;
    }

    private static bool IsNoName(string component) =>
        component.Length == 0
        || component is "." or ".."
        || component.AsSpan().IndexOfAny("/\\:\0") >= 0
        || Path.IsPathRooted(component);

    private static string? InAnyCase(string folder, string name, bool isFile)
    {
        var all = isFile ? Directory.EnumerateFiles(folder) : Directory.EnumerateDirectories(folder);
        return all.Where(one =>
                string.Equals(Path.GetFileName(one), name, StringComparison.OrdinalIgnoreCase)
            )
            .Order(StringComparer.Ordinal)
            .FirstOrDefault();
    }

    /// <summary>A link may not lead out either.</summary>
    private static void RequireInside(string place, string folder, string path)
    {
        FileSystemInfo info = Directory.Exists(place) ? new DirectoryInfo(place) : new FileInfo(place);
        if (info.LinkTarget is null)
            return;
        string? target = info.ResolveLinkTarget(returnFinalTarget: true)?.FullName;
        string inside = folder.EndsWith(Path.DirectorySeparatorChar)
            ? folder
            : folder + Path.DirectorySeparatorChar;
        if (target is null || !target.StartsWith(inside, StringComparison.Ordinal))
            throw new DataException(
                "The directory lists a link that leads out of its folder.",
                path,
                "Replace the link by the file."
            );
    }
}
