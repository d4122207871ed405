namespace Osler.Imaging.Rasters;

/// <summary>Where a place along one axis of a worked image lies in the image as read: Scale x place + Offset.</summary>
/// <remarks>Places are measured in pixels from the image's edge, so that a pixel's centre is at its index plus 0.5.</remarks>
/// <param name="Scale">Pixels as read for each worked pixel, above 0.</param>
/// <param name="Offset">Place, as read, of the worked image's edge.</param>
public readonly record struct AxisMap(double Scale, double Offset)
{
    /// <summary>Nothing was changed.</summary>
    public static AxisMap Same { get; } = new(1, 0);

    /// <summary>The place as read.</summary>
    public double ToSource(double place) => Scale * place + Offset;

    /// <summary>The place in the worked image.</summary>
    public double FromSource(double place) => (place - Offset) / Scale;

    internal AxisMap Cropped(int first) => this with { Offset = ToSource(first) };

    internal AxisMap Resized(int from, int to) => this with { Scale = Scale * from / to };
}
