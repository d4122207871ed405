using Osler.Core.Faults;
using Osler.Core.Preprocessing;
using Osler.Core.Tests.Tables;
using static Osler.Core.Tests.Preprocessing.FittedTables;

namespace Osler.Core.Tests.Preprocessing;

public sealed class AnyOfTests
{
    private static readonly FittedPreprocessing s_fitted = FittedPreprocessing.Of(
        [ZeroOrOne("a"), ZeroOrOne("b"), ZeroOrOne("c")],
        [
            new FittedAnyOf("a or b", ["a", "b"]),
            new FittedDrop("b"),
            new FittedImpute("a", 0.5, null),
            new FittedImpute("c", 0.5, null),
            new FittedImpute("a or b", 0.25, null),
        ]
    );

    [Fact]
    public void It_is_present_where_one_is_absent_where_none_known_is_and_missing_where_nothing_is_known()
    {
        Assert.Equal(["a", "c", "a or b"], s_fitted.FeatureNames);
        Assert.Equal([1f, 0f, 1f], Apply(1, 0, 0));
        Assert.Equal([0f, 0f, 1f], Apply(0, 1, 0));
        Assert.Equal([0.5f, 1f, 1f], Apply(double.NaN, 1, 1));
        Assert.Equal([0.5f, 1f, 0f], Apply(double.NaN, 0, 1));
        Assert.Equal([0.5f, 1f, 0.25f], Apply(double.NaN, double.NaN, 1));
    }

    [Fact]
    public void It_stems_from_all_of_them() => Assert.Equal([0, 1], s_fitted.FeatureOrigins[2].ToArray());

    [Fact]
    public void It_is_written_and_read_back() =>
        Assert.Equal(s_fitted.ToJson(), FittedPreprocessing.FromJson(s_fitted.ToJson()).ToJson());

    [Fact]
    public void Of_none_there_is_no_such_step() =>
        Assert.Throws<DataException>(() =>
            FittedPreprocessing.Of([ZeroOrOne("a")], [new FittedAnyOf("any", [])])
        );

    [Fact]
    public void A_table_without_some_optional_inputs_is_read_with_them_missing_and_one_without_any_is_refused()
    {
        var reader = InputReader.Of(TestTables.Of("c,other,a\n1,5,0\n0,6,1\n"), s_fitted);
        Assert.Equal(["b"], reader.Absent);
        Assert.Equal([1, double.NaN, 0, 0, double.NaN, 1], reader.Gather([1, 0]));
        Assert.Throws<RequestException>(() => InputReader.Of(TestTables.Of("x\n1\n2\n"), s_fitted));
    }

    private static float[] Apply(params double[] row)
    {
        float[] features = new float[3];
        s_fitted.Apply(row, 1, features);
        return features;
    }
}
