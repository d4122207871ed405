using Osler.Cli.Terminal;
using Osler.Core.Faults;
using Osler.Core.Files;

namespace Osler.Cli.Commands;

/// <summary>The file that a command writes its answer to: a new one, named as what it holds.</summary>
internal static class AnswerFile
{
    /// <summary>Refuses a place whose writing would destroy the patients' table or the bundle.</summary>
    /// <param name="file">Where to write; null for standard output.</param>
    /// <param name="bundle">The bundle's folder.</param>
    /// <param name="input">The table; null or <c>-</c> for none.</param>
    /// <param name="endings">As of <see cref="RefuseTaken"/>.</param>
    /// <exception cref="RequestException">It is the table itself, lies in the bundle, exists, or ends in something else.</exception>
    public static void Refuse(string? file, string bundle, string? input, params string[] endings)
    {
        if (file is null)
            return;
        RefuseBundle(file, bundle, input);
        RefuseTaken(file, endings);
    }

    /// <summary>As <see cref="Refuse"/>, of a new folder.</summary>
    /// <param name="folder">Where to write; null for nowhere.</param>
    /// <param name="bundle">The bundle's folder.</param>
    /// <param name="input">The table; null or <c>-</c> for none.</param>
    /// <exception cref="RequestException">It is the table itself, lies in the bundle, or holds something.</exception>
    public static void RefuseFolder(string? folder, string bundle, string? input)
    {
        if (folder is null)
            return;
        RefuseBundle(folder, bundle, input);
        Durable.RefuseOccupied(folder);
    }

    /// <summary>Refuses to write over anything, and a name whose ending says something else than it would hold.</summary>
    /// <param name="file">Where to write.</param>
    /// <param name="endings">Those that fit, such as <c>.csv</c>; none: any does. A name without an ending always fits.</param>
    /// <exception cref="RequestException">It exists, or ends in something else.</exception>
    public static void RefuseTaken(string file, params string[] endings)
    {
        string ending = Path.GetExtension(file).ToLowerInvariant();
        if (endings.Length > 0 && ending.Length > 0 && !endings.Contains(ending))
            throw new RequestException(
                $"This is written as {string.Join(" or ", endings)}, not as {ending}.",
                file,
                $"Name a file that ends in {string.Join(" or ", endings)}."
            );
        if (Directory.Exists(file))
            throw new RequestException(
                "A folder is in the place of the file.",
                file,
                "Choose another file name."
            );
        if (File.Exists(file))
            throw new RequestException(
                "The file exists; nothing is overwritten.",
                file,
                "Name another file, or remove this one first."
            );
    }

    private static void RefuseBundle(string file, string bundle, string? input)
    {
        string target = Real(file);
        RefuseTable(file, input);
        string? folder = Path.GetDirectoryName(target);
        for (string inner = Real(bundle); folder is not null; folder = Path.GetDirectoryName(folder))
            if (Same(folder, inner))
                throw new RequestException(
                    "A bundle's files are checked by their SHA-256; nothing is written among them.",
                    file,
                    "Name another file."
                );
    }

    /// <summary>Refuses to write over the file that is read.</summary>
    /// <param name="file">Where to write.</param>
    /// <param name="input">The file that is read; null or <c>-</c> for none.</param>
    /// <exception cref="RequestException">They are one file.</exception>
    public static void RefuseTable(string file, string? input)
    {
        if (input is not (null or "-") && Same(Real(file), Real(input)))
            throw new RequestException(
                "This is the file that is read; the answer would take its place.",
                file,
                "Name another file."
            );
    }

    /// <summary>Writes an answer to its file, whole or not at all, and says so; where there is none to standard output.</summary>
    /// <param name="surroundings">Where answers and remarks go.</param>
    /// <param name="file">The file; null for standard output.</param>
    /// <param name="answer">Writes the answer.</param>
    public static void Write(Surroundings surroundings, string? file, Action<TextWriter> answer)
    {
        if (file is null)
        {
            answer(surroundings.Output);
            return;
        }
        Durable.WriteFile(
            file,
            stream =>
            {
                using var writer = new StreamWriter(stream, leaveOpen: true);
                answer(writer);
            }
        );
        surroundings.Error.WriteLine($"Wrote {file}.");
    }

    // Without links, as far as they can be followed.
    private static string Real(string path)
    {
        string full = Path.TrimEndingDirectorySeparator(Path.GetFullPath(path));
        FileSystemInfo? found =
            File.Exists(full) ? new FileInfo(full)
            : Directory.Exists(full) ? new DirectoryInfo(full)
            : null;
        string end = found?.ResolveLinkTarget(returnFinalTarget: true)?.FullName ?? full;
        return Path.GetDirectoryName(end) is { } parent && Path.GetFileName(end) is { Length: > 0 } name
            ? Path.Combine(Real(parent), name)
            : end;
    }

    private static bool Same(string one, string other) =>
        string.Equals(
            one,
            other,
            OperatingSystem.IsLinux() ? StringComparison.Ordinal : StringComparison.OrdinalIgnoreCase
        );
}
