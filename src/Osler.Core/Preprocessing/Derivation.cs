using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Osler.Core.Preprocessing;

/// <summary>A number computed from other columns by a fixed formula. Closed: no code is read from data.</summary>
[JsonPolymorphic(
    TypeDiscriminatorPropertyName = "formula",
    UnknownDerivedTypeHandling = JsonUnknownDerivedTypeHandling.FailSerialization
)]
[JsonDerivedType(typeof(BodyMassIndex), "body_mass_index")]
[JsonDerivedType(typeof(AgeFromDays), "age_from_days")]
[JsonDerivedType(typeof(PulsePressure), "pulse_pressure")]
[JsonDerivedType(typeof(MeanArterialPressure), "mean_arterial_pressure")]
[JsonDerivedType(typeof(Ratio), "ratio")]
[JsonDerivedType(typeof(Difference), "difference")]
public abstract record Derivation
{
    private protected Derivation() { }

    /// <summary>The columns it reads, one or two.</summary>
    internal abstract ImmutableArray<string> Operands { get; }

    /// <summary>The result; NaN where an operand is missing or the formula has no answer.</summary>
    /// <param name="first">The first operand.</param>
    /// <param name="second">The second operand; ignored where there is one.</param>
    public abstract double Of(double first, double second);
}

/// <summary>Weight over squared height, kg/m².</summary>
/// <param name="Weight">Column of weights in kilograms.</param>
/// <param name="Height">Column of heights in centimetres.</param>
public sealed record BodyMassIndex(string Weight, string Height) : Derivation
{
    /// <inheritdoc/>
    internal override ImmutableArray<string> Operands => [Weight, Height];

    /// <inheritdoc/>
    public override double Of(double first, double second) =>
        second > 0 ? first / (second / 100 * (second / 100)) : double.NaN;
}

/// <summary>Age in years of 365.25 days.</summary>
/// <param name="Days">Column of ages in days.</param>
public sealed record AgeFromDays(string Days) : Derivation
{
    /// <inheritdoc/>
    internal override ImmutableArray<string> Operands => [Days];

    /// <inheritdoc/>
    public override double Of(double first, double second) => first / 365.25;
}

/// <summary>Systolic less diastolic pressure.</summary>
/// <param name="Systolic">Column of systolic pressures.</param>
/// <param name="Diastolic">Column of diastolic pressures, in the same unit.</param>
public sealed record PulsePressure(string Systolic, string Diastolic) : Derivation
{
    /// <inheritdoc/>
    internal override ImmutableArray<string> Operands => [Systolic, Diastolic];

    /// <inheritdoc/>
    public override double Of(double first, double second) => first - second;
}

/// <summary>Mean arterial pressure by the usual one-third rule: diastolic plus a third of the pulse pressure.</summary>
/// <param name="Systolic">Column of systolic pressures.</param>
/// <param name="Diastolic">Column of diastolic pressures, in the same unit.</param>
public sealed record MeanArterialPressure(string Systolic, string Diastolic) : Derivation
{
    /// <inheritdoc/>
    internal override ImmutableArray<string> Operands => [Systolic, Diastolic];

    /// <inheritdoc/>
    public override double Of(double first, double second) => second + (first - second) / 3;
}

/// <summary>One column over another; missing where the divisor is 0.</summary>
/// <param name="Numerator">Dividend.</param>
/// <param name="Denominator">Divisor.</param>
public sealed record Ratio(string Numerator, string Denominator) : Derivation
{
    /// <inheritdoc/>
    internal override ImmutableArray<string> Operands => [Numerator, Denominator];

    /// <inheritdoc/>
    public override double Of(double first, double second) => second == 0 ? double.NaN : first / second;
}

/// <summary>One column less another.</summary>
/// <param name="From">Minuend.</param>
/// <param name="Less">Subtrahend.</param>
public sealed record Difference(string From, string Less) : Derivation
{
    /// <inheritdoc/>
    internal override ImmutableArray<string> Operands => [From, Less];

    /// <inheritdoc/>
    public override double Of(double first, double second) => first - second;
}
