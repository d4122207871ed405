using System.Collections.Immutable;
using Osler.Core.Metrics;

namespace Osler.Reports.TableStudies;

/// <summary>Looks measures up by name, and names things as a reader would.</summary>
internal sealed class MeasureBook
{
    private readonly ImmutableArray<Measure> _measures;
    private readonly JudgedCases _judged;

    public MeasureBook(TableStudyFindings findings)
    {
        _judged = findings.Judged;
        _measures =
        [
            .. findings.Measures.Where(measure =>
                measure.Part == findings.Judged.Part && measure.Outcome == findings.Intent.Outcome
            ),
        ];
    }

    /// <summary>Slug of the network: the first model.</summary>
    public string Network => _judged.Models.Length == 0 ? "network" : _judged.Models[0].Model;

    /// <summary>Every subgroup of the network, in the order of the measures.</summary>
    public IEnumerable<Measure> Subgroups(string name) =>
        _measures.Where(measure =>
            measure.Subgroup is not null
            && measure.OperatingPoint is null
            && measure.Name == name
            && measure.Model == Network
        );

    /// <summary>The estimate, or an undefined one that says that it was not computed.</summary>
    public Estimate Of(
        string name,
        string? model = null,
        string? subgroup = null,
        string? operatingPoint = null
    ) => Find(name, model, subgroup, operatingPoint)?.Estimate ?? Estimate.None("not computed in this run");

    /// <summary>The measure; null where the run did not compute it.</summary>
    public Measure? Find(
        string name,
        string? model = null,
        string? subgroup = null,
        string? operatingPoint = null
    ) =>
        _measures.FirstOrDefault(measure =>
            measure.Name == name
            && measure.Model == (model ?? Network)
            && measure.Subgroup == subgroup
            && measure.OperatingPoint == operatingPoint
        );

    /// <summary>The model as shown.</summary>
    public string LabelOf(string model) =>
        _judged.Models.FirstOrDefault(scores => scores.Model == model)?.Label ?? Words(model);

    /// <summary>The measure as shown.</summary>
    public static string Label(string measure) =>
        measure switch
        {
            "auroc" => "AUROC",
            "average_precision" => "Average precision",
            "brier" => "Brier score",
            "log_loss" => "Log loss",
            "ece" => "Calibration error",
            "ppv" => "Positive predictive value",
            "npv" => "Negative predictive value",
            "f1" => "F1",
            _ => Words(measure),
        };

    /// <summary>The operating point as shown: "Youden", "Sensitivity at least 90 %".</summary>
    public static string PointLabel(string name)
    {
        int split = name.LastIndexOf('_');
        bool share = double.TryParse(
            split > 0 ? name[(split + 1)..] : "",
            System.Globalization.NumberStyles.Float,
            System.Globalization.CultureInfo.InvariantCulture,
            out double value
        );
        return share && value is > 0 and <= 1
            ? $"{Words(name[..split])} at least {Numerals.Percent(value, 0)}"
            : Words(name);
    }

    /// <summary>A few letters beside a point in a plot.</summary>
    public static string PointMark(string name) =>
        PointLabel(name)
            .Replace("Sensitivity at least", "sens. ≥", StringComparison.Ordinal)
            .Replace("Specificity at least", "spec. ≥", StringComparison.Ordinal);

    /// <summary>A slug as words: "logistic_regression" is "Logistic regression".</summary>
    public static string Words(string slug)
    {
        string words = slug.Replace('_', ' ').Trim();
        return words.Length == 0 ? slug : char.ToUpperInvariant(words[0]) + words[1..];
    }
}
