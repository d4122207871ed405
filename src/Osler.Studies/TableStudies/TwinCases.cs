using System.Collections.Immutable;
using System.Globalization;
using Osler.Core.Preprocessing;
using Osler.Core.Splits;
using Osler.Core.Tables;

namespace Osler.Studies;

/// <summary>Cases outside training with the inputs of a training case of another patient, and how many chance gives.</summary>
/// <param name="Count">How many there are, over all splits.</param>
/// <param name="Expected">How many there would be among independent patients, as <see cref="Coincidences"/> estimates.</param>
internal sealed record TwinCases(int Count, double Expected)
{
    public bool Exceeded => Coincidences.Exceeded(Count, Expected);

    public string Said =>
        $"{Titles.Count(Count)} cases outside training have the same inputs as a training case of another patient;";

    public string Expectation =>
        Expected < 0.5
            ? "chance alone would hardly give any"
            : string.Create(CultureInfo.InvariantCulture, $"chance alone would give about {Expected:N0}");

    /// <summary>Null where there are none.</summary>
    public static TwinCases? Of(StudyTable data, ImmutableArray<FoldResult> folds)
    {
        int count = folds.Sum(fold => fold.Duplicates);
        if (count == 0)
            return null;
        ImmutableArray<InputColumn> inputs = folds[0].Model.Preprocessing.Inputs;
        var chance = Coincidences.Of(
            data.Table,
            [.. inputs.Select(input => data.Table.Schema.IndexOf(input.Name))]
        );
        return new TwinCases(
            count,
            folds.Sum(fold =>
                chance.Across(
                    fold.Split.Count(Part.Validation) + fold.Split.Count(Part.Test),
                    fold.Split.Count(Part.Train)
                )
            )
        );
    }
}
