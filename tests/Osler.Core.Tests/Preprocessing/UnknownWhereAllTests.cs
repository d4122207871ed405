using Osler.Core.Faults;
using Osler.Core.Preprocessing;
using static Osler.Core.Tests.Preprocessing.FittedTables;

namespace Osler.Core.Tests.Preprocessing;

public sealed class UnknownWhereAllTests
{
    private static readonly FittedPreprocessing s_fitted = FittedPreprocessing.Of(
        [ZeroOrOne("a"), ZeroOrOne("b"), ZeroOrOne("c")],
        [
            new FittedUnknownWhereAll(["a", "b"]),
            new FittedImpute("a", 0.25, null),
            new FittedImpute("b", 0.5, null),
            new FittedImpute("c", 0, null),
        ]
    );

    [Fact]
    public void Columns_that_are_all_one_become_what_a_missing_one_becomes()
    {
        Assert.Equal([0.25f, 0.5f, 1f], Apply(1, 1, 1));
        Assert.Equal([1f, 0f, 1f], Apply(1, 0, 1));
        Assert.Equal([1f, 0.5f, 0f], Apply(1, double.NaN, 0));
    }

    [Fact]
    public void It_is_written_and_read_back_with_what_may_be_missing()
    {
        var again = FittedPreprocessing.FromJson(s_fitted.ToJson());
        Assert.Equal(s_fitted.ToJson(), again.ToJson());
        Assert.All(again.Inputs, input => Assert.True(input.MayBeMissing));
        // Nothing was missing in training, and yet a row of which nothing is known is answered.
        again.Require([double.NaN, double.NaN, double.NaN]);
    }

    [Fact]
    public void One_column_alone_is_no_such_step() =>
        Assert.Throws<DataException>(() =>
            FittedPreprocessing.Of([ZeroOrOne("a")], [new FittedUnknownWhereAll(["a"])])
        );

    private static float[] Apply(params double[] row)
    {
        float[] features = new float[3];
        s_fitted.Apply(row, 1, features);
        return features;
    }
}
