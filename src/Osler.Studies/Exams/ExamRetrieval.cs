using Osler.Core.Texts;
using Osler.Core.Words;
using Osler.Studies.Vignettes;

namespace Osler.Studies.Exams;

/// <summary>What retrieval alone makes of the questions: the option that some passage of a corpus fits best.</summary>
/// <param name="Corpus">Where it looked, in words.</param>
/// <param name="Scores">[questions][options].</param>
internal sealed record ExamRetrieval(string Corpus, double[][] Scores)
{
    /// <summary>Looks all options up.</summary>
    /// <param name="study">Whose corpus.</param>
    /// <param name="questions">The questions.</param>
    public static ExamRetrieval Of(StudyFile study, IReadOnlyList<ExamQuestion> questions)
    {
        string corpus =
            $"Osler's own table of {VignetteTable.Ready.Conditions.Length} conditions, told in words";
        Func<IEnumerable<Passage>> passages = () => ConditionPassages.Of(VignetteTable.Ready);
        if (study.Exams!.Corpus is { } path)
        {
            var files = Passages.Files(path);
            corpus =
                $"{Path.GetFileName(Path.TrimEndingDirectorySeparator(path))} ({Counted.Of(files.Count, "file")})";
            passages = () => Passages.Of(files);
        }
        var best = Bm25.Best(questions, passages);
        return new(corpus, Array.ConvertAll(best, hits => Array.ConvertAll(hits, hit => hit.Score)));
    }
}
