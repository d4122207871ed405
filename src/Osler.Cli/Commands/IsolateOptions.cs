using System.CommandLine;
using Osler.Core.Faults;
using Osler.Core.Variants.Calls;

namespace Osler.Cli.Commands;

/// <summary>Options on isolates that several commands have.</summary>
internal static class IsolateOptions
{
    /// <summary>What silence in a VCF file means.</summary>
    public static Option<string?> CreateUncovered() =>
        new("--uncovered")
        {
            Description =
                "Of VCF files: positions of which the file says nothing are the reference's or unknown; unless told, unknown where it tells of the reference elsewhere.",
            HelpName = "reference|unknown",
        };

    /// <summary>The option's value.</summary>
    /// <exception cref="RequestException">Another word.</exception>
    public static Silence Silence(ParseResult parsed, Option<string?> uncovered) =>
        parsed.GetValue(uncovered) switch
        {
            null => Core.Variants.Calls.Silence.Auto,
            "reference" => Core.Variants.Calls.Silence.Reference,
            "unknown" => Core.Variants.Calls.Silence.Unknown,
            string other => throw new RequestException(
                $"--uncovered is 'reference' or 'unknown', not '{other}'."
            ),
        };
}
