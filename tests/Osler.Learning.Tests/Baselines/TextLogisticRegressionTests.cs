using Osler.Core.Chance;
using Osler.Learning.Baselines;

namespace Osler.Learning.Tests.Baselines;

public sealed class TextLogisticRegressionTests
{
    private const int Classes = 3;

    // AdaGrad's passes end before the minimum: a few hundredths. A penalty without the share of texts would be 0.35 away.
    private const double Tolerance = 0.05;

    [Theory, InlineData(1), InlineData(2)]
    public void Agrees_with_the_minimum_of_its_loss(int seed)
    {
        var (texts, labels) = Overlapping(seed);
        double[] found = TextLogisticRegression.Train(texts, labels, Classes).Probabilities(texts);
        double[] expected = Slow(texts, labels);
        for (int i = 0; i < found.Length; i++)
            Assert.Equal(expected[i], found[i], Tolerance);
    }

    [Fact]
    public void Learns_texts_that_words_tell_apart()
    {
        string[] words = ["fever and chills", "crushing chest pain", "an itching rash"];
        string[] texts =
        [
            .. Enumerable.Range(0, 30).Select(i => $"He has {words[i % Classes]} since day {i}."),
        ];
        int[] labels = [.. Enumerable.Range(0, 30).Select(i => i % Classes)];
        double[] found = TextLogisticRegression
            .Train(texts, labels, Classes)
            .Probabilities(["She had an itching rash", "FEVER, chills", "pain in her chest"]);
        Assert.All([found[2], found[3], found[7]], probability => Assert.InRange(probability, 0.8, 1));
    }

    [Fact]
    public void Neighbours_are_terms_of_their_own()
    {
        string[] texts =
        [
            .. Enumerable.Range(0, 40).Select(i => i % 2 == 0 ? "no fever but pain" : "fever but no pain"),
        ];
        int[] labels = [.. Enumerable.Range(0, 40).Select(i => i % 2)];
        double[] found = TextLogisticRegression.Train(texts, labels, 2).Probabilities(texts[..2]);
        Assert.InRange(found[0], 0.9, 1);
        Assert.InRange(found[3], 0.9, 1);
    }

    [Fact]
    public void The_same_texts_give_the_same_probabilities()
    {
        var (texts, labels) = Overlapping(3);
        Assert.Equal(
            TextLogisticRegression.Train(texts, labels, Classes).Probabilities(texts),
            TextLogisticRegression.Train(texts, labels, Classes).Probabilities(texts)
        );
    }

    [Fact]
    public void Probabilities_sum_to_one_and_unknown_words_leave_the_frequencies_of_the_classes()
    {
        string[] texts = [.. Enumerable.Range(0, 80).Select(_ => "fever")];
        int[] labels = [.. Enumerable.Range(0, 80).Select(i => i % 4 == 0 ? 1 : 0)];
        double[] found = TextLogisticRegression.Train(texts, labels, 2).Probabilities(["fever", "", "xyz"]);
        Assert.Equal(0.75, found[0], 0.02);
        Assert.Equal(found[2], found[4]);
        for (int i = 0; i < 6; i += 2)
            Assert.Equal(1, found[i] + found[i + 1], 1e-12);
    }

    // Classes share words, some of which speak for one of them.
    private static (string[] Texts, int[] Labels) Overlapping(int seed)
    {
        string[] words = ["ache", "burn", "chill", "dizzy", "edema", "fever", "gout", "hives"];
        var random = new KeyedRandom(seed, "texts");
        int[] labels = [.. Enumerable.Range(0, 45).Select(i => i % Classes)];
        return (
            [
                .. labels.Select(label =>
                    string.Join(
                        ' ',
                        Enumerable
                            .Range(0, 4)
                            .Select(_ =>
                                words[random.Next(3) == 0 ? 2 * label + random.Next(2) : random.Next(8)]
                            )
                    )
                ),
            ],
            labels
        );
    }

    // The loss as it is stated, by steepest descent with momentum in float64.
    private static double[] Slow(string[] texts, int[] labels)
    {
        var terms = texts.Select(Terms).ToArray();
        string[] vocabulary =
        [
            .. terms
                .SelectMany(row => row.Distinct())
                .GroupBy(term => term)
                .Where(group => group.Count() >= 2)
                .Select(group => group.Key),
        ];
        double[] holding = [.. vocabulary.Select(term => (double)terms.Count(row => row.Contains(term)))];
        double n = texts.Length;
        double[][] rows =
        [
            .. terms.Select(row =>
            {
                double[] weighed =
                [
                    .. vocabulary.Select(
                        (term, j) =>
                            row.Count(one => one == term) * (Math.Log((1 + n) / (1 + holding[j])) + 1)
                    ),
                ];
                double length = Math.Sqrt(weighed.Sum(value => value * value));
                return (double[])[.. weighed.Select(value => value / length), 1];
            }),
        ];
        double[] penalty = [.. holding.Select(texts => 0.1 * texts / n), 0.1];
        double[,] weights = new double[penalty.Length, Classes];
        double[,] step = new double[penalty.Length, Classes];
        for (int pass = 0; pass < 1500; pass++)
        {
            double[,] slope = new double[penalty.Length, Classes];
            for (int j = 0; j < penalty.Length; j++)
            for (int k = 0; k < Classes; k++)
                slope[j, k] = penalty[j] * weights[j, k];
            for (int i = 0; i < rows.Length; i++)
            {
                double[] probabilities = Predict(rows[i], weights);
                for (int j = 0; j < penalty.Length; j++)
                for (int k = 0; k < Classes; k++)
                    slope[j, k] += (probabilities[k] - (labels[i] == k ? 1 : 0)) * rows[i][j];
            }
            for (int j = 0; j < penalty.Length; j++)
            for (int k = 0; k < Classes; k++)
                weights[j, k] += step[j, k] = 0.97 * step[j, k] - 0.03 * slope[j, k];
        }
        return [.. rows.SelectMany(row => Predict(row, weights))];
    }

    private static double[] Predict(double[] row, double[,] weights)
    {
        double[] scores =
        [
            .. Enumerable
                .Range(0, Classes)
                .Select(k => Math.Exp(row.Select((value, j) => value * weights[j, k]).Sum())),
        ];
        return [.. scores.Select(score => score / scores.Sum())];
    }

    private static string[] Terms(string text)
    {
        string[] words = text.Split(' ');
        return [.. words, .. words.Zip(words.Skip(1), (one, next) => $"{one} {next}")];
    }
}
