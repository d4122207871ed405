using Osler.Core.Blocks;
using Osler.Core.Faults;
using Osler.Core.Weights;
using Osler.Studies.Weights;

namespace Osler.Studies.Tests.Weights;

public sealed class StartingWeightsTests
{
    [Fact]
    public void A_file_s_weights_fit_a_network_for_other_outcomes_but_for_its_head()
    {
        string path = SharedData.Path("weights", "squeezenet1_0_deepcompression.pth");
        var study = StudyFile.Open(
            "heart-attack",
            ["network={preset: squeezenet1_0, weights: " + path + "}"]
        );
        Assert.Equal(path, study.Network.Weights);
        var network = study.Network.Block([], outcomes: 3);
        Assert.Equal([3], ShapeInference.Of(network, [1, 64, 64]));
        var (weights, report) = StartingWeights.Of(study.Network, network, [1, 64, 64])!.Value;
        Assert.Equal(["classifier.1.weight", "classifier.1.bias"], report.NewHead);
        Assert.Equal("features.0.weight", Assert.Single(report.Adapted).Name);
        Assert.Equal(50, weights.Count);
    }

    [Fact]
    public void A_network_that_states_none_begins_anew() =>
        Assert.Null(StartingWeights.Of(NetworkChoice.Named("resnet18"), Presets.ResNet18(2), [3, 64, 64]));

    [Theory]
    [InlineData(
        "imagnet",
        "There are no public weights 'imagnet' of resnet18. There are: imagenet; or the path of a file."
    )]
    [InlineData("nowhere/weights.pth", "The weights can't be read")]
    public void Says_what_there_is(string weights, string message)
    {
        var study = StudyFile.Open("heart-attack", ["network={preset: resnet18, weights: " + weights + "}"]);
        var fault = Assert.Throws<RequestException>(() =>
            StartingWeights.Of(study.Network, study.Network.Block([], 2), [3, 64, 64])
        );
        Assert.Contains(message, fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(
        new byte[] { 0x80, 4, 0x95, 0x35, 0, 0, 0, 0, 0 },
        null,
        "it is a bare pickle, which torch.save does not write"
    )]
    [InlineData(
        new byte[] { 0x3c, 0x68, 0x74, 0x6d, 0x6c, 0x3e, 0x3c, 0x68, 0x65 },
        null,
        "it begins neither as a file of PyTorch does, nor"
    )]
    [InlineData(
        new byte[] { 1, 2, 3 },
        "weights/resnet18-imagenet",
        "is not the published weights/resnet18-imagenet: its SHA-256 begins with 039058c6, and theirs with f37072fd. Delete it"
    )]
    public void Says_what_a_file_is_not(byte[] bytes, string? published, string message)
    {
        string path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        File.WriteAllBytes(path, bytes);
        try
        {
            var fault = Assert.Throws<DataException>(() =>
                WeightFile.Open(path, published is null ? null : PublicWeights.Named(published))
            );
            Assert.Contains(message, fault.Message, StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void Every_public_file_is_of_a_preset_that_tells_its_outcomes_apart()
    {
        foreach (var one in PublicWeights.All)
        {
            Assert.Contains(one.Preset, Presets.Names);
            Assert.Equal("https", one.Source.Scheme);
            Assert.Matches("^[0-9a-f]{8}([0-9a-f]{56})?$", one.Sha256);
            Assert.Same(one, PublicWeights.Named(one.Name));
            Assert.StartsWith(WeightCache.Folder, WeightCache.PathOf(one), StringComparison.Ordinal);
        }
        Assert.Equal(PublicWeights.All.Count, PublicWeights.All.Select(one => one.Name).Distinct().Count());
        var fault = Assert.Throws<RequestException>(() => PublicWeights.Named("densenet12-imagenet"));
        Assert.Contains(
            "Did you mean 'weights/densenet121-imagenet'?",
            fault.Message,
            StringComparison.Ordinal
        );
    }
}
