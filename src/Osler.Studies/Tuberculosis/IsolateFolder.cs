using System.Collections.Immutable;
using System.Globalization;
using Osler.Core.Bundles;
using Osler.Core.Faults;
using Osler.Core.Tables;
using Osler.Core.Variants.Calls;
using Osler.Core.Variants.Features;
using Osler.Core.Variants.Reference;
using Osler.Core.Variants.Sequences;
using Osler.Core.Words;

namespace Osler.Studies.Tuberculosis;

/// <summary>Reads isolates from a folder of VCF or FASTA files, one each, and a table of labels.</summary>
/// <remarks>
/// The table's column <c>genotypes.isolate</c> (else its first) holds the files' names, with or without their
/// endings. A file that can't be read is refused and the others are judged; files without a row, and rows without a
/// file, are counted.
/// </remarks>
internal sealed class IsolateFolder
{
    private const int MostNamed = 5;

    private readonly string _path;
    private readonly GenotypeSettings _settings;
    private readonly CallSettings _calls;
    private readonly CancellationToken _cancellation;
    private readonly IsolateColumns _table;
    private readonly (string File, int Row)[] _labelled;
    private int _contradicting;

    public IsolateFolder(
        string path,
        GenotypeSettings settings,
        CallSettings calls,
        IsolateRemedies remedies,
        CancellationToken cancellation
    )
    {
        (_path, _settings, _calls, _cancellation) = (path, settings, calls, cancellation);
        if (!Directory.Exists(path))
            throw new DataException("There is no such folder.", path, "Give a folder of FASTA or VCF files.");
        string[] files =
        [
            .. Directory
                .GetFiles(path)
                .Where(file => IsolateFile.IsVcf(file) || IsolateFasta.IsFasta(file))
                .Order(StringComparer.Ordinal),
        ];
        if (files.Length == 0)
            throw new DataException(
                "The folder holds no VCF or FASTA file.",
                path,
                "Files end in .vcf, .fasta, .fa or .fna, perhaps with .gz."
            );
        if (files.GroupBy(IsolateFile.BareName).FirstOrDefault(same => same.Count() > 1) is { } twice)
            throw new DataException(
                $"Two files are of one isolate, '{twice.Key}': {Path.GetFileName(twice.First())} and {Path.GetFileName(twice.ElementAt(1))}.",
                path,
                "Keep one of them."
            );
        string where = ResistanceTables.LabelFile(Path.Combine(path, "*"), settings, remedies);
        var header = TableFile.Header(where);
        string key = settings.Isolate is { } stated && header.Contains(stated) ? stated : header[0];
        _table = IsolateColumns.Of(where, key, remedies);
        Key = key;
        var rowOf = _table.RowsByKey(key);
        _labelled = [.. files.Select(file => (file, RowOf(file, rowOf))).Where(each => each.Item2 >= 0)];
        if (_labelled.Length == 0)
            throw new DataException(
                $"No file's name is in the column '{key}' of the labels.",
                _table.Where,
                $"Write there for each isolate its file's name, such as {Path.GetFileName(files[0])}."
            );
        Count(files.Length - _labelled.Length, "files have no row of labels and are left out.");
        Count(rowOf.Count - _labelled.Length, "rows of labels have no file and are left out.");
    }

    private string Key { get; }

    /// <summary>What a file says of an isolate.</summary>
    /// <param name="Values">Of a model's inputs, or of positions.</param>
    public sealed record IsolateValues(ImmutableArray<sbyte> Values)
    {
        /// <summary>[drugs] a catalogue's calls; null where none is asked.</summary>
        public double[]? Called { get; init; }

        /// <summary>Insertions that the values can't show, by HGVS.</summary>
        public ImmutableArray<string> Unseen { get; init; } = [];

        /// <summary>An isolate's bases at positions.</summary>
        public static IsolateValues Of(CallSet calls, LociBases bases) =>
            new(bases.Read(calls)) { Unseen = calls.MutationsOf(bases.Inserted(calls)) };
    }

    /// <summary>What a reader should know, one sentence each.</summary>
    public ImmutableArray<string>.Builder Warnings { get; } = ImmutableArray.CreateBuilder<string>();

    /// <summary>The columns of labels.</summary>
    public ImmutableArray<string> Drugs => [.. _table.Names.Where(name => name != Key)];

    /// <summary>What could be read, and what could not be.</summary>
    /// <param name="Rows">The row of each isolate in the table.</param>
    /// <param name="Isolates">What its file says.</param>
    /// <param name="Refused">Files that could not be read.</param>
    public sealed record ReadFiles(
        int[] Rows,
        IsolateValues[] Isolates,
        ImmutableArray<(string File, string Reason)> Refused
    );

