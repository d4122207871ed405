using CsCheck;
using Microsoft.ML.OnnxRuntime;
using Osler.Core.Blocks;
using Osler.Core.Onnx;
using Osler.Core.Tests.Blocks;
using Osler.Learning.Networks;
using TorchSharp;

namespace Osler.Learning.Tests.Networks;

/// <summary>An option's score is its own: whatever its place, its padding, and the options beside it.</summary>
public sealed class EachOptionTests
{
    private const int Most = 9;

    private static readonly Gen<float[]> s_option = Gen.Int[1, TokenExamples.Vocabulary - 1]
        .Select(id => (float)id)
        .Array[1, Most];

    public static TheoryData<string> Networks => [.. s_questions.Select(one => one.Name)];

    private static readonly (string Name, Block Network, Shape Input)[] s_questions =
    [
        .. TokenExamples.All.Where(one => one.Network is EachOption),
    ];

    [Theory, MemberData(nameof(Networks))]
    public void Another_order_of_the_options_gives_the_scores_in_that_order(string name)
    {
        var (network, body, weights) = Named(name);
        Gen.Select(s_option.Array[2, 5], Gen.Int[0, int.MaxValue])
            .Sample(
                (options, seed) =>
                {
                    int[] order = [.. Enumerable.Range(0, options.Length)];
                    new Random(seed).Shuffle(order);
                    float[] scores = Scores(network, weights, options, options.Length);
                    float[] moved = Scores(
                        network,
                        weights,
                        [.. order.Select(i => options[i])],
                        options.Length
                    );
                    for (int i = 0; i < order.Length; i++)
                        Assert.Equal(scores[order[i]], moved[i], 1e-5);
                },
                iter: 20,
                threads: 1
            );
    }

    [Theory, MemberData(nameof(Networks))]
    public void A_score_is_what_the_body_alone_makes_of_the_option(string name)
    {
        var (network, body, weights) = Named(name);
        s_option
            .Array[2, 5]
            .Sample(
                options =>
                {
                    float[] scores = Scores(network, weights, options, options.Length);
                    for (int i = 0; i < options.Length; i++)
                        Assert.Equal(Alone(body, weights, options[i]), scores[i], 1e-5);
                },
                iter: 20,
                threads: 1
            );
    }

    [Theory, MemberData(nameof(Networks))]
    public void An_option_that_is_not_there_gets_no_probability_and_changes_no_other(string name)
    {
        var (network, _, weights) = Named(name);
        float[][] options =
        [
            [3, 4, 10],
            [1],
        ];
        float[] two = Scores(network, weights, options, 2);
        float[] four = Scores(network, weights, options, 4);
        Assert.Equal(two[0], four[0], 1e-5);
        Assert.Equal(two[1], four[1], 1e-5);
        Assert.Equal([EachOption.Absent, EachOption.Absent], four[2..]);
        using var scores = torch.tensor(four);
        Assert.Equal(0f, scores.softmax(0)[2].item<float>());
    }

    [Fact]
    public void Options_and_tokens_stand_in_the_graphs_input()
    {
        var (network, _, weights) = Named("score of each option");
        using var session = new InferenceSession(OnnxGraph.Write(network, [4, Most], weights));
        Assert.Equal([-1, 4, -1], session.InputMetadata[OnnxGraph.InputName].Dimensions);
        Assert.Equal([-1, 4], session.OutputMetadata[OnnxGraph.LogitsName].Dimensions);
    }

    [Fact]
    public void The_body_is_counted_once_for_each_option()
    {
        var (network, body, _) = Named("score of each option");
        long all = 4 * Operations.MultiplyAdds(body, [Most]);
        Assert.Equal(all, Operations.MultiplyAdds(network, [4, Most]));
        Assert.Contains(
            FormattableString.Invariant($" {all:N0} multiply-adds"),
            Summary.Table(network, [4, Most]),
            StringComparison.Ordinal
        );
    }

    private static (
        Block Network,
        Block Body,
        IReadOnlyDictionary<string, Core.Bundles.TensorData> Weights
    ) Named(string name)
    {
        var (_, network, input) = s_questions.Single(one => one.Name == name);
        return (network, ((EachOption)network).Body.Block, Examples.Weights(network, input));
    }

    private static float[] Scores(
        Block network,
        IReadOnlyDictionary<string, Core.Bundles.TensorData> weights,
        float[][] options,
        int places
    )
    {
        using var scope = torch.NewDisposeScope();
        using var quiet = torch.no_grad();
        using var module = TorchNetwork.Build(network, [places, Most], weights);
        int longest = options.Max(option => option.Length);
        float[] ids = new float[places * longest];
        for (int i = 0; i < options.Length; i++)
            options[i].CopyTo(ids, i * longest);
        return [.. module.call(torch.tensor(ids, [1, places, longest])).contiguous().data<float>()];
    }

    private static float Alone(
        Block body,
        IReadOnlyDictionary<string, Core.Bundles.TensorData> weights,
        float[] option
    )
    {
        using var scope = torch.NewDisposeScope();
        using var quiet = torch.no_grad();
        using var module = TorchNetwork.Build(body, [Most], weights);
        return module.call(torch.tensor(option, [1, option.Length])).item<float>();
    }
}
