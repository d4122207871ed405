using Osler.Core.Blocks;
using Osler.Core.Bundles;
using Osler.Core.Tables;

namespace Osler.Core.Preprocessing;

/// <summary>Reads <c>preprocessing.json</c>, by hand for a quick start (see <see cref="StrictJson"/>).</summary>
internal static class FittedReader
{
    public const string FileName = "preprocessing.json";

    public static FittedDocument Read(byte[] json) =>
        StrictJson.Read(
            json,
            FileName,
            document => new FittedDocument(
                document.Integer("format", null, int.MinValue),
                document.Objects("inputs", Input),
                document.Objects("steps", Step)
            )
        );

    private static InputDocument Input(JsonFields input) =>
        new(
            input.RequiredText("name"),
            Kind(input),
            input.NullableText("unit"),
            input.Texts("levels"),
            input.NullableNumber("low"),
            input.NullableNumber("high"),
            input.Texts("missing"),
            input.NullableNumber("minimum"),
            input.NullableNumber("maximum"),
            input.NullableNumber("median"),
            input.RequiredCount("missing_in_training"),
            input.Flag("optional", fallback: false)
        );

    private static ColumnKind Kind(JsonFields input) =>
        input.RequiredText("kind") switch
        {
            "numeric" => ColumnKind.Numeric,
            "categorical" => ColumnKind.Categorical,
            "binary" => ColumnKind.Binary,
            "date" => ColumnKind.Date,
            _ => throw JsonFields.Wrong(
                input.At("kind"),
                "numeric, categorical, binary or date",
                input.Required("kind")
            ),
        };

    private static FittedStep Step(JsonFields step) =>
        step.RequiredText("step") switch
        {
            "derive" => new FittedDerive(
                step.RequiredText("column"),
                StrictJson.Object(step.Required("from"), step.At("from"), Formula)
            ),
            "in_order" => new FittedInOrder(step.RequiredText("lower"), step.RequiredText("upper")),
            "drop" => new FittedDrop(step.RequiredText("column")),
            "clip" => new FittedClip(
                step.RequiredText("column"),
                step.RequiredNumber("low"),
                step.RequiredNumber("high")
            ),
            "log" => new FittedLog(
                step.RequiredText("column"),
                step.RequiredNumber("offset"),
                step.RequiredNumber("least")
            ),
            "impute" => new FittedImpute(
                step.RequiredText("column"),
                step.RequiredNumber("value"),
                step.NullableText("indicator")
            ),
            "one_hot" => new FittedOneHot(
                step.RequiredText("column"),
                step.Texts("features"),
                [.. step.Items("of_level").Select((level, i) => Index(level, $"{step.At("of_level")}[{i}]"))],
                Index(step.Required("of_unseen"), step.At("of_unseen")),
                step.NullableText("indicator")
            ),
            "any_of" => new FittedAnyOf(step.RequiredText("column"), step.Texts("of")),
            "unknown_where_all" => new FittedUnknownWhereAll(step.Texts("columns")),
            "scale" => new FittedScale(
                step.RequiredText("column"),
                step.RequiredNumber("shift"),
                step.RequiredNumber("factor")
            ),
            "quantile_normal" => new FittedQuantileNormal(
                step.RequiredText("column"),
                step.Numbers("values"),
                step.Numbers("deviates"),
                step.NullableText("rank")
            ),
            _ => throw JsonFields.Wrong(
                step.At("step"),
                "one of this version's steps",
                step.Required("step")
            ),
        };

    private static Derivation Formula(JsonFields formula) =>
        formula.RequiredText("formula") switch
        {
            "body_mass_index" => new BodyMassIndex(
                formula.RequiredText("weight"),
                formula.RequiredText("height")
            ),
            "age_from_days" => new AgeFromDays(formula.RequiredText("days")),
            "pulse_pressure" => new PulsePressure(
                formula.RequiredText("systolic"),
                formula.RequiredText("diastolic")
            ),
            "mean_arterial_pressure" => new MeanArterialPressure(
                formula.RequiredText("systolic"),
                formula.RequiredText("diastolic")
            ),
            "ratio" => new Ratio(formula.RequiredText("numerator"), formula.RequiredText("denominator")),
            "difference" => new Difference(formula.RequiredText("from"), formula.RequiredText("less")),
            _ => throw JsonFields.Wrong(
                formula.At("formula"),
                "one of this version's formulas",
                formula.Required("formula")
            ),
        };

    private static int Index(System.Text.Json.JsonElement value, string where) =>
        JsonFields.Integer(value, where, int.MinValue, int.MaxValue);
}
