using System.Collections.Immutable;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using Osler.Core.Faults;
using Osler.Imaging.Arrays;

namespace Osler.Studies.Tuberculosis;

/// <summary>Reads isolates from an archive of arrays, or from two tables.</summary>
internal static class ResistanceFiles
{
    /// <summary>The drugs of the published data set, in the order of its labels.</summary>
    public static ImmutableArray<string> PublishedDrugs { get; } =
    ["RIF", "INH", "PZA", "EMB", "STR", "CIP", "CAP", "AMK", "MOXI", "OFLX", "KAN"];

    /// <summary>Reads what a study names, and refuses labels whose coding is swapped.</summary>
    /// <param name="path">An <c>.npz</c> archive or a table.</param>
    /// <param name="settings">How.</param>
    /// <exception cref="DataException">The files can't be read, or don't fit together.</exception>
    public static ResistanceData Read(string path, GenotypeSettings settings)
    {
        var data = path.EndsWith(".npz", StringComparison.OrdinalIgnoreCase)
            ? Archive(path, settings, IsolateRemedies.OfRun)
            : ResistanceTables.Read(path, settings, IsolateRemedies.OfRun);
        return ResistanceChecks.Checked(
            data with
            {
                Inputs =
                [
                    .. data.Inputs.Where(input =>
                        !settings.LeaveOut.Contains(data.Names[input], StringComparer.Ordinal)
                    ),
                ],
            }
        );
    }

    /// <summary>SHA-256 of variants and labels.</summary>
    public static string Fingerprint(IEnumerable<string> names, sbyte[] variants, float[] labels)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (string name in names)
            hash.AppendData(Encoding.UTF8.GetBytes(name + "\n"));
        hash.AppendData(MemoryMarshal.AsBytes(variants.AsSpan()));
        hash.AppendData(MemoryMarshal.AsBytes(labels.AsSpan()));
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    /// <summary>The variants that enough isolates have.</summary>
    public static ImmutableArray<int> Frequent(sbyte[] variants, int width, int least)
    {
        int[] carriers = new int[width];
        for (int i = 0; i < variants.Length; i++)
            carriers[i % width] += variants[i] == 1 ? 1 : 0;
        return [.. Enumerable.Range(0, width).Where(variant => carriers[variant] >= least)];
    }

    /// <summary>Reads an archive, its labels unchecked.</summary>
    public static ResistanceData Archive(string path, GenotypeSettings settings, IsolateRemedies remedies)
    {
        using var archive = Npz.Open(path);
        using var x = archive.Array("X");
        using var y = archive.Array("y");
        if (x.Shape.Length != 2 || y.Shape.Length != 2 || x.Shape[0] != y.Shape[0] || x.Shape[0] == 0)
            throw new DataException(
                $"X has the shape [{string.Join(", ", x.Shape)}] and y [{string.Join(", ", y.Shape)}]; isolates by variants and isolates by drugs are due.",
                path
            );
        (int isolates, int width, int drugs) = (x.Shape[0], x.Shape[1], y.Shape[1]);
        var codes = Drugs(settings, drugs, path, remedies);
        sbyte[] variants = new sbyte[(long)isolates * width];
        float[] row = new float[width];
        for (int i = 0; i < isolates; i++)
        {
            x.Read(i, row);
            for (int j = 0; j < width; j++)
                variants[i * width + j] = Variant(row[j], $"{path}, isolate {i + 1}, variant {j + 1}");
        }
        float[] labels = new float[isolates * drugs];
        y.Read(0, isolates, labels);
        for (int i = 0; i < labels.Length; i++)
            labels[i] = Label(labels[i], settings.Resistant, $"{path}, isolate {i / drugs + 1}", remedies);
        var warnings = ImmutableArray.CreateBuilder<string>();
        string? chosen = archive.Names.FirstOrDefault(name =>
            name.StartsWith("selected", StringComparison.Ordinal)
        );
        long[] numbers = [];
        if (chosen is not null)
        {
            using var selected = archive.Array(chosen);
            numbers = new long[selected.Count];
            selected.ReadIntegers(0, selected.Slices, numbers);
        }
        // The chosen columns alone, which are told by their numbers among all.
        bool cut = numbers.Length == width && numbers.Any(number => number >= width);
        var names = Names(path, width, cut ? numbers : null, warnings);
        ImmutableArray<int> inputs;
        if (chosen is null)
            inputs = Frequent(variants, width, settings.LeastIsolates);
        else if (cut)
            inputs = [.. Enumerable.Range(0, width)];
        else
        {
            if (
                numbers.Length == 0
                || numbers.Any(number => number < 0 || number >= width)
                || numbers.Distinct().Count() < numbers.Length
            )
                throw new DataException(
                    $"'{chosen}' names variants that X does not have, none, or one twice.",
                    path
                );
            inputs = [.. numbers.Select(number => (int)number)];
        }
        return new ResistanceData(
            Path.GetFileName(path),
            Fingerprint(names, variants, labels),
            names,
            variants,
            inputs,
            codes,
            labels
        )
        {
            Nameless = warnings.Count > 0,
            Warnings = warnings.ToImmutable(),
        };
    }

