namespace Osler.Core.Texts;

/// <summary>How a word is meant.</summary>
public enum Scope
{
    /// <summary>Of the patient, as a fact.</summary>
    Affirmed,

    /// <summary>Said not to be: "no fever".</summary>
    Negated,

    /// <summary>Of another than the patient: "her mother had asthma".</summary>
    Family,

    /// <summary>Possible only: "suggests pneumonia", "cannot be excluded".</summary>
    Uncertain,
}
