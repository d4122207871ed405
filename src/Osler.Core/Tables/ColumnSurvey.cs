using System.Collections.Immutable;
using Osler.Core.Faults;

namespace Osler.Core.Tables;

/// <summary>Sees every cell of a column once, then says what the column is and what it holds.</summary>
internal sealed class ColumnSurvey
{
    private readonly StatedColumn _stated;
    private readonly TableReading _reading;
    private readonly MissingSpellings _missing;
    private readonly NumberSurvey _numbers;
    private readonly NumberSurvey _dates;
    private readonly HashSet<ulong> _hashes = [];
    private readonly int[] _levelCounts;
    private readonly CellReader? _reader;
    private readonly YearLastSurvey _yearLast = new();
    private LevelSurvey? _texts = new();
    private int _rows;
    private int _missingCells;
    private int _implausible;
    private int _textCells;
    private int _textDates;
    private int _infinite;
    private int _unreadable;
    private int _decimals;
    private int _otherMarks;
    private int _thousands;
    private int _units;
    private string? _unit;
    private string? _firstText;

    /// <param name="source">The file's name of the column.</param>
    /// <param name="stated">What the study states of it.</param>
    /// <param name="reading">How the table is read.</param>
    /// <param name="sample">Numbers to keep for quantiles.</param>
    /// <param name="index">Position of the column.</param>
    public ColumnSurvey(string source, StatedColumn stated, TableReading reading, int sample, int index)
    {
        Source = source;
        // Who states levels says that the column has levels.
        if (!stated.Levels.IsEmpty)
            stated = stated with
            {
                Kind =
                    stated.Kind ?? (stated.Levels.Length == 2 ? ColumnKind.Binary : ColumnKind.Categorical),
            };
        _stated = stated;
        _reading = reading;
        _missing = new MissingSpellings(reading.Missing.Concat(stated.Missing));
        _numbers = new NumberSurvey(sample, index);
        _dates = new NumberSurvey(sample, index);
        _levelCounts = new int[stated.Levels.Length];
        if (!stated.Levels.IsEmpty && stated.Kind is ColumnKind.Categorical or ColumnKind.Binary)
            _reader = Reader(Described(stated.Kind.Value, stated.Levels));
    }

    public string Source { get; }

    /// <summary>Sees a cell of text.</summary>
    public void Add(ReadOnlySpan<char> cell)
    {
        _rows++;
        cell = CellReader.Trim(cell);
        if (_stated.Kind == ColumnKind.Identifier)
        {
            if (_missing.Contains(cell))
                _missingCells++;
            else
                AddHash(IdentifierHash.Of(cell));
        }
        else if (_reader is not null)
            AddLevel(_reader.Read(cell, out var state), state, cell);
        else if (_stated.DateFormat is not null && Dates.TryParse(cell, _stated.DateFormat, out double days))
            _dates.Add(days);
        else if (Numbers.TryParse(cell, _reading.DecimalComma, out double number))
        {
            _decimals += cell.Contains(_reading.DecimalComma ? ',' : '.') ? 1 : 0;
            AddNumber(number);
        }
        else if (
            _otherMarks + _thousands + _units == 0
            && _textDates < _textCells
            && _texts?.AddFamiliar(cell) == true
        )
            // What was a level before is neither missing nor a date; most cells of a text column end here.
            _textCells++;
        else if (_missing.Contains(cell))
            _missingCells++;
        else
            AddText(cell);
    }

    /// <summary>Sees a cell that is a number; NaN is missing.</summary>
    public void Add(double number)
    {
        _rows++;
        if (double.IsNaN(number))
            _missingCells++;
        else if (_stated.Kind == ColumnKind.Identifier)
            AddHash(IdentifierHash.Of(Numbers.Text(number)));
        else if (_reader is not null)
            AddLevel(_reader.Read(number, out var state), state, Numbers.Text(number));
        else if (double.IsInfinity(number))
        {
            _infinite++;
            _firstText ??= $"row {_rows}: an infinite number";
        }
        else
            AddNumber(number);
    }

    /// <summary>Sees a cell that is a date, in days since 1970-01-01; NaN is missing.</summary>
    public void AddDate(double days)
    {
        _rows++;
        if (double.IsNaN(days))
            _missingCells++;
        else
            _dates.Add(days);
    }

