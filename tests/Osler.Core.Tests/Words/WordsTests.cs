using Osler.Core.Words;

namespace Osler.Core.Tests.Words;

public sealed class PerCentTests
{
    [Theory]
    [InlineData(1.0 / 3380, 1, "<0.1 %")]
    [InlineData(3379.0 / 3380, 1, ">99.9 %")]
    [InlineData(0.9995, 1, ">99.9 %")]
    [InlineData(0.999, 1, "99.9 %")]
    [InlineData(0.0005, 1, "0.1 %")]
    [InlineData(0.004, 0, "<1 %")]
    [InlineData(0.996, 0, ">99 %")]
    [InlineData(0, 1, "0.0 %")]
    [InlineData(1, 1, "100.0 %")]
    [InlineData(0.1234, 1, "12.3 %")]
    [InlineData(-0.0001, 1, "0.0 %")]
    [InlineData(-0.123, 1, "-12.3 %")]
    public void Nobody_and_everybody_are_only_said_of_nobody_and_everybody(
        double share,
        int decimals,
        string text
    ) => Assert.Equal(text, PerCent.Of(share, decimals));

    [Fact]
    public void What_is_no_share_is_refused() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => PerCent.Of(double.NaN));
}

public sealed class CountedTests
{
    [Theory]
    [InlineData(0, "0 rows")]
    [InlineData(1, "1 row")]
    [InlineData(12_040, "12,040 rows")]
    public void A_noun_has_the_number_of_its_count(int count, string text) =>
        Assert.Equal(text, Counted.Of(count, "row"));
}

public sealed class CitedTests
{
    [Fact]
    public void A_short_text_is_cited_whole_and_a_long_one_by_its_beginning()
    {
        string whole = new('7', Cited.Longest);
        Assert.Equal(whole, Cited.Text(whole));
        Assert.Equal($"{new string('7', 40)}… (400 letters)", Cited.Text(new string('7', 400)));
        string pairs = string.Concat(Enumerable.Repeat("x\U0001F9E0", 60));
        Assert.DoesNotContain(
            '\uFFFD',
            System.Text.Encoding.UTF8.GetString(System.Text.Encoding.UTF8.GetBytes(Cited.Text(pairs)))
        );
    }

    [Theory]
    [InlineData("abc", 3, "abc")]
    [InlineData("abcd", 3, "abc…")]
    [InlineData("ab\U0001F9E0d", 3, "ab…")]
    [InlineData("ab\U0001F9E0d", 4, "ab\U0001F9E0…")]
    public void A_beginning_cuts_no_letter_in_two(string text, int most, string shown) =>
        Assert.Equal(shown, Cited.Start(text, most));

    [Theory]
    [InlineData(1e300, "1e+300")]
    [InlineData(-1.25e15, "-1.25e+15")]
    [InlineData(123456789.5, "123456789.5")]
    [InlineData(0.00001, "1e-5")]
    [InlineData(0.1235, "0.1235")]
    [InlineData(0, "0")]
    public void A_number_never_takes_hundreds_of_digits(double number, string text) =>
        Assert.Equal(text, Cited.Number(number));
}