    /// <summary>Isolates as a bundle's inputs and outcomes.</summary>
    /// <exception cref="RequestException">Its inputs are not named by their positions.</exception>
    public static OtherIsolates Read(
        OtherIsolatesReading reading,
        GenotypeSettings settings,
        Card card,
        ImmutableArray<string> outcomes,
        CancellationToken cancellation
    )
    {
        if (card.Genotypes is not { ReadsIsolates: true } genotypes)
            throw new RequestException(
                "This bundle's inputs are not named by their position on H37Rv, so that no VCF or FASTA file can be read for it.",
                reading.Path,
                "Give a table with its inputs as columns."
            );
        ImmutableArray<string> names = [.. card.Inputs.Select(input => input.Name)];
        Func<CallSet, IsolateValues> values;
        if (genotypes.Naming == CardGenotypes.Bases)
        {
            var bases = LociBases.Parse(names);
            values = calls => IsolateValues.Of(calls, bases);
        }
        else
        {
            var features = FeatureList.Parse(names);
            values = calls => new(FeatureVector.Of(calls, features).Values);
        }
        var folder = new IsolateFolder(
            reading.Path,
            settings,
            reading.Calls,
            IsolateRemedies.OfEvaluation,
            cancellation
        );
        var catalogue = reading.OpenCatalogue();
        var read = folder.Read(calls => values(calls) with { Called = catalogue?.Called(calls, outcomes) });
        ImmutableArray<string> drugs =
        [
            .. outcomes.Where(outcome => ResistanceTables.ColumnOf(outcome, folder._table.Names) is not null),
        ];
        var data = OtherIsolates.WithOutcomes(folder.Data(names, read, drugs), outcomes);
        return OtherIsolates.Checked(reading, data, data.Rows(), folder.Warnings) with
        {
            Refused = read.Refused,
            Catalogue = catalogue?.Of([.. read.Isolates.SelectMany(isolate => isolate.Called!)]),
        };
    }

    /// <summary>Reads every file that has labels.</summary>
    /// <param name="values">What is made of one.</param>
    /// <exception cref="DataException">All of them were refused.</exception>
    public ReadFiles Read(Func<CallSet, IsolateValues> values)
    {
        var read = new (IsolateValues? Values, string? Refused)[_labelled.Length];
        Parallel.For(
            0,
            _labelled.Length,
            new ParallelOptions { CancellationToken = _cancellation },
            i => read[i] = Values(_labelled[i].File, values)
        );
        int[] kept = [.. Enumerable.Range(0, read.Length).Where(i => read[i].Refused is null)];
        ImmutableArray<(string File, string Reason)> refused =
        [
            .. Enumerable
                .Range(0, read.Length)
                .Where(i => read[i].Refused is not null)
                .Select(i => (Path.GetFileName(_labelled[i].File), read[i].Refused!)),
        ];
        if (kept.Length == 0)
            throw new DataException(
                $"All {refused.Length} files were refused, the first because: {refused[0].Reason}",
                _path
            );
        Count(refused.Length, "files were refused and are not counted.");
        Count(
            _contradicting,
            "files have records that contradict each other; what they tell of in two ways is not determined."
        );
        WarnOfUnseen([.. kept.Select(i => read[i].Values!)]);
        return new([.. kept.Select(i => _labelled[i].Row)], [.. kept.Select(i => read[i].Values!)], refused);
    }

    /// <summary>Isolates with their labels.</summary>
    public ResistanceData Data(ImmutableArray<string> names, ReadFiles read, ImmutableArray<string> drugs)
    {
        float[] labels = ResistanceTables.Labels(_table, drugs, _settings.Resistant, read.Rows);
        sbyte[] variants = new sbyte[(long)read.Isolates.Length * names.Length];
        for (int i = 0; i < read.Isolates.Length; i++)
            read.Isolates[i].Values.CopyTo(variants, i * names.Length);
        return new ResistanceData(
            Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(_path))),
            ResistanceFiles.Fingerprint(names, variants, labels),
            names,
            variants,
            [.. Enumerable.Range(0, names.Length)],
            drugs,
            labels
        )
        {
            LabelsAreLetters = ResistanceTables.AreLetters(_table, drugs),
        };
    }

    private (IsolateValues? Values, string? Refused) Values(string file, Func<CallSet, IsolateValues> values)
    {
        try
        {
            var calls = IsolateFile.Read(file, H37Rv.Loci, H37Rv.Genes, _calls);
            if (calls.Counts.Contradictory > 0)
                Interlocked.Increment(ref _contradicting);
            return (values(calls), null);
        }
        catch (DataException fault)
        {
            return (null, fault.What);
        }
    }

    // What is inserted has no position, and must not be read as the reference in silence.
    private void WarnOfUnseen(IsolateValues[] isolates)
    {
        string[] insertions =
        [
            .. isolates
                .SelectMany(isolate => isolate.Unseen)
                .CountBy(name => name, StringComparer.Ordinal)
                .OrderByDescending(insertion => insertion.Value)
                .ThenBy(insertion => insertion.Key, StringComparer.Ordinal)
                .Select(insertion => $"{insertion.Key} ({insertion.Value})"),
        ];
        if (insertions.Length > 0)
            Warnings.Add(
                $"{Counted.Of(isolates.Count(isolate => !isolate.Unseen.IsEmpty), "isolate has", "isolates have")} inserted bases at the loci, which the network does not see; the positions beside them are not determined: {Some.Of(insertions, MostNamed)}."
            );
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

    private void Count(int count, string what)
    {
        if (count > 0)
            Warnings.Add(string.Create(CultureInfo.InvariantCulture, $"{count:N0} {what}"));
    }
}
