using System.Globalization;
using Osler.Core.Texts;

namespace Osler.Studies.Vignettes;

/// <summary>Ages and times in words or digits, as people write them.</summary>
internal static class Ages
{
    /// <summary>"34" or "thirty-four".</summary>
    public static string Years(double age, Random random) => Count(Math.Max(1, (int)age), random);

    /// <summary>"six-year-old", "8-month-old", "two-week-old".</summary>
    public static string Old(double age, Random random)
    {
        var (count, unit) = Unit(age);
        return random.Next(8) == 0 ? $"{count} {unit} old" : $"{Count(count, random)}-{unit}-old";
    }

    /// <summary>"six", "8 months", "3 weeks old".</summary>
    public static string Plain(double age, Random random)
    {
        var (count, unit) = Unit(age);
        string said = Count(count, random);
        return unit == "year" && random.Next(2) == 0
            ? said
            : $"{said} {unit}{(count == 1 ? "" : "s")}{(random.Next(2) == 0 ? " old" : "")}";
    }

    /// <summary>"34yo", "34 y/o", "8 month old".</summary>
    public static string Short(double age, Random random)
    {
        var (count, unit) = Unit(age);
        return unit != "year"
            ? $"{count} {unit} old"
            : random.Next(3) switch
            {
                0 => $"{count}yo",
                1 => $"{count} y/o",
                _ => $"{count} yr old",
            };
    }

    /// <summary>"three days", "2 weeks", "a month".</summary>
    public static string Lasting(double days, Random random)
    {
        var (count, unit) =
            days < 0.95 ? ((int)Math.Max(1, days * 24), "hour")
            : days < 11 ? ((int)Math.Round(days), "day")
            : days < 60 ? ((int)Math.Round(days / 7), "week")
            : days < 550 ? ((int)Math.Round(days / 30), "month")
            : ((int)Math.Round(days / 365), "year");
        return count == 1
            ? $"{(random.Next(2) == 0 ? "one" : unit == "hour" ? "an" : "a")} {unit}"
            : $"{Count(count, random)} {unit}s";
    }

    /// <summary>"boy", "woman", "gentleman", "infant".</summary>
    public static string Noun(double age, bool woman, Random random) =>
        age switch
        {
            < 1 => random.Next(2) == 0 ? "infant"
            : woman ? "baby girl"
            : "baby boy",
            < 3 => random.Next(2) == 0 ? "toddler"
            : woman ? "girl"
            : "boy",
            < 13 => random.Next(6) == 0 ? "child"
            : woman ? "girl"
            : "boy",
            < 19 => random.Next(3) == 0 ? "teenager"
            : woman ? "girl"
            : "boy",
            > 60 when random.Next(4) == 0 => woman ? "lady" : "gentleman",
            _ => random.Next(6) == 0 ? "patient"
            : woman ? "woman"
            : "man",
        };

    private static (int Count, string Unit) Unit(double age) =>
        age < 0.17 ? (Math.Max(1, (int)(age * 52)), "week")
        : age < 2 ? (Math.Max(1, (int)(age * 12)), "month")
        : ((int)age, "year");

    private static string Count(int count, Random random) =>
        count >= 100 || random.Next(2) == 0 ? count.ToString(CultureInfo.InvariantCulture)
        : count < 20 ? NumberWords.Small[count]
        : count % 10 == 0 ? NumberWords.Tens[count / 10 - 2]
        : $"{NumberWords.Tens[count / 10 - 2]}-{NumberWords.Small[count % 10]}";
}
