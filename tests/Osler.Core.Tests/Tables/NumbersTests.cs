using System.Globalization;
using CsCheck;
using Osler.Core.Tables;

namespace Osler.Core.Tests.Tables;

public sealed class NumbersTests
{
    [Fact]
    public void Agree_bit_by_bit_with_the_library() =>
        Gen.Select(Gen.Double, Gen.Int[0, 4])
            .Sample(
                (number, style) =>
                {
                    if (!double.IsFinite(number))
                        return;
                    string text = number.ToString(
                        style switch
                        {
                            0 => "R",
                            1 => "F3",
                            2 => "E5",
                            3 => "F0",
                            _ => "0.##",
                        },
                        CultureInfo.InvariantCulture
                    );
                    double library = double.Parse(text, CultureInfo.InvariantCulture);
                    Assert.True(Numbers.TryParse(text, decimalComma: false, out double ours), text);
                    Assert.Equal(
                        BitConverter.DoubleToInt64Bits(library),
                        BitConverter.DoubleToInt64Bits(ours)
                    );
                },
                seed: "0N0XIzNsQ0O2"
            );

    [Theory]
    [InlineData("1.5", 1.5)]
    [InlineData("-0.25", -0.25)]
    [InlineData("+3", 3)]
    [InlineData(".5", 0.5)]
    [InlineData("5.", 5)]
    [InlineData("1e3", 1000)]
    [InlineData("1E-2", 0.01)]
    [InlineData("123456789012345678901234567890", 1.2345678901234568e29)]
    [InlineData("0.1234567890123456789", 0.12345678901234568)]
    public void Read_the_usual_spellings(string text, double number)
    {
        Assert.True(Numbers.TryParse(text, decimalComma: false, out double read));
        Assert.Equal(number, read);
    }

    [Theory]
    [InlineData("")]
    [InlineData("-")]
    [InlineData(".")]
    [InlineData("+.")]
    [InlineData("1,5")]
    [InlineData("1 5")]
    [InlineData("1_5")]
    [InlineData("0x1F")]
    [InlineData("NaN")]
    [InlineData("inf")]
    [InlineData("Infinity")]
    [InlineData("1e999")]
    [InlineData("e5")]
    [InlineData("12 mmHg")]
    [InlineData("--1")]
    [InlineData("1.2.3")]
    [InlineData("٣")]
    public void Refuse_what_is_no_finite_number(string text) =>
        Assert.False(Numbers.TryParse(text, decimalComma: false, out _));

    [Fact]
    public void With_a_decimal_comma_a_point_is_no_mark()
    {
        Assert.True(Numbers.TryParse("1,5", decimalComma: true, out double number));
        Assert.Equal(1.5, number);
        Assert.True(Numbers.TryParse("1,5e2", decimalComma: true, out number));
        Assert.Equal(150, number);
        Assert.False(Numbers.TryParse("1.5", decimalComma: true, out _));
    }
}
