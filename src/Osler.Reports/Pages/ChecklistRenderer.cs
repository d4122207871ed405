namespace Osler.Reports.Pages;

internal static class ChecklistRenderer
{
    public static void Render(HtmlWriter html, Checklist checklist)
    {
        html.Element("p", checklist.Source, "footnote");
        html.Raw("<div class=\"checklist\">");
        foreach (var group in checklist.Items.GroupBy(item => item.Group))
        {
            html.Element("h3", group.Key).Raw("<ol>");
            foreach (var item in group)
                Item(html, item);
            html.Raw("</ol>");
        }
        html.Raw("</div>");
    }

    private static void Item(HtmlWriter html, ChecklistItem item)
    {
        var (kind, word) = item.By switch
        {
            AnsweredBy.Run => ("run", "filled from the run"),
            AnsweredBy.Person => ("person", "filled by a person"),
            AnsweredBy.NotApplicable => ("none", "does not apply"),
            _ => ("open", "for a person to fill"),
        };
        html.Raw($"<li class=\"{kind}\">").Element("span", item.Number, "item");
        html.Raw("<div>").Element("p", item.Asks, "asks").Raw("<p>").Text(item.Answer);
        if (item.Section is { } section)
            html.Raw($" <a href=\"#{section}\">See the section.</a>");
        html.Raw("</p></div>").Element("span", word, "tag").Raw("</li>");
    }
}
