using Osler.Core.Texts;
using Osler.Core.Words;
using Osler.Studies.Vignettes;

namespace Osler.Studies.Exams;

/// <summary>What retrieval alone makes of the questions: the option that some passage of a corpus fits best.</summary>
/// <param name="Corpus">Where it looked, in words.</param>
/// <param name="Scores">[questions][options].</param>
public sealed record ExamRetrieval(string Corpus, double[][] Scores)
{
    /// <summary>Slug of retrieval among the models.</summary>
    public const string Model = "bm25";

    /// <summary>Looks all options up.</summary>
    /// <param name="path">A file or folder of the corpus; null for Osler's own table of conditions.</param>
    /// <param name="questions">The questions.</param>
    /// <param name="where">Where the path is stated, for messages.</param>
    /// <exception cref="Core.Faults.RequestException">There is no such corpus.</exception>
    public static ExamRetrieval Of(
        string? path,
        IReadOnlyList<ExamQuestion> questions,
        string where = "exams.corpus"
    )
    {
        ArgumentNullException.ThrowIfNull(questions);
        string corpus =
            $"Osler's own table of {VignetteTable.Ready.Conditions.Length} conditions, told in words";
        Func<IEnumerable<Passage>> passages = () => ConditionPassages.Of(VignetteTable.Ready);
        if (path is not null)
        {
            var files = Passages.Files(path, where);
            corpus =
                $"{Path.GetFileName(Path.TrimEndingDirectorySeparator(path))} ({Counted.Of(files.Count, "file")})";
            passages = () => Passages.Of(files);
        }
        var best = Bm25.Best(questions, passages);
        return new(corpus, Array.ConvertAll(best, hits => Array.ConvertAll(hits, hit => hit.Score)));
    }
}
