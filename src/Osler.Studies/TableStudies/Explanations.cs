using System.Collections.Immutable;
using Osler.Reports.TableStudies;

namespace Osler.Studies;

/// <summary>What the predictions rest on; empty parts were not asked for.</summary>
internal sealed record Explanations(
    ImmutableArray<InputImportance> Importance,
    ImmutableArray<InputDependence> Dependence,
    ImmutableArray<CaseExplanation> Examples,
    WorstErrors? WorstErrors,
    ImmutableArray<ProbabilityPlane> Planes
);
