namespace Osler.Studies.Tuberculosis;

/// <summary>Drugs by the codes of the published data sets.</summary>
internal static class DrugNames
{
    /// <summary>The drug's name in words; the code itself where it is none of the known.</summary>
    public static string Of(string code) =>
        code switch
        {
            "RIF" => "rifampicin",
            "INH" => "isoniazid",
            "PZA" => "pyrazinamide",
            "EMB" => "ethambutol",
            "STR" or "STM" => "streptomycin",
            "CIP" => "ciprofloxacin",
            "CAP" => "capreomycin",
            "AMK" or "AMI" => "amikacin",
            "MOXI" or "MXF" => "moxifloxacin",
            "OFLX" or "OFX" => "ofloxacin",
            "LEV" or "LFX" => "levofloxacin",
            "KAN" => "kanamycin",
            "ETH" => "ethionamide",
            _ => code,
        };
}