    /// <summary>The column and its counts, after the last row.</summary>
    /// <exception cref="DataException">The column can't be of the kind stated.</exception>
    public (Column Column, ColumnCensus Census) Conclude()
    {
        var kind = _stated.Kind ?? Infer();
        var levels = kind is ColumnKind.Categorical or ColumnKind.Binary ? Levels(kind) : [];
        return (Described(kind, [.. levels.Select(level => level.Name)]), Count(kind, levels));
    }

    /// <summary>The reader of later passes.</summary>
    public CellReader Reader(Column column) =>
        new(column, _reading.DecimalComma, _missing, _stated.DateFormat);

    private int Numbered => _numbers.Count;

    private int Present => _numbers.Count + _dates.Count + _textCells;

    private Column Described(ColumnKind kind, ImmutableArray<string> levels) =>
        new(_stated.Name, kind)
        {
            Source = Source,
            Unit = _stated.Unit,
            Levels = levels,
            Low = _stated.Low,
            High = _stated.High,
            Missing = [.. _reading.Missing, .. _stated.Missing],
        };

    private void AddNumber(double number)
    {
        if (_missing.Contains(number))
            _missingCells++;
        else if (number < _stated.Low || number > _stated.High)
            _implausible++;
        else
            _numbers.Add(number);
    }

    private void AddText(ReadOnlySpan<char> cell)
    {
        // Dates are tried only while every text has been one, so that text columns don't pay for it.
        if (
            _textDates == _textCells
            && _stated.DateFormat is null
            && Dates.TryParse(cell, null, out double days)
        )
        {
            _textDates++;
            _dates.Add(days);
        }
        _textCells++;
        _yearLast.Add(cell, _rows);
        _firstText ??= $"row {_rows}: {ColumnWords.Shown(cell)}";
        if (
            cell.Contains(_reading.DecimalComma ? '.' : ',')
            && Numbers.TryParse(cell, !_reading.DecimalComma, out _)
        )
            _otherMarks++;
        if (MarkedNumber.HasThousands(cell))
            _thousands++;
        else if (
            MarkedNumber.Unit(cell) is { IsEmpty: false } unit
            && unit.SequenceEqual(_unit ??= unit.ToString())
        )
            _units++;
        if (_texts is not null && !_texts.Add(cell))
            _texts = null;
    }

    private void AddLevel(double level, CellState state, ReadOnlySpan<char> cell)
    {
        if (state == CellState.Present)
            _levelCounts[(int)level]++;
        else if (state == CellState.Missing)
            _missingCells++;
        else
        {
            _unreadable++;
            _firstText ??= $"row {_rows}: {ColumnWords.Shown(cell)}";
        }
    }

    private void AddHash(ulong hash)
    {
        _textCells++;
        if (_hashes.Count < ColumnCensus.MaximumDistinct)
            _hashes.Add(hash);
    }

    private ColumnKind Infer()
    {
        if (_textCells == 0 && _dates.Count > 0)
            return ColumnKind.Date;
        if (_textCells == 0)
        {
            bool named = IdentifierNames.Suggest(_stated.Name) || IdentifierNames.Suggest(Source);
            // A few codes under such a name (patient: 0 or 1) are no identifiers.
            bool many = _numbers.Distinct is null || _numbers.Distinct.Count > Math.Min(12, Numbered - 1);
            if (named && _numbers.AreWhole && Numbered > 2 && many)
                return ColumnKind.Identifier;
            return IsTwoCodes() ? ColumnKind.Binary : ColumnKind.Numeric;
        }
        int present = Numbered + _textCells;
        if (Numbered == 0 && _textDates == _textCells)
            return ColumnKind.Date;
        if (_otherMarks > 0 && Numbered + _otherMarks >= 0.9 * present)
            return ColumnKind.Numeric;
        // Numbers with marks of thousands, or each with the same unit, are then reported as such, not made levels.
        if (_thousands > 0 && Numbered + _thousands >= 0.9 * present)
            return ColumnKind.Numeric;
        if (_units > 2 && Numbered + _units >= 0.9 * present && DistinctLevels() is < 0 or > 12)
            return ColumnKind.Numeric;
        if (IdentifierNames.Suggest(_stated.Name) || IdentifierNames.Suggest(Source))
            return ColumnKind.Identifier;
        int distinct = DistinctLevels();
        // Numbers with a few words among them stay numbers: the words are then reported, not silently made levels.
        if (2 * Numbered >= present && (distinct < 0 || distinct > 12))
            return ColumnKind.Numeric;
        bool repeated = distinct <= 2 || 2 * distinct <= present;
        return distinct < 0 || distinct > _reading.MaximumLevels || !repeated ? ColumnKind.Identifier
            : distinct == 2 ? ColumnKind.Binary
            : ColumnKind.Categorical;
    }

