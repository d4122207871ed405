using System.Collections.Immutable;
using Osler.Reports.Plots;

namespace Osler.Reports.Pages;

/// <summary>A drawing with its caption.</summary>
/// <param name="Image">The drawing.</param>
/// <param name="Alternative">What it shows, for those who can't see it.</param>
/// <param name="Caption">What to see in it.</param>
public sealed record Figure(SvgImage Image, string Alternative, string Caption) : ReportElement
{
    /// <summary>A few words above the drawing; null for none.</summary>
    public string? Heading { get; init; }
}

/// <summary>Figures side by side where there is room.</summary>
/// <param name="Figures">In order.</param>
/// <param name="Small">Whether three stand in a row rather than two.</param>
public sealed record FigureRow(ImmutableArray<Figure> Figures, bool Small = false) : ReportElement;
