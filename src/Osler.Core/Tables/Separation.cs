namespace Osler.Core.Tables;

/// <summary>Whether a column by itself tells the outcome: by its values, or by where it has any.</summary>
internal sealed class Separation
{
    // So seldom would a column that has nothing to do with the outcome be known on one side only.
    private const double Seldom = 1e-3;

    private double _leastPresent = double.PositiveInfinity;
    private double _greatestPresent = double.NegativeInfinity;
    private double _leastAbsent = double.PositiveInfinity;
    private double _greatestAbsent = double.NegativeInfinity;
    private int _present;
    private int _absent;
    private int _knownPresent;
    private int _knownAbsent;

    /// <summary>Sees a cell.</summary>
    /// <param name="value">The number or level; NaN is missing.</param>
    /// <param name="present">Whether its row has the outcome.</param>
    public void Add(double value, bool present)
    {
        _ = present ? _present++ : _absent++;
        if (double.IsNaN(value))
            return;
        if (present)
        {
            _knownPresent++;
            _leastPresent = Math.Min(_leastPresent, value);
            _greatestPresent = Math.Max(_greatestPresent, value);
        }
        else
        {
            _knownAbsent++;
            _leastAbsent = Math.Min(_leastAbsent, value);
            _greatestAbsent = Math.Max(_greatestAbsent, value);
        }
    }

    /// <summary>What to tell the user; null where the column gives nothing away.</summary>
    public Finding? Tell(string column, string outcome)
    {
        if (ValuesSeparate)
            return new Finding(
                "separates_outcome",
                [column],
                $"{column} alone separates {outcome} perfectly (AUROC 1.000); it most likely records the outcome itself or what followed from it. Leave it out unless it is known beforehand."
            );
        if (KnownOnlyIn is { } present)
            return new Finding(
                "known_only_in_one",
                [column],
                $"{column} has a value only in patients {(present ? "with" : "without")} {outcome} ({_knownPresent + _knownAbsent} of {(present ? _present : _absent)}, and none of {(present ? _absent : _present)}); that it was recorded gives the outcome away. Leave it out unless it is known beforehand.",
                _knownPresent + _knownAbsent
            );
        return null;
    }

    // A handful of cases that happen not to overlap prove nothing.
    private bool ValuesSeparate =>
        _knownPresent >= 5
        && _knownAbsent >= 5
        && (_leastPresent > _greatestAbsent || _greatestPresent < _leastAbsent);

    private bool? KnownOnlyIn
    {
        get
        {
            int known = _knownPresent + _knownAbsent;
            if (known < 5 || (_knownPresent > 0 && _knownAbsent > 0) || _present < 5 || _absent < 5)
                return null;
            bool present = _knownPresent > 0;
            double share = (present ? _present : _absent) / (double)(_present + _absent);
            return Math.Pow(share, known) < Seldom ? present : null;
        }
    }
}
