using System.Collections.Immutable;
using System.Globalization;
using Osler.Core;
using Osler.Core.Blocks;
using Osler.Core.Bundles;
using Osler.Core.Tables;
using Osler.Learning.Training;
using Part = Osler.Core.Splits.Part;

namespace Osler.Studies;

/// <summary>What the card of every model says, whatever it was trained on.</summary>
internal static class RunCard
{
    /// <summary>A card without measures and thresholds, which each kind of study adds.</summary>
    /// <param name="study">As run.</param>
    /// <param name="outcomes">In the order of the network's outputs.</param>
    /// <param name="inputs">In the order of the preprocessing's.</param>
    /// <param name="data">What the model was made from.</param>
    /// <param name="trained">The network that is kept.</param>
    /// <param name="input">Shape of one case.</param>
    /// <param name="name">The network's name; the study's own unless told otherwise.</param>
    public static Card Of(
        StudyFile study,
        ImmutableArray<CardOutcome> outcomes,
        ImmutableArray<CardInput> inputs,
        CardData data,
        TrainedNetwork trained,
        Shape input,
        string? name = null
    ) =>
        new()
        {
            Study = study.Study,
            Title = study.ShownTitle,
            Question = study.Question,
            IntendedUse = study.IntendedUse,
            NotFor = study.NotFor,
            Osler = OslerVersion.Text,
            Seed = study.Seed,
            Outcomes = outcomes,
            Inputs = inputs,
            Data = data,
            Network = string.Create(
                CultureInfo.InvariantCulture,
                $"{(trained.Members == 1 ? "one network" : $"{trained.Members} networks")} '{name ?? study.Network.Title}', {Parameters.Count(trained.Network, input):N0} parameters"
            ),
            Members = trained.Members,
        };

    /// <summary>Counts of a part of the cases.</summary>
    /// <param name="part">Which.</param>
    /// <param name="cases">Its cases.</param>
    /// <param name="patients">Whose they are.</param>
    /// <param name="positives">How many have the (first) outcome.</param>
    public static CardPart PartOf(Part part, int[] cases, Patients patients, int positives) =>
        new(NameOf(part), cases.Length, patients.EachRowIsOne ? null : patients.Among(cases), positives);

    /// <summary>A part's name in cards and results.</summary>
    public static string NameOf(Part part) =>
        part switch
        {
            Part.Train => "train",
            Part.Validation => "validation",
            Part.Test => "test",
            _ => "left_out",
        };
}
