using System.Collections.Immutable;
using System.Globalization;
using Osler.Core.Cases;
using Osler.Core.Faults;
using Osler.Core.Splits;
using Osler.Core.Tables;

namespace Osler.Studies;

/// <summary>The splits of a study: one, or one for each fold of a cross-validation.</summary>
/// <param name="Each">Rows whose outcome is not known are left out of all.</param>
/// <param name="Final">The split that the model to keep is trained with: the only one, or without a test part.</param>
/// <param name="Rule">How it was made, in one sentence.</param>
internal sealed record StudySplits(ImmutableArray<Split> Each, Split Final, string Rule)
{
    // So many patients tell an AUROC to within two thousandths; more would take memory and time that training needs.
    private const int LargestPart = 250_000;

    public bool CrossValidated => Each.Length > 1;

    public static StudySplits Draw(StudyFile study, StudyTable data)
    {
        StudySplits drawn = Divide(study, data);
        // Members that leave patients out need no validation part: those patients learn too.
        return study.Training.Ensemble.LeaveOutFolds == 0
            ? drawn
            : drawn with
            {
                Each = [.. drawn.Each.Select(Unvalidated)],
                Final = Unvalidated(drawn.Final),
            };
    }

    private static Split Unvalidated(Split split) =>
        split with
        {
            Parts = Array.ConvertAll(split.Parts, part => part == Part.Validation ? Part.Train : part),
        };

    private static StudySplits Divide(StudyFile study, StudyTable data)
    {
        Patients patients = data.Patients;
        Label[] labels = data.Outcome.Labels;
        switch (study.Split)
        {
            case SplitByPatients parts:
                double most = (double)LargestPart / patients.Count;
                var fractions = new SplitFractions
                {
                    Validation = Math.Min(parts.Validation, most),
                    Test = Math.Min(parts.RequireTest(), most),
                };
                bool cut = fractions.Validation < parts.Validation || fractions.Test == most;
                return One(
                    SplitByPatient.Draw(patients, labels, fractions, study.Seed),
                    cut
                        ? $"At random by patient, stratified by outcome; at most {Titles.Count(LargestPart)} patients each for validation and test, all others for training"
                        : "At random by patient, stratified by outcome",
                    data
                );
            case SplitByFolds folds:
                int[] drawn = GroupedFolds.Draw(patients, labels, folds.Count, study.Seed);
                return new StudySplits(
                    [
                        .. Enumerable
                            .Range(0, folds.Count)
                            .Select(test =>
                                Known(
                                    GroupedFolds.Hold(
                                        drawn,
                                        test,
                                        patients,
                                        labels,
                                        folds.Validation,
                                        study.Seed
                                    ),
                                    data
                                )
                            ),
                    ],
                    Known(Unheld(patients, labels, folds.Validation, study.Seed), data),
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"{folds.Count}-fold cross-validation by patient, stratified by outcome"
                    )
                );
            case SplitByColumn column:
                return One(
                    WithValidation(
                        SplitFromColumn.Read(data.Table, column.Column, patients),
                        0.2,
                        study.Seed,
                        data
                    ),
                    $"As the column '{column.Column}' says",
                    data
                );
            case SplitByDate time:
                string date =
                    data.Roles.Date
                    ?? throw new RequestException(
                        "a split by time needs a date column.",
                        "split.time",
                        "Set data.date."
                    );
                return One(
                    WithValidation(
                        SplitByTime.Read(
                            data.Table,
                            date,
                            patients,
                            time.ValidationFrom is { } from ? Day(from, "split.time.validation_from") : null,
                            Day(time.TestFrom, "split.time.test_from")
                        ),
                        time.Validation,
                        study.Seed,
                        data
                    ),
                    $"By time: from {time.TestFrom} on is the test",
                    data
                );
            case SplitBySites sites:
                string site =
                    data.Roles.Site
                    ?? throw new RequestException(
                        "a split by site needs a site column.",
                        "split.site",
                        "Set data.site."
                    );
                return One(
                    WithValidation(
                        SplitBySite.Read(data.Table, site, patients, sites.ValidationSites, sites.Test),
                        sites.Validation,
                        study.Seed,
                        data
                    ),
                    $"By site: {string.Join(", ", sites.Test)} is the test",
                    data
                );
            default:
                throw new InvalidOperationException($"No way to split by {study.Split.GetType().Name}.");
        }
    }

    private static StudySplits One(Split split, string rule, StudyTable data)
    {
        Split known = Known(split, data);
        return new StudySplits([known], known, rule);
    }

    // Nobody is held out: the model that is kept learns from all, but for those who stop its training.
    private static Split Unheld(Patients patients, Label[] labels, double validation, long seed) =>
        GroupedFolds.Hold(new int[patients.Rows], -1, patients, labels, validation, seed);

    private static Split WithValidation(Split split, double fraction, long seed, StudyTable data) =>
        WithValidation(split, fraction, seed, data.Patients, data.Outcome.Labels);

    /// <summary>A stated split; where it has no validation part, a fraction of its training patients becomes one.</summary>
    /// <param name="split">As stated.</param>
    /// <param name="fraction">More than 0, less than 1.</param>
    /// <param name="seed">Decides which patients.</param>
    /// <param name="patients">Whose each row is.</param>
    /// <param name="labels">What the draw is stratified by.</param>
    public static Split WithValidation(
        Split split,
        double fraction,
        long seed,
        Patients patients,
        Label[] labels
    )
    {
        if (split.Count(Part.Validation) > 0)
            return split;
        int[] held = [.. split.Parts.Select(part => part == Part.Train ? 0 : 1)];
        Split drawn = GroupedFolds.Hold(held, 1, patients, labels, fraction, seed);
        for (int row = 0; row < split.Parts.Length; row++)
            if (split.Parts[row] != Part.Train)
                drawn.Parts[row] = split.Parts[row];
        return drawn;
    }

    private static Split Known(Split split, StudyTable data)
    {
        for (int row = 0; row < split.Parts.Length; row++)
            if (data.Outcome.Labels[row] == Label.Unknown)
                split.Parts[row] = Part.LeftOut;
        SplitChecks.RequirePatientsApart(split, data.Patients);
        return split;
    }

    private static double Day(string text, string key)
    {
        CultureInfo invariant = CultureInfo.InvariantCulture;
        if (DateOnly.TryParseExact(text, "yyyy-MM-dd", invariant, DateTimeStyles.None, out DateOnly day))
            return day.DayNumber - DateOnly.FromDateTime(DateTime.UnixEpoch).DayNumber;
        return double.TryParse(text, NumberStyles.Float, invariant, out double number)
            ? number
            : throw new RequestException($"'{text}' is not a date.", key, "Write it as 2020-01-31.");
    }
}