    /// <summary>1, 0, or -1 for what is not determined: empty, -1, or the 0.5 that some put in its place.</summary>
    public static sbyte Variant(double value, string where) =>
        value switch
        {
            1 => 1,
            0 => 0,
            -1 or 0.5 or double.NaN => -1,
            _ => throw new DataException(
                string.Create(CultureInfo.InvariantCulture, $"A variant is {value}."),
                where,
                "Write 1 where the isolate has it, 0 where it has not, -1 or nothing where it was not determined."
            ),
        };

    /// <summary>1 resistant, 0 susceptible, NaN unknown.</summary>
    public static float Label(double value, int resistant, string where, IsolateRemedies remedies) =>
        value switch
        {
            0 or 1 => value == resistant ? 1 : 0,
            -1 or double.NaN => float.NaN,
            _ => throw new DataException(
                string.Create(CultureInfo.InvariantCulture, $"A drug's label is {value}."),
                where,
                $"Write 0 and 1, and -1 or nothing where the drug was not tested; {remedies.Resistant}."
            ),
        };

    private static ImmutableArray<string> Drugs(
        GenotypeSettings settings,
        int count,
        string path,
        IsolateRemedies remedies
    )
    {
        if (settings.Drugs.IsEmpty && count == PublishedDrugs.Length)
            return PublishedDrugs;
        return settings.Drugs.Length == count
            ? settings.Drugs
            : throw new DataException(
                $"The labels are of {count} drugs, and {(settings.Drugs.IsEmpty ? "nothing says which" : $"{settings.Drugs.Length} are named")}.",
                path,
                remedies.Drugs
            );
    }

    // The archive has no names; the text file beside it that has as many lines as it has variants does, or one that has the
    // numbers of the columns that were chosen.
    private static ImmutableArray<string> Names(
        string path,
        int width,
        long[]? chosen,
        ImmutableArray<string>.Builder warnings
    )
    {
        string folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        foreach (string file in Directory.GetFiles(folder, "*names*.txt").Order(StringComparer.Ordinal))
        {
            if (new FileInfo(file).Length > 64L << 20)
                continue;
            string[] lines =
            [
                .. File.ReadLines(file)
                    .Take(chosen is null ? width + 1 : int.MaxValue)
                    .Select(line => line.Trim()),
            ];
            if (
                chosen is not null
                && lines.Length > width
                && chosen.All(number => number >= 0 && number < lines.Length)
            )
                lines = [.. chosen.Select(number => lines[number])];
            if (lines.Length == width && lines.Distinct().Count() == width && lines.All(line => line != ""))
                return [.. lines];
        }
        warnings.Add(
            "No file beside the archive names its variants (*names*.txt, a name a line), so mutations have numbers, and no catalogue can be looked up."
        );
        return
        [
            .. Enumerable
                .Range(1, width)
                .Select(number => string.Create(CultureInfo.InvariantCulture, $"variant_{number:D5}")),
        ];
    }
}
