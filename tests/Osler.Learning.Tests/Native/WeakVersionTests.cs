using System.Buffers.Binary;
using System.Runtime.InteropServices;
using CsCheck;
using Osler.Native;

namespace Osler.Learning.Tests.Native;

public sealed class WeakVersionTests
{
    private const string Version = "GLIBCXX_3.4.32";
    private const string Marker = "_ZSt21ios_base_library_initv";
    private const string Wait = "_ZNSt18condition_variable4waitERSt11unique_lockISt5mutexE";

    [Fact]
    public void Makes_the_shipped_need_weak_and_nothing_else()
    {
        byte[] before = Shipped();
        var elf = new ElfImage([.. before]);
        Assert.True(WeakVersion.Make(elf, Version, Marker));
        var after = elf.Bytes.Span;
        var changed = Enumerable.Range(0, before.Length).Where(i => before[i] != elf.Bytes.Span[i]).ToList();
        Assert.Equal(2, changed.Count);
        // The symbol's binding, global (1) to weak (2), comes first in the file; then the need's flag.
        Assert.Equal((0x10, 0x20), (before[changed[0]] & 0xf0, after[changed[0]] & 0xf0));
        Assert.Equal((0, 2), (before[changed[1]], after[changed[1]]));
        Assert.Equal(before.Length, after.Length);
    }

    [Fact]
    public void Is_idempotent()
    {
        var elf = new ElfImage(Shipped());
        WeakVersion.Make(elf, Version, Marker);
        byte[] once = elf.Bytes.ToArray();
        Assert.False(WeakVersion.Make(elf, Version, Marker));
        Assert.Equal(once, elf.Bytes.ToArray());
    }

    [Fact]
    public void Edited_copy_loads_and_the_source_stays()
    {
        byte[] before = Shipped();
        string folder = Path.Combine(AppContext.BaseDirectory, "runtimes", "linux-x64", "native");
        string copy = Path.Combine(folder, "edited-by-test.so");
        try
        {
            Assert.True(Program.CopyForOlderSystems(ShippedPath(), copy));
            nint handle = NativeLibrary.Load(copy);
            NativeLibrary.Free(handle);
        }
        finally
        {
            File.Delete(copy);
        }
        Assert.Equal(before, File.ReadAllBytes(ShippedPath()));
        Assert.DoesNotContain(
            Directory.GetFiles(folder),
            path => path.Contains(".edited-by-test", StringComparison.Ordinal)
        );
    }

    [Fact]
    public void A_symbol_asks_for_its_older_version_and_nothing_else_changes()
    {
        byte[] before = Shipped();
        var elf = new ElfImage([.. before]);
        Assert.True(OlderVersion.Rebind(elf, Wait, "GLIBCXX_3.4.30", "GLIBCXX_3.4.11"));
        Assert.Single(Enumerable.Range(0, before.Length), i => before[i] != elf.Bytes.Span[i]);
        Assert.False(OlderVersion.Rebind(elf, Wait, "GLIBCXX_3.4.30", "GLIBCXX_3.4.11"));
        Assert.True(WeakVersion.Make(elf, "GLIBCXX_3.4.30", null));
        var fault = Assert.Throws<ElfException>(() =>
            OlderVersion.Rebind(new ElfImage(Shipped()), Wait, "GLIBCXX_3.4.30", "GLIBCXX_9.9.9")
        );
        Assert.Contains("asks for nothing of", fault.Message, StringComparison.Ordinal);
    }

    // RHEL 9: glibc 2.34, and the libstdc++ of GCC 11. Debian 12 and Ubuntu 22.04 have all that it has.
    [Fact]
    public void No_native_library_asks_for_more_than_RHEL_9_has()
    {
        string folder = Path.Combine(AppContext.BaseDirectory, "runtimes", "linux-x64", "native");
        if (!Directory.Exists(folder))
            Assert.Skip("The native libraries of this build are not Linux's.");
        var limits = new Dictionary<string, System.Version>
        {
            ["GLIBC"] = new(2, 34),
            ["GLIBCXX"] = new(3, 4, 29),
            ["CXXABI"] = new(1, 3, 13),
        };
        var libraries = Directory
            .GetFiles(folder)
            .Where(path => Path.GetFileName(path).Contains(".so", StringComparison.Ordinal))
            .ToList();
        Assert.Contains(libraries, path => path.EndsWith("libLibTorchSharp.so", StringComparison.Ordinal));
        var beyond =
            from path in libraries
            from need in VersionNeed.Of(new ElfImage(File.ReadAllBytes(path)))
            let parts = need.Name.Split('_')
            where
                !need.IsWeak
                && limits.TryGetValue(parts[0], out var most)
                && System.Version.Parse(parts[1]) > most
            select $"{Path.GetFileName(path)} needs {need.Name}";
        Assert.Empty(beyond);
    }

    [Fact]
    public void Leaves_a_file_without_that_need_as_it_is()
    {
        var elf = new ElfImage(Shipped());
        Assert.False(WeakVersion.Make(elf, "GLIBCXX_9.9.9", Marker));
        Assert.Equal(Shipped(), elf.Bytes.ToArray());
    }

    [Fact]
    public void Refuses_where_a_called_symbol_needs_the_version()
    {
        var fault = Assert.Throws<ElfException>(() =>
            WeakVersion.Make(new ElfImage(Shipped()), "GLIBCXX_3.4", Marker)
        );
        Assert.Contains("can't be made weak", fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("MZ this is a Windows library, not an ELF file; it is long enough to hold a header")]
    public void Refuses_what_is_not_ELF(string text) =>
        Assert.Throws<ElfException>(() => new ElfImage(System.Text.Encoding.ASCII.GetBytes(text)));

    [Fact]
    public void Writes_nothing_when_it_refuses()
    {
        string folder = Directory.CreateTempSubdirectory("osler-elf").FullName;
        try
        {
            string source = Path.Combine(folder, "not-elf.so");
            File.WriteAllText(source, "not a library");
            Assert.Equal(1, Program.Main([source, Path.Combine(folder, "out.so")]));
            Assert.Equal([source], Directory.GetFiles(folder));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public void Truncated_files_are_refused_and_never_overrun()
    {
        byte[] whole = Shipped();
        Gen.Int[0, whole.Length - 1]
            .Sample(
                length => Assert.Throws<ElfException>(() => new ElfImage(whole[..length])),
                iter: 50,
                seed: "0000000000001"
            );
    }

    [Fact]
    public void Damaged_headers_end_in_a_refusal_or_an_edit_never_in_a_crash()
    {
        byte[] whole = Shipped();
        int table = (int)BinaryPrimitives.ReadUInt64LittleEndian(whole.AsSpan(40));
        Gen.Select(Gen.Int[0, whole.Length - table - 1], Gen.Byte)
            .Sample(
                (at, value) =>
                {
                    byte[] damaged = [.. whole];
                    damaged[table + at] = value;
                    try
                    {
                        WeakVersion.Make(new ElfImage(damaged), Version, Marker);
                    }
                    catch (ElfException fault)
                    {
                        Assert.NotEmpty(fault.Message);
                    }
                },
                iter: 200,
                seed: "0000000000001"
            );
    }

    private static byte[] Shipped() => File.ReadAllBytes(ShippedPath());

    /// <summary>The library as TorchSharp's package holds it; the path is written by the build.</summary>
    private static string ShippedPath()
    {
        string path = (string?)AppContext.GetData("Osler.Tests.ShippedLibTorchSharp") ?? "";
        if (!File.Exists(path))
            Assert.Skip("TorchSharp's library for Linux is not in the package folder.");
        return path;
    }
}
