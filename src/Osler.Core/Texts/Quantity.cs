using System.Collections.Frozen;

namespace Osler.Core.Texts;

/// <summary>What a number in a text measures.</summary>
public enum QuantityKind
{
    /// <summary>A person's age, in years.</summary>
    Age,

    /// <summary>How long something has lasted or how long ago it was, in days.</summary>
    Duration,

    /// <summary>Body temperature, in degrees Celsius.</summary>
    Temperature,

    /// <summary>Blood pressure, systolic, in mmHg; <see cref="Quantity.Second"/> is diastolic.</summary>
    BloodPressure,

    /// <summary>Heart rate, in beats a minute.</summary>
    Pulse,

    /// <summary>Oxygen saturation, in per cent.</summary>
    Saturation,

    /// <summary>Body weight or a change of it, in kilograms.</summary>
    Weight,

    /// <summary>Any other number, as written.</summary>
    Number,
}

/// <summary>A number of a text with what it measures.</summary>
/// <param name="Kind">What it measures, which states the unit.</param>
/// <param name="Value">The number in that unit.</param>
/// <param name="First">Index of its first word in the text's words.</param>
/// <param name="Words">How many words state it.</param>
public readonly record struct Quantity(QuantityKind Kind, double Value, int First, int Words)
{
    /// <summary>Of a blood pressure the diastolic one, in mmHg; else NaN.</summary>
    public double Second { get; init; } = double.NaN;

    // What the word begins with, where each range but the first begins, and what the ranges are called.
    private static readonly FrozenDictionary<
        QuantityKind,
        (string Start, double[] Bounds, string[] Names)
    > s_scales = new Dictionary<QuantityKind, (string, double[], string[])>
    {
        [QuantityKind.Age] = (
            "age",
            [0.09, 1, 3, 6, 12, 18, 30, 45, 60, 75],
            ["newborn", "infant", "1-3", "3-6", "6-12", "12-18", "18-30", "30-45", "45-60", "60-75", "75-"]
        ),
        [QuantityKind.Duration] = (
            "lasts",
            [0.9, 2.5, 6.5, 21, 90, 360],
            ["hours", "two-days", "days", "weeks", "two-months", "months", "years"]
        ),
        [QuantityKind.Temperature] = (
            "temperature",
            [36, 37.5, 38.3, 39.4, 40.6],
            ["low", "normal", "slight", "fever", "high", "extreme"]
        ),
        [QuantityKind.BloodPressure] = ("pressure", [95, 140, 180], ["low", "normal", "high", "very-high"]),
        [QuantityKind.Pulse] = ("pulse", [55, 100, 150], ["slow", "normal", "fast", "very-fast"]),
        [QuantityKind.Saturation] = ("saturation", [94], ["low", "normal"]),
        [QuantityKind.Weight] = ("weight", [3, 20], ["little", "some", "much"]),
    }.ToFrozenDictionary();

    private const string WithoutScale = "<number>";

    /// <summary>
    /// The range that the number is in, as a word that no text has: <c>&lt;age:6-12&gt;</c>, <c>&lt;temperature:high&gt;</c>.
    /// </summary>
    /// <remarks>
    /// Ranges: ages by stages of life; durations of hours, two days, a week, three weeks, three months, a year; temperatures by
    /// 36, 37.5, 38.3, 39.4 and 40.6 °C; systolic pressure by 95, 140 and 180 mmHg; pulses by 55, 100 and 150 a minute; saturation by 94 %.
    /// </remarks>
    public string Range
    {
        get
        {
            if (!s_scales.TryGetValue(Kind, out var scale))
                return WithoutScale;
            int range = 0;
            while (range < scale.Bounds.Length && Value >= scale.Bounds[range])
                range++;
            return Written(scale.Start, scale.Names[range]);
        }
    }

    /// <summary>Every word that <see cref="Range"/> may be.</summary>
    public static IReadOnlyList<string> Ranges { get; } =
    [
        .. s_scales.Values.SelectMany(scale => scale.Names.Select(name => Written(scale.Start, name))),
        WithoutScale,
    ];

    private static string Written(string start, string name) => $"<{start}:{name}>";
}
