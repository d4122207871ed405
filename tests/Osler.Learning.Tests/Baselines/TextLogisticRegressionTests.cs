using System.Globalization;
using Osler.Core.Chance;
using Osler.Learning.Baselines;

namespace Osler.Learning.Tests.Baselines;

public sealed class TextLogisticRegressionTests
{
    private const int Classes = 3;

    [Fact]
    public void Agrees_with_scikit_learn_on_training_texts_and_others()
    {
        string[][] rows =
        [
            .. File.ReadLines(Path.Combine(AppContext.BaseDirectory, "Goldens", "text_regression.csv"))
                .Skip(2)
                .Select(line => line.Split(',')),
        ];
        string[][] train = [.. rows.Where(row => row[0] == "train")];
        double[] found = TextLogisticRegression
            .Train(
                [.. train.Select(row => row[2])],
                [.. train.Select(row => int.Parse(row[1], CultureInfo.InvariantCulture))],
                Classes
            )
            .Probabilities([.. rows.Select(row => row[2])]);
        for (int i = 0; i < found.Length; i++)
            Assert.Equal(
                double.Parse(rows[i / Classes][3 + i % Classes], CultureInfo.InvariantCulture),
                found[i],
                2e-3
            );
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
}
