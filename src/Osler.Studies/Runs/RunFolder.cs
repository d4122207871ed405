using Osler.Core.Faults;
using Osler.Core.Files;
using Osler.Learning.Training;

namespace Osler.Studies;

/// <summary>The folder that a run writes: refused where it holds anything of another's, never left half-written.</summary>
/// <remarks>
/// During a run it holds <c>log.jsonl</c>, <c>events/</c> and <c>checkpoints/</c>, of which the study as run is one, so
/// that the run can be resumed from the folder alone. <c>bundle/</c>, <c>report.html</c> and, last, <c>results.json</c>
/// appear whole, each in one step; a folder with <c>results.json</c> is complete.
/// </remarks>
internal sealed class RunFolder : IDisposable
{
    private const string StudyName = "study.yaml";
    private const string LogName = "log.jsonl";
    private const string DataName = "data.sha256";
    private readonly bool _wasAbsent;

    private RunFolder(string path, RunOptions options, bool wasAbsent)
    {
        _wasAbsent = wasAbsent;
        Path = path;
        Options = options with { OutFolder = path };
        Log = new RunLog(Options, System.IO.Path.Combine(path, LogName));
    }

    /// <summary>Absolute.</summary>
    public string Path { get; }

    public RunOptions Options { get; }

    public RunLog Log { get; }

    /// <exception cref="RequestException">The folder is taken, can't be written, or has nothing to resume.</exception>
    public static RunFolder Open(StudyFile study, RunOptions options)
    {
        string path = System.IO.Path.GetFullPath(options.OutFolder);
        if (File.Exists(path))
            throw new RequestException(
                "a file is in the place of the folder.",
                options.OutFolder,
                "Choose another."
            );
        bool taken = Directory.Exists(path) && Directory.EnumerateFileSystemEntries(path).Any();
        if (taken && !options.Resume)
            throw new RequestException(
                "the folder is not empty.",
                options.OutFolder,
                "Choose another with --out, or go on with an interrupted run by --resume."
            );
        bool wasAbsent = !Directory.Exists(path);
        string copy = StudyCopy(path);
        if (options.Resume)
            RequireInterrupted(options.OutFolder);
        try
        {
            Directory.CreateDirectory(System.IO.Path.GetDirectoryName(copy)!);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw Durable.CannotWrite(options.OutFolder, fault);
        }
        var folder = new RunFolder(path, options, wasAbsent);
        bool ready = false;
        try
        {
            folder.Prepare(study, copy);
            ready = true;
            return folder;
        }
        finally
        {
            if (!ready)
                folder.Abandon();
        }
    }

    /// <summary>
    /// Does a run in the folder, once its device is known to be there; one that fails is taken back as by <see cref="Abandon"/>.
    /// </summary>
    /// <exception cref="RequestException">As of <see cref="Open"/>; or there is no such device.</exception>
    public static RunOutcome Within(StudyFile study, RunOptions options, Func<RunFolder, RunOutcome> run)
    {
        Trainer.RequireDevice(options.Device);
        using var folder = Open(study, options);
        try
        {
            return run(folder);
        }
        catch (OslerException)
        {
            folder.Abandon();
            throw;
        }
    }

    /// <summary>
    /// Takes back a new run that failed before anything was trained, so that the same folder can be used again; a run
    /// with checkpoints stays, to be resumed.
    /// </summary>
    private void Abandon()
    {
        Dispose();
        string checkpoints = System.IO.Path.Combine(Path, "checkpoints");
        if (Options.Resume || HasCheckpoint(checkpoints))
            return;
        try
        {
            File.Delete(System.IO.Path.Combine(Path, LogName));
            foreach (string part in (string[])["checkpoints", "events"])
                if (System.IO.Path.Combine(Path, part) is var made && Directory.Exists(made))
                    Directory.Delete(made, recursive: true);
            if (_wasAbsent && !Directory.EnumerateFileSystemEntries(Path).Any())
                Directory.Delete(Path);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            // What made the run fail is being told; files that can't be taken back are the lesser evil.
        }
    }

