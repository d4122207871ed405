using Osler.Core.Faults;
using Osler.Core.Tables;

namespace Osler.Core.Tests.Tables;

public sealed class OutcomeTests
{
    [Theory]
    [InlineData("0,1,1,NA", "1")]
    [InlineData("no,yes,Yes,NA", "yes")]
    [InlineData("Absent,Present,Present,", "Present")]
    [InlineData("false,TRUE,true,?", "TRUE")]
    [InlineData("-1,1,1,", "1")]
    [InlineData("alive,dead,dead,", "dead")]
    [InlineData("control,sepsis,sepsis,", "sepsis")]
    [InlineData("0,2,2,", "2")]
    [InlineData("0,98,98,", "98")]
    [InlineData("n,Y,y,", "Y")]
    [InlineData("f,t,t,", "t")]
    [InlineData("0,sepsis,sepsis,", "sepsis")]
    [InlineData("no,si,si,", "si")]
    [InlineData("no,sí,sí,", "sí")]
    public void Two_values_tell_which_is_present(string cells, string present)
    {
        var outcome = Outcome.Read(
            TestTables.Of("y,x\n" + string.Concat(cells.Split(',').Select(c => $"{c},1\n"))),
            "y"
        );
        Assert.Equal(present, outcome.Present);
        Assert.Equal([0f, 1f, 1f, float.NaN], Enumerable.Range(0, 4).Select(outcome.Target));
        Assert.Equal((2, 1, 1), (outcome.Positives, outcome.Negatives, outcome.Unknown));
    }

    [Fact]
    public void The_present_value_can_be_stated()
    {
        var table = TestTables.Of("target,x\n1,1\n0,1\n0,1\n");
        Assert.Equal([0f, 1f, 1f], Enumerable.Range(0, 3).Select(Outcome.Read(table, "target", "0").Target));
        Assert.Equal(
            "It has '0' and '1'.",
            Assert.Throws<RequestException>(() => Outcome.Read(table, "target", "2")).Remedy
        );
    }

    [Theory]
    [InlineData("0,-1", "-1")]
    [InlineData("0,9", "9")]
    [InlineData("f,m", "f")]
    public void What_cannot_be_told_can_be_stated(string cells, string present)
    {
        var table = TestTables.Of("y,x\n" + string.Concat(cells.Split(',').Select(c => $"{c},1\n")));
        Assert.Equal(present, Outcome.Read(table, "y", present).Present);
    }

    [Theory, InlineData("1", 0f), InlineData("2", 1f)]
    public void Codes_that_are_read_both_ways_have_to_be_stated(string present, float ofTwo) =>
        Assert.Equal(ofTwo, Outcome.Read(TestTables.Of("y,x\n1,1\n2,1\n"), "y", present).Target(1));

    [Theory]
    [InlineData("1,1,1", "Every known outcome is '1'")]
    [InlineData("0,1,2", "three values")]
    [InlineData("0,1,2,3,4", "more than three values")]
    [InlineData("a,b,c,a,b,c", "three values")]
    [InlineData("NA,NA", "missing in every row")]
    [InlineData("left,right", "can't be told")]
    [InlineData("1,2", "can't be told")]
    [InlineData("2,1", "can't be told")]
    [InlineData("3,7", "can't be told")]
    [InlineData("0,-1", "can't be told")]
    [InlineData("-1,5", "can't be told")]
    [InlineData("0,9", "can't be told")]
    [InlineData("0,99", "can't be told")]
    [InlineData("999,0", "can't be told")]
    [InlineData("0,88", "can't be told")]
    [InlineData("f,m", "can't be told")]
    [InlineData("M,F", "can't be told")]
    [InlineData("n,p", "can't be told")]
    [InlineData("n,sepsis", "can't be told")]
    [InlineData("no,NK", "can't be told")]
    [InlineData("DK,no", "can't be told")]
    [InlineData("yes,UK", "can't be told")]
    [InlineData("no,u", "can't be told")]
    [InlineData("0,ND", "can't be told")]
    [InlineData("Anna,Bert,Carl,Dora", "free text")]
    [InlineData("2024-01-01,2024-01-02", "is a date")]
    public void Anything_but_two_values_is_refused(string cells, string what)
    {
        var table = TestTables.Of("y,x\n" + string.Concat(cells.Split(',').Select(c => $"{c},1\n")));
        Assert.Contains(
            what,
            Assert.Throws<DataException>(() => Outcome.Read(table, "y")).What,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void A_missing_column_offers_the_nearest() =>
        Assert.Equal(
            "Did you mean 'TenYearCHD'?",
            Assert
                .Throws<RequestException>(() =>
                    Outcome.Read(TestTables.Of("TenYearCHD,x\n1,1\n0,1\n"), "TenYearCDH")
                )
                .Remedy
        );
}
