namespace Osler.Core.Texts;

/// <summary>A piece of a text corpus, some sentences long.</summary>
/// <param name="Place">Where it stands: "book.txt, line 12"; a condition's name.</param>
/// <param name="Text">Its words.</param>
public readonly record struct Passage(string Place, string Text);
