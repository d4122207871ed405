using System.Globalization;
using Osler.Cli.Terminal;
using Osler.Core.Faults;
using Osler.Core.Files;
using Osler.Reports.Pictures;
using Osler.Studies;

namespace Osler.Cli.Commands;

/// <summary><c>osler inspect STUDY --samples N --out FILE.png</c>: what a study's network will see.</summary>
internal static class SheetInspecting
{
    private const int Most = 400;

    public static void Run(Surroundings surroundings, StudyFile study, int samples, string? file)
    {
        if (file?.EndsWith(".png", StringComparison.OrdinalIgnoreCase) != true)
            throw new RequestException(
                "The samples are drawn as a picture.",
                "--out",
                "Name its file, e.g. --samples 16 --out sheet.png"
            );
        if (samples is < 1 or > Most)
            throw new RequestException($"Between 1 and {Most} images can be shown.", "--samples");
        AnswerFile.RefuseTable(file, study.Data.Path);
        AnswerFile.RefuseTaken(file);
        var sheet = SampleSheet.Of(study, samples, surroundings.Cancellation);
        byte[] png = Png.Write(sheet.Picture);
        Durable.WriteFile(file, stream => stream.Write(png));
        foreach (var (row, labels) in sheet.Labels.Chunk(sheet.Columns).Index())
            surroundings.Output.WriteLine(
                string.Create(CultureInfo.InvariantCulture, $"row {row + 1}: {string.Join(" | ", labels)}")
            );
        string shown =
            sheet.Variations == 0
                ? "training images as the network gets them, before they are normalised"
                : $"training images as prepared, each followed by {sheet.Variations} of its variations in training";
        string mixed = sheet.Mixed ? ", mixed with other training images" : "";
        string boxed = sheet.Boxed ? "; boxes are green" : "";
        surroundings.Error.WriteLine($"Wrote {file}: {shown}{mixed}{boxed}.");
    }
}
