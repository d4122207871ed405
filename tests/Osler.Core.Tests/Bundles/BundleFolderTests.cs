using System.Security.Cryptography;
using System.Text;
using Osler.Core.Bundles;
using Osler.Core.Chance;
using Osler.Core.Faults;
using Osler.Core.Tests.Files;

namespace Osler.Core.Tests.Bundles;

public sealed class BundleFolderTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly string _bundle;

    public BundleFolderTests()
    {
        _bundle = _folder["bundle"];
        BundleFolder.Write(
            _bundle,
            "0.1.0",
            [
                BundleFile.Text("report.html", "<p>"),
                BundleFile.Text("network.json", "{}"),
                BundleFile.Of(Cards.Small),
            ]
        );
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void What_is_written_is_opened_again()
    {
        var bundle = BundleFolder.Open(_bundle);
        Assert.Equal(
            ["card.json", "network.json", "report.html"],
            bundle.Manifest.Files.Select(file => file.Name)
        );
        Assert.Equal("{}"u8, bundle.Read("network.json"));
        Assert.Equal(Cards.Json(Cards.Small), Cards.Json(bundle.ReadCard()));
    }

    [Fact]
    public void The_same_files_give_the_same_manifest()
    {
        BundleFolder.Write(
            _folder["again"],
            "0.1.0",
            [
                BundleFile.Of(Cards.Small),
                BundleFile.Text("network.json", "{}"),
                BundleFile.Text("report.html", "<p>"),
            ]
        );
        Assert.Equal(
            File.ReadAllText(Path.Combine(_bundle, "manifest.json")),
            File.ReadAllText(_folder["again/manifest.json"])
        );
    }

    [Fact]
    public void Every_single_changed_byte_is_noticed()
    {
        var random = new KeyedRandom(5, "changed byte");
        foreach (
            string file in Directory
                .GetFiles(_bundle)
                .Where(file => !file.EndsWith("manifest.json", StringComparison.Ordinal))
        )
        {
            byte[] sound = File.ReadAllBytes(file);
            byte[] changed = [.. sound];
            changed[random.Next(changed.Length)] ^= 1;
            File.WriteAllBytes(file, changed);
            var fault = Assert.Throws<CheckException>(() => BundleFolder.Open(_bundle));
            Assert.Equal(file, fault.Where);
            Assert.StartsWith(
                "The file was changed since the bundle was made",
                fault.What,
                StringComparison.Ordinal
            );
            File.WriteAllBytes(file, sound);
        }
    }

    [Fact]
    public void A_changed_manifest_never_opens_as_if_it_were_sound()
    {
        string path = Path.Combine(_bundle, "manifest.json");
        byte[] sound = File.ReadAllBytes(path);
        var random = new KeyedRandom(6, "fuzz");
        for (int round = 0; round < 2_000; round++)
        {
            byte[] bytes = sound[..(random.Next(4) == 0 ? random.Next(sound.Length) : sound.Length)];
            for (int changes = random.Next(1, 4); changes > 0 && bytes.Length > 0; changes--)
                bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            File.WriteAllBytes(path, bytes);
            try
            {
                // Only the version's text isn't bound to anything else.
                Assert.Equal(3, BundleFolder.Open(_bundle).Manifest.Files.Length);
            }
            catch (Exception fault) when (fault is CheckException or DataException) { }
        }
    }

    [Fact]
    public void A_missing_file_is_named()
    {
        File.Delete(Path.Combine(_bundle, "network.json"));
        var fault = Assert.Throws<CheckException>(() => BundleFolder.Open(_bundle));
        Assert.Equal(
            $"{Path.Combine(_bundle, "network.json")}: The file is missing from the bundle. Get the bundle again from where it was made.",
            fault.Message
        );
    }

    [Fact]
    public void A_foreign_file_or_folder_is_named()
    {
        File.WriteAllText(Path.Combine(_bundle, "payload.dll"), "x");
        Assert.Equal(
            Path.Combine(_bundle, "payload.dll"),
            Assert.Throws<CheckException>(() => BundleFolder.Open(_bundle)).Where
        );
        File.Delete(Path.Combine(_bundle, "payload.dll"));
        Directory.CreateDirectory(Path.Combine(_bundle, "sub"));
        Assert.Equal(
            Path.Combine(_bundle, "sub"),
            Assert.Throws<CheckException>(() => BundleFolder.Open(_bundle)).Where
        );
    }

    [Fact]
    public void A_newer_format_says_so_whatever_else_changed()
    {
        File.WriteAllText(
            Path.Combine(_bundle, "manifest.json"),
            """{"format": 7, "something": {"new": []}}"""
        );
        var fault = Assert.Throws<DataException>(() => BundleFolder.Open(_bundle));
        Assert.Equal("The bundle was made by a newer Osler (format 7; this one reads up to 1).", fault.What);
        Assert.Equal("Update Osler.", fault.Remedy);
    }

    [Theory]
    [InlineData("../outside.txt")]
    [InlineData("/etc/passwd")]
    [InlineData("sub/file")]
    [InlineData("..")]
    [InlineData("")]
    [InlineData(".hidden")]
    [InlineData("manifest.json")]
    [InlineData("C:evil")]
    public void No_name_leads_out_of_the_folder(string name)
    {
        File.WriteAllText(_folder["outside.txt"], "secret");
        string hash = Convert.ToHexStringLower(SHA256.HashData("secret"u8));
        File.WriteAllText(
            Path.Combine(_bundle, "manifest.json"),
            $$"""{"format": 1, "osler": "0.1.0", "files": [{"name": "{{name}}", "bytes": 6, "sha256": "{{hash}}"}]}"""
        );
        Assert.Throws<CheckException>(() => BundleFolder.Open(_bundle));
        Assert.Throws<RequestException>(() =>
            BundleFolder.Write(_folder["x"], "1", [BundleFile.Text(name, "")])
        );
    }

    [Fact]
    public void A_manifest_that_names_a_file_twice_is_refused()
    {
        string path = Path.Combine(_bundle, "manifest.json");
        string entry = """{"name": "report.html", "bytes": 3, "sha256": "0"}""";
        File.WriteAllText(path, $$"""{"format": 1, "osler": "0.1.0", "files": [{{entry}}, {{entry}}]}""");
        Assert.Equal(
            "The manifest names a file twice.",
            Assert.Throws<CheckException>(() => BundleFolder.Open(_bundle)).What
        );
    }

    [Fact]
    public void Links_are_refused()
    {
        string file = Path.Combine(_bundle, "network.json");
        File.Move(file, _folder["elsewhere"]);
        File.CreateSymbolicLink(file, _folder["elsewhere"]);
        var fault = Assert.Throws<CheckException>(() => BundleFolder.Open(_bundle));
        Assert.Equal("A bundle may not hold links.", fault.What);
    }

    [Fact]
    public void A_huge_manifest_is_not_read()
    {
        using (var stream = File.OpenWrite(Path.Combine(_bundle, "manifest.json")))
            stream.SetLength(3L << 30);
        long before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Throws<CheckException>(() => BundleFolder.Open(_bundle));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1 << 20);
    }

    [Theory]
    [InlineData("nowhere", "There is no such bundle.")]
    [InlineData("bundle/report.html", "This is a file; a bundle is a folder.")]
    [InlineData(".", "This folder is not a bundle: it has no manifest.json.")]
    public void What_is_no_bundle_is_a_wrong_request(string path, string what) =>
        Assert.Equal(what, Assert.Throws<RequestException>(() => BundleFolder.Open(_folder[path])).What);

    [Fact]
    public void A_bundle_is_never_written_over_another()
    {
        string before = File.ReadAllText(Path.Combine(_bundle, "manifest.json"));
        Assert.Throws<RequestException>(() =>
            BundleFolder.Write(_bundle, "0.1.0", [BundleFile.Text("a", "a")])
        );
        Assert.Equal(before, File.ReadAllText(Path.Combine(_bundle, "manifest.json")));
    }

    [Fact]
    public void A_file_that_changes_after_opening_is_not_handed_out()
    {
        var bundle = BundleFolder.Open(_bundle);
        File.WriteAllText(Path.Combine(_bundle, "network.json"), "[]");
        Assert.Throws<CheckException>(() => bundle.Read("network.json"));
    }

    [Fact]
    public void A_card_with_an_unknown_key_is_refused()
    {
        string json = Encoding.UTF8.GetString(Cards.Json(Cards.Small));
        BundleFolder.Write(
            _folder["odd"],
            "0.1.0",
            [
                BundleFile.Text(
                    "card.json",
                    json.Replace("\"question\"", "\"qestion\"", StringComparison.Ordinal)
                ),
            ]
        );
        Assert.Throws<DataException>(() => BundleFolder.Open(_folder["odd"]).ReadCard());
    }
}
