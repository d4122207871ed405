using System.Collections.Immutable;
using System.Globalization;
using Osler.Core.Faults;
using Osler.Core.Variants.Calls;
using Osler.Core.Variants.Reference;
using Osler.Core.Variants.Sequences;

namespace Osler.Studies.Tuberculosis;

/// <summary>Reads isolates' bases at loci from a folder of FASTA (or VCF) files, to learn from.</summary>
internal static class LociFolder
{
    // More positions make networks that no ordinary machine trains.
    private const int MostPositions = 40_000;

    /// <summary>Isolates as bases of loci, to learn from.</summary>
    /// <param name="path">The folder.</param>
    /// <param name="settings">Which loci, and where the labels are.</param>
    /// <param name="cancellation">Stops between files.</param>
    /// <exception cref="DataException">A file can't be read: nothing is learnt from a part of what was given.</exception>
    /// <exception cref="RequestException">A locus that is not known, or too many positions.</exception>
    public static ResistanceData Read(string path, GenotypeSettings settings, CancellationToken cancellation)
    {
        var folder = new IsolateFolder(
            path,
            settings,
            CallSettings.Default,
            IsolateRemedies.OfRun,
            cancellation
        );
        ImmutableArray<int> stated = [.. settings.Loci.SelectMany(Place).Distinct().Order()];
        if (!stated.IsEmpty)
            RequireTrainable(stated.Length);
        var bases = new LociBases(stated.IsEmpty ? Known() : stated, H37Rv.Loci);
        var read = folder.Read(calls => IsolateFolder.IsolateValues.Of(calls, bases));
        if (!read.Refused.IsEmpty)
            throw new DataException(
                read.Refused[0].Reason,
                Path.Combine(path, read.Refused[0].File),
                "Mend the file, or take it out."
            );
        if (stated.IsEmpty)
        {
            int[] determined = Determined(read.Isolates);
            RequireTrainable(determined.Length);
            bases = new LociBases([.. determined.Select(i => bases.Positions[i])], H37Rv.Loci);
            for (int i = 0; i < read.Isolates.Length; i++)
            {
                var all = read.Isolates[i].Values;
                read.Isolates[i] = new([.. determined.Select(position => all[position])]);
            }
        }
        ImmutableArray<string> drugs = settings.Drugs.IsEmpty ? folder.Drugs : settings.Drugs;
        return ResistanceChecks.Checked(
            folder.Data(bases.Names, read, drugs) with
            {
                Bases = bases,
                Warnings = folder.Warnings.ToImmutable(),
            }
        );
    }

    private static void RequireTrainable(int positions)
    {
        if (positions is 0 or > MostPositions)
            throw new RequestException(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"The loci have {positions:N0} positions; between 1 and {MostPositions:N0} can be inputs."
                ),
                "genotypes.loci",
                "Name the loci that matter: --set genotypes.loci=[rpoB, katG]"
            );
    }

    private static ImmutableArray<int> Known() =>
        [
            .. H37Rv
                .Loci.Loci.SelectMany(locus => Enumerable.Range(locus.Start, locus.End - locus.Start + 1))
                .Where(H37Rv.Loci.Knows)
                .Order(),
        ];

    // Positions that any isolate determines.
    private static int[] Determined(IsolateFolder.IsolateValues[] isolates) =>
        [
            .. Enumerable
                .Range(0, isolates[0].Values.Length)
                .Where(position => isolates.Any(isolate => isolate.Values[position] >= 0)),
        ];

    private static IEnumerable<int> Place(string locus)
    {
        var (start, end) =
            IsolateFasta.PlaceOf(locus, H37Rv.Loci, H37Rv.Genes)
            ?? throw new RequestException(
                $"There is no locus '{locus}'.",
                "genotypes.loci",
                "Name a gene of resistance (katG) or a place (NC_000962.3:2153889-2156111)."
            );
        return Enumerable.Range(start, end - start + 1);
    }
}
