using System.Collections.Immutable;
using Osler.Core.Preprocessing;
using Osler.Learning.Training;

namespace Osler.Studies;

/// <summary>
/// What takes the place of a study's preprocessing, network and training where the table has many rows. What is not
/// stated here is as it is for smaller tables; a setting on the command line holds for both.
/// </summary>
public sealed record LargerTables
{
    /// <summary>From so many rows on; at least 1, by default 10,000.</summary>
    public int FromRows
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 1);
            field = value;
        }
    } = 10_000;

    /// <summary>The steps from cells to features.</summary>
    public ImmutableArray<Step> Preprocessing { get; init; } = Recipe.Standard.Steps;

    /// <summary>The network.</summary>
    public NetworkChoice Network { get; init; } = NetworkChoice.Named("mlp");

    /// <summary>How it is trained; single keys may be stated alone.</summary>
    public TrainingSettings Training { get; init; } = new();
}
