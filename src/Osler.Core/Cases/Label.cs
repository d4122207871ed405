namespace Osler.Core.Cases;

/// <summary>What the source says of one outcome. Forgotten data reads as unknown, never as healthy.</summary>
public enum Label : byte
{
    /// <summary>Not stated, not measured, or not to be told: masked in loss and metrics.</summary>
    Unknown,

    /// <summary>Stated as absent.</summary>
    Absent,

    /// <summary>Stated as present.</summary>
    Present,
}
