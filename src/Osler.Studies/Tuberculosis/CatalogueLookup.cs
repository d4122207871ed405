using System.Collections.Immutable;
using Osler.Core.Faults;
using Osler.Core.Variants.Catalogues;

namespace Osler.Studies.Tuberculosis;

/// <summary>Catalogues of graded mutations, looked up by the variants' names.</summary>
/// <remarks>
/// Each variant by itself: rules that name several mutations together are not met. A pool of rare variants has no verdict.
/// </remarks>
internal sealed class CatalogueLookup
{
    private readonly ImmutableArray<(string Slug, Catalogue Catalogue)> _catalogues;
    private readonly ResistanceData _data;
    private readonly Dictionary<
        (int Catalogue, int Variant),
        ImmutableArray<(Drug Drug, Evidence Evidence)>
    > _grades = [];

    private CatalogueLookup(
        ResistanceData data,
        ImmutableArray<(string Slug, Catalogue Catalogue)> catalogues
    )
    {
        (_data, _catalogues) = (data, catalogues);
        // Thousands of variants against thousands of rules each.
        var found = new ImmutableArray<(Drug Drug, Evidence Evidence)>[data.Width * catalogues.Length];
        Parallel.For(
            0,
            data.Width,
            variant =>
            {
                bool own = VariantName.Parse(data.Names[variant]) is { Pooled: false };
                for (int number = 0; number < catalogues.Length; number++)
                    found[variant * catalogues.Length + number] = own
                        ? Graded(catalogues[number].Catalogue, data.Names[variant])
                        : [];
            }
        );
        for (int i = 0; i < found.Length; i++)
            if (!found[i].IsEmpty)
                _grades.Add((i % catalogues.Length, i / catalogues.Length), found[i]);
    }

    /// <summary>The catalogues that a study names or that lie beside its data; null where there are none.</summary>
    /// <exception cref="DataException">One can't be read.</exception>
    public static CatalogueLookup? Open(StudyFile study, ResistanceData data) =>
        data.Named && CatalogueFiles.Open(study) is { IsEmpty: false } catalogues
            ? new CatalogueLookup(data, catalogues)
            : null;

    /// <summary>One catalogue, looked up in some data.</summary>
    public static CatalogueLookup Of(ResistanceData data, string slug, Catalogue catalogue) =>
        new(data, [(slug, catalogue)]);

    /// <summary>How many of the data's variants the first catalogue grades as resistant to a drug.</summary>
    public int ResistantVariants => Resistant(0).Select(cause => cause.Variant).Distinct().Count();

    /// <summary>The catalogues' slugs, as models in <c>results.json</c>, with their names.</summary>
    public IEnumerable<(string Slug, string Name)> Names =>
        _catalogues.Select(each => (each.Slug, each.Catalogue.Name));

    /// <summary>
    /// A catalogue's calls as a model's predictions: 1 where the isolate has a variant that it grades as resistant to the
    /// drug, else 0; NaN for drugs that it does not know.
    /// </summary>
    public IEnumerable<OutOfFoldScores> Models()
    {
        for (int number = 0; number < _catalogues.Length; number++)
        {
            Drug?[] drugs = [.. _data.Drugs.Select(Drug.Find)];
            Drug[] known = [.. _catalogues[number].Catalogue.Drugs];
            var causing = Resistant(number).ToLookup(cause => cause.Drug, cause => cause.Variant);
            double[] scores = new double[_data.Isolates * drugs.Length];
            for (int drug = 0; drug < drugs.Length; drug++)
            {
                bool covered = drugs[drug] is { } wanted && known.Contains(wanted);
                int[] causes = covered ? [.. causing[drugs[drug]!]] : [];
                for (int i = 0; i < _data.Isolates; i++)
                    scores[i * drugs.Length + drug] =
                        !covered ? double.NaN
                        : causes.Any(variant => _data.Variant(i, variant) == 1) ? 1
                        : 0;
            }
            yield return new OutOfFoldScores(_catalogues[number].Slug, [scores]);
        }
    }

    /// <summary>
    /// The variants that the first catalogue grades as resistant to a drug, gene by gene: a pool where there is one at least.
    /// Drugs that share a gene's variants share the pool.
    /// </summary>
    public ImmutableArray<VariantPool> Pools()
    {
        if (_catalogues.IsEmpty)
            return [];
        var drugs = _data.Drugs.Select(code => (Code: code, Drug: Drug.Find(code))).ToArray();
        return
        [
            .. Resistant(0)
                .SelectMany(cause =>
                    drugs
                        .Where(drug => drug.Drug == cause.Drug)
                        .Select(drug =>
                            (drug.Code, VariantName.Parse(_data.Names[cause.Variant])!.Gene, cause.Variant)
                        )
                )
                .GroupBy(cause => (cause.Code, cause.Gene))
                .Select(group =>
                    (
                        group.Key.Code,
                        group.Key.Gene,
                        Variants: group.Select(cause => cause.Variant).Distinct().Order().ToImmutableArray()
                    )
                )
                .GroupBy(pool => (pool.Gene, string.Join(' ', pool.Variants)))
                .Select(same => new VariantPool(
                    $"{same.Key.Gene}, graded as resistant to {string.Join(", ", same.Select(pool => pool.Code))}",
                    same.First().Variants
                ))
                .OrderBy(pool => pool.Name, StringComparer.Ordinal),
        ];
    }

    // What a catalogue grades as resistant, variant by variant.
    private IEnumerable<(int Variant, Drug Drug)> Resistant(int number) =>
        _grades
            .Where(pair => pair.Key.Catalogue == number)
            .SelectMany(pair =>
                pair.Value.Where(grade => grade.Evidence.Call == ResistanceCall.Resistant)
                    .Select(grade => (pair.Key.Variant, grade.Drug))
            );

    /// <summary>What the catalogues say of a variant for a drug; null where none says anything.</summary>
    /// <param name="variant">Number of the variant.</param>
    /// <param name="code">The drug's code.</param>
    public string? Grade(int variant, string code)
    {
        Drug? drug = Drug.Find(code);
        string[] said =
        [
            .. Enumerable
                .Range(0, _catalogues.Length)
                .SelectMany(number =>
                    _grades
                        .GetValueOrDefault((number, variant), [])
                        .Where(grade => grade.Drug == drug)
                        .Take(1)
                        .Select(grade => CatalogueFiles.Said(_catalogues[number].Slug, grade.Evidence))
                ),
        ];
        return said.Length == 0 ? null : string.Join("; ", said);
    }

    // A name that looks like the convention's but is not of this reference has no verdict.
    private static ImmutableArray<(Drug Drug, Evidence Evidence)> Graded(Catalogue catalogue, string name)
    {
        try
        {
            return catalogue.Grade(name);
        }
        catch (DataException)
        {
            return [];
        }
    }
}
