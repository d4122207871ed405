using System.Collections.Immutable;
using System.CommandLine;
using System.Globalization;
using Osler.Cli.Terminal;
using Osler.Core;
using Osler.Core.Bundles;
using Osler.Core.Faults;
using Osler.Core.Variants.Calls;
using Osler.Core.Variants.Catalogues;
using Osler.Reports.Pages;
using Osler.Reports.Resistance;
using Osler.Serving;
using Osler.Studies.Tuberculosis;

namespace Osler.Cli.Commands;

/// <summary><c>osler evaluate BUNDLE --data ISOLATES</c>: a bundle on drug resistance on other isolates, its thresholds frozen.</summary>
internal sealed class IsolateEvaluating
{
    private readonly Option<string?> _labels = new("--labels")
    {
        Description =
            "Of isolates: the table of the drugs' labels; without it the one beside them with 'label' in its name.",
        HelpName = "FILE",
    };

    private readonly Option<string?> _uncovered = IsolateOptions.CreateUncovered();

    private readonly Option<string?> _catalogue = new("--catalogue")
    {
        Description =
            "Of isolates: a catalogue of mutations (GARC1 or TBDB, csv) that is judged beside the model.",
        HelpName = "FILE",
    };

    /// <summary>Adds the options to the command.</summary>
    public static IsolateEvaluating On(Command command)
    {
        var options = new IsolateEvaluating();
        command.Options.Add(options._labels);
        command.Options.Add(options._uncovered);
        command.Options.Add(options._catalogue);
        return options;
    }

    /// <summary>The first of the options that was given; null where none was.</summary>
    public string? Stated(ParseResult parsed) =>
        ((Option<string?>[])[_labels, _uncovered, _catalogue])
            .FirstOrDefault(option => parsed.GetValue(option) is not null)
            ?.Name;

    /// <summary>Judges and writes.</summary>
    /// <exception cref="RequestException">A wrong option; no table of labels.</exception>
    /// <exception cref="DataException">The isolates can't be read, or are not of this model's kind.</exception>
    public void Run(
        ParseResult parsed,
        Surroundings surroundings,
        BundleFolder bundle,
        string data,
        string? positive,
        string? folder
    )
    {
        using var predictor = Predictor.Open(bundle);
        var study = BundleStudy.Of(bundle);
        var isolates = OtherIsolates.Read(
            new OtherIsolatesReading(data)
            {
                Labels = parsed.GetValue(_labels),
                Catalogue = parsed.GetValue(_catalogue),
                Resistant = positive switch
                {
                    null => null,
                    "0" => 0,
                    "1" => 1,
                    _ => throw new RequestException(
                        "--positive is the number that means resistant, 0 or 1.",
                        remedy: "Labels in letters (R, S) say it themselves."
                    ),
                },
                Calls = new CallSettings { Silence = IsolateOptions.Silence(parsed, _uncovered) },
            },
            study,
            predictor.Card,
            surroundings.Cancellation
        );
        var found = IsolateEvaluation.Run(
            predictor,
            isolates.Rows,
            isolates.Labels,
            isolates.Source,
            isolates.Fingerprint,
            isolates.Absent,
            isolates.Catalogue,
            study.Genotypes?.FirstLine ?? [],
            surroundings.Time
        );
        var results = found.Results with
        {
            Warnings = [.. found.Results.Warnings!, .. isolates.Warnings],
            Unusable = isolates.Refused.IsEmpty
                ? null
                : [.. isolates.Refused.Select(refused => new UnusableFile(refused.File, refused.Reason))],
        };
        foreach (var (file, reason) in isolates.Refused)
            surroundings.Error.WriteLine($"Refused {file}: {reason}");
        WarningText.Write(surroundings, results);
        DrugMeasureText.Write(surroundings.Output, results, isolates.Catalogue?.Name);
        if (folder is not null)
            EvaluationFolder.Write(
                surroundings,
                folder,
                results,
                Page(predictor.Card, isolates, found with { Results = results })
            );
    }

    private static ReportPage Page(Card card, OtherIsolates isolates, IsolateEvaluation found)
    {
        int drugs = card.Outcomes.Length;
        return ResistanceEvaluationReport.Page(
            card.Title,
            card.Question,
            [
                ("Isolates", isolates.Source),
                ("SHA-256", isolates.Fingerprint),
                ("Judged", (isolates.Labels.Length / drugs).ToString("N0", CultureInfo.InvariantCulture)),
                ("Refused", isolates.Refused.Length.ToString("N0", CultureInfo.InvariantCulture)),
                ("Model", $"{card.Study}, {card.Network}"),
                ("Trained on", card.Data.Source),
            ],
            new ResistanceJudged(
                [
                    .. card.Outcomes.Select(
                        (outcome, i) =>
                            DrugCount.Of(
                                outcome.Name,
                                outcome.Label,
                                DrugLabels.Of(isolates.Labels, drugs, i)
                            )
                    ),
                ],
                found.Results.Measures,
                card.Measures,
                card.OperatingPoints.DistinctBy(point => point.Outcome)
                    .ToImmutableDictionary(point => point.Outcome, point => point.Threshold),
                [
                    .. card.Outcomes.Zip(
                        found.Known,
                        (outcome, known) => new DrugCalibration(outcome.Name, known.Scores, known.Outcomes)
                    ),
                ]
            )
            {
                Catalogue = isolates.Catalogue is { } beside ? (beside.Slug, beside.Name) : null,
            },
            [.. found.Results.Warnings!],
            OslerVersion.Text
        );
    }
}
