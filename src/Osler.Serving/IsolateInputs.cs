using System.Collections.Immutable;

namespace Osler.Serving;

/// <summary>An isolate as a model's inputs, and H37Rv beside it.</summary>
/// <param name="Names">[inputs].</param>
/// <param name="Row">[inputs] the isolate's; NaN where not determined.</param>
/// <param name="Reference">[inputs] those of an isolate that is as H37Rv.</param>
/// <param name="Behind">The mutations behind each input that differs, by HGVS; none where the input says it itself.</param>
/// <param name="Unseen">Mutations that insert bases where no input can show them, by HGVS.</param>
public sealed record IsolateInputs(
    ImmutableArray<string> Names,
    double[] Row,
    double[] Reference,
    IReadOnlyDictionary<int, ImmutableArray<string>> Behind,
    ImmutableArray<string> Unseen
);
