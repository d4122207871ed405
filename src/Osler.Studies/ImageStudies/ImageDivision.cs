using Osler.Core.Cases;
using Osler.Core.Faults;
using Osler.Core.Splits;
using Osler.Core.Tables;
using Osler.Imaging.Sources;

namespace Osler.Studies;

/// <summary>Divides images by their patients, or as their data set states.</summary>
internal static class ImageDivision
{
    /// <summary>The part of each image, and how the split was made, in one sentence.</summary>
    /// <exception cref="RequestException">A split that images can't have.</exception>
    /// <exception cref="DataException">Too few patients, or no parts of the data set's own.</exception>
    public static (Split Split, string Rule) Of(StudyFile study, IImageSource source, Patients patients)
    {
        switch (study.Split)
        {
            case SplitAsGiven given:
                return AsGiven(source, patients, given, study.Seed);
            case SplitByPatients parts:
                var fractions = new SplitFractions
                {
                    Validation = parts.Validation,
                    Test = parts.RequireTest(),
                };
                try
                {
                    return (
                        SplitByPatient.Draw(patients, Strata(source), fractions, study.Seed),
                        "At random by patient, stratified by the first label"
                    );
                }
                catch (DataException fault)
                {
                    // Few patients may be many under one name.
                    throw new DataException(
                        fault.What,
                        source.Name,
                        string.Join(
                            ' ',
                            [.. source.Remarks, "Give more patients, or larger fractions (split)."]
                        ),
                        fault
                    );
                }
            default:
                throw new RequestException(
                    "Images are divided by patients or as their data set states.",
                    "split",
                    "Write split: given, or split: {patients: {train: 0.6, validation: 0.2}}."
                );
        }
    }

    private static (Split Split, string Rule) AsGiven(
        IImageSource source,
        Patients patients,
        SplitAsGiven given,
        long seed
    )
    {
        var parts = new Part[source.Count];
        for (int i = 0; i < parts.Length; i++)
            parts[i] = source.Case(i).Part switch
            {
                GivenPart.Train => Part.Train,
                GivenPart.Validation => Part.Validation,
                GivenPart.Test => Part.Test,
                _ => throw new DataException(
                    "The images have no training and test parts of their own.",
                    source.Name,
                    "Write split: {patients: {train: 0.6, validation: 0.2}}."
                ),
            };
        const string rule = "As the data set states";
        if (given.Validation == 0 || parts.Contains(Part.Validation))
            return (new Split(parts), rule);
        var drawn = StudySplits.WithValidation(
            new Split(parts),
            given.Validation,
            seed,
            patients,
            Strata(source)
        );
        return (
            drawn,
            FormattableString.Invariant(
                $"{rule}; {given.Validation:P0} of its training patients, drawn at random, validate"
            )
        );
    }

    // What a random split is stratified by: the first finding, or whether the class is the first one.
    private static Label[] Strata(IImageSource source)
    {
        var labels = new Label[source.Count];
        bool classes = source.Labels.Kind == LabelKind.Classes;
        for (int i = 0; i < labels.Length; i++)
        {
            float first = source.Labels.Of(i)[0];
            labels[i] =
                float.IsNaN(first) ? Label.Unknown
                : (classes ? first == 0 : first == 1) ? Label.Present
                : Label.Absent;
        }
        return labels;
    }
}
