namespace Osler.Reports.Pages;

internal static class TableRenderer
{
    /// <summary>Small print of up to so many letters, such as an interval, is kept on one line.</summary>
    private const int ShortNote = 18;

    /// <summary>A table of more columns is set in smaller letters on paper, which cannot be scrolled.</summary>
    private const int MostOnPaper = 9;

    /// <summary>A table of more rows is folded away until it is asked for; on paper it is open.</summary>
    private const int MostOpen = 60;

    public static void Render(HtmlWriter html, DataTable table)
    {
        if (table.Rows.Length <= MostOpen)
        {
            Open(html, table);
            return;
        }
        html.Raw("<details class=\"fold\">")
            .Element("summary", $"{table.Caption}: {Numerals.Count(table.Rows.Length)} rows")
            .Raw("<div class=\"inside\">");
        Open(html, table);
        html.Raw("</div></details>");
    }

    private static void Open(HtmlWriter html, DataTable table)
    {
        // A table wider than the screen scrolls by itself, with the keyboard too.
        html.Raw("<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"")
            .Text(table.Caption)
            .Raw("\">");
        html.Raw(table.Columns.Length > MostOnPaper ? "<table class=\"wide\"" : "<table")
            .Raw(table.Sortable ? " data-sortable=\"\">" : ">")
            .Element("caption", table.Caption);
        html.Raw("<thead><tr>");
        foreach (var column in table.Columns)
            html.Raw(column.Number ? "<th scope=\"col\" class=\"number\">" : "<th scope=\"col\">")
                .Text(column.Head)
                .Raw("</th>");
        html.Raw("</tr></thead><tbody>");
        foreach (var row in table.Rows)
        {
            if (row.Cells.Length != table.Columns.Length)
                throw new ArgumentException(
                    $"'{table.Caption}' has {table.Columns.Length} columns, but a row has {row.Cells.Length} cells.",
                    nameof(table)
                );
            html.Raw(
                row.Strong ? "<tr class=\"strong\">"
                : row.Indented ? "<tr class=\"indented\">"
                : "<tr>"
            );
            for (int i = 0; i < row.Cells.Length; i++)
                Cell(html, row.Cells[i], i == 0, table.Columns[i].Number);
            html.Raw("</tr>");
        }
        html.Raw("</tbody></table></div>");
        if (table.Footnote is { } footnote)
            html.Element("p", footnote, "footnote");
    }

    private static void Cell(HtmlWriter html, TableCell cell, bool first, bool number)
    {
        html.Raw(first ? "<th scope=\"row\"" : "<td")
            .Raw(number ? " class=\"number\">" : ">")
            .Text(cell.Text);
        if (cell.Note is { } note)
            html.Element("small", note, note.Length <= ShortNote ? "short" : null);
        html.Raw(first ? "</th>" : "</td>");
    }
}
