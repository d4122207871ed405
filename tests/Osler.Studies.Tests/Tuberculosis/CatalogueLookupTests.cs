using Osler.Studies.Tests.Weights;
using Osler.Studies.Tuberculosis;

namespace Osler.Studies.Tests.Tuberculosis;

public sealed class CatalogueLookupTests
{
    [Fact]
    public void The_world_health_organizations_catalogue_grades_the_published_isolates()
    {
        string path = SharedData.Path("tb-resistance", "wdnn_train_3601.npz");
        StudyFile study = StudyFile.Open(
            "tuberculosis",
            ["genotypes.catalogues=[who2021_catalogue_GARC1_RUS.csv.gz]"],
            data: path
        );
        ResistanceData data = ResistanceFiles.Read(path, study.Genotypes!);
        Assert.Equal(
            (3601, 6483, 221, 11),
            (data.Isolates, data.Width, data.Inputs.Length, data.Drugs.Length)
        );
        Assert.Equal((1285, 2257), data.Count(0));
        CatalogueLookup lookup = CatalogueLookup.Open(study, data)!;

        int cause = data.Names.IndexOf("SNP_CN_2155168_C944G_S315T_katG");
        Assert.StartsWith("who2021 resistant", lookup.Grade(cause, "INH"), StringComparison.Ordinal);
        Assert.Null(lookup.Grade(cause, "KAN"));

        OutOfFoldScores calls = Assert.Single(lookup.Models());
        Assert.Equal("catalogue_who2021", calls.Model);
        double Share(int drug, float label)
        {
            int[] some = [.. Enumerable.Range(0, data.Isolates).Where(i => data.Label(i, drug) == label)];
            return some.Average(i => calls.Repeats[0][i * data.Drugs.Length + drug]);
        }
        // Sensitivity and false alarms for rifampicin and isoniazid, which are well known.
        foreach (int drug in (int[])[0, 1])
        {
            Assert.InRange(Share(drug, 1), 0.75, 0.99);
            Assert.InRange(Share(drug, 0), 0, 0.1);
        }
    }
}
