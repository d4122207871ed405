using System.Collections.Immutable;
using Osler.Reports.Pages;
using Osler.Reports.Plots;

namespace Osler.Reports.TableStudies;

/// <summary>The network, and how its training went.</summary>
internal static class NetworkSections
{
    public static ReportSection? Network(StudyContext context) =>
        context.Findings.Network is { } network ? Network(network) : null;

    public static ReportSection Network(NetworkPicture network)
    {
        List<ReportElement> elements = [];
        if (network.Description is { } description)
            elements.Add(new Prose(description));
        elements.Add(
            new FactList([
                ("Trainable parameters", Numerals.Count(network.Parameters)),
                ("Multiplications for one case", Numerals.Count(network.MultiplyAdds)),
                ("Networks averaged", Numerals.Count(network.Members)),
            ])
        );
        if (network.Svg is { } svg)
            elements.Add(
                new Figure(
                    SvgImage.Parse(svg),
                    $"Drawing of the network: {network.Description ?? "inputs at the left, output at the right"}",
                    "The network from its inputs to the probability."
                )
            );
        elements.Add(new Folded("Layer by layer: shapes and parameters", network.Summary));
        return new ReportSection("network", "The network", [.. elements]);
    }

    public static ReportSection? Training(StudyContext context) =>
        Training(context.Findings.TrainingSettings, context.Findings.Training);

    public static ReportSection? Training(
        ImmutableArray<Fact> settings,
        ImmutableArray<MemberHistory> members
    )
    {
        if (members.Length == 0 && settings.Length == 0)
            return null;
        List<ReportElement> elements = [];
        if (settings.Length > 0)
            elements.Add(new FactList([.. settings.Select(fact => (fact.Name, fact.Value))]));
        if (members.Length > 0)
        {
            List<Figure> figures = [Loss(members)];
            if (members.Any(member => member.Watched.Length > 0))
                figures.Add(Watched(members));
            elements.Add(new FigureRow([.. figures]));
        }
        return new ReportSection("training", "Training", [.. elements]);
    }

    private static Figure Loss(ImmutableArray<MemberHistory> members)
    {
        string each = members.Length == 1 ? "" : $", each of {members.Length} networks";
        EpochCurve[] training = [.. members.Select(member => new EpochCurve(member.TrainingLoss, null))];
        EpochCurve[] validation =
        [
            .. members.Select(member => new EpochCurve(member.ValidationLoss, member.BestEpoch)),
        ];
        string above = HistoryPlots.LeavesOut([.. training, .. validation])
            ? " The first epochs' loss lies above the frame."
            : "";
        // Without a validation part there is one curve, and no epoch was chosen by it.
        if (!validation.Any(curve => curve.Values.Any(double.IsFinite)))
            return new Figure(
                HistoryPlots.Epochs("Loss", training, $"training{each}", [], ""),
                "Training loss over the epochs.",
                $"Loss by epoch on the cases that were learnt from; no cases were kept for validation, so the last epoch's weights are kept.{above}"
            )
            {
                Heading = "Loss",
            };
        var image = HistoryPlots.Epochs("Loss", validation, $"validation{each}", training, $"training{each}");
        string best = string.Join(
            ", ",
            members.Select(member =>
                member.BestEpoch is { } epoch ? $"{member.Name}: epoch {epoch}" : $"{member.Name}: last epoch"
            )
        );
        return new Figure(
            image,
            "Training and validation loss over the epochs.",
            $"Loss by epoch. Where validation rises while training still falls, the network learns the training cases by heart. Weights kept: {best}.{above}"
        )
        {
            Heading = "Loss",
        };
    }

    private static Figure Watched(ImmutableArray<MemberHistory> members)
    {
        string name =
            members.Select(member => member.WatchedName).OfType<string>().FirstOrDefault()
            ?? "Watched measure";
        var image = HistoryPlots.Epochs(
            name,
            [.. members.Select(member => new EpochCurve(member.Watched, member.BestEpoch))],
            "validation",
            [],
            ""
        );
        return new Figure(
            image,
            $"{name} on validation over the epochs.",
            "The measure that early stopping watched, on validation."
        )
        {
            Heading = name,
        };
    }
}
