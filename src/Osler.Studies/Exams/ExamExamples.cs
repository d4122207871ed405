using Osler.Core.Blocks;
using Osler.Core.Chance;
using Osler.Core.Texts;
using Osler.Learning.Training;

namespace Osler.Studies.Exams;

/// <summary>Questions as a network sees them: a row of token ids for each option, padded behind.</summary>
internal sealed class ExamExamples : IExamples
{
    private const double PassOverRate = 0.08;

    private readonly IReadOnlyList<ExamQuestion> _questions;
    private readonly QuestionPreprocessing _preprocessing;
    private readonly int _options;
    private readonly long _seed;
    private readonly CutQuestion[] _cut;
    private readonly int[] _lengths;

    /// <param name="questions">The questions.</param>
    /// <param name="options">Rows of a question.</param>
    /// <param name="preprocessing">Fitted on the training part.</param>
    /// <param name="varies">Whether training passes over some tokens of the stem, anew in each epoch.</param>
    /// <param name="seed">The run's seed.</param>
    public ExamExamples(
        IReadOnlyList<ExamQuestion> questions,
        int options,
        QuestionPreprocessing preprocessing,
        bool varies,
        long seed
    )
    {
        (_questions, _options, _preprocessing, Varies, _seed) = (
            questions,
            options,
            preprocessing,
            varies,
            seed
        );
        _cut = new CutQuestion[questions.Count];
        _lengths = new int[questions.Count];
        Parallel.For(
            0,
            questions.Count,
            i =>
            {
                CutQuestion cut = _cut[i] = preprocessing.Cut(questions[i]);
                _lengths[i] = Math.Min(
                    preprocessing.Length,
                    cut.Stem.Length + cut.Options.Max(option => option.Length) + QuestionPreprocessing.Marks
                );
            }
        );
    }

    public int Count => _cut.Length;

    public Shape Input => [_options, _preprocessing.Length];

    public int Outcomes => 1;

    public bool Varies { get; }

    public IReadOnlyList<int>? Lengths => _lengths;

    /// <summary>Questions of which some option does not fit beside the whole stem.</summary>
    public int Shortened => _cut.Count(question => !_preprocessing.Fits(question));

    public void Inputs(ReadOnlySpan<int> cases, long epoch, bool training, Span<float> destination)
    {
        int length = _preprocessing.Length;
        destination[..(cases.Length * _options * length)].Fill(_preprocessing.Padding);
        for (int i = 0; i < cases.Length; i++)
        {
            int question = cases[i];
            var (stem, options) = _cut[question];
            if (training && Varies)
            {
                var random = new KeyedRandom(_seed, "vary-stem", epoch, question);
                stem = Array.FindAll(stem, _ => random.NextDouble() >= PassOverRate);
            }
            for (int k = 0; k < options.Length; k++)
                _preprocessing.Apply(
                    stem,
                    options[k],
                    destination.Slice((i * _options + k) * length, length)
                );
        }
    }

    public void Targets(ReadOnlySpan<int> cases, Span<float> destination)
    {
        for (int i = 0; i < cases.Length; i++)
            destination[i] = _questions[cases[i]].Answer;
    }
}
