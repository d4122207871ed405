using System.Collections.Immutable;
using Osler.Core.Bundles;
using Osler.Core.Faults;
using Osler.Core.Preprocessing;
using Osler.Core.Tables;
using Osler.Core.Words;

namespace Osler.Serving;

/// <summary>The names by which a patient's inputs may be given: their own, and the other names that the card knows.</summary>
internal sealed class InputNames
{
    private readonly ImmutableArray<InputColumn> _inputs;
    private readonly Dictionary<string, CardInput> _stated = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _others = new(StringComparer.Ordinal);

    /// <param name="preprocessing">The model's preprocessing.</param>
    /// <param name="card">The model's card.</param>
    public InputNames(FittedPreprocessing preprocessing, Card card)
    {
        _inputs = preprocessing.Inputs;
        foreach (var input in card.Inputs)
            _stated.TryAdd(input.Name, input);
        foreach (var input in card.Inputs)
        foreach (string other in input.From)
            if (!_stated.ContainsKey(other))
                _others.TryAdd(other, input.Name);
    }

    /// <summary>Values under the inputs' own names.</summary>
    /// <param name="given">Text by any name.</param>
    /// <param name="where">Where they were given, for messages.</param>
    /// <exception cref="RequestException">An unknown name (with the nearest known), or two names of one input.</exception>
    public Dictionary<string, string> Own(IReadOnlyDictionary<string, string> given, string? where)
    {
        var own = new Dictionary<string, string>(StringComparer.Ordinal);
        var names = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, value) in given)
        {
            string input = _inputs.Any(known => known.Name == name)
                ? name
                : _others.GetValueOrDefault(name) ?? throw Unknown(name, where);
            if (!names.TryAdd(input, name))
                throw new RequestException(
                    $"'{names[input]}' and '{name}' are two names of one input.",
                    where,
                    "Keep one of the two."
                );
            own.Add(input, value);
        }
        return own;
    }

    /// <summary>What is stated of a file's columns, so that they are found by any of their names and read as in training.</summary>
    /// <param name="header">The file's names.</param>
    /// <param name="file">The file, for messages.</param>
    /// <exception cref="DataException">The file has an input under two of its names.</exception>
    /// <remarks>An input that may be missing and that the file does not have is left out, unless it has none at all.</remarks>
    public ImmutableArray<StatedColumn> Columns(ImmutableArray<string> header, string file)
    {
        var others = _others.ToLookup(other => other.Value, other => other.Key, StringComparer.Ordinal);
        var names = header.ToHashSet(StringComparer.Ordinal);
        (InputColumn Input, string? From)[] found =
        [
            .. _inputs.Select(input =>
                (input, ColumnNames.Found(input.Name, others[input.Name], names, file))
            ),
        ];
        bool any = found.Any(pair => pair.From is not null);
        return [.. found.Where(pair => !any || pair.From is not null || !pair.Input.Optional).Select(Stated)];

        StatedColumn Stated((InputColumn Input, string? From) pair)
        {
            var input = pair.Input;
            return new StatedColumn(input.Name)
            {
                From = pair.From,
                Kind = input.Kind,
                Unit = input.Unit,
                // A category that training did not see must be told from a missing one: let the file's own
                // levels stand, and the reader match them by spelling.
                Levels = input.Kind == ColumnKind.Binary ? input.Levels : [],
                // Its limits are left out here: the preprocessing keeps them, and can then name the value and them.
                Missing = input.Missing,
                DateFormat = _stated.GetValueOrDefault(input.Name)?.DateFormat,
            };
        }
    }

    private RequestException Unknown(string name, string? where)
    {
        string[] own = [.. _inputs.Select(input => input.Name)];
        return new(
            $"There is no input '{Cited.Text(name)}'.",
            where,
            NearestName.Of(name, [.. own, .. _others.Keys]) is { } near
                ? $"Did you mean '{near}'?"
                : NearestName.Hint(name, own)
        );
    }
}
