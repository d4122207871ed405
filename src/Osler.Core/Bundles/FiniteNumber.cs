using System.Text.Json;

namespace Osler.Core.Bundles;

/// <summary>Numbers in JSON, which has no infinities and no NaN: what is not a number is null.</summary>
public static class FiniteNumber
{
    /// <summary>Writes a property that is a finite number, else null.</summary>
    /// <param name="writer">Where to, within an object.</param>
    /// <param name="name">The property's name.</param>
    /// <param name="value">The number.</param>
    public static void WriteFinite(this Utf8JsonWriter writer, string name, double? value)
    {
        ArgumentNullException.ThrowIfNull(writer);
        if (value is { } number && double.IsFinite(number))
            writer.WriteNumber(name, number);
        else
            writer.WriteNull(name);
    }
}
