using System.Collections.Immutable;
using Osler.Core.Faults;

namespace Osler.Studies;

/// <summary>A study that comes with Osler.</summary>
/// <param name="Name">Slug, as on the command line.</param>
/// <param name="Title">A few words.</param>
/// <param name="About">One line: question, data, network.</param>
public sealed record ReadyStudy(string Name, string Title, string About)
{
    /// <summary>Its <c>study.yaml</c>, comments included.</summary>
    public string Text()
    {
        return Resource("study")
            ?? throw new InvalidOperationException($"The study {Name} has no study.yaml in this assembly.");
    }

    /// <summary>What runs where no data are given: its <c>simulated.yaml</c>, or null where study.yaml serves both.</summary>
    public string? Simulated() => Resource("simulated");

    private string? Resource(string file)
    {
        using Stream? stream = typeof(ReadyStudy).Assembly.GetManifestResourceStream(
            $"Osler.Studies.{Name}.{file}.yaml"
        );
        if (stream is null)
            return null;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}

/// <summary>The studies that come with Osler and run.</summary>
public static class StudyCatalog
{
    /// <summary>All of them, in the order that a newcomer reads.</summary>
    public static ImmutableArray<ReadyStudy> All { get; } =
    [
        new(
            "heart-attack",
            "Heart attack from blood pressure and body-mass index",
            "Who will have a cardiovascular event within ten years? A table; simulated or your own."
        ),
        new(
            "digits",
            "Handwritten digits",
            "Which digit is this? LeNet on images; drawn by a simulator, or MNIST's files."
        ),
        new(
            "imagenet",
            "Photographs of a thousand things",
            "What is this, and where? AlexNet on ILSVRC-2012's folders; without them simulated shapes."
        ),
        new(
            "medmnist",
            "MedMNIST",
            "Small medical images, 2D and 3D, from a MedMNIST archive (--data FILE.npz)."
        ),
        new(
            "tuberculosis",
            "Tuberculosis drug resistance",
            "Which of 11 drugs does an isolate resist? Variants of its genome; simulated or your own."
        ),
        new(
            "vignettes",
            "What does this patient have?",
            "Text in, ranked conditions out; written by a simulator, or a table of texts (--data FILE.csv)."
        ),
        new(
            "exams",
            "Licensing-exam questions",
            "Which option is right? Written by a simulator, or MedQA, MedMCQA, PubMedQA lines (--data FILE.jsonl)."
        ),
    ];

    /// <summary>The study of a name, or null.</summary>
    public static ReadyStudy? Find(string name) => All.FirstOrDefault(study => study.Name == name);

    /// <summary>The study of a name.</summary>
    /// <exception cref="RequestException">No such study; the message offers the nearest name.</exception>
    public static ReadyStudy Get(string name) =>
        Find(name)
        ?? throw new RequestException(
            $"There is no study '{name}'.",
            null,
            NearestName.Of(name, All.Select(study => study.Name)) is { } near
                ? $"Did you mean '{near}'?"
                : $"Studies: {string.Join(", ", All.Select(study => study.Name))}."
        );
}
