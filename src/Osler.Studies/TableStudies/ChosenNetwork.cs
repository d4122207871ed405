using System.Collections.Immutable;
using Osler.Core.Blocks;
using Osler.Core.Faults;

namespace Osler.Studies;

/// <summary>The network that a run trains, with what the study ties to it.</summary>
/// <param name="Name">As shown: the study's name of it, or the preset's.</param>
/// <param name="Block">One member, ending in one logit.</param>
/// <param name="Inputs">Its inputs; empty for the study's.</param>
/// <param name="Plane">Two inputs to draw it over; empty for none.</param>
/// <param name="Beside">Others of the study's networks on the same inputs, trained and drawn beside it.</param>
internal sealed record ChosenNetwork(
    string Name,
    Block Block,
    ImmutableArray<string> Inputs,
    ImmutableArray<string> Plane,
    ImmutableArray<ChosenNetwork> Beside
)
{
    /// <summary>The question as this network answers it; null for the study's.</summary>
    public string? Question { get; init; }

    /// <exception cref="RequestException">Neither the study nor the presets know the name, or the blocks are wrong.</exception>
    public static ChosenNetwork Of(StudyFile study)
    {
        NetworkChoice choice = study.Network;
        if (choice.Weights is not null)
            throw new RequestException(
                "Public weights are for networks on pictures; this study is about a table.",
                "network.weights",
                "Leave 'weights' out."
            );
        if (study.Training.Loss.For(exclusive: false).Exclusive)
            throw new RequestException(
                "this loss tells classes apart, of which each case has exactly one; the outcome of a table is there or not.",
                "training.loss",
                "Use binary_cross_entropy or focal."
            );
        string[] names = [.. study.Networks.Select(own => own.Name)];
        if (choice.Name is not { } name || !names.Contains(name))
            return new ChosenNetwork(choice.Title, choice.Block(names), [], study.Evaluation.Plane, []);
        ChosenNetwork chosen = Own(study, name);
        var beside = ImmutableArray.CreateBuilder<ChosenNetwork>();
        foreach (string other in study.Networks.First(own => own.Name == name).Value.Beside)
        {
            if (!names.Contains(other))
                throw new RequestException(
                    $"the study has no network '{other}'.",
                    $"networks.{name}.beside",
                    NearestName.Hint(other, names)
                );
            ChosenNetwork second = Own(study, other);
            if (!second.Inputs.SequenceEqual(chosen.Inputs))
                throw new RequestException(
                    $"'{other}' has other inputs than '{name}', so it can't be shown beside it.",
                    $"networks.{name}.beside"
                );
            beside.Add(second);
        }
        return chosen with { Beside = beside.ToImmutable() };
    }

    private static ChosenNetwork Own(StudyFile study, string name)
    {
        StudyNetwork own = study.Networks.First(own => own.Name == name).Value;
        return new ChosenNetwork(
            name,
            own.Network.Block([]),
            own.Inputs,
            own.Plane.IsEmpty ? study.Evaluation.Plane : own.Plane,
            []
        )
        {
            Question = own.Question,
        };
    }
}
