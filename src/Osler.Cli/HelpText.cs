using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using Osler.Cli.Terminal;
using Osler.Core;

namespace Osler.Cli;

/// <summary>Help that ends with examples, and a version that is one line.</summary>
internal static class HelpText
{
    private static readonly Dictionary<string, string> Examples = new(StringComparer.Ordinal)
    {
        [""] = """
              osler run heart-attack                          simulate patients, train, judge, report
              osler predict runs/…/bundle --set age=54 …      the probability for one patient
              osler init mine --like heart-attack --data my.csv
            """,
        ["run"] = """
              osler run heart-attack
              osler run heart-attack --set network=neuron --set training.epochs=5
              osler run mine/study.yaml --data my.csv --out runs/mine
              osler run --resume runs/mine
            """,
        ["init"] = """
              osler init mine --like heart-attack --data my.csv
            """,
        ["predict"] = """
              osler predict runs/…/bundle --set age=54 --set sex=female --set sbp=132
              osler predict runs/…/bundle patients.csv --out answers.csv
              curl … | osler predict runs/…/bundle - --json
              osler predict runs/…/bundle scans/ --out answers.csv
              osler predict runs/…/bundle isolate.vcf.gz --out isolate.html
            """,
        ["explain"] = """
              osler explain runs/…/bundle --set age=54 --set sex=female
              osler explain runs/…/bundle patients.csv --row 17 --method integrated-gradients
              osler explain runs/…/bundle --data other-hospital.csv --out explanation
            """,
        ["inspect"] = """
              osler inspect runs/…/bundle
              osler inspect neuron --input 2 --svg neuron.svg
              osler inspect heart-attack --set network=neuron --svg neuron.svg
            """,
        ["simulate"] = """
              osler data simulate heart-attack --patients 20000 --seed 1 --out cohort.csv
            """,
    };

    /// <summary>Puts examples and the version in place on every command.</summary>
    public static void Attach(RootCommand root, Surroundings surroundings)
    {
        foreach (var option in root.Options)
        {
            if (option is HelpOption help)
                help.Action = new HelpWithExamples((HelpAction)help.Action!, surroundings);
            if (option is VersionOption version)
                version.Action = new VersionAction(surroundings);
        }
    }

    private sealed class VersionAction(Surroundings surroundings) : SynchronousCommandLineAction
    {
        public override int Invoke(ParseResult parseResult)
        {
            surroundings.Output.WriteLine($"osler {OslerVersion.Text}");
            return 0;
        }
    }

    private sealed class HelpWithExamples(HelpAction inner, Surroundings surroundings)
        : SynchronousCommandLineAction
    {
        public override bool ClearsParseErrors => true;

        public override int Invoke(ParseResult parseResult)
        {
            inner.MaxWidth = surroundings.Width;
            int code = inner.Invoke(parseResult);
            string name =
                parseResult.CommandResult.Command is RootCommand
                    ? ""
                    : parseResult.CommandResult.Command.Name;
            if (Examples.TryGetValue(name, out string? examples))
                surroundings.Output.WriteLine($"Examples:\n{examples}");
            return code;
        }
    }
}
