using System.Collections.Immutable;

namespace Osler.Reports.Pages;

/// <summary>How often cases of each class were taken for each class.</summary>
/// <param name="Caption">What it shows.</param>
/// <param name="Names">Names of the classes, K.</param>
/// <param name="Counts">[K, K] row-major: the row is the true class, the column the predicted one.</param>
public sealed record ClassMatrix(string Caption, ImmutableArray<string> Names, ImmutableArray<int> Counts)
    : ReportElement;

internal static class ClassMatrixRenderer
{
    public static void Render(HtmlWriter html, ClassMatrix matrix)
    {
        int k = matrix.Names.Length;
        if (matrix.Counts.Length != k * k)
            throw new ArgumentException($"{matrix.Counts.Length} counts for {k} classes.", nameof(matrix));
        html.Raw("<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"")
            .Text(matrix.Caption)
            .Raw("\"><table class=\"matrix\">")
            .Element("caption", matrix.Caption)
            .Raw("<thead><tr><th scope=\"col\">true \\ predicted</th>");
        foreach (string name in matrix.Names)
            html.Raw("<th scope=\"col\" class=\"number\">").Text(name).Raw("</th>");
        html.Raw("</tr></thead><tbody>");
        for (int row = 0; row < k; row++)
        {
            html.Raw("<tr><th scope=\"row\">").Text(matrix.Names[row]).Raw("</th>");
            int most = Math.Max(
                1,
                Enumerable.Range(0, k).Where(c => c != row).Max(c => matrix.Counts[row * k + c])
            );
            for (int column = 0; column < k; column++)
            {
                int count = matrix.Counts[row * k + column];
                // Errors are shaded by how frequent they are within their row, so that the diagonal does not drown them.
                string shade =
                    column == row ? "<td class=\"number right\">"
                    : count == 0 ? "<td class=\"number none\">"
                    : $"<td class=\"number wrong{(4 * count + most - 1) / most}\">";
                html.Raw(shade).Text(Numerals.Count(count)).Raw("</td>");
            }
            html.Raw("</tr>");
        }
        html.Raw("</tbody></table></div>");
    }
}
