using System.Collections.Immutable;
using Osler.Core.Chance;
using Osler.Core.Texts;
using Osler.Studies.Vignettes;

namespace Osler.Studies.Exams;

/// <summary>Writes examination questions: a told patient, "which is the most likely diagnosis?", the true condition among plausible others.</summary>
/// <remarks>
/// The patient is a vignette of <see cref="VignetteSimulator"/>. The other options are drawn among the
/// <see cref="Rivals"/> conditions that share most of the true one's findings, weighed by how frequent they are in
/// both. Three questions in four have four options, the others five. Each question is drawn from its own key.
/// </remarks>
public sealed class ExamSimulator
{
    /// <summary>The name of the simulated cohort.</summary>
    public const string Cohort = "exam-questions";

    /// <summary>Among so many conditions the wrong options are drawn.</summary>
    public const int Rivals = 12;

    // Of five options four are wrong.
    private const int FewestRivals = 4;

    private static readonly string[] s_asked =
    [
        "Which of the following is the most likely diagnosis?",
        "What is the most likely diagnosis?",
        "Which is the most likely diagnosis?",
        "Which of the following best explains this patient's condition?",
    ];

    private readonly VignetteTable _table;
    private readonly VignetteSimulator _vignettes;
    private readonly ImmutableArray<ImmutableArray<int>> _rivals;

    /// <param name="table">Conditions and ways to say their findings.</param>
    public ExamSimulator(VignetteTable table)
    {
        ArgumentNullException.ThrowIfNull(table);
        _table = table;
        _vignettes = new VignetteSimulator(table);
        _rivals =
        [
            .. table.Conditions.Select(condition =>
                Enumerable
                    .Range(0, table.Conditions.Length)
                    .Where(other => table.Conditions[other] != condition)
                    .Select(other => (Other: other, Shared: Shared(condition, table.Conditions[other])))
                    .OrderByDescending(rival => rival.Shared)
                    .ThenBy(rival => rival.Other)
                    // Who shares nothing is no rival, but where there are too few.
                    .Where((rival, i) => i < FewestRivals || i < Rivals && rival.Shared > 0)
                    .Select(rival => rival.Other)
                    .ToImmutableArray()
            ),
        ];
    }

    /// <summary>Writes one question.</summary>
    /// <param name="seed">The run's seed.</param>
    /// <param name="index">Which, from 0.</param>
    public ExamQuestion Draw(long seed, int index)
    {
        var random = new KeyedRandom(seed, "exam question", 0, index);
        Vignette vignette;
        // One vignette in eighty is of no condition: the next of the same condition takes its place.
        int at = index;
        do
        {
            vignette = _vignettes.Draw(seed, at);
            at = unchecked(at + 1_000 * _table.Conditions.Length) & int.MaxValue;
        } while (vignette.Class == _table.Conditions.Length);
        int[] others = [.. _rivals[vignette.Class]];
        random.Shuffle(others);
        int[] options = [vignette.Class, .. others.Take(random.Next(4) == 0 ? 4 : 3)];
        random.Shuffle(options);
        return new ExamQuestion(
            $"{vignette.Text} {s_asked[random.Next(s_asked.Length)]}",
            [.. options.Select(option => _table.Conditions[option].Title)],
            Array.IndexOf(options, vignette.Class)
        );
    }

    private static double Shared(Condition one, Condition other) =>
        one
            .Findings.Join(
                other.Findings,
                finding => finding.Finding,
                finding => finding.Finding,
                (left, right) => Math.Min(left.Share, right.Share),
                StringComparer.Ordinal
            )
            .Sum();
}
