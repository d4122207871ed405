using System.Collections.Frozen;
using System.Globalization;
using System.Text;
using System.Xml;

namespace Osler.Reports.Plots;

/// <summary>A drawing that is safe to stand inside a page: no script, no link, no request.</summary>
public sealed class SvgImage
{
    private const int LargestDrawing = 2_000_000;

    private static readonly FrozenSet<string> Elements = FrozenSet.Create(
        StringComparer.Ordinal,
        [
            "svg",
            "g",
            "path",
            "rect",
            "circle",
            "ellipse",
            "line",
            "polyline",
            "polygon",
            "text",
            "tspan",
            "title",
            "desc",
        ]
    );

    private static readonly FrozenSet<string> Attributes = FrozenSet.Create(
        StringComparer.Ordinal,
        [
            "class",
            "d",
            "x",
            "y",
            "x1",
            "y1",
            "x2",
            "y2",
            "cx",
            "cy",
            "r",
            "rx",
            "ry",
            "width",
            "height",
            "points",
            "transform",
            "viewBox",
            "fill",
            "stroke",
            "stroke-width",
            "stroke-dasharray",
            "stroke-linecap",
            "stroke-linejoin",
            "opacity",
            "fill-opacity",
            "stroke-opacity",
            "fill-rule",
            "text-anchor",
            "dominant-baseline",
            "font-size",
            "font-family",
            "font-weight",
            "font-style",
            "dx",
            "dy",
            "preserveAspectRatio",
            "role",
            "aria-label",
            "aria-hidden",
            "vector-effect",
            "letter-spacing",
        ]
    );

    internal SvgImage(double width, double height, string content, string? classes = null)
    {
        Width = width;
        Height = height;
        Content = content;
        Classes = classes ?? "plot";
    }

    /// <summary>Width in the drawing's own units.</summary>
    public double Width { get; }

    /// <summary>Height in the drawing's own units.</summary>
    public double Height { get; }

    /// <summary>What stands inside the <c>svg</c> element.</summary>
    public string Content { get; }

    /// <summary>The element's classes.</summary>
    internal string Classes { get; }

    /// <summary>Takes a drawing made elsewhere, keeping only shapes and text.</summary>
    /// <param name="svg">An SVG document or element, of two million characters at most.</param>
    /// <remarks>
    /// Elements and attributes that are not on a short list (scripts, styles, links, images, handlers, references)
    /// are left out together with what they hold.
    /// </remarks>
    /// <exception cref="ArgumentException">It is no well-formed SVG, has no size, or is too large.</exception>
    public static SvgImage Parse(string svg)
    {
        if (svg.Length > LargestDrawing)
            throw new ArgumentException(
                $"The drawing has {svg.Length} characters; {LargestDrawing} are the most.",
                nameof(svg)
            );
        var settings = new XmlReaderSettings
        {
            DtdProcessing = DtdProcessing.Prohibit,
            XmlResolver = null,
            IgnoreComments = true,
            IgnoreProcessingInstructions = true,
            IgnoreWhitespace = false,
        };
        try
        {
            using var text = new StringReader(svg);
            using var reader = XmlReader.Create(text, settings);
            if (reader.MoveToContent() != XmlNodeType.Element || reader.LocalName != "svg")
                throw new ArgumentException(
                    "The drawing is no SVG: its first element is not 'svg'.",
                    nameof(svg)
                );
            var (width, height) = SizeOf(reader);
            return new SvgImage(width, height, Inner(reader), "plot drawing");
        }
        catch (XmlException fault)
        {
            throw new ArgumentException("The drawing is not well-formed XML.", nameof(svg), fault);
        }
    }

    private static (double Width, double Height) SizeOf(XmlReader reader)
    {
        string[] box =
            reader.GetAttribute("viewBox")?.Split([' ', ','], StringSplitOptions.RemoveEmptyEntries) ?? [];
        if (box.Length == 4 && Length(box[0]) == 0 && Length(box[1]) == 0)
            return (Positive(Length(box[2])), Positive(Length(box[3])));
        if (box.Length > 0)
            throw new ArgumentException("The drawing's viewBox must be '0 0 width height'.", nameof(reader));
        return (
            Positive(Length(reader.GetAttribute("width"))),
            Positive(Length(reader.GetAttribute("height")))
        );
    }

    private static double? Length(string? text) =>
        double.TryParse(
            text?.Replace("px", "", StringComparison.Ordinal),
            NumberStyles.Float,
            CultureInfo.InvariantCulture,
            out double value
        )
            ? value
            : null;

    private static double Positive(double? value) =>
        value is > 0 and < 100_000
            ? value.Value
            : throw new ArgumentException(
                "The drawing says no size in its viewBox, width and height.",
                nameof(value)
            );

    private static string Inner(XmlReader reader)
    {
        var kept = new StringBuilder();
        if (reader.IsEmptyElement)
            return "";
        int depth = reader.Depth;
        reader.Read();
        while (reader.Depth > depth)
            switch (reader.NodeType)
            {
                case XmlNodeType.Element when !Elements.Contains(reader.LocalName):
                    reader.Skip();
                    break;
                case XmlNodeType.Element:
                    Open(reader, kept);
                    reader.Read();
                    break;
                case XmlNodeType.EndElement:
                    kept.Append("</").Append(reader.LocalName).Append('>');
                    reader.Read();
                    break;
                case XmlNodeType.Text or XmlNodeType.CDATA or XmlNodeType.SignificantWhitespace:
                    kept.Append(Markup.Escape(reader.Value));
                    reader.Read();
                    break;
                default:
                    reader.Read();
                    break;
            }
        return kept.ToString();
    }

    private static void Open(XmlReader reader, StringBuilder kept)
    {
        string name = reader.LocalName;
        bool empty = reader.IsEmptyElement;
        kept.Append('<').Append(name);
        while (reader.MoveToNextAttribute())
            if (
                reader.Prefix.Length == 0
                && Attributes.Contains(reader.LocalName)
                && !reader.Value.Contains("url(", StringComparison.OrdinalIgnoreCase)
            )
                kept.Append(' ')
                    .Append(reader.LocalName)
                    .Append("=\"")
                    .Append(Markup.Escape(reader.Value))
                    .Append('"');
        kept.Append(empty ? "/>" : ">");
    }
}
