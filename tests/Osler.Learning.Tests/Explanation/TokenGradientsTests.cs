using Osler.Core.Tests.Blocks;
using Osler.Learning.Explanation;
using TorchSharp;
using static Osler.Core.Blocks.Lego;

namespace Osler.Learning.Tests.Explanation;

public sealed class TokenGradientsTests
{
    private static readonly float[] s_text = [3, 1, 7, 7, 2];

    /// <summary>A linear network's token adds its weight times its embedding, over the number of tokens: no more, no less.</summary>
    [Fact]
    public void Parts_of_a_linear_network_are_its_terms()
    {
        var network = Sequence(("words", Embedding(9, 2)), GlobalAveragePool(), ("last", Dense(1)));
        var weights = Examples.Weights(network, [8]);
        var found = TokenGradients.Of(
            network,
            weights,
            [8],
            s_text,
            new IntegratedGradientsSettings { Explained = Explained.LogOdds }
        );
        (float[] table, float[] last) = (weights["words.weight"].Values, weights["last.weight"].Values);
        Assert.Equal(weights["last.bias"].Values[0], found.Baseline, 1e-6);
        for (int i = 0; i < s_text.Length; i++)
        {
            int row = 2 * (int)s_text[i];
            Assert.Equal((table[row] * last[0] + table[row + 1] * last[1]) / 5, found.Values[i], 1e-6);
        }
        Assert.Equal(0, found.Gap, 1e-5);
    }

    [Theory]
    [InlineData("text lstm", false)]
    [InlineData("text conv", true)]
    [InlineData("bert", true)]
    public void Parts_sum_to_the_prediction_less_the_baseline(string name, bool exclusive)
    {
        var (network, input) = Examples.Named(name);
        var settings = new IntegratedGradientsSettings
        {
            Outcome = 1,
            Exclusive = exclusive,
            Tolerance = 1e-3,
        };
        var found = TokenGradients.Of(network, Examples.Weights(network, input), input, s_text, settings);
        Assert.InRange(found.Gap, -1e-3, 1e-3);
        Assert.Equal(found.Prediction - found.Baseline, found.Values.Sum(), 1.1e-3);
        Assert.Contains(found.Values, value => Math.Abs(value) > 1e-4);
    }

    [Fact]
    public void An_outcome_that_the_network_has_not_is_refused()
    {
        var (network, input) = Examples.Named("text conv");
        var weights = Examples.Weights(network, input);
        var settings = new IntegratedGradientsSettings { Outcome = 2 };
        var fault = Assert.Throws<ArgumentException>(() =>
            TokenGradients.Of(network, weights, input, s_text, settings)
        );
        Assert.Contains("has 2 outputs", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Parts_of_an_ensemble_are_the_means_of_its_members()
    {
        var network = Sequence(Embedding(9, 2), GlobalAveragePool(), Dense(1));
        var ensemble = Members(network, 2);
        var weights = Examples.Weights(ensemble, [8]);
        var settings = new IntegratedGradientsSettings { Explained = Explained.LogOdds };
        var together = TokenGradients.Of(ensemble, weights, [8], s_text, settings).Values;
        double[][] alone =
        [
            .. new[] { "members.0.", "members.1." }.Select(start =>
                TokenGradients
                    .Of(
                        network,
                        weights
                            .Where(pair => pair.Key.StartsWith(start, StringComparison.Ordinal))
                            .ToDictionary(pair => pair.Key[start.Length..], pair => pair.Value),
                        [8],
                        s_text,
                        settings
                    )
                    .Values
            ),
        ];
        for (int i = 0; i < s_text.Length; i++)
            Assert.Equal((alone[0][i] + alone[1][i]) / 2, together[i], 1e-6);
    }

    [Fact]
    public void Leaks_no_tensor_and_takes_networks_on_words_alone()
    {
        var (network, input) = Examples.Named("text lstm");
        var weights = Examples.Weights(network, input);
        TokenGradients.Of(network, weights, input, s_text);
        long before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        TokenGradients.Of(network, weights, input, s_text);
        Assert.Equal(before, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
        var table = Dense(1);
        Assert.Throws<ArgumentException>(() =>
            TokenGradients.Of(table, Examples.Weights(table, [5]), [5], s_text)
        );
    }
}
