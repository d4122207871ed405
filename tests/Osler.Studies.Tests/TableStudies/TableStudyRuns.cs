namespace Osler.Studies.Tests.TableStudies;

/// <summary>Quick runs of the heart-attack study, each in a folder of its own.</summary>
public abstract class TableStudyRuns : IDisposable
{
    /// <summary>Few patients, few epochs, few draws.</summary>
    protected static string[] Quick { get; } =
    [
        "data.simulate.patients=900",
        "training.epochs=3",
        "training.ensemble.members=2",
        "training.ensemble.leave_out_folds=2",
        "evaluation.bootstrap_draws=100",
    ];

    /// <summary>Gone after the test.</summary>
    protected string Folder { get; } = Directory.CreateTempSubdirectory("osler-run-").FullName;

    public void Dispose()
    {
        Directory.Delete(Folder, recursive: true);
        GC.SuppressFinalize(this);
    }

    protected static StudyFile Study(params string[] settings) =>
        StudyFile.Open("heart-attack", [.. Quick, .. settings]);

    protected RunOutcome Run(string name, params string[] settings) =>
        TableStudy.Run(Study(settings), new RunOptions { OutFolder = Out(name) });

    protected string Out(string name) => Path.Combine(Folder, name);
}
