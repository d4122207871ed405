using Osler.Core.Faults;

namespace Osler.Studies;

/// <summary>Runs a study on a table from data to report and bundle.</summary>
public static class TableStudy
{
    /// <param name="study">The study, as read.</param>
    /// <param name="options">Where to write and to whom to report.</param>
    /// <exception cref="RequestException">The study file or the folder is wrong.</exception>
    /// <exception cref="DataException">The data are unusable.</exception>
    /// <exception cref="OperationCanceledException">Cancelled; a checkpoint was saved.</exception>
    public static RunOutcome Run(StudyFile study, RunOptions options) => throw new NotSupportedException();
}
