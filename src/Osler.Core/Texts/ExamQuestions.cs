using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using Osler.Core.Faults;

namespace Osler.Core.Texts;

/// <summary>A file of questions, read whole.</summary>
/// <param name="Name">The file's name, without a folder.</param>
/// <param name="Questions">Those that can be judged, in the file's order.</param>
/// <param name="Ambiguous">Lines whose question has the same option twice: left out, since only one of them counts as right.</param>
/// <param name="Corrected">Kinds that were written with a known slip and put right, e.g. <c>stfep2&amp;3</c>.</param>
/// <param name="Fingerprint">SHA-256 of the file.</param>
public sealed record ExamQuestions(
    string Name,
    ImmutableArray<ExamQuestion> Questions,
    ImmutableArray<long> Ambiguous,
    int Corrected,
    string Fingerprint
)
{
    /// <summary>More questions than this are refused.</summary>
    public const int MostQuestions = 1_000_000;

    // A file in which more than a twentieth repeats its options is not what it should be.
    private const int AmbiguousIn = 20;

    /// <summary>Reads a file of JSON lines, as of <see cref="ExamLine"/>; memory grows with the questions, a line at a time.</summary>
    /// <param name="path">The file.</param>
    /// <param name="answered">Whether each question has to say which option is right.</param>
    /// <exception cref="DataException">
    /// A line is no question (the message names file and line), there is none, there are too many, or more than one
    /// in twenty has the same option twice.
    /// </exception>
    public static ExamQuestions Read(string path, bool answered = true)
    {
        string name = Path.GetFileName(path);
        if (!File.Exists(path))
            throw new DataException(
                Directory.Exists(path) ? "This is a folder." : "There is no such file.",
                path,
                "Name a file of JSON lines, a question each."
            );
        try
        {
            using var stream = File.OpenRead(path);
            return Read(stream, name, answered);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new DataException($"The file can't be read: {fault.Message}", name, null, fault);
        }
    }

    /// <summary>As <see cref="Read(string, bool)"/>, of a stream.</summary>
    /// <param name="stream">UTF-8.</param>
    /// <param name="name">For messages.</param>
    /// <param name="answered">Whether each question has to say which option is right.</param>
    public static ExamQuestions Read(Stream stream, string name, bool answered = true)
    {
        ArgumentNullException.ThrowIfNull(stream);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var questions = ImmutableArray.CreateBuilder<ExamQuestion>();
        var ambiguous = ImmutableArray.CreateBuilder<long>();
        int corrected = 0;
        foreach (var (number, bytes) in TextLines.Of(stream, name, ExamLine.MostBytes, hash))
        {
            var read = ExamLine.Read(bytes, TextLines.Where(name, number), number, answered);
            corrected += read.Corrected ? 1 : 0;
            if (read.Twice)
                ambiguous.Add(number);
            else
                questions.Add(read.Question);
            if (questions.Count + ambiguous.Count > MostQuestions)
                throw new DataException(
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"There are more than {MostQuestions:N0} questions."
                    ),
                    name,
                    "Give a part of the file."
                );
        }
        int all = questions.Count + ambiguous.Count;
        if (all == 0)
            throw new DataException(
                "The file holds no question.",
                name,
                "Give a file of JSON lines, a question each."
            );
        if (ambiguous.Count * AmbiguousIn > all)
            throw new DataException(
                $"The question has the same option twice, as {ambiguous.Count} of {all} in this file.",
                TextLines.Where(name, ambiguous[0]),
                "Each option has to be another one."
            );
        return new(
            name,
            questions.ToImmutable(),
            ambiguous.ToImmutable(),
            corrected,
            Convert.ToHexStringLower(hash.GetHashAndReset())
        );
    }
}
