using Osler.Core.Texts;

namespace Osler.Core.Tests.Texts;

public sealed class QuantitiesTests
{
    [Theory]
    [InlineData("A 34-year-old woman", QuantityKind.Age, 34)]
    [InlineData("a six-year-old boy", QuantityKind.Age, 6)]
    [InlineData("a nine-month-old baby", QuantityKind.Age, 0.74)]
    [InlineData("My son is six.", QuantityKind.Age, 6)]
    [InlineData("a girl of 14 with pain", QuantityKind.Age, 14)]
    [InlineData("58M, chest pain", QuantityKind.Age, 58)]
    [InlineData("72 y/o male", QuantityKind.Age, 72)]
    [InlineData("aged forty-two", QuantityKind.Age, 42)]
    [InlineData("fever for three days", QuantityKind.Duration, 3)]
    [InlineData("it began 2 weeks ago", QuantityKind.Duration, 14)]
    [InlineData("for a couple of months", QuantityKind.Duration, 60)]
    [InlineData("for a week", QuantityKind.Duration, 7)]
    [InlineData("a temperature of 39.5 °C", QuantityKind.Temperature, 39.5)]
    [InlineData("fever up to 103 F", QuantityKind.Temperature, 39.4)]
    [InlineData("his temperature is 38,4", QuantityKind.Temperature, 38.4)]
    [InlineData("BP 85/50", QuantityKind.BloodPressure, 85)]
    [InlineData("a blood pressure of 180 over 110", QuantityKind.BloodPressure, 180)]
    [InlineData("a heart rate of 130", QuantityKind.Pulse, 130)]
    [InlineData("oxygen saturation is 88 %", QuantityKind.Saturation, 88)]
    [InlineData("she lost 10 pounds", QuantityKind.Weight, 4.5)]
    public void A_number_keeps_what_it_measures(string text, QuantityKind kind, double value)
    {
        var found = Quantities.Of(Word.Of(text)).Single(quantity => quantity.Kind == kind);
        Assert.Equal(value, found.Value, 0.06);
    }

    [Theory]
    [InlineData("20 cigarettes a day", QuantityKind.Duration)]
    [InlineData("one eye is red", QuantityKind.Age)]
    [InlineData("She has a cough.", QuantityKind.Number)]
    public void A_small_word_is_no_quantity(string text, QuantityKind kind) =>
        Assert.DoesNotContain(Quantities.Of(Word.Of(text)), quantity => quantity.Kind == kind);

    [Fact]
    public void Every_range_is_listed()
    {
        foreach (QuantityKind kind in Enum.GetValues<QuantityKind>())
            for (double value = 0.001; value < 1000; value *= 1.07)
                Assert.Contains(new Quantity(kind, value, 0, 1).Range, Quantity.Ranges);
    }
}
