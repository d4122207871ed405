using System.Collections.Immutable;
using System.Globalization;
using Osler.Core.Bundles;
using Osler.Core.Faults;
using Osler.Core.Tables;
using Osler.Core.Variants.Calls;
using Osler.Core.Variants.Features;
using Osler.Core.Variants.Reference;
using Osler.Core.Variants.Sequences;

namespace Osler.Studies.Tuberculosis;

/// <summary>Reads isolates from a folder of VCF or FASTA files, one each, and a table of labels.</summary>
/// <remarks>
/// The table's column <c>genotypes.isolate</c> (else its first) holds the files' names, with or without their
/// endings. A file that can't be read is refused and the others are judged; files without a row, and rows without a
/// file, are counted.
/// </remarks>
internal static class IsolateFolder
{
    public static OtherIsolates Read(
        OtherIsolatesReading reading,
        GenotypeSettings settings,
        Card card,
        ImmutableArray<string> outcomes,
        CancellationToken cancellation
    )
    {
        string[] files =
        [
            .. Directory
                .GetFiles(reading.Path)
                .Where(file => IsolateFile.IsVcf(file) || IsolateFasta.IsFasta(file))
                .Order(StringComparer.Ordinal),
        ];
        if (files.Length == 0)
            throw new DataException(
                "The folder holds no VCF or FASTA file.",
                reading.Path,
                "Files end in .vcf, .fasta, .fa or .fna, perhaps with .gz."
            );
        if (card.Genotypes is not { Naming: "wdnn" })
            throw new RequestException(
                "This bundle's inputs are not named by their position on H37Rv, so that no VCF file can be read for it.",
                reading.Path,
                "Give a table with its inputs as columns."
            );
        string where = ResistanceTables.LabelFile(Path.Combine(reading.Path, "*"), settings);
        string key =
            settings.Isolate is { } stated && TableFile.Header(where).Contains(stated)
                ? stated
                : TableFile.Header(where)[0];
        var table = IsolateColumns.Of(where, key);
        var rowOf = table.RowsByKey(key);
        (string File, int Row)[] labelled =
        [
            .. files.Select(file => (file, RowOf(file, rowOf))).Where(each => each.Item2 >= 0),
        ];
        if (labelled.Length == 0)
            throw new DataException(
                $"No file's name is in the column '{key}' of the labels.",
                table.Where,
                $"Write there for each isolate its file's name, such as {Path.GetFileName(files[0])}."
            );
        var features = FeatureList.Parse(card.Inputs.Select(input => input.Name));
        var read = new (ImmutableArray<sbyte> Values, string? Refused)[labelled.Length];
        Parallel.For(
            0,
            labelled.Length,
            new ParallelOptions { CancellationToken = cancellation },
            i => read[i] = Values(labelled[i].File, features, reading.Calls)
        );
        int[] kept = [.. Enumerable.Range(0, read.Length).Where(i => read[i].Refused is null)];
        ImmutableArray<(string File, string Reason)> refused =
        [
            .. Enumerable
                .Range(0, read.Length)
                .Where(i => read[i].Refused is not null)
                .Select(i => (Path.GetFileName(labelled[i].File), read[i].Refused!)),
        ];
        if (kept.Length == 0)
            throw new DataException(
                $"All {refused.Length} files were refused, the first because: {refused[0].Reason}",
                reading.Path
            );
        ImmutableArray<string> drugs =
        [
            .. outcomes.Where(outcome => ResistanceTables.ColumnOf(outcome, table.Names) is not null),
        ];
        float[] labels = ResistanceTables.Labels(
            table,
            drugs,
            settings.Resistant,
            [.. kept.Select(i => labelled[i].Row)]
        );
        string[] names = [.. features.Features.Select(feature => feature.Name)];
        sbyte[] variants = [.. kept.SelectMany(i => read[i].Values)];
        var data = OtherIsolates.WithOutcomes(
            new ResistanceData(
                Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(reading.Path))),
                ResistanceFiles.Fingerprint(names, variants, labels),
                [.. names],
                variants,
                [.. Enumerable.Range(0, names.Length)],
                drugs,
                labels
            ),
            outcomes
        );
        var warnings = ImmutableArray.CreateBuilder<string>();
        Count(files.Length - labelled.Length, "files have no row of labels and are left out.");
        Count(rowOf.Count - labelled.Length, "rows of labels have no file and are left out.");
        Count(refused.Length, "files were refused and are not counted.");
        return OtherIsolates.Checked(data, data.Rows(), warnings, refused);

        void Count(int count, string what)
        {
            if (count > 0)
                warnings.Add(string.Create(CultureInfo.InvariantCulture, $"{count:N0} {what}"));
        }
    }

    private static (ImmutableArray<sbyte> Values, string? Refused) Values(
        string file,
        FeatureList features,
        CallSettings settings
    )
    {
        try
        {
            return (
                FeatureVector.Of(IsolateFile.Read(file, H37Rv.Loci, H37Rv.Genes, settings), features).Values,
                null
            );
        }
        catch (DataException fault)
        {
            return ([], fault.What);
        }
    }

    // -1 where the table has no row of the file.
    private static int RowOf(string file, OrderedDictionary<ulong, int> rows)
    {
        string name = Path.GetFileName(file);
        return
            rows.TryGetValue(IdentifierHash.Of(name), out int row)
            || rows.TryGetValue(IdentifierHash.Of(IsolateFile.BareName(name)), out row)
            ? row
            : -1;
    }
}
