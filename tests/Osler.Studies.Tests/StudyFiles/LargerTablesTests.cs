using Osler.Core.Preprocessing;

namespace Osler.Studies.Tests.StudyFiles;

public sealed class LargerTablesTests
{
    private const string Text = """
        study: sizes
        question: Does it?
        data: {path: t.csv, outcome: y}
        preprocessing: [impute, standardise]
        network: {preset: mlp, hidden: [8]}
        training: {epochs: 40, batch: 32}
        larger_tables:
          from_rows: 100
          network: {preset: mlp, hidden: [64]}
          training: {batch: 256}
        """;

    [Fact]
    public void A_table_of_fewer_rows_keeps_the_study_as_it_is()
    {
        StudyFile study = StudyFile.Read(Text, "study.yaml").For(99);
        Assert.Null(study.LargerTables);
        Assert.Equal(32, study.Training.Batch);
        Assert.Equal(StudyFile.Read(Text, "study.yaml").Network, study.Network);
    }

    [Fact]
    public void A_larger_table_gets_what_is_stated_for_it_and_the_rest_as_for_all()
    {
        StudyFile all = StudyFile.Read(Text, "study.yaml");
        StudyFile study = all.For(100);
        Assert.Null(study.LargerTables);
        Assert.Equal((40, 256), (study.Training.Epochs, study.Training.Batch));
        Assert.NotEqual(all.Network, study.Network);
        Assert.Collection(
            study.Preprocessing,
            step => Assert.IsType<Impute>(step),
            step => Assert.IsType<Standardise>(step)
        );
    }

    [Theory]
    [InlineData("training.epochs=3", 3, 256)]
    [InlineData("training.batch=64", 40, 64)]
    public void A_setting_holds_for_larger_tables_too(string setting, int epochs, int batch)
    {
        StudyFile study = StudyFile.Read(Text, "study.yaml", [setting]).For(100);
        Assert.Equal((epochs, batch), (study.Training.Epochs, study.Training.Batch));
    }

    [Fact]
    public void A_network_that_is_chosen_is_chosen_for_larger_tables_too()
    {
        StudyFile study = StudyFile.Read(Text, "study.yaml", ["network=neuron"]).For(100);
        Assert.Equal("neuron", study.Network.Name);
    }

    [Theory]
    [InlineData("training.early_stopping=null")]
    [InlineData("evaluation.baselines=[]")]
    [InlineData("evaluation.at_sensitivity=[]")]
    public void What_is_switched_off_stays_off_when_written_and_read_again(string setting)
    {
        string off = StudyFile.Read(Text, "study.yaml", [setting]).Write();
        Assert.NotEqual(StudyFile.Read(Text, "study.yaml").Write(), off);
        Assert.Equal(off, StudyFile.Read(off, "again.yaml").Write());
    }

    [Fact]
    public void Written_and_read_again_it_says_the_same()
    {
        StudyFile study = StudyFile.Read(Text, "study.yaml", ["training.epochs=3"]);
        StudyFile again = StudyFile.Read(study.Write(), "again.yaml");
        Assert.Equal(study.Write(), again.Write());
        Assert.Equal(study.For(100).Write(), again.For(100).Write());
    }
}
