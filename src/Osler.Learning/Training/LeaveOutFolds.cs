using Osler.Core.Cases;
using Osler.Core.Splits;
using Osler.Core.Tables;

namespace Osler.Learning.Training;

/// <summary>Which training cases each member of an ensemble leaves out.</summary>
public sealed class LeaveOutFolds
{
    private readonly int _folds;
    private readonly int _members;
    private readonly byte[][] _foldOfCase; // [rounds][case number]

    private LeaveOutFolds(int folds, int members, byte[][] foldOfCase) =>
        (_folds, _members, _foldOfCase) = (folds, members, foldOfCase);

    /// <summary>Deals the training patients into folds, once for every round of members.</summary>
    /// <param name="settings">Folds and members.</param>
    /// <param name="examples">For the outcome that folds are stratified by, the first.</param>
    /// <param name="train">The training cases.</param>
    /// <param name="patients">The patient of each case number; null where each case is a patient.</param>
    /// <param name="seed">The run's seed.</param>
    /// <returns>Null where the settings leave nothing out.</returns>
    /// <exception cref="Core.Faults.DataException">Fewer patients with or without the outcome than folds.</exception>
    public static LeaveOutFolds? Deal(
        EnsembleSettings settings,
        IExamples examples,
        ReadOnlySpan<int> train,
        Patients? patients,
        long seed
    )
    {
        if (settings.LeaveOutFolds == 0)
            return null;
        int[] ofRow = new int[train.Length];
        int last = 0;
        for (int i = 0; i < train.Length; i++)
        {
            ofRow[i] = patients is null ? train[i] : patients[train[i]];
            last = Math.Max(last, train[i]);
        }
        float[] all = new float[(long)train.Length * examples.Outcomes];
        examples.Targets(train, all);
        var labels = new Label[train.Length];
        for (int i = 0; i < labels.Length; i++)
        {
            labels[i] = all[i * examples.Outcomes] switch
            {
                1 => Label.Present,
                0 => Label.Absent,
                _ => Label.Unknown,
            };
        }
        var grouped = patients is null ? Patients.One(train.Length) : Patients.From(ofRow);
        byte[][] rounds = new byte[settings.Members / settings.LeaveOutFolds][];
        for (int round = 0; round < rounds.Length; round++)
        {
            int[] drawn = GroupedFolds.Draw(grouped, labels, settings.LeaveOutFolds, seed, 1 + round);
            rounds[round] = new byte[last + 1];
            for (int i = 0; i < train.Length; i++)
                rounds[round][train[i]] = (byte)drawn[i];
        }
        return new LeaveOutFolds(settings.LeaveOutFolds, settings.Members, rounds);
    }

    /// <summary>Whether a member never learns from a training case.</summary>
    /// <param name="member">Of one ensemble; ensembles trained side by side leave out alike.</param>
    /// <param name="case">A training case.</param>
    public bool LeavesOut(int member, int @case) =>
        _foldOfCase[member % _members / _folds][@case] == member % _members % _folds;
}
