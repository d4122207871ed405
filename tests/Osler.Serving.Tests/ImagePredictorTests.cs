using Osler.Core.Ensembles;
using Osler.Core.Faults;
using Osler.Imaging.Rasters;
using Osler.Tests.Shared;

namespace Osler.Serving.Tests;

public sealed class ImagePredictorTests
{
    [Fact]
    public void Exclusive_probabilities_are_the_mean_of_the_members_softmax_computed_by_hand()
    {
        using var bundle = new SmallImageBundle();
        using var predictor = ImagePredictor.Open(bundle.Path);
        for (int number = 0; number < 20; number++)
        {
            double[] expected = new double[3];
            foreach (float[] member in Logits(bundle, predictor, number).Chunk(3))
            {
                double sum = member.Sum(logit => Math.Exp(logit));
                for (int k = 0; k < 3; k++)
                    expected[k] += Math.Exp(member[k]) / sum / SmallImageBundle.Members;
            }

            var found = predictor.Predict(SmallImageBundle.Image(number)).Outcomes;

            Assert.Equal(SmallImageBundle.Names, found.Select(outcome => outcome.Name));
            for (int k = 0; k < 3; k++)
                Assert.Equal(expected[k], found[k].Probability, 1e-5);
            Assert.Equal(1, found.Sum(outcome => outcome.Probability), 1e-6);
            Assert.All(
                found,
                outcome => Assert.InRange(outcome.Probability, outcome.Low!.Value, outcome.High!.Value)
            );
        }
    }

    [Fact]
    public void Findings_are_each_by_themselves_with_the_ensemble_s_range_and_decisions()
    {
        using var bundle = new SmallImageBundle(exclusive: false);
        using var predictor = ImagePredictor.Open(bundle.Path);
        for (int number = 0; number < 20; number++)
        {
            float[] logits = Logits(bundle, predictor, number);

            var found = predictor.Predict(SmallImageBundle.Image(number)).Outcomes;

            for (int k = 0; k < 3; k++)
            {
                var expected = Ensemble.Of([logits[k], logits[3 + k], logits[6 + k]]);
                Assert.Equal(expected.Probability, found[k].Probability, 1e-5);
                Assert.Equal(expected.Low!.Value, found[k].Low!.Value, 1e-5);
                Assert.Equal(expected.High!.Value, found[k].High!.Value, 1e-5);
            }
            Assert.Equal([false, true], found[0].Decisions.Select(decision => decision.Positive));
            Assert.Empty(found[1].Decisions);
        }
    }

    [Fact]
    public void An_image_that_shows_nothing_is_answered_with_a_warning()
    {
        using var bundle = new SmallImageBundle();
        using var predictor = ImagePredictor.Open(bundle.Path);
        var black = Raster.OfBytes(6, 5, Photometric.Grey, new byte[30]);
        Assert.Equal(
            ["Every sample of the image is 0: it shows nothing."],
            predictor.Predict(black).Warnings
        );
        Assert.Empty(predictor.Predict(SmallImageBundle.Image(0)).Warnings);
    }

    [Fact]
    public void Images_unlike_those_of_training_are_refused_with_the_reason()
    {
        using var bundle = new SmallImageBundle();
        using var predictor = ImagePredictor.Open(bundle.Path);
        byte[] red = [.. Enumerable.Repeat((byte[])[200, 0, 0], 30).SelectMany(pixel => pixel)];

        var colour = Raster.OfBytes(6, 5, Photometric.Rgb, red);
        Refused(colour, "It has colour; the network has learnt from grey images alone.");
        Refused(Raster.OfBytes(7, 5, Photometric.Grey, new byte[35]), "comes out of the preprocessing as");
        Refused(
            Volume.OfFloats(2, 6, 5, new SampleRange(-1000, 1000, "HU"), new float[60]),
            "It is a volume of 2 x 6 x 5; the network has learnt from still images of 6 x 5 alone."
        );

        void Refused(IImage image, string said)
        {
            var fault = Assert.Throws<DataException>(() => predictor.Predict(image, "scan.png"));
            Assert.Equal("scan.png", fault.Where);
            Assert.Contains(said, fault.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Neither_kind_of_bundle_is_taken_for_the_other()
    {
        using var images = new SmallImageBundle();
        using var table = new SmallBundle();

        var fault = Assert.Throws<RequestException>(() => Predictor.Open(images.Path));
        Assert.Contains("on images", fault.Message, StringComparison.Ordinal);
        fault = Assert.Throws<RequestException>(() => ImagePredictor.Open(table.Path));
        Assert.Contains("on a table's rows", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_sound_bundle_passes_every_check()
    {
        using var bundle = new SmallImageBundle();
        using var predictor = ImagePredictor.Open(bundle.Path);

        var checks = ImageVerification.Run(predictor);

        Assert.Equal(4, checks.Length);
        Assert.All(checks, check => Assert.True(check.Passed, $"{check.Name}: {check.Detail}"));
    }

    [Fact]
    public void Another_pixel_or_another_answer_than_in_training_fails_its_check()
    {
        using var pixel = new SmallImageBundle(samples: samples =>
            samples with
            {
                Features = samples.Features.SetItem(1, samples.Features[1].SetItem(7, 0.123f)),
            }
        );
        using var answer = new SmallImageBundle(samples: samples =>
            samples with
            {
                Logits = samples.Logits.SetItem(1, samples.Logits[1].SetItem(0, 0.123f)),
            }
        );
        using var number = new SmallImageBundle(samples: samples =>
            samples with
            {
                Rows = samples.Rows.SetItem(2, [0.5]),
            }
        );

        Assert.Equal(["preprocessing as in training", "graph as in training"], Failed(pixel));
        Assert.Equal(["graph as in training"], Failed(answer));
        Assert.Equal(["preprocessing as in training"], Failed(number));

        static string[] Failed(SmallImageBundle bundle)
        {
            using var predictor = ImagePredictor.Open(bundle.Path);
            return
            [
                .. ImageVerification.Run(predictor).Where(check => !check.Passed).Select(check => check.Name),
            ];
        }
    }

    private static float[] Logits(SmallImageBundle bundle, ImagePredictor predictor, int number)
    {
        float[] features = new float[predictor.Preprocessing.Length];
        predictor.Preprocessing.Apply(SmallImageBundle.Image(number), features);
        return bundle.Logits(features);
    }
}
