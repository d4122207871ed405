using CsCheck;
using Osler.Core.Faults;

namespace Osler.Core.Tests.Faults;

public sealed class NearestNameTests
{
    private static readonly string[] s_known = ["age", "systolic_pressure", "bmi", "smoker"];

    [Theory]
    [InlineData("age", "age")]
    [InlineData("Age", "age")]
    [InlineData("aeg", "age")]
    [InlineData("bmj", "bmi")]
    [InlineData("systolic pressure", "systolic_pressure")]
    [InlineData("sistolic_presure", "systolic_pressure")]
    [InlineData("smokre", "smoker")]
    [InlineData("pressure", "systolic_pressure")]
    [InlineData("current smoker", "smoker")]
    public void Finds_what_was_meant(string given, string meant) =>
        Assert.Equal(meant, NearestName.Of(given, s_known));

    [Theory]
    [InlineData("cholesterol")]
    [InlineData("x")]
    [InlineData("")]
    [InlineData("___")]
    [InlineData("sm")]
    public void Finds_nothing_where_nothing_is_near(string given) =>
        Assert.Null(NearestName.Of(given, s_known));

    [Fact]
    public void Costs_nothing_for_names_of_any_length() =>
        Assert.Null(NearestName.Of(new string('a', 1_000_000), [new string('a', 1_000_000), "b"]));

    [Fact]
    public void One_slip_in_a_long_name_is_always_found() =>
        Gen.Select(Gen.String[Gen.Char['a', 'z'], 6, 40], Gen.Int[0, 5], Gen.Char['a', 'z'])
            .Sample(
                (name, place, letter) =>
                {
                    string slipped = name.Remove(place, 1).Insert(place, letter.ToString());
                    return NearestName.Of(slipped, [name]) == name
                        && NearestName.Of(name.Remove(place, 1), [name]) == name
                        && NearestName.Of(name.Insert(place, letter.ToString()), [name]) == name;
                }
            );

    [Fact]
    public void Hints_name_the_nearest_or_list_the_known()
    {
        Assert.Equal("Did you mean 'age'?", NearestName.Hint("aeg", s_known));
        Assert.Equal("Known: age, systolic_pressure, bmi, smoker.", NearestName.Hint("cholesterol", s_known));
        Assert.Equal("None is allowed here.", NearestName.Hint("age", []));
        string[] many = [.. Enumerable.Range(0, 13).Select(i => $"column_{i}")];
        Assert.EndsWith("column_11, ...", NearestName.Hint("x", many), StringComparison.Ordinal);
        Assert.Equal($"Known: {new string('a', 40)}….", NearestName.Hint("x", [new string('a', 14_000)]));
    }
}
