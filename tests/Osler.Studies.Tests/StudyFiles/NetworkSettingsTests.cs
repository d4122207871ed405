using Osler.Core.Faults;
using Osler.Learning.Optimisers;
using Osler.Learning.Schedules;

namespace Osler.Studies.Tests.StudyFiles;

public sealed class NetworkSettingsTests
{
    private const string Text = """
        study: own
        question: Does it?
        data: {path: t.csv, outcome: y}
        networks:
          neuron:
            network: {preset: neuron}
            settings: [training.epochs=7, training.optimiser=sgd]
          other: {network: {preset: mlp, hidden: [4]}}
        training: {epochs: 40, batch: 32}
        larger_tables: {from_rows: 100, training: {epochs: 15, batch: 256}}
        """;

    [Fact]
    public void What_a_network_brings_along_holds_where_it_is_chosen_for_small_tables_and_large()
    {
        StudyFile study = StudyFile.Read(Text, "study.yaml", ["network=neuron"]);
        Assert.Equal((7, 32), (study.For(10).Training.Epochs, study.For(10).Training.Batch));
        Assert.Equal((7, 256), (study.For(100).Training.Epochs, study.For(100).Training.Batch));
        Assert.IsType<Sgd>(study.For(100).Training.Optimiser);
    }

    [Theory]
    [InlineData("network=other")]
    [InlineData("network=mlp")]
    [InlineData("network={preset: neuron}")]
    public void Another_network_trains_as_the_study_says(string setting)
    {
        StudyFile study = StudyFile.Read(Text, "study.yaml", [setting]);
        Assert.Equal(40, study.For(10).Training.Epochs);
        Assert.Equal(15, study.For(100).Training.Epochs);
    }

    [Fact]
    public void The_command_line_wins_and_what_was_run_reads_back_the_same()
    {
        StudyFile study = StudyFile.Read(Text, "study.yaml", ["training.epochs=9", "network=neuron"]);
        Assert.Equal(9, study.For(10).Training.Epochs);
        Assert.Equal(9, study.For(100).Training.Epochs);
        StudyFile again = StudyFile.Read(study.Write(), "again.yaml");
        Assert.Equal(9, again.For(100).Training.Epochs);
        Assert.Equal(study.Write(), again.Write());
    }

    [Fact]
    public void A_network_brings_any_setting_along()
    {
        string text = Text.Replace("optimiser=sgd", "schedule=constant", StringComparison.Ordinal);
        StudyFile chosen = StudyFile.Read(text, "study.yaml", ["network=neuron", "training.epochs=9"]);
        Assert.IsType<Constant>(chosen.Training.Schedule);
        // As run it reads back the same, whatever the network would bring.
        Assert.Equal(chosen.Training, StudyFile.Read(chosen.Write(), "again.yaml").Training);
    }

    [Theory]
    [InlineData("network=neuron", "a network's settings can't be about networks")]
    [InlineData("recipe=quick", "a network's settings can't be about recipes")]
    [InlineData("[a]", "a text such as training.epochs=100")]
    [InlineData("training.epocs=4", "'epocs' is not a known key")]
    public void A_networks_wrong_setting_is_named(string setting, string said)
    {
        string wrong = Text.Replace("training.epochs=7", setting, StringComparison.Ordinal);
        var fault = Assert.Throws<RequestException>(() =>
            StudyFile.Read(wrong, "study.yaml", ["network=neuron"])
        );
        Assert.Contains(said, fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_wrong_key_is_told_when_the_network_is_chosen()
    {
        string wrong = Text.Replace("epochs=7", "epoch=7", StringComparison.Ordinal);
        var fault = Assert.Throws<RequestException>(() =>
            StudyFile.Read(wrong, "study.yaml", ["network=neuron"])
        );
        Assert.Contains("'epoch'", fault.What, StringComparison.Ordinal);
        Assert.Contains("training.epoch", fault.Where, StringComparison.Ordinal);
    }
}
