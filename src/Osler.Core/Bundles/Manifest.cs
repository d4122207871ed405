using System.Collections.Immutable;

namespace Osler.Core.Bundles;

/// <summary>One file of a bundle and what it must be.</summary>
/// <param name="Name">File name; bundles have no sub-folders.</param>
/// <param name="Bytes">Size in bytes.</param>
/// <param name="Sha256">SHA-256 of the contents, 64 lower-case hexadecimal digits.</param>
public sealed record ManifestEntry(string Name, long Bytes, string Sha256);

/// <summary><c>manifest.json</c>: what a bundle must consist of, checked at every load.</summary>
/// <param name="Format">Version of the bundle's format; this Osler reads up to <see cref="CurrentFormat"/>.</param>
/// <param name="Osler">Version of the Osler that wrote the bundle.</param>
/// <param name="Files">Every file but the manifest itself, sorted by name.</param>
public sealed record Manifest(int Format, string Osler, ImmutableArray<ManifestEntry> Files)
{
    /// <summary>The format that this Osler writes.</summary>
    public const int CurrentFormat = 1;

    /// <summary>The manifest's own file name.</summary>
    public const string FileName = "manifest.json";
}
