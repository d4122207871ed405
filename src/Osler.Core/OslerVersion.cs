using System.Reflection;

namespace Osler.Core;

/// <summary>The version of Osler that is running.</summary>
public static class OslerVersion
{
    /// <summary>Semantic version, e.g. <c>0.1.0</c>, without the build's hash.</summary>
    public static string Text { get; } =
        (
            typeof(OslerVersion)
                .Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()
                ?.InformationalVersion
            ?? "0.0.0"
        ).Split('+')[0];
}
