using Osler.Core.Faults;

namespace Osler.Core.Weights;

/// <summary>The fault of a weight file that can't be read.</summary>
internal static class WeightFault
{
    public static DataException Unreadable(string why, string where, Exception? inner = null) =>
        new(
            $"The weights can't be read: {why}.",
            where,
            "Get the file from its official source again, or convert it to safetensors.",
            inner
        );

    /// <summary>A stranger's text as a message may show it.</summary>
    public static string Shown(string text)
    {
        string plain = string.Concat(text.Take(60).Select(letter => char.IsControl(letter) ? '?' : letter));
        return text.Length > 60 ? plain + "..." : plain;
    }
}