    /// <summary>Keeps the data's fingerprint beside the checkpoints; a run that goes on must have the same.</summary>
    /// <exception cref="RequestException">The data have changed since the run began.</exception>
    public void RequireSameData(string fingerprint)
    {
        string path = System.IO.Path.Combine(Path, "checkpoints", DataName);
        if (!File.Exists(path))
            Durable.WriteFile(path, stream => stream.Write(System.Text.Encoding.ASCII.GetBytes(fingerprint)));
        else if (File.ReadAllText(path) != fingerprint)
            throw new RequestException(
                "the data have changed since this run began.",
                Options.OutFolder,
                "Put the data back as they were, or start anew in another folder."
            );
    }

    private void Prepare(StudyFile study, string copy)
    {
        if (
            Options.Resume
            && StudyDifference.First(StudyFile.Open(copy).Write(), Located(study).Write()) is { } difference
        )
            throw new RequestException(
                $"the folder's run is of another study file, or of other settings: {difference}.",
                Options.OutFolder,
                "Go on with --resume alone, or start anew in another folder."
            );
        if (Options.Resume && !HasCheckpoint(System.IO.Path.GetDirectoryName(copy)!))
            Log.Tell("resume", "no checkpoint was kept yet: the run begins anew");
        RemoveRemains();
        if (!File.Exists(copy))
            Durable.WriteFile(
                copy,
                stream => stream.Write(System.Text.Encoding.UTF8.GetBytes(Located(study).Write()))
            );
    }

    // What a killed run had begun to write; and a bundle without results.json beside it, finished just before an
    // interruption, which is made anew.
    private void RemoveRemains()
    {
        string bundle = System.IO.Path.Combine(Path, "bundle");
        if (Directory.Exists(bundle))
            Directory.Delete(bundle, recursive: true);
        foreach (string folder in Directory.GetDirectories(Path, Durable.Remains))
            Directory.Delete(folder, recursive: true);
        foreach (string file in Directory.GetFiles(Path, Durable.Remains, SearchOption.AllDirectories))
            File.Delete(file);
    }

    private static bool HasCheckpoint(string folder) =>
        Directory.Exists(folder)
        && Directory.EnumerateFiles(folder, "*.checkpoint", SearchOption.AllDirectories).Any();

    /// <summary>The study of an interrupted run, with settings on top as of <see cref="StudyFile.Open"/>.</summary>
    /// <exception cref="RequestException">The folder holds no such run, or a finished one.</exception>
    public static StudyFile Interrupted(
        string folder,
        IReadOnlyList<string>? settings = null,
        string? data = null,
        long? seed = null
    )
    {
        RequireInterrupted(folder);
        return StudyFile.Open(StudyCopy(folder), settings, data, seed);
    }

    public void Dispose() => Log.Dispose();

    private static void RequireInterrupted(string folder)
    {
        if (File.Exists(System.IO.Path.Combine(folder, "results.json")))
            throw new RequestException("this run is complete; nothing is left to resume.", folder);
        if (!File.Exists(StudyCopy(folder)))
            throw new RequestException(
                Directory.Exists(folder)
                    ? "the folder holds no interrupted run."
                    : "there is no such folder, so no run to resume.",
                folder,
                "Name the folder that the run was writing."
            );
    }

    private static string StudyCopy(string folder) =>
        System.IO.Path.Combine(folder, "checkpoints", StudyName);

    // The working folder of a resumed run may be another one.
    private static StudyFile Located(StudyFile study) =>
        study with
        {
            Data = study.Data.Path is { } path
                ? study.Data with
                {
                    Path = System.IO.Path.GetFullPath(path),
                }
                : study.Data,
            Exams = study.Exams?.At(System.IO.Path.GetFullPath),
        };
}
