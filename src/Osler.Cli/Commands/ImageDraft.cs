using System.Globalization;
using System.Text;
using Osler.Imaging.Sources;
using Osler.Learning.Losses;
using Osler.Studies;

namespace Osler.Cli.Commands;

/// <summary>A study file for a user's own images, after a ready study: written to be read and corrected.</summary>
internal static class ImageDraft
{
    /// <summary>The text of the draft.</summary>
    /// <param name="like">The study to start from; on images.</param>
    /// <param name="model">Its file.</param>
    /// <param name="path">The images, absolute.</param>
    /// <param name="outcome">What the classes or findings are called together; <c>class</c> where null.</param>
    /// <exception cref="Core.Faults.DataException">Nothing is there that can be read as images.</exception>
    public static string Write(ReadyStudy like, StudyFile model, string path, string? outcome)
    {
        using var source = ImageSources.Open(path, []);
        bool classes = source.Labels.Kind == LabelKind.Classes;
        bool parted = Enumerable.Range(0, source.Count).All(i => source.Case(i).Part != GivenPart.None);
        bool boxes = classes && source.HasBoxes && model.Training.Loss is ClassAndBox;
        var draft = model with
        {
            Study = StudyDraft.Slug(path),
            Title = null,
            Question = "What does this image show? (Write the question in words.)",
            IntendedUse = "Research. (Write for whom and for what.)",
            NotFor = ["Decisions about a patient's care. (Write what else.)"],
            Data = new() { Path = path, Outcome = outcome ?? "class" },
            Images = model.Images! with { Names = source.Labels.Names },
            Split = parted ? new SplitAsGiven() : new SplitByPatients { Train = 0.6, Validation = 0.2 },
            Network = boxes ? model.Network : model.Network.WithoutBox(),
            Training = model.Training with
            {
                Loss =
                    boxes ? model.Training.Loss
                    : classes ? new SoftmaxCrossEntropy()
                    : new BinaryCrossEntropy(),
            },
        };
        return Comments(like, source) + draft.Write();
    }

    private static string Comments(ReadyStudy like, IImageSource source)
    {
        string[] lines =
        [
            $"A study of your own, begun like {like.Name}. Everything here is yours to correct;",
            "an unknown key or a wrong value is told with its line when you run it.",
            "",
            string.Create(
                CultureInfo.InvariantCulture,
                $"The images: {source.Name}, {source.Count:N0} of them; the first measures {string.Join(" x ", source.Read(0).Axes)}."
            ),
            "",
            "Please check:",
            "- images.names: the classes or findings, in the order of their numbers in the data.",
            "- images.preprocessing: the size that the network is to see, e.g. [{resize: {size: 224}}, scale, normalise].",
            "- images.augmentation: what may change without changing the answer, e.g. [flip, {rotate: {degrees: 10}}].",
            "  Look at it: osler inspect study.yaml --samples 16 --out sheet.png",
            "- network: does it fit the size? ResNet with {preset: resnet18, stem: small} is for about 28 pixels.",
        ];
        var text = new StringBuilder();
        foreach (string line in lines)
            text.Append('#').Append(line.Length > 0 ? " " : "").Append(StudyDraft.OneLine(line)).Append('\n');
        return text.Append('\n').ToString();
    }
}
