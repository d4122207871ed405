using System.CommandLine;
using System.Globalization;
using System.Text;
using Osler.Cli.Terminal;
using Osler.Core.Blocks;
using Osler.Core.Bundles;
using Osler.Core.Faults;
using Osler.Core.Files;
using Osler.Core.Preprocessing;
using Osler.Studies;

namespace Osler.Cli.Commands;

/// <summary><c>osler inspect</c>: what a bundle, a network or a study consists of.</summary>
internal static class InspectCommand
{
    public static Command Create(Surroundings surroundings)
    {
        var subject = new Argument<string>("subject")
        {
            Description = "A bundle's folder, a network (a preset's name or a JSON file), or a study.",
        };
        var input = new Option<int[]>("--input")
        {
            Description = "Sizes of one case for a network, e.g. --input 8, or --input 1 28 28.",
            HelpName = "SIZE",
            AllowMultipleArgumentsPerToken = true,
        };
        var classes = new Option<int?>("--classes")
        {
            Description = "Outputs of a preset; without it as many as it was published with, e.g. 1000.",
            HelpName = "N",
        };
        var svg = new Option<string?>("--svg") { Description = "Draw the network.", HelpName = "FILE" };
        var data = new Option<string?>("--data")
        {
            Description = "The table of a study, in place of its own.",
            HelpName = "PATH",
        };
        var set = new Option<string[]>("--set")
        {
            Description = "A setting of a study, e.g. network=neuron; repeat it for each.",
            HelpName = "KEY=VALUE",
            Arity = ArgumentArity.OneOrMore,
            AllowMultipleArgumentsPerToken = true,
        };
        var samples = new Option<int?>("--samples")
        {
            Description = "Of a study on images: draw so many training images as the network will see them.",
            HelpName = "N",
        };
        var sheet = new Option<string?>("--out")
        {
            Description = "Where to draw the samples.",
            HelpName = "FILE.png",
        };
        var command = new Command("inspect", "Show blocks, shapes, parameters and operations; draw them.")
        {
            subject,
            input,
            classes,
            svg,
            data,
            set,
            samples,
            sheet,
        };
        command.SetAction(parsed =>
        {
            string name = parsed.GetRequiredValue(subject);
            string[] settings = parsed.GetValue(set) ?? [];
            if (parsed.GetValue(svg) is { } drawing)
            {
                if (BundleFolder.IsBundle(name))
                    AnswerFile.Refuse(drawing, name, null);
                AnswerFile.RefuseTable(drawing, name);
                AnswerFile.RefuseTaken(drawing, ".svg");
            }
            if (!BundleFolder.IsBundle(name) && (StudyCatalog.Find(name) is not null || IsStudyFile(name)))
            {
                if (parsed.GetValue(classes) is not null)
                    throw new RequestException(
                        "--classes is for a preset; a study's data tell how many outcomes there are.",
                        name,
                        "Leave it out."
                    );
                var study = StudyFile.Open(name, settings, parsed.GetValue(data));
                if (parsed.GetValue(samples) is { } count)
                {
                    SheetInspecting.Run(surroundings, study, count, parsed.GetValue(sheet));
                    return;
                }
                InspectStudy(surroundings, study, parsed.GetValue(svg));
                return;
            }
            string? unfit =
                settings.Length > 0 ? "--set"
                : parsed.GetValue(data) is not null ? "--data"
                : parsed.GetValue(samples) is not null ? "--samples"
                : null;
            if (unfit is not null)
                throw new RequestException(
                    $"{unfit} is for a study, which this is not.",
                    name,
                    "Leave it out."
                );
            Run(
                surroundings,
                name,
                parsed.GetValue(input) ?? [],
                parsed.GetValue(classes),
                parsed.GetValue(svg)
            );
        });
        return command;
    }

