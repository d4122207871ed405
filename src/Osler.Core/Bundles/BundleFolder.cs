using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text.Json;
using Osler.Core.Faults;
using Osler.Core.Files;

namespace Osler.Core.Bundles;

/// <summary>A bundle on the disk: a folder of inert files, each checked against the manifest when it is opened.</summary>
public sealed class BundleFolder
{
    private const int MaximumFiles = 1_000;
    private const int MaximumManifestBytes = 1 << 20;
    private const string GetAgain = "Get the bundle again from where it was made.";

    private readonly Dictionary<string, ManifestEntry> _entries;
    private readonly string _folder;

    private BundleFolder(string path, string folder, Manifest manifest)
    {
        Path = path;
        _folder = folder;
        Manifest = manifest;
        _entries = new(StringComparer.Ordinal);
        foreach (var entry in manifest.Files)
            _entries[entry.Name] = entry;
    }

    /// <summary>The folder, as it was named.</summary>
    public string Path { get; }

    /// <summary>What the bundle consists of.</summary>
    public Manifest Manifest { get; }

    /// <summary>Writes a bundle; it appears whole or not at all, and never over something else.</summary>
    /// <param name="path">The folder; it must not exist, or be empty.</param>
    /// <param name="version">Version of the Osler that writes, for the manifest.</param>
    /// <param name="files">The files, in any order.</param>
    /// <exception cref="RequestException">The folder is taken, can't be written, or a name is unsafe or repeated.</exception>
    public static void Write(string path, string version, IEnumerable<BundleFile> files)
    {
        BundleFile[] ordered = [.. files.OrderBy(file => file.Name, StringComparer.Ordinal)];
        var names = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var file in ordered)
        {
            BundleFile.RequireSafeName(file.Name);
            if (!names.Add(file.Name))
                throw new RequestException($"The bundle would hold \"{file.Name}\" twice.", path);
        }
        Durable.WriteFolder(
            path,
            folder =>
            {
                var entries = ImmutableArray.CreateBuilder<ManifestEntry>(ordered.Length);
                foreach (var file in ordered)
                {
                    string full = System.IO.Path.Combine(folder, file.Name);
                    Durable.WriteThrough(full, file.Write);
                    entries.Add(new(file.Name, new FileInfo(full).Length, FileHash.Of(full)));
                }
                var manifest = new Manifest(Manifest.CurrentFormat, version, entries.MoveToImmutable());
                byte[] json = JsonSerializer.SerializeToUtf8Bytes(manifest, BundleJson.Default.Manifest);
                Durable.WriteThrough(
                    System.IO.Path.Combine(folder, Manifest.FileName),
                    stream => stream.Write(json)
                );
            }
        );
    }

    /// <summary>Whether a folder is a bundle, or what is left of one: it holds a manifest, or a card beside a network.</summary>
    /// <param name="path">The folder, which need not exist.</param>
    public static bool IsBundle(string path) =>
        File.Exists(System.IO.Path.Combine(path, Manifest.FileName))
        || (
            File.Exists(System.IO.Path.Combine(path, BundleFile.CardName))
            && File.Exists(System.IO.Path.Combine(path, BundleFile.NetworkName))
        );

    /// <summary>Opens a bundle and checks the format's version, and every file's name, size and checksum.</summary>
    /// <param name="path">The folder.</param>
    /// <exception cref="RequestException">There is no such folder, or it is no bundle.</exception>
    /// <exception cref="DataException">A newer Osler made it.</exception>
    /// <exception cref="CheckException">A file is missing, foreign or changed.</exception>
    public static BundleFolder Open(string path)
    {
        string folder = System.IO.Path.GetFullPath(path);
        if (File.Exists(folder))
            throw new RequestException(
                "This is a file; a bundle is a folder.",
                path,
                "Name the folder that holds manifest.json."
            );
        if (!Directory.Exists(folder))
            throw new RequestException("There is no such bundle.", path, "Check the path.");
        string manifestPath = System.IO.Path.Combine(folder, Manifest.FileName);
        if (!File.Exists(manifestPath) && IsBundle(folder))
            throw new CheckException("The bundle has no manifest.json: a file is missing.", path, GetAgain);
        if (!File.Exists(manifestPath))
            throw new RequestException(
                "This folder is not a bundle: it has no manifest.json.",
                path,
                "Name the folder \"bundle\" inside a run's output."
            );
        try
        {
            var manifest = ReadManifest(manifestPath);
            var bundle = new BundleFolder(path, folder, manifest);
            bundle.CheckFiles();
            return bundle;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new RequestException(
                $"The bundle can't be read: {fault.Message}",
                path,
                "Check its permissions.",
                fault
            );
        }
    }

    /// <summary>Whether the bundle holds this file.</summary>
    public bool Has(string name) => _entries.ContainsKey(name);

    /// <summary>The contents of a file, checked again against the manifest as they are read.</summary>
    /// <param name="name">A file's name.</param>
    /// <exception cref="CheckException">The file isn't there, or was changed since the bundle was opened.</exception>
    public byte[] Read(string name)
    {
        if (!_entries.TryGetValue(name, out var entry))
            throw new CheckException($"The bundle has no {name}.", Path, GetAgain);
        if (entry.Bytes > Array.MaxLength)
            throw new DataException(
                $"The file has {entry.Bytes:N0} bytes, more than can be held at once.",
                Shown(name)
            );
        byte[] contents;
        try
        {
            using var stream = File.OpenRead(System.IO.Path.Combine(_folder, name));
            if (stream.Length != entry.Bytes)
                throw Changed(name);
            contents = new byte[(int)entry.Bytes];
            stream.ReadExactly(contents);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new CheckException(
                $"The file can't be read: {fault.Message}",
                Shown(name),
                GetAgain,
                fault
            );
        }
        if (
            !string.Equals(
                Convert.ToHexStringLower(SHA256.HashData(contents)),
                entry.Sha256,
                StringComparison.Ordinal
            )
        )
            throw Changed(name);
        return contents;
    }

    /// <summary>The card.</summary>
    public Card ReadCard() => CardReader.Read(Read(BundleFile.CardName), Shown(BundleFile.CardName));

    /// <summary>The made-up rows.</summary>
    public Samples ReadSamples() =>
        BundleJson.Read(
            Read(BundleFile.SamplesName),
            BundleJson.Default.Samples,
            Shown(BundleFile.SamplesName)
        );

    /// <summary>The weights.</summary>
    public IReadOnlyDictionary<string, TensorData> ReadWeights() =>
        Safetensors.Read(new MemoryStream(Read(BundleFile.WeightsName)), Shown(BundleFile.WeightsName));

    /// <summary>A file's path for messages.</summary>
    public string Shown(string name) => System.IO.Path.Combine(Path, name);

    private static Manifest ReadManifest(string path)
    {
        // A pipe has no length; opening one could wait for ever.
        if (new FileInfo(path) is not { LinkTarget: null, Length: > 0 and <= MaximumManifestBytes })
            throw new CheckException(
                "The manifest is empty, a link or a pipe, or too large to be one.",
                path,
                GetAgain
            );
        byte[] json = File.ReadAllBytes(path);
        int format = FormatOf(json, path);
        if (format > Manifest.CurrentFormat)
            throw new DataException(
                $"The bundle was made by a newer Osler (format {format}; this one reads up to {Manifest.CurrentFormat}).",
                path,
                "Update Osler."
            );
        try
        {
            return StrictJson.Read(
                json,
                path,
                manifest => new Manifest(
                    manifest.Integer("format", null, 1),
                    manifest.RequiredText("osler"),
                    manifest.Objects(
                        "files",
                        file => new ManifestEntry(
                            file.RequiredText("name"),
                            file.RequiredLong("bytes"),
                            file.RequiredText("sha256")
                        )
                    )
                )
            );
        }
        catch (DataException fault)
        {
            throw new CheckException(fault.What, fault.Where, GetAgain, fault);
        }
    }

    /// <summary>The version is read before anything else, since a newer format may look different in all else.</summary>
    private static int FormatOf(ReadOnlySpan<byte> json, string path)
    {
        try
        {
            var reader = new Utf8JsonReader(json, new() { MaxDepth = 32 });
            while (reader.Read())
            {
                if (
                    reader.CurrentDepth == 1
                    && reader.TokenType == JsonTokenType.PropertyName
                    && reader.ValueTextEquals("format")
                    && reader.Read()
                    && reader.TokenType == JsonTokenType.Number
                    && reader.TryGetInt32(out int format)
                    && format >= 1
                )
                    return format;
            }
        }
        catch (JsonException fault)
        {
            throw new CheckException($"The manifest is damaged: {fault.Message}", path, GetAgain, fault);
        }
        throw new CheckException("The manifest is damaged: it states no format.", path, GetAgain);
    }

    private void CheckFiles()
    {
        if (_entries.Count != Manifest.Files.Length)
            throw new CheckException("The manifest names a file twice.", Shown(Manifest.FileName), GetAgain);
        foreach (var entry in Manifest.Files)
        {
            if (!BundleFile.IsSafeName(entry.Name) || entry.Name == Manifest.FileName)
                throw new CheckException(
                    "The manifest names a file outside the bundle, or by a name that no bundle has.",
                    Shown(Manifest.FileName),
                    GetAgain
                );
        }
        var found = new HashSet<string>(StringComparer.Ordinal);
        foreach (var info in new DirectoryInfo(_folder).EnumerateFileSystemInfos())
        {
            if (
                info.LinkTarget is not null
                || info is DirectoryInfo
                || !_entries.ContainsKey(info.Name) && info.Name != Manifest.FileName
            )
                throw new CheckException(
                    info.LinkTarget is not null
                        ? "A bundle may not hold links."
                        : "This is not one of the bundle's files.",
                    Shown(info.Name),
                    "Remove it, or get the bundle again from where it was made."
                );
            found.Add(info.Name);
        }
        foreach (var entry in Manifest.Files)
        {
            if (!found.Contains(entry.Name))
                throw new CheckException("The file is missing from the bundle.", Shown(entry.Name), GetAgain);
            string full = System.IO.Path.Combine(_folder, entry.Name);
            if (new FileInfo(full).Length != entry.Bytes || FileHash.Of(full) != entry.Sha256)
                throw Changed(entry.Name);
        }
    }

    private CheckException Changed(string name) =>
        new(
            "The file was changed since the bundle was made (its SHA-256 differs from the manifest's).",
            Shown(name),
            GetAgain
        );
}
