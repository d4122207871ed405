using Osler.Core.Faults;
using Osler.Studies.Exams;
using Osler.Studies.Tuberculosis;

namespace Osler.Studies;

/// <summary>Runs studies, whatever they are on.</summary>
public static class Study
{
    /// <summary>Runs a study from data to report and bundle.</summary>
    /// <param name="study">The study, as read.</param>
    /// <param name="options">Where to write and to whom to report.</param>
    /// <exception cref="RequestException">The study file or the folder is wrong.</exception>
    /// <exception cref="DataException">The data are unusable.</exception>
    /// <exception cref="OperationCanceledException">Cancelled; a checkpoint was saved.</exception>
    public static RunOutcome Run(StudyFile study, RunOptions options)
    {
        ArgumentNullException.ThrowIfNull(study);
        ArgumentNullException.ThrowIfNull(options);
        return study switch
        {
            { Images: not null } => ImageStudy.Run(study, options),
            { Genotypes: not null } => ResistanceStudy.Run(study, options),
            { Exams: not null } => ExamStudy.Run(study, options),
            { Text: not null } => TextStudy.Run(study, options),
            _ => TableStudy.Run(study, options),
        };
    }
}
