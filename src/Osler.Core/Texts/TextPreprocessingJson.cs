using System.Collections.Immutable;
using Osler.Core.Blocks;
using Osler.Core.Bundles;
using Osler.Core.Faults;

namespace Osler.Core.Texts;

/// <summary>The <c>preprocessing.json</c> of a network that reads text.</summary>
public static class TextPreprocessingJson
{
    private const string Kind = "text";
    private const string NeededWords = "needed_words";

    // What earlier versions asked for, and did not write down.
    private const int NeededBefore = 3;

    /// <summary>Writes it: letters, merges and tokens in their order.</summary>
    /// <param name="preprocessing">Fitted.</param>
    public static string Write(TextPreprocessing preprocessing)
    {
        ArgumentNullException.ThrowIfNull(preprocessing);
        return TokensJson.Write(
            Kind,
            preprocessing.Length,
            json =>
            {
                json.WriteNumber(NeededWords, preprocessing.NeededWords);
                json.WriteString("letters", string.Join(' ', preprocessing.Pairs.Letters));
                json.WriteString(
                    "merges",
                    string.Join(
                        '\n',
                        preprocessing.Pairs.Merges.Select(merge => $"{merge.Left} {merge.Right}")
                    )
                );
                json.WriteString("tokens", string.Join('\n', preprocessing.Tokens));
            }
        );
    }

    /// <summary>Reads it with distrust.</summary>
    /// <param name="bytes">UTF-8.</param>
    /// <exception cref="DataException">Damaged, of a later version, or not of text.</exception>
    public static TextPreprocessing Read(ReadOnlyMemory<byte> bytes) =>
        TokensJson.Read(bytes, Kind, "text", Read);

    private static TextPreprocessing Read(JsonFields fields, int length)
    {
        string[] letters = Parts(fields.RequiredText("letters"), ' ');
        var merges = ImmutableArray.CreateBuilder<(string, string)>();
        foreach (string merge in Parts(fields.RequiredText("merges"), '\n'))
            merges.Add(
                merge.Split(' ') is [var left, var right]
                    ? (left, right)
                    : throw new RequestException("A merge is no pair.", fields.At("merges"))
            );
        string[] tokens = Parts(fields.RequiredText("tokens"), '\n');
        if (tokens.Distinct(StringComparer.Ordinal).Count() < tokens.Length)
            throw new RequestException("A token is there twice.", fields.At("tokens"));
        try
        {
            return new TextPreprocessing(
                new BytePairs([.. letters], merges.ToImmutable()),
                [.. tokens],
                length
            )
            {
                NeededWords = fields.Integer(NeededWords, NeededBefore, 1, OwnFindings.MostNeeded),
            };
        }
        catch (ArgumentException fault)
        {
            throw new RequestException(fault.Message, fields.At("merges"));
        }
    }

    private static string[] Parts(string text, char divider) => text.Length == 0 ? [] : text.Split(divider);
}
