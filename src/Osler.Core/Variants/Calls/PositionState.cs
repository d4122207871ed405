namespace Osler.Core.Variants.Calls;

/// <summary>What is known of one position of an isolate. Not determined is not absent.</summary>
public enum PositionState
{
    /// <summary>Not determined: not covered, not called, filtered, or of too few reads.</summary>
    Unknown,

    /// <summary>The reference's base.</summary>
    Reference,

    /// <summary>Changed.</summary>
    Variant,
}
