using Osler.Core.Chance;

namespace Osler.Studies.Vignettes;

/// <summary>Why a text has no answer among the table's conditions.</summary>
public enum OutsideKind
{
    /// <summary>A healthy person's visit, or something else altogether.</summary>
    Healthy,

    /// <summary>One finding that several conditions have, and no more.</summary>
    TooFew,

    /// <summary>A condition that is not in the table.</summary>
    Unlisted,
}

/// <summary>A text of which none of the table's conditions can be told.</summary>
/// <param name="Text">The words.</param>
/// <param name="Kind">Why.</param>
public readonly record struct OutsideText(string Text, OutsideKind Kind);

/// <summary>Writes texts of which none of the table's conditions can be told: for choosing when the answer is "cannot tell", and for judging it.</summary>
/// <remarks>
/// The kinds in turn. Conditions outside of the table are another half of <see cref="VignetteTable.Outside"/> for choosing than for judging, so that
/// what is judged was not chosen by. Each text is drawn from its own key.
/// </remarks>
public sealed class OutsideSimulator
{
    private static readonly int s_kinds = Enum.GetValues<OutsideKind>().Length;

    private readonly VignetteTable _table;
    private readonly VignetteTable _outside;
    private readonly VignetteSimulator _patients;

    /// <param name="table">The conditions that can be told.</param>
    /// <param name="outside">Others.</param>
    public OutsideSimulator(VignetteTable table, VignetteTable outside)
    {
        ArgumentNullException.ThrowIfNull(table);
        ArgumentNullException.ThrowIfNull(outside);
        (_table, _outside, _patients) = (table, outside, new VignetteSimulator(table));
    }

    /// <summary>Writes one text.</summary>
    /// <param name="seed">The run's seed.</param>
    /// <param name="index">Which, from 0.</param>
    /// <param name="judged">Whether it is for judging; else for choosing.</param>
    public OutsideText Draw(long seed, int index, bool judged)
    {
        var random = new KeyedRandom(seed, judged ? "outside, judged" : "outside, chosen by", 0, index);
        var kind = (OutsideKind)(index % s_kinds);
        return new(
            kind switch
            {
                OutsideKind.Healthy => VignetteText.OfNone(random),
                OutsideKind.TooFew => OneFinding(random),
                _ => Unlisted(index / s_kinds, judged, random),
            },
            kind
        );
    }

    private string OneFinding(Random random)
    {
        string finding = _patients.Common[random.Next(_patients.Common.Count)];
        Condition[] having =
        [
            .. _table.Conditions.Where(condition => condition.Findings.Any(one => one.Finding == finding)),
        ];
        var patient = _patients.Patient(having[random.Next(having.Length)], random);
        return VignetteText.Of(patient with { Told = [finding], Denied = [] }, _table, random);
    }

    private string Unlisted(int turn, bool judged, Random random)
    {
        Condition[] half = [.. _outside.Conditions.Where((_, row) => row % 2 == 1 == judged)];
        return VignetteText.Of(_patients.Patient(half[turn % half.Length], random), _outside, random);
    }
}
