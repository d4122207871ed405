using System.CommandLine;
using Osler.Cli.Terminal;
using Osler.Studies;

namespace Osler.Cli.Commands;

/// <summary><c>osler studies</c>: the studies that come with Osler, one line each.</summary>
internal static class StudiesCommand
{
    public static Command Create(Surroundings surroundings)
    {
        var command = new Command("studies", "List the studies that come with Osler.");
        command.SetAction(_ => List(surroundings.Output));
        return command;
    }

    private static void List(TextWriter output)
    {
        int width = StudyCatalog.All.Max(study => study.Name.Length);
        foreach (var study in StudyCatalog.All)
        {
            output.WriteLine($"{study.Name.PadRight(width)}  {study.Title}");
            output.WriteLine($"{new string(' ', width)}  {study.About}");
        }
    }
}
