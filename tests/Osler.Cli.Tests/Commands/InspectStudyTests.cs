using System.Text;
using Osler.Core.Blocks;
using Osler.Core.Bundles;
using Osler.Core.Preprocessing;
using Osler.Studies;

namespace Osler.Cli.Tests.Commands;

public sealed class InspectStudyTests : IDisposable
{
    private readonly CommandLine _cli = new();

    public void Dispose() => _cli.Dispose();

    [Fact]
    public void A_study_is_shown_with_its_settings_and_drawn_with_the_features_that_its_data_give()
    {
        Assert.Equal(
            0,
            _cli.Run(
                "inspect",
                "heart-attack",
                "--set",
                "network=neuron",
                "data.simulate.patients=400",
                "--svg",
                _cli["neuron.svg"]
            )
        );
        Assert.Contains("network: neuron", _cli.Output, StringComparison.Ordinal);
        string drawing = File.ReadAllText(_cli["neuron.svg"]);
        // Body-mass index and pressure are missing in some simulated patients, so each has an indicator.
        foreach (string name in (string[])["bmi", "sbp", "bmi missing", "sbp missing", "heart_attack"])
            Assert.Contains(name, drawing, StringComparison.Ordinal);
        Assert.Contains("4 features", _cli.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void The_network_and_its_features_are_those_that_a_run_trains()
    {
        string[] settings =
        [
            "data.simulate.patients=300",
            "training.epochs=1",
            "training.ensemble.members=2",
            "training.ensemble.leave_out_folds=2",
            "evaluation.bootstrap_draws=100",
            "evaluation.baselines=[]",
            "evaluation.explain=false",
        ];
        var study = StudyFile.Open("heart-attack", settings);
        TableStudy.Run(study, new() { OutFolder = _cli["run"] });
        var bundle = BundleFolder.Open(_cli["run/bundle"]);
        string Text(string name) => Encoding.UTF8.GetString(bundle.Read(name));
        var trained = Assert.IsType<Members>(BlockJson.Read(Text(BundleFile.NetworkName)));
        var picture = StudyPicture.Of(study);
        Assert.Equal(trained.Count, picture.Members);
        Assert.Equal(BlockJson.Write(trained.Network), BlockJson.Write(picture.Network));
        Assert.Equal(
            FittedPreprocessing.FromJson(Text(BundleFile.PreprocessingName)).FeatureNames,
            picture.Features
        );
    }

    [Fact]
    public void Without_data_there_is_nothing_to_draw_from()
    {
        File.WriteAllText(_cli["mine.yaml"], "study: mine\nquestion: Who?\ndata: {outcome: died}\n");
        Assert.Equal(2, _cli.Run("inspect", _cli["mine.yaml"], "--svg", _cli["mine.svg"]));
        Assert.Contains("the study has no table", _cli.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(_cli["mine.svg"]));
    }

    [Fact]
    public void Settings_are_for_studies()
    {
        Assert.Equal(2, _cli.Run("inspect", "neuron", "--input", "2", "--set", "seed=5"));
        Assert.Equal("osler: neuron: --set is for a study, which this is not. Leave it out.\n", _cli.Error);
    }
}
