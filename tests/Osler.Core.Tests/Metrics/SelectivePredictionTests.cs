using Osler.Core.Chance;
using Osler.Core.Metrics;

namespace Osler.Core.Tests.Metrics;

public sealed class SelectivePredictionTests
{
    [Fact]
    public void Agrees_with_counting_at_every_threshold()
    {
        var random = new KeyedRandom(1, "selective");
        double[] probabilities = new double[60];
        int[] labels = new int[20];
        for (int i = 0; i < labels.Length; i++)
        {
            for (int k = 0; k < 3; k++)
                probabilities[i * 3 + k] = Math.Round(random.NextDouble(), 1);
            labels[i] = random.Next(3);
        }
        var curve = SelectivePrediction.Of(probabilities, labels, 3);
        foreach (double threshold in (double[])[0, 0.3, 0.6, 0.8, 1])
        {
            int answered = 0;
            int wrong = 0;
            for (int i = 0; i < labels.Length; i++)
            {
                double[] row = probabilities[(i * 3)..(i * 3 + 3)];
                if (row.Max() < threshold)
                    continue;
                answered++;
                wrong += Array.IndexOf(row, row.Max()) == labels[i] ? 0 : 1;
            }
            Assert.Equal((answered, wrong), curve.At(threshold));
        }
    }

    [Fact]
    public void The_area_of_a_perfect_model_is_zero_and_of_a_wrong_one_one()
    {
        Assert.Equal(0, SelectivePrediction.Of([0.9, 0.1, 0.2, 0.8], [0, 1], 2).Area);
        Assert.Equal(1, SelectivePrediction.Of([0.9, 0.1, 0.2, 0.8], [1, 0], 2).Area);
        Assert.Null(SelectivePrediction.Of([], [], 2).Area);
    }

    [Fact]
    public void The_threshold_bears_the_stated_risk_and_no_more()
    {
        var curve = SelectivePrediction.Of([0.9, 0.1, 0.8, 0.2, 0.7, 0.3, 0.6, 0.4], [0, 0, 1, 0], 2);
        Assert.Equal(0.8, curve.Threshold(0.1));
        Assert.Equal(0.6, curve.Threshold(0.25));
    }

    [Fact]
    public void A_few_answers_that_happen_to_be_right_choose_no_threshold()
    {
        // The surest five of a hundred are right, of the others every second one.
        double[] confidences = [.. Enumerable.Range(0, 100).Select(i => 1 - i / 200.0)];
        bool[] right = [.. Enumerable.Range(0, 100).Select(i => i < 5 || i % 2 == 0)];
        var curve = SelectivePrediction.Of(confidences, right);
        Assert.Equal(1 - 4 / 200.0, curve.Threshold(0.05));
        Assert.Equal(1, curve.Chosen(0.05));
        // Of fewer cases than that all have to show it.
        Assert.Equal(0.6, SelectivePrediction.Of([0.9, 0.8, 0.6], [true, true, true]).Chosen(0.05));
    }

    [Fact]
    public void A_temperature_is_found_where_the_loss_is_least() =>
        Assert.Equal(2.5, Temperature.Fit(t => Math.Pow(Math.Log(t / 2.5), 2)), 0.01);

    [Fact]
    public void What_is_withheld_is_answered_at_no_threshold_and_comes_last()
    {
        var curve = SelectivePrediction.Of(
            [0.9, 0.1, 0.8, 0.2, 0.6, 0.4],
            [1, 0, 0],
            2,
            [true, false, false]
        );
        Assert.Equal((2, 0), curve.At(0));
        Assert.Equal(0.6, curve.Threshold(1));
        Assert.Equal((1, 0), curve.At(0.7));
        Assert.Equal(1.0 / 9, curve.Area!.Value, 1e-12);
    }
}
