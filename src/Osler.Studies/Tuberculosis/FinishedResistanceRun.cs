using System.Collections.Immutable;
using Osler.Core.Metrics;
using Osler.Core.Tables;
using Osler.Reports.Resistance;

namespace Osler.Studies.Tuberculosis;

/// <summary>Everything that a run on isolates found, ready to be written.</summary>
/// <param name="Study">As run.</param>
/// <param name="Data">The isolates.</param>
/// <param name="Clusters">Near-identical isolates; null where they weren't looked for.</param>
/// <param name="Model">Trained on all isolates.</param>
/// <param name="Rows">[isolates, inputs] as tables have them.</param>
/// <param name="Plain">Cross-validation with isolates dealt out at random.</param>
/// <param name="Grouped">With clusters kept together; null where there is none.</param>
/// <param name="Judgement">Every measure.</param>
/// <param name="Thresholds">For the bundle.</param>
/// <param name="Means">The means over drugs that are reported.</param>
/// <param name="Mutations">What the network rests on, drug by drug; empty where it wasn't looked at.</param>
/// <param name="Map">Where it puts the isolates; null where it wasn't looked at.</param>
/// <param name="Catalogues">That were looked up; null where there are none.</param>
/// <param name="Warnings">What a reader should know, one sentence each.</param>
internal sealed record FinishedResistanceRun(
    StudyFile Study,
    ResistanceData Data,
    Patients? Clusters,
    ResistanceModel Model,
    double[] Rows,
    CrossValidation Plain,
    CrossValidation? Grouped,
    ResistanceJudgement Judgement,
    ImmutableArray<(string Drug, OperatingPoint Point)> Thresholds,
    ImmutableArray<(string Outcome, int[] Drugs)> Means,
    ImmutableArray<DrugMutations> Mutations,
    RepresentationMap? Map,
    CatalogueLookup? Catalogues,
    ImmutableArray<string> Warnings
);