    private static void Run(Surroundings surroundings, string subject, int[] input, int? classes, string? svg)
    {
        if (classes is not null && (BundleFolder.IsBundle(subject) || File.Exists(subject)))
            throw new RequestException(
                "--classes is for a preset; this states its outputs itself.",
                subject,
                "Leave it out."
            );
        if (classes is < 1 or > 100_000)
            throw new RequestException("A network has 1 to 100,000 outputs.", "--classes");
        if (BundleFolder.IsBundle(subject))
        {
            InspectBundle(surroundings, subject, svg);
            return;
        }
        var network = Network(subject, classes);
        if (input.Length == 0)
            throw new RequestException(
                "A network's shapes depend on the size of one case.",
                "--input",
                "State it, e.g. --input 8 for eight features, or --input 1 28 28 for an image."
            );
        if (input.Any(size => size < 1))
            throw new RequestException("Sizes are at least 1.", "--input");
        Show(surroundings, network, [.. input], svg, null, null);
    }

    private static void InspectStudy(Surroundings surroundings, StudyFile study, string? svg)
    {
        surroundings.Output.Write(study.Write());
        if (svg is null)
            return;
        AnswerFile.RefuseTable(svg, study.Data.Path);
        var picture = StudyPicture.Of(study);
        byte[] drawing = Encoding.UTF8.GetBytes(picture.Svg());
        Durable.WriteFile(svg, stream => stream.Write(drawing));
        surroundings.Error.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"Drew {svg}: {picture.Name}, {picture.Features.Length} features (fitted on {picture.Rows:N0} training rows); a run trains {(picture.Members == 1 ? "one such network" : $"{picture.Members} such networks")}."
            )
        );
    }

    private static void InspectBundle(Surroundings surroundings, string path, string? svg)
    {
        var bundle = BundleFolder.Open(path);
        var card = bundle.ReadCard();
        CardText.Write(surroundings.Output, card);
        surroundings.Output.WriteLine();
        var preprocessing =
            card.Images is null && card.Text is null && card.Questions is null
                ? FittedPreprocessing.FromJson(
                    Encoding.UTF8.GetString(bundle.Read(BundleFile.PreprocessingName))
                )
                : null;
        var network = BlockJson.Read(Encoding.UTF8.GetString(bundle.Read(BundleFile.NetworkName)));
        Show(
            surroundings,
            network,
            preprocessing is not null ? [preprocessing.Width]
                : card.Text is { } text ? [text.Length]
                : card.Questions is { } questions ? [questions.Options, questions.Length]
                : new Shape(card.Images!.Input),
            svg,
            preprocessing?.FeatureNames,
            [.. card.Outcomes.Select(outcome => outcome.Name)]
        );
        surroundings.Output.WriteLine();
        foreach (var file in bundle.Manifest.Files)
            surroundings.Output.WriteLine(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{file.Bytes, 12:N0}  {file.Sha256[..12]}  {file.Name}"
                )
            );
    }

    private static void Show(
        Surroundings surroundings,
        Block network,
        Shape input,
        string? svg,
        IReadOnlyList<string>? inputs,
        IReadOnlyList<string>? outputs
    )
    {
        surroundings.Output.WriteLine(Summary.Table(network, input).TrimEnd());
        if (svg is null)
            return;
        byte[] drawing = Encoding.UTF8.GetBytes(Drawing.Svg(network, input, inputs, outputs));
        Durable.WriteFile(svg, stream => stream.Write(drawing));
        surroundings.Error.WriteLine($"Drew {svg}.");
    }

    private static Block Network(string subject, int? classes)
    {
        if (Directory.Exists(subject))
            throw new RequestException(
                "This folder is neither a bundle nor a study: it has no manifest.json and no study.yaml.",
                subject,
                "Name the folder \"bundle\" inside a run's output, or a study's."
            );
        if (!File.Exists(subject))
            return Presets.Named(subject, outcomes: classes ?? Presets.PublishedOutcomes(subject));
        // A pipe has no length either; reading it could wait for ever.
        if (new FileInfo(subject).Length == 0)
            throw new RequestException(
                "The file is empty, or it is a pipe or a device.",
                subject,
                "A network is stated in a JSON file."
            );
        if (new FileInfo(subject).Length > 16 << 20)
            throw new RequestException("The file is too large to state a network.", subject);
        return BlockJson.Read(File.ReadAllText(subject), subject);
    }

    private static bool IsStudyFile(string subject) =>
        Path.GetExtension(subject) is ".yaml" or ".yml"
        || (Directory.Exists(subject) && File.Exists(Path.Combine(subject, "study.yaml")));
}
