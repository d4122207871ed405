using Osler.Core.Faults;

namespace Osler.Studies.Tests.StudyFiles;

public sealed class IdleKeyTests
{
    [Theory]
    [InlineData("data.patient=pid", "folder")]
    [InlineData("images.path=file", "folder")]
    [InlineData("images.findings=[mass]", "folder")]
    [InlineData("data.columns={kind: {levels: [a, b]}}", "folder")]
    [InlineData("evaluation.subgroups=[{column: sex}]", "table.csv")]
    [InlineData("evaluation.plane=[age, bmi]", "table.csv")]
    [InlineData("evaluation.baselines=[logistic_regression, gradient_boosting]", "table.csv")]
    [InlineData("preprocessing=[impute, one_hot, standardise]", "table.csv")]
    [InlineData("larger_tables={from_rows: 10}", "table.csv")]
    [InlineData("data.site=hospital", "table.csv")]
    [InlineData("text={length: 20}", "table.csv")]
    public void A_stated_key_that_does_nothing_in_a_study_on_images_is_refused(string setting, string data)
    {
        string folder = Directory.CreateTempSubdirectory("osler-idle-").FullName;
        string path = data == "folder" ? folder : Path.Combine(folder, data);
        string[] settings = data == "folder" ? [setting] : ["images.path=file", setting];

        var fault = Assert.Throws<RequestException>(() => StudyFile.Open("digits", settings, path));

        Directory.Delete(folder);
        Assert.StartsWith($"--set {setting}", fault.Where, StringComparison.Ordinal);
        Assert.Contains("does nothing here", fault.What, StringComparison.Ordinal);
        Assert.NotNull(fault.Remedy);
    }

    [Fact]
    public void What_says_nothing_and_what_a_table_of_paths_needs_is_no_such_key()
    {
        string[] settings =
        [
            "images.path=file",
            "data.patient=pid",
            "data.columns={kind: {levels: [a, b]}}",
            "evaluation.subgroups=[]",
            "evaluation.baselines=[]",
            "larger_tables=null",
        ];
        var study = StudyFile.Open("digits", settings, "table.csv");
        Assert.Equal("pid", study.Data.Patient);
        // On a table of patients all of them say something.
        Assert.NotEmpty(
            StudyFile.Open("heart-attack", ["evaluation.baselines=[logistic_regression]"]).Preprocessing
        );
    }

    [Fact]
    public void A_study_on_images_is_written_without_them_and_opens_again()
    {
        string file = Path.GetTempFileName();
        string text = StudyFile
            .Read("study: s\nquestion: q\ndata: {outcome: class}\nimages: {}", "s")
            .Write();
        File.WriteAllText(file, text);

        Assert.DoesNotContain("one_hot", text, StringComparison.Ordinal);
        Assert.DoesNotContain("gradient_boosting", text, StringComparison.Ordinal);
        Assert.Equal(text, StudyFile.Open(file).Write());
        File.Delete(file);
    }
}
