using System.Text;
using System.Text.Json;
using Osler.Cli.Terminal;
using Osler.Core;
using Osler.Core.Bundles;
using Osler.Core.Faults;
using Osler.Core.Files;
using Osler.Reports.Pages;

namespace Osler.Cli.Commands;

/// <summary>The file of an explanation in words: a shaded page (.html), or JSON.</summary>
internal static class ExplanationFile
{
    /// <summary>Refuses an ending that there is not.</summary>
    /// <param name="file">Where to; null for nowhere.</param>
    /// <exception cref="RequestException">Neither .html nor .json.</exception>
    public static void Require(string? file)
    {
        if (Ending(file ?? ".html") is not (".html" or ".json"))
            throw new RequestException(
                "The words can be written as .html or .json.",
                file,
                "Choose one of these endings."
            );
    }

    /// <summary>Writes the page or the JSON, as the file's ending says.</summary>
    /// <param name="surroundings">Told that it is written.</param>
    /// <param name="file">As of <see cref="Require"/>; null writes nothing.</param>
    /// <param name="card">Whose title and question stand above.</param>
    /// <param name="sections">The page's.</param>
    /// <param name="fields">Writes the fields of the JSON object.</param>
    public static void Write(
        Surroundings surroundings,
        string? file,
        Card card,
        Func<IEnumerable<ReportSection>> sections,
        Action<Utf8JsonWriter> fields
    )
    {
        if (file is null)
            return;
        if (Ending(file) == ".json")
            Durable.WriteFile(
                file,
                stream =>
                {
                    using var json = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true });
                    json.WriteStartObject();
                    fields(json);
                    json.WriteEndObject();
                }
            );
        else
        {
            var page = new ReportPage(card.Title, [.. sections()])
            {
                Overline = $"Osler explanation · {card.Study}",
                Lede = card.Question,
                Colophon = [$"Osler {OslerVersion.Text}"],
            };
            Durable.WriteFile(file, stream => stream.Write(Encoding.UTF8.GetBytes(HtmlReport.Render(page))));
        }
        surroundings.Error.WriteLine($"Wrote {file}.");
    }

    private static string Ending(string file) => Path.GetExtension(file).ToLowerInvariant();
}
