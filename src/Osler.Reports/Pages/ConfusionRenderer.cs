namespace Osler.Reports.Pages;

internal static class ConfusionRenderer
{
    public static void Render(HtmlWriter html, Confusion confusion)
    {
        html.Raw("<div class=\"confusion\"><div>")
            .Element("h4", confusion.Name)
            .Element("p", confusion.Rule, "rule");
        html.Raw("<table><caption class=\"unseen\">Confusion at ").Text(confusion.Name).Raw("</caption>");
        html.Raw(
            "<thead><tr><td></td><th scope=\"col\">Outcome present</th><th scope=\"col\">Outcome absent</th></tr></thead><tbody>"
        );
        Row(html, "Called positive", ("hit", confusion.TruePositives), ("miss", confusion.FalsePositives));
        Row(html, "Called negative", ("miss", confusion.FalseNegatives), ("hit", confusion.TrueNegatives));
        html.Raw("</tbody></table></div><dl>");
        foreach (var measure in confusion.Measures)
        {
            html.Raw("<div>").Element("dt", measure.Name).Raw("<dd>").Element("span", measure.Value, "value");
            if (measure.Interval is { Length: > 0 } interval)
                html.Raw(" ").Element("span", interval, "interval");
            if (measure.Note is { } note)
                html.Raw(" ").Element("span", note, "interval");
            html.Raw("</dd></div>");
        }
        html.Raw("</dl></div>");
    }

    private static void Row(
        HtmlWriter html,
        string name,
        (string Kind, long Count) left,
        (string Kind, long Count) right
    ) =>
        html.Raw("<tr>")
            .Raw("<th scope=\"row\">")
            .Text(name)
            .Raw("</th>")
            .Element("td", Numerals.Count(left.Count), left.Kind)
            .Element("td", Numerals.Count(right.Count), right.Kind)
            .Raw("</tr>");
}
