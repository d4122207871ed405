using System.Collections.Frozen;
using System.Globalization;
using static Osler.Core.Texts.WordLists;

namespace Osler.Core.Texts;

/// <summary>Finds the numbers of a text with their units: ages, durations, temperatures, pressures, pulses.</summary>
/// <remarks>
/// Numbers are written in digits or in words up to ninety-nine. 101 F is 38.3 °C, two weeks are 14 days, a month is 30 and a year
/// 365. A decimal comma and a comma between thousands are told apart by the digits behind it.
/// </remarks>
public static class Quantities
{
    private static readonly FrozenDictionary<string, double> s_numbers = Numbers();

    // Days of one.
    private static readonly FrozenDictionary<string, double> s_times = new Dictionary<string, double>
    {
        ["minute"] = 1.0 / 1440,
        ["minutes"] = 1.0 / 1440,
        ["min"] = 1.0 / 1440,
        ["hour"] = 1.0 / 24,
        ["hours"] = 1.0 / 24,
        ["hr"] = 1.0 / 24,
        ["hrs"] = 1.0 / 24,
        ["h"] = 1.0 / 24,
        ["night"] = 1,
        ["nights"] = 1,
        ["day"] = 1,
        ["days"] = 1,
        ["d"] = 1,
        ["week"] = 7,
        ["weeks"] = 7,
        ["wk"] = 7,
        ["wks"] = 7,
        ["month"] = 30,
        ["months"] = 30,
        ["mo"] = 30,
        ["year"] = 365,
        ["years"] = 365,
        ["yr"] = 365,
        ["yrs"] = 365,
        ["y"] = 365,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private static readonly FrozenSet<string> s_people = Set(
        "boy girl man woman child baby infant toddler lady gentleman patient student male female son daughter teenager he she nurse teacher farmer worker driver housewife smoker"
    );

    private static readonly FrozenSet<string> s_timeBefore = Set(
        "for about than past within after in over nearly almost least last under"
    );

    /// <summary>The quantities of a text's words, in order; none overlaps another.</summary>
    /// <param name="words">As of <see cref="Word.Of"/>.</param>
    public static List<Quantity> Of(IReadOnlyList<Word> words) => Of(words, null);

    /// <summary>The quantities of a text's words, of which a relative may be the patient: "my mother is 70" is an age.</summary>
    internal static List<Quantity> Of(IReadOnlyList<Word> words, RelatedPatient? patient)
    {
        ArgumentNullException.ThrowIfNull(words);
        var found = new List<Quantity>();
        for (int i = 0; i < words.Count; )
        {
            if (Number(words, i) is not var (value, length))
            {
                i++;
                continue;
            }
            var quantity = Read(words, i, value, length, patient);
            // "one eye", "a cough": a small number in words that counts no unit is a word.
            if (quantity.Kind != QuantityKind.Number || words[i].Kind == WordKind.Number)
                found.Add(quantity);
            i = quantity.First + quantity.Words;
        }
        return found;
    }

    private static Quantity Read(
        IReadOnlyList<Word> words,
        int at,
        double value,
        int length,
        RelatedPatient? patient
    )
    {
        int after = at + length;
        string next = Text(words, after);
        string before = Text(words, at - 1);
        // 130/80, 130 over 80
        if (
            next is "/" or "over"
            && Number(words, after + 1) is var (second, seconds)
            && value is > 50 and < 300
            && second is > 20 and < 200
            && second < value
        )
            return new(QuantityKind.BloodPressure, value, at, length + 1 + seconds) { Second = second };
        int unit = next == "-" ? after + 1 : after;
        string named = Text(words, unit);
        // "20 cigarettes a day" is no day.
        if (words[at].Text is "a" or "an" && length == 1 && !s_timeBefore.Contains(before))
            return new(QuantityKind.Number, value, at, length);
        if (s_times.TryGetValue(named, out double days))
        {
            int end = unit + 1;
            if (Text(words, end) == "-" && Text(words, end + 1) == "old")
                return Age(value * days / 365, at, end + 2);
            if (
                Text(words, end) is "old" or "of"
                && (Text(words, end) == "old" || Text(words, end + 1) == "age")
            )
                return Age(value * days / 365, at, end + (Text(words, end) == "old" ? 1 : 2));
            if (
                named is "y" or "yr" or "yrs"
                && Text(words, end) is "/" or "o"
                && Text(words, end + 1) is "o"
            )
                return Age(value, at, end + 2);
            if (named is "y" or "yr" or "yrs" && Text(words, end) == "o")
                return Age(value, at, end + 1);
            return before is "aged" or "age"
                ? Age(value * days / 365, at, end)
                : new(QuantityKind.Duration, value * days, at, end - at);
        }
        // 34yo, 58M, 41f
        if (
            named is "yo"
            || (
                named is "m" or "f"
                && value is >= 1 and <= 110
                && words[at].Kind == WordKind.Number
                && next != "-"
                && unit < words.Count
                && words[unit].Start == words[after - 1].Start + words[after - 1].Length
            )
        )
            return named is "f" && value >= 95
                ? Temperature(value, at, unit + 1)
                : Age(value, at, named == "yo" ? unit + 1 : after);
        if (named is "percent" or "%" || (named == "per" && Text(words, unit + 1) == "cent"))
            return new(
                value is >= 50 and <= 100 && Near(words, at, "saturation", "oxygen", "sats", "spo")
                    ? QuantityKind.Saturation
                    : QuantityKind.Number,
                value,
                at,
                (named == "per" ? unit + 2 : unit + 1) - at
            );
        if (named is "kg" or "kilo" or "kilos" or "kilograms")
            return new(QuantityKind.Weight, value, at, unit + 1 - at);
        if (named is "lb" or "lbs" or "pounds")
            return new(QuantityKind.Weight, value * 0.4536, at, unit + 1 - at);
        if (Degrees(words, after) is var (fahrenheit, degrees) && degrees > 0 && value is > 30 and < 115)
            return fahrenheit || value > 60
                ? Temperature(value, at, after + degrees)
                : new(QuantityKind.Temperature, value, at, length + degrees);
        if (
            value is >= 34 and <= 43 or >= 93 and <= 110
            && Near(words, at, "temperature", "temp", "fever", "febrile", "feverish", "t")
        )
            return value > 60
                ? Temperature(value, at, after)
                : new(QuantityKind.Temperature, value, at, length);
        if (named is "mmhg" && value is > 50 and < 300)
            return new(QuantityKind.BloodPressure, value, at, unit + 1 - at);
        if (
            named is "bpm"
            || (
                value is >= 25 and <= 260
                && Near(words, at, "pulse", "heart", "hr", "tachycardia", "bradycardia")
            )
        )
            return new(QuantityKind.Pulse, value, at, (named is "bpm" ? unit + 1 : after) - at);
        if (value is > 0 and <= 110 && IsAge(words, at, after, patient))
            return Age(value, at, after);
        return new(QuantityKind.Number, value, at, length);
    }

    // "my son is six", "a girl of 14", "aged 40", "at the age of 7", "I'm 34".
    private static bool IsAge(IReadOnlyList<Word> words, int at, int after, RelatedPatient? patient)
    {
        string before = Text(words, at - 1);
        string beforeThat = Text(words, at - 2);
        bool person = s_people.Contains(beforeThat) || patient?.Mentions.Contains(at - 2) == true;
        if (before is "aged" or "age" || (before == "of" && (beforeThat == "age" || person)))
            return true;
        if (
            before is "i'm" or "he's" or "she's"
            || (before is "am" && beforeThat == "i")
            || (before is "is" or "was" && person)
        )
            return after >= words.Count
                || words[after].Kind != WordKind.Letters
                || Text(words, after) is "and" or "with" or "who" or "has";
        return (before == "," && person) && Text(words, after) is "," or "";
    }

    private static (bool Fahrenheit, int Words) Degrees(IReadOnlyList<Word> words, int at)
    {
        int i = at;
        bool sign = false;
        if (Text(words, i) is "\u00B0" or "degrees" or "degree" or "deg")
            (sign, i) = (true, i + 1);
        return Text(words, i) switch
        {
            "c" or "celsius" or "centigrade" or "\u2103" => (false, i + 1 - at),
            "f" or "fahrenheit" or "\u2109" => (true, i + 1 - at),
            _ => (false, sign ? i - at : 0),
        };
    }

    private static Quantity Age(double years, int at, int end) => new(QuantityKind.Age, years, at, end - at);

    private static Quantity Temperature(double fahrenheit, int at, int end) =>
        new(QuantityKind.Temperature, (fahrenheit - 32) / 1.8, at, end - at);

    private static bool Near(IReadOnlyList<Word> words, int at, params ReadOnlySpan<string> names)
    {
        for (int i = Math.Max(0, at - 5); i < at; i++)
            if (words[i].Sentence == words[at].Sentence && names.Contains(words[i].Text))
                return true;
        return false;
    }

    private static (double Value, int Words)? Number(IReadOnlyList<Word> words, int at)
    {
        if (at < 0 || at >= words.Count)
            return null;
        if (words[at].Kind == WordKind.Number)
        {
            string digits = words[at].Text;
            int comma = digits.IndexOf(',', StringComparison.Ordinal);
            digits =
                comma >= 0 && digits.Length - comma - 1 != 3
                    ? digits.Replace(',', '.')
                    : digits.Replace(",", "", StringComparison.Ordinal);
            return double.TryParse(
                digits,
                NumberStyles.AllowDecimalPoint,
                CultureInfo.InvariantCulture,
                out double value
            )
                ? (value, 1)
                : null;
        }
        if (!s_numbers.TryGetValue(words[at].Text, out double number))
            return null;
        // "twenty-five", "twenty five"
        if (number is >= 20 and < 100)
        {
            int ones = Text(words, at + 1) == "-" ? at + 2 : at + 1;
            if (
                s_numbers.TryGetValue(Text(words, ones), out double one)
                && one is >= 1 and < 10
                && Text(words, ones) is not ("a" or "an")
            )
                return (number + one, ones + 1 - at);
        }
        // "a couple of days", "a few weeks"
        int length = 1;
        if (
            words[at].Text is "a" or "an"
            && s_numbers.TryGetValue(Text(words, at + 1), out double vague)
            && Text(words, at + 1) is "few" or "couple"
        )
            (number, length) = (vague, 2);
        return (
            number,
            Text(words, at + length) == "of" && s_times.ContainsKey(Text(words, at + length + 1))
                ? length + 1
                : length
        );
    }

    private static FrozenDictionary<string, double> Numbers()
    {
        var numbers = new Dictionary<string, double>(StringComparer.Ordinal)
        {
            ["a"] = 1,
            ["an"] = 1,
            ["couple"] = 2,
            ["few"] = 3,
            ["several"] = 4,
        };
        for (int i = 0; i < NumberWords.Small.Length; i++)
            numbers[NumberWords.Small[i]] = i;
        for (int i = 0; i < NumberWords.Tens.Length; i++)
            numbers[NumberWords.Tens[i]] = 20 + 10 * i;
        return numbers.ToFrozenDictionary(StringComparer.Ordinal);
    }
}
