using System.CommandLine;
using Osler.Core.Bundles;
using Osler.Core.Tables;

namespace Osler.Cli.Commands;

/// <summary>How a table's file is read, where it differs from how the bundle's training table was.</summary>
internal sealed class ReadingOptions
{
    private readonly Option<string?> _delimiter = new("--delimiter")
    {
        Description = "The table's delimiter: one character, tab, or auto; without it as in training.",
        HelpName = "CHAR",
    };

    private readonly Option<bool?> _comma = new("--decimal-comma")
    {
        Description = "Whether numbers are written 1,5; without it as in training.",
        HelpName = "true|false",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private readonly Option<string?> _encoding = new("--encoding")
    {
        Description = "detect, utf8, utf16 or latin1; without it as in training.",
        HelpName = "NAME",
    };

    /// <summary>Gives a command these options.</summary>
    public static ReadingOptions On(Command command)
    {
        var options = new ReadingOptions();
        command.Add(options._delimiter);
        command.Add(options._comma);
        command.Add(options._encoding);
        return options;
    }

    /// <summary>The first of the options that was given; null where none was.</summary>
    public string? Stated(ParseResult parsed) =>
        ((Option[])[_delimiter, _comma, _encoding])
            .FirstOrDefault(option => parsed.GetResult(option) is { Implicit: false })
            ?.Name;

    /// <summary>The card's reading with what was given in its place.</summary>
    /// <exception cref="Osler.Core.Faults.RequestException">A delimiter or an encoding that there isn't.</exception>
    public TableReading Over(ParseResult parsed, Card card)
    {
        var reading = card.Reading.ToTableReading();
        return reading with
        {
            Delimiter = parsed.GetValue(_delimiter) is { } delimiter
                ? ReadingWords.Delimiter(delimiter, "--delimiter")
                : reading.Delimiter,
            // Stated without a value it means yes.
            DecimalComma = parsed.GetResult(_comma) is { } given
                ? given.Tokens.Count == 0 || parsed.GetValue(_comma) == true
                : reading.DecimalComma,
            Encoding = parsed.GetValue(_encoding) is { } encoding
                ? ReadingWords.Encoding(encoding, "--encoding")
                : reading.Encoding,
        };
    }
}
