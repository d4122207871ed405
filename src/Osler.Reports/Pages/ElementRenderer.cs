using System.Globalization;

namespace Osler.Reports.Pages;

/// <summary>Renders each kind of element.</summary>
internal static class ElementRenderer
{
    public static void Render(HtmlWriter html, ReportElement element)
    {
        switch (element)
        {
            case Prose prose:
                html.Element("p", prose.Text, prose.Main ? "main" : null);
                break;
            case SubHeading heading:
                html.Element("h3", heading.Text);
                break;
            case Bullets bullets:
                html.Raw("<ul class=\"bullets\">");
                foreach (string item in bullets.Items)
                    html.Element("li", item);
                html.Raw("</ul>");
                break;
            case FactList facts:
                html.Raw("<dl class=\"facts\">");
                foreach (var (name, value) in facts.Facts)
                    html.Raw("<div>").Element("dt", name).Element("dd", value).Raw("</div>");
                html.Raw("</dl>");
                break;
            case KeyFigures figures:
                html.Raw("<dl class=\"key\">");
                foreach (var figure in figures.Figures)
                    Key(html, figure);
                html.Raw("</dl>");
                break;
            case Note note:
                Remark(html, note);
                break;
            case Folded folded:
                html.Raw(folded.Open ? "<details class=\"fold\" open=\"\">" : "<details class=\"fold\">");
                html.Element("summary", folded.Summary)
                    .Raw("<pre tabindex=\"0\">")
                    .Text(folded.Text)
                    .Raw("</pre></details>");
                break;
            case Confusion confusion:
                ConfusionRenderer.Render(html, confusion);
                break;
            case Figure figure:
                html.Raw("<div class=\"figures one\">");
                Drawing(html, figure);
                html.Raw("</div>");
                break;
            case FigureRow row:
                html.Raw(row.Small ? "<div class=\"figures small\">" : "<div class=\"figures\">");
                foreach (var figure in row.Figures)
                    Drawing(html, figure);
                html.Raw("</div>");
                break;
            case ShadedText shaded:
                shaded.Render(html);
                break;
            case DataTable table:
                TableRenderer.Render(html, table);
                break;
            case PictureSheet sheet:
                PictureRenderer.Render(html, sheet);
                break;
            case ClassMatrix matrix:
                ClassMatrixRenderer.Render(html, matrix);
                break;
            case FlowDiagram flow:
                FlowRenderer.Render(html, flow);
                break;
            case Checklist checklist:
                ChecklistRenderer.Render(html, checklist);
                break;
            default:
                throw new ArgumentException($"No renderer for {element.GetType().Name}.", nameof(element));
        }
        html.Raw("\n");
    }

    private static void Key(HtmlWriter html, KeyFigure figure)
    {
        html.Raw("<div>").Element("dt", figure.Name).Raw("<dd>").Element("span", figure.Value, "value");
        if (figure.Interval is { Length: > 0 } interval)
            html.Element("span", interval, "interval");
        html.Raw("</dd>");
        if (figure.Note is { } note)
            html.Element("dd", note, "note");
        html.Raw("</div>");
    }

    private static void Remark(HtmlWriter html, Note note)
    {
        string kind = note.Kind switch
        {
            NoteKind.Serious => "serious",
            NoteKind.Warning => "warning",
            _ => "plain",
        };
        string word = note.Kind switch
        {
            NoteKind.Serious => "Serious",
            NoteKind.Warning => "Warning",
            _ => "Note",
        };
        html.Raw($"<div class=\"remark {kind}\">").Element("span", word, "word").Raw("<p>");
        if (note.Subject is { } subject)
            html.Element("strong", subject).Raw(" ");
        html.Text(note.Text).Raw("</p></div>");
    }

    private static void Drawing(HtmlWriter html, Figure figure)
    {
        html.Raw("<figure>");
        if (figure.Heading is { } heading)
            html.Element("h4", heading);
        string width = figure.Image.Width.ToString("0.#", CultureInfo.InvariantCulture);
        string height = figure.Image.Height.ToString("0.#", CultureInfo.InvariantCulture);
        html.Raw(
            $"<svg class=\"{figure.Image.Classes}\" viewBox=\"0 0 {width} {height}\" width=\"{width}\" height=\"{height}\" role=\"img\">"
        );
        html.Element("title", figure.Alternative).Raw(figure.Image.Content).Raw("</svg>");
        html.Element("figcaption", figure.Caption).Raw("</figure>");
    }
}