    private bool IsTwoCodes() =>
        _numbers.Distinct is { Count: 2 }
        && (_numbers.Minimum, _numbers.Maximum) is (0, 1) or (1, 2) or (-1, 1);

    private int DistinctLevels() =>
        _texts is null || (_numbers.Count > 0 && _numbers.Distinct is null)
            ? -1
            : _texts.Count + (_numbers.Count > 0 ? _numbers.Distinct!.Count : 0);

    private List<(string Name, int Count)> Levels(ColumnKind kind)
    {
        if (_reader is not null)
            return [.. _stated.Levels.Select((level, i) => (level, _levelCounts[i]))];
        int distinct = DistinctLevels();
        if (distinct < 0 || distinct > ColumnCensus.MaximumDistinct)
            throw new DataException(
                $"The column is stated as {ColumnWords.Of(kind)} but holds more than {ColumnCensus.MaximumDistinct} different values.",
                $"column '{_stated.Name}'",
                "State it as an identifier, or as a number."
            );
        var levels = new List<(string Name, int Count)>();
        if (_numbers.Count > 0)
            levels.AddRange(
                _numbers.Distinct!.Values().Select(pair => (Numbers.Text(pair.Value), pair.Count))
            );
        levels.AddRange(_texts!.Values().OrderBy(pair => pair.Text, StringComparer.OrdinalIgnoreCase));
        foreach (var (name, _) in levels)
            ControlLetters.Refuse(name, $"column '{_stated.Name}'");
        if (kind == ColumnKind.Binary && distinct > 2)
            throw new DataException(
                $"The column is stated as binary but holds {distinct} different values: {ColumnWords.Listed(levels)}.",
                $"column '{_stated.Name}'",
                "State which two levels it has, which spellings are missing values, or that it is categorical."
            );
        if (kind == ColumnKind.Binary)
            Polarity.Order(levels);
        return levels;
    }

    private ColumnCensus Count(ColumnKind kind, List<(string Name, int Count)> levels)
    {
        var census = new ColumnCensus
        {
            Rows = _rows,
            Missing = _missingCells,
            Implausible = _implausible,
        };
        switch (kind)
        {
            case ColumnKind.Numeric:
                census = Numeric(census, _numbers) with
                {
                    Unreadable = _textCells + _infinite + (_stated.DateFormat is null ? 0 : _dates.Count),
                    DecimalCommas = _reading.DecimalComma ? 0 : _otherMarks,
                    DecimalPoints = _reading.DecimalComma ? _otherMarks : 0,
                    Decimals = _decimals,
                    Thousands = _thousands,
                    WithUnit = _units,
                };
                break;
            case ColumnKind.Date:
                census = Numeric(census, _dates) with
                {
                    Unreadable = Numbered + _infinite + _textCells - _textDates,
                };
                break;
            case ColumnKind.Categorical or ColumnKind.Binary:
                census = census with
                {
                    Distinct = levels.Count(level => level.Count > 0),
                    LevelCounts = [.. levels.Select(level => level.Count)],
                    Unreadable = _unreadable + _infinite,
                };
                break;
            default:
                census = census with
                {
                    Implausible = 0,
                    Unreadable = _infinite,
                    Distinct = _stated.Kind == ColumnKind.Identifier ? _hashes.Count : DistinctTexts(),
                };
                break;
        }
        return census with
        {
            FirstUnreadable = census.Unreadable > 0 ? _firstText : null,
            YearLast = Numbered + _dates.Count == 0 ? _yearLast.Found : null,
        };
    }

    private int DistinctTexts() =>
        DistinctLevels() is var n && n < 0
            ? ColumnCensus.MaximumDistinct
            : Math.Min(n, ColumnCensus.MaximumDistinct);

    private static ColumnCensus Numeric(ColumnCensus census, NumberSurvey numbers) =>
        numbers.Count == 0
            ? census
            : census with
            {
                Distinct = numbers.Distinct?.Count ?? ColumnCensus.MaximumDistinct,
                Minimum = numbers.Minimum,
                Maximum = numbers.Maximum,
                Mean = numbers.Mean,
                Quantiles = numbers.Sample.Quantiles(0.05, 0.25, 0.5, 0.75, 0.95),
                QuantilesAreExact = numbers.Sample.IsExact,
            };
}
