using System.Text.Json;
using Osler.Core.Faults;

namespace Osler.Imaging.Augmentation;

/// <summary>How a bundle's card names the views that are averaged.</summary>
public static class ViewWords
{
    /// <summary>The word; null for the image alone.</summary>
    public static string? Of(TestTimeViews views) =>
        views == TestTimeViews.None ? null : JsonSerializer.SerializeToElement(views).GetString();

    /// <summary>The views of a word.</summary>
    /// <param name="word">As of <see cref="Of"/>; null for the image alone.</param>
    /// <param name="where">Where it stands, for messages.</param>
    /// <exception cref="DataException">A word that this version does not know.</exception>
    public static TestTimeViews Read(string? word, string where)
    {
        if (word is null)
            return TestTimeViews.None;
        foreach (var views in Enum.GetValues<TestTimeViews>())
            if (Of(views) == word)
                return views;
        throw new DataException(
            $"The views '{(word.Length <= 40 ? word : word[..40])}' are not known.",
            where,
            "The bundle is of a later version; update Osler."
        );
    }
}
