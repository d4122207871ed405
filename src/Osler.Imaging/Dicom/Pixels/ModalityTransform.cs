using Osler.Core.Faults;

namespace Osler.Imaging.Dicom.Pixels;

/// <summary>From stored values to what the device measured (PS3.3 sections C.11.1 and C.7.6.16.2.9).</summary>
/// <param name="Slope">Rescale Slope.</param>
/// <param name="Intercept">Rescale Intercept.</param>
/// <param name="Table">The table that stands in their place, or null.</param>
/// <param name="Unit">Unit of the result, e.g. HU; null where it is no more than brightness.</param>
internal sealed record ModalityTransform(double Slope, double Intercept, LookupTable? Table, string? Unit)
{
    public static ModalityTransform None { get; } = new(1, 0, null, null);

    public bool IsNone => Table is null && Slope == 1 && Intercept == 0;

    public double Value(double stored) => Table?[stored] ?? stored * Slope + Intercept;

    /// <summary>Reads the transform from where a frame's stands.</summary>
    /// <param name="holder">The data set, or the item of a functional group.</param>
    /// <param name="isSigned">Whether stored values are signed.</param>
    /// <param name="isCt">Whether the object is a CT image, whose values are Hounsfield units (C.8.2.1).</param>
    public static ModalityTransform Of(DataSet holder, bool isSigned, bool isCt)
    {
        if (
            holder.Item(Tags.ModalityLutSequence) is { } item
            && LookupTable.Of(item, Tags.LutDescriptor, Tags.LutData, isSigned) is { } table
        )
            return new(1, 0, table, UnitOf(item.Text(Tags.ModalityLutType)));
        double? slope = holder.Number(Tags.RescaleSlope);
        double? intercept = holder.Number(Tags.RescaleIntercept);
        if (slope is null && intercept is null)
            return None;
        if (slope is 0)
            throw new DataException(
                $"Rescale Slope {Tags.RescaleSlope} is 0, which makes every value the same.",
                holder.Where
            );
        string? type = holder.Text(Tags.RescaleType);
        // Rescale Type may be left out where it would be HU (C.11.1.1.2, C.8.2.1).
        return new(slope ?? 1, intercept ?? 0, null, type is null && isCt ? "HU" : UnitOf(type));
    }

    /// <summary>US says "unspecified" (C.11.1.1.2).</summary>
    private static string? UnitOf(string? type) => type is null or "US" ? null : type;
}
