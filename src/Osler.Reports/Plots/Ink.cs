namespace Osler.Reports.Plots;

/// <summary>How a series looks: its hue, dash and shape differ together, so that it can be told without colour.</summary>
/// <remarks>Hues are those of Okabe and Ito's palette for every kind of colour vision, darker or lighter by theme.</remarks>
public enum Ink
{
    /// <summary>The network: blue, solid.</summary>
    Network = 0,

    /// <summary>First baseline: vermilion, dashed.</summary>
    First = 1,

    /// <summary>Second baseline: green, dotted.</summary>
    Second = 2,

    /// <summary>Third baseline: purple, long dashes.</summary>
    Third = 3,

    /// <summary>Fourth: orange, dash and dot.</summary>
    Fourth = 4,

    /// <summary>A reference that is no model: grey, thin dashes.</summary>
    Reference = 5,

    /// <summary>The truth, where it is known: the text's colour, solid.</summary>
    Truth = 6,
}

/// <summary>Inks in the order in which models are listed.</summary>
public static class Inks
{
    /// <summary>The ink of the model at a place in the list; after the fifth they repeat.</summary>
    public static Ink Of(int place)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(place);
        return place == 0 ? Ink.Network : (Ink)(1 + (place - 1) % 4);
    }
}
