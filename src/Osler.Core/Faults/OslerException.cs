namespace Osler.Core.Faults;

/// <summary>How the command line ends; the numbers are a contract.</summary>
public enum ExitCode
{
    /// <summary>Done as asked.</summary>
    Done = 0,

    /// <summary>A check failed (<c>verify</c>, <c>data check</c>).</summary>
    CheckFailed = 1,

    /// <summary>The command line or the study file is wrong.</summary>
    BadRequest = 2,

    /// <summary>The data are unusable.</summary>
    BadData = 3,

    /// <summary>An unexpected fault; the message names a log.</summary>
    Unexpected = 4,

    /// <summary>Interrupted by the user.</summary>
    Interrupted = 130,
}

/// <summary>A fault that a user can mend: what is wrong, where, and what to do.</summary>
/// <remarks>The message is shown as it is, without a stack trace; no patient's name or identifier belongs in it.</remarks>
public abstract class OslerException : Exception
{
    private protected OslerException(
        ExitCode exit,
        string what,
        string? where,
        string? remedy,
        Exception? inner
    )
        : base(Compose(what, where, remedy), inner)
    {
        Exit = exit;
        What = what;
        Where = where;
        Remedy = remedy;
    }

    /// <summary>The process's exit code.</summary>
    public ExitCode Exit { get; }

    /// <summary>What is wrong, in one sentence.</summary>
    public string What { get; }

    /// <summary>File, row (1-based, the header not counted), column, block path or study-file key.</summary>
    public string? Where { get; }

    /// <summary>What the user can do.</summary>
    public string? Remedy { get; }

    private static string Compose(string what, string? where, string? remedy) =>
        (where is null ? what : $"{where}: {what}") + (remedy is null ? "" : $" {remedy}");
}

/// <summary>The command line or the study file is wrong (exit code 2).</summary>
public sealed class RequestException(
    string what,
    string? where = null,
    string? remedy = null,
    Exception? inner = null
) : OslerException(ExitCode.BadRequest, what, where, remedy, inner);

/// <summary>The data are unusable (exit code 3).</summary>
public sealed class DataException(
    string what,
    string? where = null,
    string? remedy = null,
    Exception? inner = null
) : OslerException(ExitCode.BadData, what, where, remedy, inner);

/// <summary>A check failed: a bundle that was changed, data that do not match their checksums (exit code 1).</summary>
public sealed class CheckException(
    string what,
    string? where = null,
    string? remedy = null,
    Exception? inner = null
) : OslerException(ExitCode.CheckFailed, what, where, remedy, inner);
