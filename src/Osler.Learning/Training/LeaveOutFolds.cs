using Osler.Core.Cases;
using Osler.Core.Faults;
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
    /// <exception cref="DataException">Fewer patients with or without the outcome than folds.</exception>
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
        RequireEnough(grouped, labels, settings.LeaveOutFolds);
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

    // The same that the draw would refuse, told as what the reader of a study knows: its ensemble, not its folds.
    private static void RequireEnough(Patients patients, Label[] labels, int folds)
    {
        var with = new HashSet<int>();
        var without = new HashSet<int>();
        for (int row = 0; row < labels.Length; row++)
            if (labels[row] == Label.Present)
                with.Add(patients[row]);
            else if (labels[row] == Label.Absent)
                without.Add(patients[row]);
        without.ExceptWith(with);
        int few = Math.Min(with.Count, without.Count);
        if (few < folds)
            throw new DataException(
                $"The training part has {with.Count} patients with and {without.Count} without the outcome: too few for an ensemble that leaves out {folds} folds of them in turn, each with both.",
                "training",
                few < 2
                    ? "More patients are needed."
                    : $"Learn from more patients; or ask for less: --set training.ensemble.leave_out_folds={few} training.ensemble.members={few}"
            );
    }

    /// <summary>Whether a member never learns from a training case.</summary>
    /// <param name="member">Of one ensemble; ensembles trained side by side leave out alike.</param>
    /// <param name="case">A training case.</param>
    public bool LeavesOut(int member, int @case) =>
        _foldOfCase[member % _members / _folds][@case] == member % _members % _folds;
}
