using System.Globalization;
using Osler.Cli.Terminal;
using Osler.Core.Bundles;
using Osler.Core.Faults;
using Osler.Imaging.Sources;
using Osler.Serving;

namespace Osler.Cli.Commands;

/// <summary><c>osler predict BUNDLE IMAGE…</c>: the probabilities for one image or for many.</summary>
internal static class ImagePredicting
{
    /// <summary>Predicts and writes.</summary>
    /// <returns><see cref="ExitCode.BadData"/> where an image of several was refused.</returns>
    /// <exception cref="RequestException">There is no image.</exception>
    /// <exception cref="DataException">A path leads nowhere, or the only image is refused.</exception>
    public static ExitCode Run(
        Surroundings surroundings,
        BundleFolder bundle,
        string[] inputs,
        AnswerForm form,
        string? result
    )
    {
        if (inputs is [] or ["-"])
            throw new RequestException(
                "There is no image to predict for.",
                remedy: "Name image files, or a folder of them."
            );
        var sources = new List<ImageFiles>(inputs.Length);
        try
        {
            foreach (string input in inputs)
                sources.Add(ImageFiles.Open(input));
            WarningText.Write(surroundings, sources.SelectMany(source => source.Remarks));
            using var predictor = ImagePredictor.Open(bundle);
            return Write(surroundings, predictor, sources, form, result);
        }
        finally
        {
            foreach (var source in sources)
                source.Dispose();
        }
    }

    private static ExitCode Write(
        Surroundings surroundings,
        ImagePredictor predictor,
        List<ImageFiles> sources,
        AnswerForm form,
        string? result
    )
    {
        int count = sources.Sum(source => source.Count);
        int refused = 0;
        bool isOne = sources is [{ IsOne: true }];
        // Of one image the fault comes before the answer's beginning.
        IEnumerable<ImageAnswer> answers = isOne ? [.. Answers()] : Answers();
        AnswerFile.Write(surroundings, result, WriteTo);
        if (refused == 0)
            return ExitCode.Done;
        surroundings.Error.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{refused:N0} of {count:N0} images {(refused == 1 ? "was" : "were")} refused{(refused < count ? "; the others were predicted" : "")}."
            )
        );
        return ExitCode.BadData;

        void WriteTo(TextWriter writer)
        {
            switch (form)
            {
                case AnswerForm.Json:
                    ImagePredictionJson.Write(writer, predictor, answers);
                    break;
                case AnswerForm.Csv:
                    ImagePredictionCsv.Write(writer, predictor, answers);
                    break;
                case AnswerForm.Text when isOne:
                    ImagePredictionText.WriteOne(writer, predictor, answers.Single());
                    break;
                default:
                    ImagePredictionText.WriteMany(writer, predictor, answers);
                    break;
            }
        }

        IEnumerable<ImageAnswer> Answers()
        {
            foreach (var source in sources)
                for (int i = 0; i < source.Count; i++)
                {
                    var answer = Answer(predictor, source, i, mayBeRefused: !isOne);
                    if (answer.Reason is not null)
                    {
                        refused++;
                        surroundings.Error.WriteLine($"Refused {answer.Image}: {answer.Reason}");
                    }
                    // CSV has no place for them.
                    if (form == AnswerForm.Csv)
                        foreach (string warning in answer.Prediction?.Warnings ?? [])
                            surroundings.Error.WriteLine($"Warning: {answer.Image}: {warning}");
                    yield return answer;
                }
        }
    }

    private static ImageAnswer Answer(
        ImagePredictor predictor,
        ImageFiles source,
        int index,
        bool mayBeRefused
    )
    {
        string name = source.Name(index);
        try
        {
            return new(name, predictor.Predict(source.Read(index, predictor.Target), name), null);
        }
        catch (DataException fault) when (mayBeRefused)
        {
            return new(name, null, fault.What);
        }
    }
}
