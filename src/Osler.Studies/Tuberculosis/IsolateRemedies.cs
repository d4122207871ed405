namespace Osler.Studies.Tuberculosis;

/// <summary>What to do about tables of isolates, in the words of the command that reads them.</summary>
/// <param name="Drugs">Where labels of an archive have no drug's name.</param>
/// <param name="Isolate">Where no column names the isolates.</param>
/// <param name="Resistant">Which number means resistant, as a half-sentence.</param>
/// <param name="Swapped">Where the labels' coding looks swapped.</param>
/// <param name="Labels">Where it is not plain which file holds the labels.</param>
internal sealed record IsolateRemedies(
    string Drugs,
    string Isolate,
    string Resistant,
    string Swapped,
    string Labels
)
{
    /// <summary>Of <c>osler run</c>, which has the study's settings.</summary>
    public static IsolateRemedies OfRun { get; } =
        new(
            "Name them in order: --set genotypes.drugs=[RIF,INH]",
            "Give both tables a column of the same name: --set genotypes.isolate=COLUMN",
            "genotypes.resistant says which of them is resistant",
            "Say which number means resistant: --set genotypes.resistant=1 (or 0).",
            "Name the table of the drugs' labels: --set genotypes.labels=FILE"
        );

    /// <summary>Of <c>osler evaluate</c>, which has none.</summary>
    public static IsolateRemedies OfEvaluation { get; } =
        new(
            "Give y the model's drugs in their order ('osler inspect BUNDLE'), or give tables, whose columns have names.",
            "Give both tables a column of the same name that names the isolate, as their first.",
            "--positive says which of them is resistant",
            "Say which number means resistant: --positive 1 (or 0).",
            "Name the table of the drugs' labels: --labels FILE"
        );
}
