using System.Collections.Frozen;

namespace Osler.Core.Variants.Catalogues;

/// <summary>A drug against tuberculosis, or a class of them as TBDB lists it, by the code of the machine-readable catalogues.</summary>
/// <param name="Code">E.g. <c>RIF</c>.</param>
/// <param name="Name">E.g. <c>rifampicin</c>.</param>
public sealed record Drug(string Code, string Name)
{
    private static readonly Drug[] Known =
    [
        new("RIF", "rifampicin"),
        new("INH", "isoniazid"),
        new("PZA", "pyrazinamide"),
        new("EMB", "ethambutol"),
        new("STM", "streptomycin"),
        new("CIP", "ciprofloxacin"),
        new("CAP", "capreomycin"),
        new("AMI", "amikacin"),
        new("MXF", "moxifloxacin"),
        new("OFX", "ofloxacin"),
        new("KAN", "kanamycin"),
        new("LEV", "levofloxacin"),
        new("ETH", "ethionamide"),
        new("PTO", "prothionamide"),
        new("PAS", "para-aminosalicylic acid"),
        new("DCS", "cycloserine"),
        new("LZD", "linezolid"),
        new("BDQ", "bedaquiline"),
        new("CFZ", "clofazimine"),
        new("DLM", "delamanid"),
        new("RFB", "rifabutin"),
        new("FLQ", "fluoroquinolones"),
        new("AMG", "aminoglycosides"),
    ];

    private static readonly FrozenDictionary<string, string> Spellings = new Dictionary<string, string>(
        StringComparer.OrdinalIgnoreCase
    )
    {
        ["STR"] = "STM",
        ["AMK"] = "AMI",
        ["MOXI"] = "MXF",
        ["MFX"] = "MXF",
        ["OFLX"] = "OFX",
        ["OFL"] = "OFX",
        ["LFX"] = "LEV",
        ["ETO"] = "ETH",
        ["RMP"] = "RIF",
        ["rifampin"] = "RIF",
        ["CS"] = "DCS",
        ["para-aminosalicylic_acid"] = "PAS",
    }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    private static readonly FrozenDictionary<string, Drug> ByName = Known
        .SelectMany(drug => new[] { (drug.Code, drug), (drug.Name, drug) })
        .Concat(Spellings.Select(pair => (pair.Key, Known.First(drug => drug.Code == pair.Value))))
        .ToFrozenDictionary(pair => pair.Item1, pair => pair.Item2, StringComparer.OrdinalIgnoreCase);

    /// <summary>The drug of a name or a code, in the spellings of the WDNN data set, the catalogues and TBDB; null for others.</summary>
    /// <param name="name">E.g. <c>RIF</c>, <c>rifampicin</c>, <c>MOXI</c>; small or capital letters.</param>
    public static Drug? Find(string name) => ByName.GetValueOrDefault(name.Trim());
}
