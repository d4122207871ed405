using System.CommandLine;
using System.Globalization;
using Osler.Cli.Commands;
using Osler.Cli.Terminal;
using Osler.Core;
using Osler.Core.Faults;
using Osler.Core.Files;

namespace Osler.Cli;

/// <summary>Parses, calls one command, and turns faults into exit codes and a few plain lines.</summary>
internal static class Application
{
    private const string VerboseOption = "--verbose";

    /// <summary>Runs the command line.</summary>
    /// <param name="arguments">Without the program's name.</param>
    /// <param name="surroundings">Streams, clock, cancellation.</param>
    /// <returns>The process's exit code (<see cref="ExitCode"/>).</returns>
    public static int Run(string[] arguments, Surroundings surroundings)
    {
        bool verbose = arguments.Contains(VerboseOption);
        using var interruption = new Interruption(surroundings);
        surroundings = surroundings with
        {
            Output = new PlainWriter(new AnswerWriter(surroundings.Output, interruption.Token)),
            Error = new PlainWriter(surroundings.Error),
            Cancellation = interruption.Token,
            Interruption = interruption,
        };
        try
        {
            var root = Root(surroundings);
            var parsed = root.Parse(arguments.Length == 0 ? ["--help"] : arguments);
            ParseFaults.Refuse(parsed);
            int code = parsed.Invoke(
                new InvocationConfiguration
                {
                    Output = surroundings.Output,
                    Error = surroundings.Error,
                    EnableDefaultExceptionHandler = false,
                    ProcessTerminationTimeout = null,
                }
            );
            return Flush(surroundings) ? code : (int)ExitCode.BadRequest;
        }
        catch (OslerException fault)
        {
            Flush(surroundings);
            surroundings.Error.WriteLine($"osler: {fault.Message}");
            if (verbose)
                surroundings.Error.WriteLine(fault.ToString());
            return (int)fault.Exit;
        }
        catch (OperationCanceledException)
        {
            Flush(surroundings);
            surroundings.Error.WriteLine("osler: Interrupted.");
            return (int)ExitCode.Interrupted;
        }
        catch (Exception fault) when (fault is IOException && !HasWorkingFolder())
        {
            Flush(surroundings);
            surroundings.Error.WriteLine(
                "osler: The working folder was removed or can't be reached. Change to a folder that exists."
            );
            return (int)ExitCode.BadRequest;
        }
        catch (Exception fault) when (Durable.IsTooLarge(fault))
        {
            Flush(surroundings);
            surroundings.Error.WriteLine($"osler: {Durable.CannotWrite(null, fault).Message}");
            return (int)ExitCode.BadRequest;
        }
        // The outermost door: whatever comes here is a fault of Osler's own, told with a log and not hidden.
        catch (Exception fault)
        {
            Flush(surroundings);
            surroundings.Error.WriteLine($"osler: An unexpected fault: {fault.Message}");
            if (WriteLog(fault, arguments, surroundings) is { } log)
                surroundings.Error.WriteLine($"The details are in {log}. Please report it with that file.");
            if (verbose)
                surroundings.Error.WriteLine(fault.ToString());
            return (int)ExitCode.Unexpected;
        }
    }

    internal static RootCommand Root(Surroundings surroundings)
    {
        var root = new RootCommand(
            "Deep learning on medical data: from a question in one file to an answer in one folder."
        )
        {
            StudiesCommand.Create(surroundings),
            RunCommand.Create(surroundings),
            InitCommand.Create(surroundings),
            DataCommand.Create(surroundings),
            EvaluateCommand.Create(surroundings),
            PredictCommand.Create(surroundings),
            ExplainCommand.Create(surroundings),
            InspectCommand.Create(surroundings),
            VerifyCommand.Create(surroundings),
        };
        root.Add(
            new Option<bool>(VerboseOption)
            {
                Description = "Show the stack trace of a fault.",
                Recursive = true,
            }
        );
        root.HelpName = "osler";
        HelpText.Attach(root, surroundings);
        return root;
    }

    /// <summary>Writes out what is buffered; false, and told, where it can't be, as on a full disk.</summary>
    private static bool Flush(Surroundings surroundings)
    {
        try
        {
            surroundings.Output.Flush();
            return true;
        }
        catch (RequestException fault)
        {
            surroundings.Error.WriteLine($"osler: {fault.Message}");
            return false;
        }
    }

    private static bool HasWorkingFolder()
    {
        try
        {
            return Directory.Exists(Directory.GetCurrentDirectory());
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private static string? WriteLog(Exception fault, string[] arguments, Surroundings surroundings)
    {
        string time = surroundings.Time.GetUtcNow().ToString("yyyyMMdd-HHmmss", CultureInfo.InvariantCulture);
        string path = Path.Combine(surroundings.LogFolder, $"osler-fault-{time}-{Environment.ProcessId}.log");
        try
        {
            // Values after --set may be a patient's: the command and its options' names suffice.
            string shown = string.Join(' ', arguments.Where((text, i) => i == 0 || text.StartsWith('-')));
            File.WriteAllText(path, $"osler {OslerVersion.Text}: {shown}\n{fault}\n");
            return path;
        }
        catch (Exception second) when (Durable.IsRefusal(second))
        {
            return null;
        }
    }
}
