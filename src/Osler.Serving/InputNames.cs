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
    public ImmutableArray<StatedColumn> Columns(ImmutableArray<string> header, string file) =>
        [
            .. _inputs.Select(input => new StatedColumn(input.Name)
            {
                From = ColumnNames.Found(
                    input.Name,
                    _others.Where(other => other.Value == input.Name).Select(other => other.Key),
                    header,
                    file
                ),
                Kind = input.Kind,
                Unit = input.Unit,
                // A category that training did not see must be told from a missing one: let the file's own
                // levels stand, and the reader match them by spelling.
                Levels = input.Kind == ColumnKind.Binary ? input.Levels : [],
                // Its limits are left out here: the preprocessing keeps them, and can then name the value and them.
                Missing = input.Missing,
                DateFormat = _stated.GetValueOrDefault(input.Name)?.DateFormat,
            }),
        ];

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
