using System.CommandLine;
using System.Globalization;
using Osler.Cli.Terminal;
using Osler.Core.Files;
using Osler.Core.Weights;

namespace Osler.Cli.Commands;

/// <summary><c>osler data get</c>: public weights from their official source into the user's cache.</summary>
internal static class DataGetCommand
{
    private static readonly TimeSpan s_telling = TimeSpan.FromSeconds(2);

    public static Command Create(Surroundings surroundings)
    {
        var name = new Argument<string>("name")
        {
            Description = "Public weights: weights/PRESET-DATA, as 'osler data list' names them.",
        };
        var to = new Option<string?>("--to")
        {
            Description = "Folder to put them in; the user's cache where not given.",
            HelpName = "FOLDER",
        };
        var command = new Command("get", "Fetch public weights from their official source, checked.")
        {
            name,
            to,
        };
        command.SetAction(parsed =>
            Get(surroundings, PublicWeights.Named(parsed.GetRequiredValue(name)), parsed.GetValue(to))
        );
        return command;
    }

    private static void Get(Surroundings surroundings, PublicWeights weights, string? folder)
    {
        string path = Path.Combine(folder ?? WeightCache.Folder, weights.FileName);
        surroundings.Error.WriteLine($"{weights.Name}: {weights.Source}");
        surroundings.Error.WriteLine($"licence: {weights.Licence}");
        using var client = new HttpClient { Timeout = Timeout.InfiniteTimeSpan };
        string sha256 = Download.Fetch(
            weights.Source,
            path,
            weights.Sha256,
            client,
            new Telling(surroundings),
            surroundings.Cancellation
        );
        surroundings.Output.WriteLine(path);
        surroundings.Output.WriteLine($"SHA-256 {sha256}");
    }

    /// <summary>A line every two seconds.</summary>
    private sealed class Telling(Surroundings surroundings) : IProgress<(long Done, long? All)>
    {
        private long _last = surroundings.Time.GetTimestamp();

        public void Report((long Done, long? All) value)
        {
            long now = surroundings.Time.GetTimestamp();
            if (surroundings.Time.GetElapsedTime(_last, now) < s_telling)
                return;
            _last = now;
            string all = value.All is { } bytes
                ? string.Create(CultureInfo.InvariantCulture, $" of {bytes >> 20:N0}")
                : "";
            surroundings.Error.WriteLine(
                string.Create(CultureInfo.InvariantCulture, $"{value.Done >> 20:N0}{all} MB")
            );
        }
    }
}
