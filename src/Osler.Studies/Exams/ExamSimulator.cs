using System.Collections.Immutable;
using Osler.Core.Chance;
using Osler.Core.Texts;
using Osler.Studies.Vignettes;

namespace Osler.Studies.Exams;

/// <summary>Writes examination questions: a told patient, "which is the most likely diagnosis?", the true condition among others.</summary>
/// <remarks>
/// The patient is a vignette of <see cref="VignetteSimulator"/>. The other options of a question are all of one kind, which is its
/// <see cref="ExamQuestion.Kind"/>: in half of the questions <see cref="Close"/>, drawn among the <see cref="Rivals"/> conditions that share most of
/// the true one's findings, weighed by how frequent they are in both; in a quarter <see cref="Related"/>, which share a finding
/// with it; in a quarter <see cref="Any"/>. Three questions in four have four options, the others five. Each question is drawn from its own key.
/// </remarks>
public sealed class ExamSimulator
{
    /// <summary>The name of the simulated cohort.</summary>
    public const string Cohort = "exam-questions";

    /// <summary>Among so many conditions the wrong options are drawn.</summary>
    public const int Rivals = 12;

    /// <summary>The other options are the closest rivals.</summary>
    public const string Close = "close rivals";

    /// <summary>The other options share a finding with the right one.</summary>
    public const string Related = "related conditions";

    /// <summary>The other options are any conditions.</summary>
    public const string Any = "any conditions";

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
    private readonly ImmutableArray<ImmutableArray<int>> _related;

    /// <param name="table">Conditions and ways to say their findings.</param>
    public ExamSimulator(VignetteTable table)
    {
        ArgumentNullException.ThrowIfNull(table);
        _table = table;
        _vignettes = new VignetteSimulator(table);
        var ranked = table.Conditions.Select(Ranked).ToArray();
        // Who shares nothing is no rival, but where there are too few.
        _rivals = [.. ranked.Select(others => First(others, Rivals))];
        _related = [.. ranked.Select(others => First(others, others.Length))];
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
        string kind = random.Next(4) switch
        {
            0 => Any,
            1 => Related,
            _ => Close,
        };
        int[] others = kind switch
        {
            Close => [.. _rivals[vignette.Class]],
            Related => [.. _related[vignette.Class]],
            _ => [.. Enumerable.Range(0, _table.Conditions.Length).Where(other => other != vignette.Class)],
        };
        random.Shuffle(others);
        int[] options = [vignette.Class, .. others.Take(random.Next(4) == 0 ? 4 : 3)];
        random.Shuffle(options);
        return new ExamQuestion(
            $"{vignette.Text} {s_asked[random.Next(s_asked.Length)]}",
            [.. options.Select(option => _table.Conditions[option].Title)],
            Array.IndexOf(options, vignette.Class)
        )
        {
            Kind = kind,
        };
    }

    // The other conditions, those that share most findings first.
    private (int Other, double Shared)[] Ranked(Condition condition) =>
        [
            .. Enumerable
                .Range(0, _table.Conditions.Length)
                .Where(other => _table.Conditions[other] != condition)
                .Select(other => (Other: other, Shared: Shared(condition, _table.Conditions[other])))
                .OrderByDescending(rival => rival.Shared)
                .ThenBy(rival => rival.Other),
        ];

    private static ImmutableArray<int> First((int Other, double Shared)[] ranked, int most) =>
        [
            .. ranked
                .Where((rival, i) => i < FewestRivals || i < most && rival.Shared > 0)
                .Select(rival => rival.Other),
        ];

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
