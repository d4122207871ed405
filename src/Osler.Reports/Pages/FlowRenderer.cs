namespace Osler.Reports.Pages;

/// <summary>Draws a flow with boxes that wrap their words on any screen; the style sheet draws the lines.</summary>
internal static class FlowRenderer
{
    /// <summary>More parts than this stand in a plain grid, without lines.</summary>
    private const int MostInARow = 5;

    public static void Render(HtmlWriter html, FlowDiagram flow)
    {
        html.Raw("<div class=\"flow\"><div class=\"spine\">");
        Box(html, flow.Start, "start");
        if (flow.LeftOut is { } leftOut)
        {
            html.Raw("<div class=\"turn\"></div>");
            Box(html, leftOut, "out");
        }
        else
            html.Raw("<div class=\"straight\"></div>");
        Box(html, flow.Rest, "rest");
        html.Raw("</div>");
        if (flow.Parts.Length > 0)
        {
            string kind = flow.Parts.Length > MostInARow ? "many" : $"parts{flow.Parts.Length}";
            html.Raw($"<div class=\"parts {kind}\">");
            foreach (var part in flow.Parts)
                Box(html, part, "part");
            html.Raw("</div>");
        }
        html.Raw("</div>");
    }

    private static void Box(HtmlWriter html, FlowBox box, string kind)
    {
        html.Raw($"<div class=\"box {kind}\"><div class=\"inner\">");
        html.Element("p", box.Name, "name").Element("p", box.Count, "count");
        if (box.Lines.Length > 0)
        {
            html.Raw("<ul>");
            foreach (string line in box.Lines)
                html.Element("li", line);
            html.Raw("</ul>");
        }
        html.Raw("</div></div>");
    }
}
