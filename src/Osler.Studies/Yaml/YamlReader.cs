using System.Collections.Immutable;
using Osler.Core.Faults;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Osler.Studies.Yaml;

/// <summary>Reads YAML as plain data with stated limits: one document, no tags, no anchors or aliases, no key twice.</summary>
/// <remarks>
/// Aliases are refused because a few hundred bytes of them can stand for gigabytes. Depth, nodes and length are
/// bounded, so a study file from a stranger costs no more than its size.
/// </remarks>
internal static class YamlReader
{
    /// <summary>Longest text read, in characters.</summary>
    public const int MaxLength = 1 << 20;

    private const int MaxDepth = 32;
    private const int MaxNodes = 50_000;

    /// <param name="text">The YAML text.</param>
    /// <param name="source">What messages call it: a file's name or a setting.</param>
    /// <exception cref="RequestException">Not YAML, or beyond the limits.</exception>
    public static YamlNode Read(string text, string source)
    {
        if (text.Length > MaxLength)
            throw new RequestException(
                $"the text is longer than {MaxLength} characters.",
                source,
                "A study file is a page or two; data belong in a table beside it."
            );
        try
        {
            using var reader = new StringReader(text);
            var parser = new Parser(new Scanner(reader, skipComments: true));
            return new Reading(parser, source).Document();
        }
        catch (YamlException fault)
        {
            throw new RequestException(
                $"not valid YAML: {Sentence(fault.Message)}",
                new Place(source, (int)fault.Start.Line).With(""),
                "Check indentation (spaces, not tabs), colons and quotes on that line.",
                fault
            );
        }
    }

    private static string Sentence(string message) => message.TrimEnd('.', ' ') + ".";

    private sealed class Reading(Parser parser, string source)
    {
        private int _nodes;

        public YamlNode Document()
        {
            parser.Consume<StreamStart>();
            if (parser.TryConsume<StreamEnd>(out _))
                return new YamlMap([], new Place(source, 1));
            parser.Consume<DocumentStart>();
            YamlNode root = Node(0);
            parser.Consume<DocumentEnd>();
            if (parser.Current is DocumentStart second)
                throw Refuse(second, "holds more than one document (a line '---').", "Keep one document.");
            return root;
        }

        private YamlNode Node(int depth)
        {
            ParsingEvent start = parser.Current ?? throw new YamlException("unexpected end");
            if (++_nodes > MaxNodes)
                throw Refuse(start, $"holds more than {MaxNodes} values.", null);
            if (depth > MaxDepth)
                throw Refuse(start, $"nests deeper than {MaxDepth} levels.", null);
            if (start is NodeEvent { Anchor.IsEmpty: false } or AnchorAlias)
                throw Refuse(
                    start,
                    "anchors (&) and aliases (*) are not allowed.",
                    "Write the value out, or quote a text that starts with & or *."
                );
            if (start is NodeEvent { Tag: { IsEmpty: false, IsNonSpecific: false } })
                throw Refuse(start, "tags (!) are not allowed.", "Quote a text that starts with !.");
            return start switch
            {
                Scalar => Text(),
                SequenceStart => List(depth),
                MappingStart => Map(depth),
                _ => throw new YamlException(start.Start, start.End, "unexpected content"),
            };
        }

        private YamlScalar Text()
        {
            Place at = At(parser.Current!);
            var scalar = parser.Consume<Scalar>();
            return new YamlScalar(
                scalar.Value,
                scalar.Style is not (ScalarStyle.Plain or ScalarStyle.Any),
                at
            );
        }

        private YamlList List(int depth)
        {
            Place at = At(parser.Consume<SequenceStart>());
            var items = ImmutableArray.CreateBuilder<YamlNode>();
            while (!parser.TryConsume<SequenceEnd>(out _))
                items.Add(Node(depth + 1));
            return new YamlList(items.ToImmutable(), at);
        }

        private YamlMap Map(int depth)
        {
            Place at = At(parser.Consume<MappingStart>());
            var entries = ImmutableArray.CreateBuilder<YamlEntry>();
            var seen = new HashSet<string>(StringComparer.Ordinal);
            while (!parser.TryConsume<MappingEnd>(out _))
            {
                ParsingEvent current = parser.Current!;
                if (current is not Scalar)
                    throw Refuse(current, "a key must be plain text.", null);
                YamlScalar key = Text();
                if (!seen.Add(key.Text))
                    throw Refuse(current, $"the key '{key.Text}' is written twice.", "Keep one of them.");
                entries.Add(new YamlEntry(key.Text, Node(depth + 1), key.At));
            }
            return new YamlMap(entries.ToImmutable(), at);
        }

        private Place At(ParsingEvent start) => new(source, (int)start.Start.Line);

        private RequestException Refuse(ParsingEvent start, string what, string? remedy) =>
            new(what, At(start).With(""), remedy);
    }
}
