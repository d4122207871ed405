using System.CommandLine;
using Osler.Cli.Terminal;
using Osler.Core;
using Osler.Core.Bundles;
using Osler.Core.Faults;
using Osler.Core.Variants.Calls;
using Osler.Core.Variants.Catalogues;
using Osler.Core.Variants.Isolates;
using Osler.Core.Variants.Reference;
using Osler.Core.Variants.Sequences;
using Osler.Core.Words;
using Osler.Reports.Isolates;
using Osler.Reports.Pages;
using Osler.Serving;

namespace Osler.Cli.Commands;

/// <summary><c>osler predict BUNDLE isolate.vcf</c> or <c>isolate.fasta</c>: the drug resistance of an isolate, or of several.</summary>
internal sealed class IsolatePredicting
{
    private readonly Option<string?> _catalogue = new("--catalogue")
    {
        Description =
            "Of isolates: a catalogue of mutations (GARC1 or TBDB, csv) whose verdicts stand beside the model's.",
        HelpName = "FILE",
    };

    private readonly Option<string?> _sample = new("--sample")
    {
        Description = "Of a VCF file with several samples: which one.",
        HelpName = "NAME",
    };

    private readonly Option<string?> _reference = new("--reference")
    {
        Description =
            "Of isolates: the whole chromosome NC_000962.3 (fasta), so that changes outside of the genes of resistance are named too.",
        HelpName = "FILE",
    };

    private readonly Option<string?> _annotation = new("--annotation")
    {
        Description = "With --reference: the chromosome's genes (gff3).",
        HelpName = "FILE",
    };

    private readonly Option<string?> _uncovered = IsolateOptions.CreateUncovered();

    /// <summary>Adds the options to the command.</summary>
    public static IsolatePredicting On(Command command)
    {
        var options = new IsolatePredicting();
        command.Options.Add(options._catalogue);
        command.Options.Add(options._sample);
        command.Options.Add(options._uncovered);
        command.Options.Add(options._reference);
        command.Options.Add(options._annotation);
        return options;
    }

    /// <summary>Is this a VCF or a FASTA file by its name?</summary>
    public static bool IsIsolate(string input) => IsolateFile.IsVcf(input) || IsolateFasta.IsFasta(input);

    /// <summary>Refuses the options where no isolate is given.</summary>
    /// <exception cref="RequestException">One of them is stated.</exception>
    public void Refuse(ParseResult parsed)
    {
        Refuse(parsed, [_catalogue]);
        RefuseOfFiles(parsed);
    }

    /// <summary>Refuses what is about files where isolates are a table's rows.</summary>
    /// <exception cref="RequestException">One of them is stated.</exception>
    public void RefuseOfFiles(ParseResult parsed) =>
        Refuse(parsed, [_sample, _uncovered, _reference, _annotation]);

    /// <summary>The catalogue that is asked beside the model; null for none.</summary>
    /// <exception cref="DataException">It can't be read.</exception>
    public Catalogue? CatalogueOf(ParseResult parsed) =>
        parsed.GetValue(_catalogue) is { } path ? Catalogue.Read(path) : null;

    private static void Refuse(ParseResult parsed, Option<string?>[] options)
    {
        foreach (var option in options)
            if (parsed.GetValue(option) is not null)
                throw new RequestException(
                    $"{option.Name} is about VCF files, and none was given.",
                    remedy: "Name a file that ends in .vcf, .vcf.gz or .vcf.bgz."
                );
    }

    /// <summary>Judges each isolate and writes.</summary>
    /// <returns><see cref="ExitCode.BadData"/> where a file of several was refused; the others are answered.</returns>
    /// <exception cref="RequestException">A bundle that reads no genomes; a page of several isolates; a wrong option.</exception>
    /// <exception cref="DataException">The only file can't be read, or is of another species or build.</exception>
    public ExitCode Run(
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
        if (!inputs.Any(IsolateFile.IsVcf))
            Refuse(parsed, [_sample, _uncovered]);
        var settings = new CallSettings
        {
            Sample = parsed.GetValue(_sample),
            Silence = IsolateOptions.Silence(parsed, _uncovered),
        };
        using var predictor = IsolatePredictor.Open(bundle, CatalogueOf(parsed));
        var (reference, genes) = Chromosome(parsed.GetValue(_reference), parsed.GetValue(_annotation));
        // All are judged before the first is written, so that the answer begins with what was refused.
        IsolateAnswer[] answers =
        [
            .. inputs.Select(input =>
                Answer(
                    Path.GetFileName(input),
                    () => IsolateFile.Read(input, reference, genes, settings),
                    predictor,
                    mayBeRefused: inputs.Length > 1
                )
            ),
        ];
        foreach (var answer in answers)
            if (answer.Reason is not null)
                surroundings.Error.WriteLine($"Refused {answer.Isolate}: {answer.Reason}");
        AnswerFile.Write(surroundings, result, output => Write(output, form, predictor, answers));
        int refused = answers.Count(answer => answer.Reason is not null);
        if (refused == 0)
            return ExitCode.Done;
        surroundings.Error.WriteLine(
            $"{refused} of {Counted.Of(answers.Length, "isolate was", "isolates were")} refused{(refused < answers.Length ? "; the others were predicted" : "")}."
        );
        return ExitCode.BadData;
    }

    private static IsolateAnswer Answer(
        string name,
        Func<CallSet> read,
        IsolatePredictor predictor,
        bool mayBeRefused
    )
    {
        try
        {
            return new(name, predictor.Judge(read(), name), null);
        }
        catch (DataException fault) when (mayBeRefused)
        {
            string line = fault.Where?.LastIndexOf(", line ", StringComparison.Ordinal) is { } at and >= 0
                ? $"{fault.Where[(at + 2)..]}: "
                : "";
            return new(name, null, line + fault.What);
        }
    }

    // The genes that come along, or a whole chromosome with its annotation.
    private static (ReferenceSequence Reference, GeneMap Genes) Chromosome(
        string? reference,
        string? annotation
    )
    {
        if (annotation is not null && reference is null)
            throw new RequestException(
                "--annotation says where genes are on a whole chromosome, and none was given.",
                annotation,
                "Give it with --reference."
            );
        if (reference is null)
            return (H37Rv.Loci, H37Rv.Genes);
        var whole = ReferenceSequence.FromFasta(reference, H37Rv.Loci);
        return (whole, annotation is null ? H37Rv.Genes : Gff3.Read(annotation, whole).With(H37Rv.Genes));
    }

    private static void Write(
        TextWriter output,
        AnswerForm form,
        IsolatePredictor predictor,
        IsolateAnswer[] answers
    )
    {
        switch (form)
        {
            case AnswerForm.Json:
                IsolateJson.Write(output, predictor, answers);
                break;
            case AnswerForm.Page:
                output.Write(HtmlReport.Render(Page(predictor, answers[0].Findings!)));
                break;
            default:
                foreach (var answer in answers)
                    if (answer.Findings is { } findings)
                        IsolateText.Write(output, findings);
                    else
                        IsolateText.WriteRefused(output, answer);
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
