using System.Collections.Immutable;
using System.Globalization;
using Osler.Core.Faults;
using Osler.Core.Words;
using Osler.Imaging.Rasters;
using Osler.Imaging.Sources;

namespace Osler.Cli.Commands;

/// <summary><c>osler data check IMAGES</c>: what images are there, and what looks odd in them.</summary>
internal static class ImageChecking
{
    /// <summary>Reads every image and tells what was found.</summary>
    /// <returns><see cref="ExitCode.CheckFailed"/> where something looks odd.</returns>
    public static ExitCode Run(TextWriter output, string path, CancellationToken cancellation)
    {
        IImageSource opened;
        try
        {
            opened = ImageSources.Open(path, []);
        }
        catch (DataException fault)
        {
            if (DicomContents.Of(path) is not { } dicom)
                throw;
            Write(output, path, dicom, fault);
            return ExitCode.CheckFailed;
        }
        using var source = opened;
        output.WriteLine(
            $"{source.Name}: {Count(source.Count)} images, {source.Labels.Names.Length} {(source.Labels.Kind == LabelKind.Classes ? "classes" : "findings")}"
        );
        int width = source.Labels.Names.Max(name => name.Length);
        var cases = Enumerable.Range(0, source.Count).ToLookup(i => source.Case(i).Part);
        GivenPart[] parts = [.. cases.Select(part => part.Key).Order()];
        int[][] ofEach = [.. parts.Select(part => source.Labels.OfEach(cases[part]))];
        output.WriteLine(
            $"  {"".PadRight(width)}{string.Concat(parts.Select(part => $"{GivenParts.Word(part), 12}"))}"
        );
        foreach (var (k, name) in source.Labels.Names.Index())
            output.WriteLine(
                $"  {name.PadRight(width)}{string.Concat(ofEach.Select(counts => $"{Count(counts[k]), 12}"))}"
            );
        var survey = ImageSurvey.Of(source, OnBadInput.LeaveOut, cancellation);
        var taken = Taken(source, survey);
        output.WriteLine($"Sizes: {Sizes([.. taken.Select(image => image.Axes)])}");
        if (taken.Length > 0)
            output.WriteLine($"Numbers: {Numbers([.. taken.Select(image => image.Range)])}");
        foreach (string line in source.Contents)
            output.WriteLine(line);
        output.WriteLine($"SHA-256 {source.Fingerprint}");
        var findings = Findings(source, survey, ofEach);
        foreach (string finding in findings)
            output.WriteLine($"Warning: {finding}");
        if (findings.IsEmpty)
            output.WriteLine("Nothing looks odd.");
        return findings.IsEmpty ? ExitCode.Done : ExitCode.CheckFailed;
    }

    // DICOM files without labels tell what they are all the same.
    private static void Write(TextWriter output, string path, DicomContents dicom, DataException fault)
    {
        output.WriteLine(
            $"{Path.GetFileName(Path.TrimEndingDirectorySeparator(path))}: {Counted.Of(dicom.Files, "DICOM file")} of {Counted.Of(dicom.Patients, "patient")}"
        );
        foreach (string line in dicom.Lines)
            output.WriteLine(line);
        foreach (string remark in dicom.Remarks)
            output.WriteLine($"Warning: {remark}");
        output.WriteLine($"Warning: {fault.What} {fault.Remedy}");
    }

