using System.Collections.Immutable;
using Osler.Core.Blocks;
using Osler.Core.Faults;
using Osler.Core.Preprocessing;
using Part = Osler.Core.Splits.Part;

namespace Osler.Studies;

/// <summary>The network that a study trains, with the features that its data give it; nothing of it is trained.</summary>
/// <param name="Name">The study's name of it, or the preset's.</param>
/// <param name="Network">One member, with the edges that it takes from the training part.</param>
/// <param name="Members">Networks in the ensemble.</param>
/// <param name="Features">Names of the features, in order.</param>
/// <param name="Outcome">Name of the outcome.</param>
/// <param name="Rows">Rows of the table that the features were fitted on, training part alone.</param>
public sealed record StudyPicture(
    string Name,
    Block Network,
    int Members,
    ImmutableArray<string> Features,
    string Outcome,
    int Rows
)
{
    /// <summary>
    /// Opens or simulates the study's table, divides it and fits the preprocessing as a run does: how many features the
    /// network gets (levels, indicators of missing values) is known from the data alone.
    /// </summary>
    /// <param name="study">The study.</param>
    /// <exception cref="RequestException">There is no table, or the network doesn't fit.</exception>
    /// <exception cref="DataException">The data are unusable.</exception>
    public static StudyPicture Of(StudyFile study)
    {
        ChosenNetwork network = ChosenNetwork.Of(study);
        StudyTable data = StudyTable.Open(study, network.Inputs);
        study = study.For(data.Table.Rows);
        network = ChosenNetwork.Of(study);
        StudySplits splits = StudySplits.Draw(study, data);
        FittedPreprocessing preprocessing = new Recipe(study.Preprocessing).Fit(
            data.Table,
            data.Inputs,
            splits.Final.Parts
        );
        using FeatureMatrix features = FeatureMatrix.From(data.Table, preprocessing);
        int[] train = splits.Final.Rows(Part.Train);
        return new StudyPicture(
            network.Name,
            FoldTraining.Fitted(network.Block, features, train),
            study.Training.Ensemble.Members,
            preprocessing.FeatureNames,
            data.Outcome.Name,
            train.Length
        );
    }

    /// <summary>The drawing, one SVG element, as the report of a run shows it.</summary>
    public string Svg() => Drawing.Svg(Network, [Features.Length], Features, [Outcome], "sigmoid");
}
