using System.Text;

namespace Osler.Reports.Pages;

/// <summary>Writes HTML; what comes from outside passes through <see cref="Text"/> or <see cref="Element"/>.</summary>
internal sealed class HtmlWriter
{
    private readonly StringBuilder _markup = new();

    public override string ToString() => _markup.ToString();

    /// <summary>Appends markup that this assembly made.</summary>
    public HtmlWriter Raw(string markup)
    {
        _markup.Append(markup);
        return this;
    }

    /// <summary>Appends text, escaped.</summary>
    public HtmlWriter Text(string text)
    {
        _markup.Append(Markup.Escape(text));
        return this;
    }

    /// <summary>An element that holds text.</summary>
    public HtmlWriter Element(string name, string text, string? classes = null) =>
        Raw(classes is null ? $"<{name}>" : $"<{name} class=\"{classes}\">").Text(text).Raw($"</{name}>");
}
