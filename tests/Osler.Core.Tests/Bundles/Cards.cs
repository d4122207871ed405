using Osler.Core.Bundles;
using Osler.Core.Metrics;

namespace Osler.Core.Tests.Bundles;

internal static class Cards
{
    public static Card Small { get; } =
        new()
        {
            Study = "heart-attack",
            Title = "Heart attack",
            Question = "How probable is a heart attack within ten years?",
            IntendedUse = "Teaching.",
            NotFor = ["Treating patients."],
            Osler = "0.1.0",
            Seed = 7,
            Outcomes = [new("heart_attack", "heart attack within 10 years")],
            Inputs =
            [
                new("age", "numeric")
                {
                    Unit = "years",
                    Low = 30,
                    High = 74,
                },
                new("sex", "categorical") { Levels = ["female", "male"], MayBeMissing = true },
            ],
            Reading = new()
            {
                Delimiter = "tab",
                DecimalComma = true,
                Encoding = "latin1",
                Missing = ["-9"],
            },
            OperatingPoints = [new("youden", "heart_attack", 0.125, "highest sensitivity + specificity")],
            Data = new("simulated cohort", [new("train", 60, 60, 9), new("test", 20, null, 3)])
            {
                Simulated = true,
            },
            Network = "one neuron",
            Measures =
            [
                new("auroc", "heart_attack", "test", "network", new(0.74, 0.7, 0.78), 20, 3, Better.Higher),
                new(
                    "brier",
                    "heart_attack",
                    "test",
                    "network",
                    Estimate.None("no case"),
                    0,
                    0,
                    Better.Lower,
                    "sex=male"
                ),
            ],
        };

    public static byte[] Json(Card card)
    {
        using var stream = new MemoryStream();
        BundleFile.Of(card).Write(stream);
        return stream.ToArray();
    }
}
