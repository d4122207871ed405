namespace Osler.Core.Weights;

/// <summary>Where fetched weights are kept for all runs of a user.</summary>
/// <remarks>
/// <c>$XDG_CACHE_HOME/osler/weights</c>, by default <c>~/.cache/osler/weights</c> (XDG Base Directory Specification 0.8);
/// on Windows the local application data.
/// </remarks>
public static class WeightCache
{
    /// <summary>The folder; it may not be there yet.</summary>
    public static string Folder
    {
        get
        {
            string? stated = Environment.GetEnvironmentVariable("XDG_CACHE_HOME");
            // The specification says that a relative path is to be ignored.
            string root =
                !string.IsNullOrEmpty(stated) && Path.IsPathRooted(stated) ? stated
                : OperatingSystem.IsWindows()
                    ? Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData)
                : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".cache");
            return Path.Combine(root, "osler", "weights");
        }
    }

    /// <summary>Where the file of public weights is kept.</summary>
    public static string PathOf(PublicWeights weights)
    {
        ArgumentNullException.ThrowIfNull(weights);
        return Path.Combine(Folder, weights.FileName);
    }
}
