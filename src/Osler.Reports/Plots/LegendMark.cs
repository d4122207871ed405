namespace Osler.Reports.Plots;

/// <summary>The sign before a legend's words.</summary>
public enum LegendMark
{
    /// <summary>A piece of the line.</summary>
    Line,

    /// <summary>A filled point.</summary>
    Point,

    /// <summary>An open point.</summary>
    Ring,

    /// <summary>A filled area.</summary>
    Area,

    /// <summary>A thin reference line.</summary>
    Guide,
}
