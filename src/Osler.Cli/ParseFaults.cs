using System.CommandLine;
using System.CommandLine.Parsing;
using Osler.Core.Faults;

namespace Osler.Cli;

/// <summary>What is wrong with a command line, said with the nearest thing that would be right.</summary>
internal static class ParseFaults
{
    /// <summary>Throws for the first fault of a command line; returns where there is none.</summary>
    /// <exception cref="RequestException">An unknown command or option, too much, too little, or not a number.</exception>
    public static void Refuse(ParseResult parsed)
    {
        var command = parsed.CommandResult.Command;
        string called = Path(parsed.CommandResult);
        bool asksForHelp = parsed.Tokens.Any(token => token.Value is "--help" or "-h" or "-?");
        if (asksForHelp)
            return;
        // An unknown option looks like an argument to the parser, where the command takes any.
        var stray = parsed
            .CommandResult.Children.OfType<ArgumentResult>()
            .SelectMany(result => result.Tokens)
            .Select(token => token.Value)
            .Concat(parsed.UnmatchedTokens)
            .FirstOrDefault(text => text.Length > 1 && text[0] == '-');
        if (stray is not null)
        {
            string name = stray.Split('=')[0];
            if (OptionNames(parsed.CommandResult).Contains(name) || IsOfACommand(command, name))
                throw new RequestException(
                    $"'{name}' stands in the wrong place.",
                    remedy: $"Options go after the command: osler COMMAND … {name}. See '{called} --help'."
                );
            throw new RequestException(
                $"'{called}' has no option '{name}'.",
                remedy: $"{NearestName.Hint(name, OptionNames(parsed.CommandResult))} See '{called} --help'."
            );
        }
        if (parsed.UnmatchedTokens.Count > 0)
        {
            string text = parsed.UnmatchedTokens[0];
            throw command.Subcommands.Count > 0
                ? new RequestException(
                    $"'{called}' has no command '{text}'.",
                    remedy: $"{NearestName.Hint(text, command.Subcommands.Select(sub => sub.Name))} See '{called} --help'."
                )
                : new RequestException($"'{called}' can't use '{text}'.", remedy: $"See '{called} --help'.");
        }
        if (parsed.Errors.Count > 0)
            throw command.Subcommands.Count > 0
                ? new RequestException(
                    $"'{called}' needs a command.",
                    remedy: $"One of: {string.Join(", ", command.Subcommands.Select(sub => sub.Name))}."
                )
                : new RequestException(Said(parsed, called), remedy: $"See '{called} --help'.");
        RefuseEmpty(parsed);
    }

    // An empty variable of a shell script gives an empty path.
    private static void RefuseEmpty(ParseResult parsed)
    {
        var empty = parsed
            .CommandResult.Children.OfType<OptionResult>()
            .FirstOrDefault(option =>
                option.Option.HelpName is "DIR" or "FILE" or "PATH"
                && option.Tokens.Any(token => string.IsNullOrWhiteSpace(token.Value))
            );
        if (empty is not null)
            throw new RequestException(
                $"'{empty.Option.Name}' needs a path; it is empty.",
                remedy: $"See '{Path(parsed.CommandResult)} --help'."
            );
        var blank = parsed
            .CommandResult.Children.OfType<ArgumentResult>()
            .FirstOrDefault(argument => argument.Tokens.Any(token => string.IsNullOrWhiteSpace(token.Value)));
        if (blank is not null)
            throw new RequestException(
                $"<{blank.Argument.Name}> is empty.",
                remedy: $"See '{Path(parsed.CommandResult)} --help'."
            );
    }

    /// <summary>The parser's first error in our words; its own where we have none.</summary>
    private static string Said(ParseResult parsed, string called)
    {
        var error = parsed.Errors[0];
        var symbol = error.SymbolResult is ArgumentResult { Parent: OptionResult parent }
            ? parent
            : error.SymbolResult;
        switch (symbol)
        {
            case OptionResult { Tokens: [] } option
                when option.Option.Required && option.IdentifierToken is null:
                return $"'{called}' needs {option.Option.Name}.";
            case OptionResult { Tokens: [] } option:
                return $"'{option.Option.Name}' needs a value.";
            case OptionResult { Tokens: [var token] } option:
                return $"'{option.Option.Name}' can't be '{token.Value}'{Wanted(option.Option.ValueType, token.Value)}.";
            case OptionResult option:
                return $"'{option.Option.Name}' takes one value.";
            case ArgumentResult argument when argument.Tokens.Count == 0:
                return $"'{called}' needs <{argument.Argument.Name}>.";
            case CommandResult when Missing(parsed) is { } missing:
                return $"'{called}' needs {missing}.";
            default:
                return error.Message;
        }
    }

    /// <summary>The first argument or required option that was not given.</summary>
    private static string? Missing(ParseResult parsed)
    {
        var command = parsed.CommandResult.Command;
        if (
            command.Arguments.FirstOrDefault(argument =>
                argument.Arity.MinimumNumberOfValues > 0
                && parsed.GetResult(argument) is not { Tokens.Count: > 0 }
            ) is
            { } argument
        )
            return $"<{argument.Name}>";
        return command
            .Options.FirstOrDefault(option => option.Required && parsed.GetResult(option) is null)
            ?.Name;
    }

    private static string Wanted(Type type, string given)
    {
        var plain = Nullable.GetUnderlyingType(type) ?? type;
        string? range =
            plain == typeof(long) ? $"{long.MinValue} to {long.MaxValue}"
            : plain == typeof(int) || plain == typeof(int[]) ? $"{int.MinValue} to {int.MaxValue}"
            : null;
        bool isWhole = given.TrimStart('-', '+') is { Length: > 0 } digits && digits.All(char.IsAsciiDigit);
        return range is null ? ""
            : isWhole ? $"; whole numbers go from {range}"
            : "; a whole number is needed";
    }

    // Also of a command below, before whose name it stood.
    private static bool IsOfACommand(Command command, string name) =>
        command.Subcommands.Any(sub =>
            sub.Options.Any(option => option.Name == name) || IsOfACommand(sub, name)
        );

    private static string Path(CommandResult result) =>
        result.Parent is CommandResult parent ? $"{Path(parent)} {result.Command.Name}" : "osler";

    private static IEnumerable<string> OptionNames(CommandResult result)
    {
        foreach (var option in result.Command.Options)
            yield return option.Name;
        for (var up = result.Parent as CommandResult; up is not null; up = up.Parent as CommandResult)
            foreach (var option in up.Command.Options.Where(option => option.Recursive))
                yield return option.Name;
    }
}
