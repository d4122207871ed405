using System.CommandLine;
using Osler.Cli.Terminal;

namespace Osler.Cli.Commands;

/// <summary><c>osler data</c>: public tables and weights, a look at a table, labels from reports, simulated patients.</summary>
internal static class DataCommand
{
    public static Command Create(Surroundings surroundings) =>
        new(
            "data",
            "List public data sets and weights, fetch weights, check a table, label reports, simulate patients."
        )
        {
            DataListCommand.Create(surroundings),
            DataGetCommand.Create(surroundings),
            DataCheckCommand.Create(surroundings),
            DataLabelCommand.Create(surroundings),
            DataSimulateCommand.Create(surroundings),
        };
}