    private static ImmutableArray<string> Findings(IImageSource source, ImageSurvey survey, int[][] ofEach)
    {
        var found = ImmutableArray.CreateBuilder<string>();
        found.AddRange(source.Remarks);
        found.AddRange(survey.Bad.Select(bad => bad.Reason));
        if (survey.ToldOfBlank(source) is { } blank)
            found.Add(blank);
        var across = survey.Across(i => source.Case(i).Part);
        var contradictions = survey.Contradictions(source.Labels);
        Tell(across, "in more than one part, pixel by pixel the same");
        Tell(contradictions, "there several times with different labels");
        Tell(
            [.. survey.Same.Except(across).Except(contradictions)],
            "there several times, pixel by pixel the same"
        );
        int unknown = Enumerable.Range(0, source.Count).Count(i => !source.Labels.IsKnown(i));
        if (unknown > 0)
            found.Add($"{Counted.Of(unknown, "image has", "images have")} no known label.");
        foreach (var (k, name) in source.Labels.Names.Index())
            if (ofEach.All(counts => counts[k] == 0))
                found.Add($"No image shows '{name}'.");
        return found.ToImmutable();

        void Tell(ImmutableArray<SameImages> same, string what)
        {
            if (!same.IsEmpty)
                found.Add(
                    $"{Counted.Of(same.Length, "image is", "images are")} {what}, e.g. {string.Join(" and ", same[0].Cases.Take(2).Select(i => source.Case(i).Name))}."
                );
        }
    }

    // Some images, evenly taken; reading all once more would tell little else.
    private static (int[] Axes, SampleRange Range)[] Taken(IImageSource source, ImageSurvey survey)
    {
        var bad = survey.Bad.Select(one => one.Index).ToHashSet();
        int step = Math.Max(1, source.Count / 200);
        return
        [
            .. Enumerable
                .Range(0, source.Count)
                .Where(i => i % step == 0 && !bad.Contains(i))
                .Select(source.Read)
                .Select(image => (image.Axes.ToArray(), image.Range)),
        ];
    }

    // What is black and white, or the least and the greatest that can be measured.
    private static string Numbers(SampleRange[] ranges)
    {
        var guessed = ranges
            .Where(range => range.IsGuessed)
            .Distinct()
            .OrderBy(range => range.High)
            .ToArray();
        bool areSeveral = guessed.Length > 1 && !ranges.Any(range => range is { Unit: null, IsOwn: true });
        string shown = Numbers(ranges.Select(range => areSeveral && range.IsGuessed ? guessed[^1] : range));
        return areSeveral
            ? $"{shown} (the files do not say what is black and white: {Counted.Of(ranges.Count(range => range.IsGuessed && range != guessed[^1]), "image")} of {Count(ranges.Length)} would fit {string.Join(" or ", guessed[..^1].Select(range => $"{Cited.Number(range.Low)} to {Cited.Number(range.High)}"))}, and all are taken for the widest range; images.preprocessing can say, by a window)"
            : shown;
    }

    private static string Numbers(IEnumerable<SampleRange> ranges) =>
        string.Join(
            "; ",
            ranges
                .GroupBy(range =>
                    range.IsOwn ? default
                    : range.Unit is { } unit ? new SampleRange(0, 0, unit)
                    : range with { IsGuessed = false }
                )
                .Select(group =>
                {
                    string shown =
                        $"{Cited.Number(group.Min(range => range.Low))} to {Cited.Number(group.Max(range => range.High))}";
                    return group.First().IsOwn
                            ? $"{shown} in files that do not say what is black and white (images.preprocessing can, by a window)"
                        : group.Key.Unit is { } unit ? $"{shown} {unit}"
                        : shown;
                })
                .Order(StringComparer.Ordinal)
        );

    private static string Sizes(int[][] axes)
    {
        if (axes.Length == 0)
            return "unknown";
        string least = string.Join(
            " x ",
            Enumerable.Range(0, axes[0].Length).Select(a => axes.Min(one => one.ElementAtOrDefault(a)))
        );
        string most = string.Join(
            " x ",
            Enumerable.Range(0, axes[0].Length).Select(a => axes.Max(one => one.ElementAtOrDefault(a)))
        );
        return least == most
            ? $"{least} pixels"
            : $"{least} to {most} pixels (of {Count(axes.Length)} images, evenly taken)";
    }

    private static string Count(int count) => count.ToString("N0", CultureInfo.InvariantCulture);
}
