using System.Collections.Immutable;
using Osler.Core.Variants;
using Osler.Core.Variants.Catalogues;
using Osler.Core.Variants.Features;

namespace Osler.Studies.Tuberculosis;

/// <summary>What is known of changes of H37Rv: by catalogues, or of simulated isolates by the simulator.</summary>
/// <param name="data">Whose simulator it was, where there was one.</param>
/// <param name="catalogues">Empty for none.</param>
internal sealed class ChangeGrades(
    ResistanceData data,
    ImmutableArray<(string Slug, Catalogue Catalogue)> catalogues
)
{
    /// <summary>What is said of a mutation for a drug; null where nothing is.</summary>
    /// <param name="changes">All of it.</param>
    /// <param name="code">The drug's code.</param>
    public string? Of(ImmutableArray<Variant> changes, string code)
    {
        if (data.Simulated)
            return SimulatedGrade.Of(data, name => Means(name, changes), code);
        var drug = Drug.Find(code);
        string[] said =
        [
            .. catalogues.SelectMany(each =>
                each.Catalogue.Grade(changes)
                    .Where(grade => grade.Drug == drug)
                    .Take(1)
                    .Select(grade => CatalogueFiles.Said(each.Slug, grade.Evidence))
            ),
        ];
        return said.Length == 0 ? null : string.Join("; ", said);
    }

    // Whether one of the changes is what a mechanism's name means, or one of the pool that it is.
    private static bool Means(string name, ImmutableArray<Variant> changes)
    {
        var feature = FeatureName.Parse(name);
        return feature.Pool
            ? changes.Any(change => WdnnName.PoolOf(change) == name)
            : changes.Any(change => change == feature.Change);
    }
}
