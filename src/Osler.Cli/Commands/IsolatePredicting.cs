using System.CommandLine;
using Osler.Cli.Terminal;
using Osler.Core;
using Osler.Core.Bundles;
using Osler.Core.Faults;
using Osler.Core.Variants.Calls;
using Osler.Core.Variants.Catalogues;
using Osler.Core.Variants.Isolates;
using Osler.Reports.Isolates;
using Osler.Reports.Pages;
using Osler.Serving;

namespace Osler.Cli.Commands;

/// <summary><c>osler predict BUNDLE isolate.vcf</c>: the drug resistance of an isolate, or of several.</summary>
internal sealed class IsolatePredicting
{
    private readonly Option<string?> _catalogue = new("--catalogue")
    {
        Description =
            "Of VCF files: a catalogue of mutations (GARC1 or TBDB, csv) whose verdicts stand beside the model's.",
        HelpName = "FILE",
    };

    private readonly Option<string?> _sample = new("--sample")
    {
        Description = "Of a VCF file with several samples: which one.",
        HelpName = "NAME",
    };

    private readonly Option<string?> _uncovered = IsolateOptions.CreateUncovered();

    /// <summary>Adds the options to the command.</summary>
    public static IsolatePredicting On(Command command)
    {
        var options = new IsolatePredicting();
        command.Options.Add(options._catalogue);
        command.Options.Add(options._sample);
        command.Options.Add(options._uncovered);
        return options;
    }

    /// <summary>Is this a VCF file by its name?</summary>
    public static bool IsVcf(string input) =>
        input.EndsWith(".vcf", StringComparison.OrdinalIgnoreCase)
        || input.EndsWith(".vcf.gz", StringComparison.OrdinalIgnoreCase)
        || input.EndsWith(".vcf.bgz", StringComparison.OrdinalIgnoreCase);

    /// <summary>Refuses the options where no VCF file is given.</summary>
    /// <exception cref="RequestException">One of them is stated.</exception>
    public void Refuse(ParseResult parsed)
    {
        foreach (var option in (Option<string?>[])[_catalogue, _sample, _uncovered])
            if (parsed.GetValue(option) is not null)
                throw new RequestException(
                    $"{option.Name} is about VCF files, and none was given.",
                    remedy: "Name a file that ends in .vcf, .vcf.gz or .vcf.bgz."
                );
    }

    /// <summary>Judges each isolate and writes.</summary>
    /// <exception cref="RequestException">A bundle that reads no genomes; a page of several isolates; a wrong option.</exception>
    /// <exception cref="DataException">A file that can't be read, or of another species or build.</exception>
    public void Run(
        ParseResult parsed,
        Surroundings surroundings,
        BundleFolder bundle,
        string[] inputs,
        AnswerForm form,
        string? result
    )
    {
        if (form == AnswerForm.Csv || (form == AnswerForm.Page && inputs.Length > 1))
            throw new RequestException(
                form == AnswerForm.Csv
                    ? "An isolate's report has no form as .csv."
                    : "A page is about one isolate.",
                result,
                "Write .json, .txt, or of one isolate .html."
            );
        var settings = new CallSettings
        {
            Sample = parsed.GetValue(_sample),
            Silence = IsolateOptions.Silence(parsed, _uncovered),
        };
        var catalogue = parsed.GetValue(_catalogue) is { } path ? Catalogue.Read(path) : null;
        using var predictor = IsolatePredictor.Open(bundle, catalogue);
        // All are judged first, so that a wrong file leaves no half answer.
        IsolateFindings[] isolates =
        [
            .. inputs.Select(input =>
                predictor.Judge(CallSet.Read(input, settings), Path.GetFileName(input))
            ),
        ];
        AnswerFile.Write(surroundings, result, output => Write(output, form, predictor, isolates));
    }

    private static void Write(
        TextWriter output,
        AnswerForm form,
        IsolatePredictor predictor,
        IsolateFindings[] isolates
    )
    {
        switch (form)
        {
            case AnswerForm.Json:
                IsolateJson.Write(output, predictor, isolates);
                break;
            case AnswerForm.Page:
                output.Write(HtmlReport.Render(Page(predictor, isolates[0])));
                break;
            default:
                foreach (var findings in isolates)
                    IsolateText.Write(output, findings);
                IsolateText.WriteMeaning(output, predictor);
                break;
        }
    }

    private static ReportPage Page(IsolatePredictor predictor, IsolateFindings findings) =>
        IsolateReport.Page(
            predictor.Card.Question,
            findings,
            predictor.Members > 1 ? Predictor.RangeMeaning : null,
            [
                ("Meant for", predictor.Card.IntendedUse),
                ("Not for", string.Join(' ', predictor.Card.NotFor)),
                ("Model", predictor.Card.Network),
                ("Trained on", predictor.Card.Data.Source),
            ],
            OslerVersion.Text
        );
}
