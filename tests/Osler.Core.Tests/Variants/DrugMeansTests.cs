using Osler.Core.Variants.Catalogues;

namespace Osler.Core.Tests.Variants;

public sealed class DrugMeansTests
{
    [Fact]
    public void First_line_drugs_and_the_others_have_means_where_there_are_both()
    {
        var means = DrugMeans.Of(["CIP", "RIF", "KAN", "INH"], ["RIF", "INH", "PZA"]).ToArray();
        Assert.Equal(DrugMeans.Outcomes, means.Select(mean => mean.Outcome));
        Assert.Equal([0, 1, 2, 3], means[0].Drugs);
        Assert.Equal([1, 3], means[1].Drugs);
        Assert.Equal([0, 2], means[2].Drugs);
    }

    [Theory]
    [InlineData("RIF", "INH")]
    [InlineData("KAN", "CIP")]
    public void Drugs_of_one_line_have_the_mean_of_all_alone(string one, string other) =>
        Assert.Equal(
            [DrugMeans.Outcomes[0]],
            DrugMeans.Of([one, other], ["RIF", "INH"]).Select(mean => mean.Outcome)
        );

    [Fact]
    public void Labels_are_counted_drug_by_drug()
    {
        float[] labels = [1, float.NaN, 0, 0, 1, 0];
        Assert.Equal(new DrugLabels(2, 1, 0), DrugLabels.Of(labels, 2, 0));
        Assert.Equal(new DrugLabels(0, 2, 1), DrugLabels.Of(labels, 2, 1));
        Assert.Equal(
            """{"INH":{"resistant":2,"susceptible":1,"unknown":0},"RIF":{"resistant":0,"susceptible":2,"unknown":1}}""",
            DrugLabels.Json(labels, ["INH", "RIF"]).ToJsonString()
        );
    }
}
