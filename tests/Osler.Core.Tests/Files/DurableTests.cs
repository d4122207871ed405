using Osler.Core.Faults;
using Osler.Core.Files;

namespace Osler.Core.Tests.Files;

public sealed class DurableTests
{
    [Fact]
    public void Writes_a_file_and_its_folder()
    {
        using var folder = new TemporaryFolder();
        Durable.WriteFile(folder["a/b/c.txt"], stream => stream.Write("text"u8));
        Assert.Equal("text", File.ReadAllText(folder["a/b/c.txt"]));
    }

    [Fact]
    public void Keeps_the_old_file_when_writing_fails_half_way()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["c.txt"], "old");
        Assert.Throws<InvalidOperationException>(() =>
            Durable.WriteFile(
                folder["c.txt"],
                stream =>
                {
                    stream.Write("ne"u8);
                    throw new InvalidOperationException();
                }
            )
        );
        Assert.Equal("old", File.ReadAllText(folder["c.txt"]));
        Assert.Equal([folder["c.txt"]], Directory.EnumerateFileSystemEntries(folder.Path));
    }

    [Fact]
    public void Leaves_nothing_when_filling_a_folder_fails_half_way()
    {
        using var folder = new TemporaryFolder();
        Assert.Throws<OperationCanceledException>(() =>
            Durable.WriteFolder(
                folder["out"],
                temporary =>
                {
                    File.WriteAllText(Path.Combine(temporary, "a"), "a");
                    throw new OperationCanceledException();
                }
            )
        );
        Assert.Empty(Directory.EnumerateFileSystemEntries(folder.Path));
    }

    [Fact]
    public void Never_writes_over_a_folder_that_holds_something()
    {
        using var folder = new TemporaryFolder();
        Directory.CreateDirectory(folder["out"]);
        File.WriteAllText(folder["out/precious"], "data");
        var fault = Assert.Throws<RequestException>(() =>
            Durable.WriteFolder(folder["out"], _ => Assert.Fail("begun although the folder is taken"))
        );
        Assert.Equal("The output folder exists and isn't empty; nothing is overwritten.", fault.What);
        Assert.Equal("data", File.ReadAllText(folder["out/precious"]));
    }

    [Fact]
    public void Fills_an_empty_folder_that_exists()
    {
        using var folder = new TemporaryFolder();
        Directory.CreateDirectory(folder["out"]);
        Durable.WriteFolder(folder["out"], temporary => File.WriteAllText(Path.Combine(temporary, "a"), "a"));
        Assert.Equal("a", File.ReadAllText(folder["out/a"]));
    }

    [Fact]
    public void Says_so_when_a_file_is_in_the_place_of_the_folder()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["out"], "a file");
        var fault = Assert.Throws<RequestException>(() => Durable.WriteFolder(folder["out"], _ => { }));
        Assert.Equal("A file is in the place of the output folder.", fault.What);
        var within = Assert.Throws<RequestException>(() =>
            Durable.WriteFolder(folder["out/deeper"], _ => { })
        );
        Assert.StartsWith("Can't write here", within.What, StringComparison.Ordinal);
        Assert.Equal("a file", File.ReadAllText(folder["out"]));
    }

    [Fact]
    public void Says_so_when_a_folder_is_in_the_place_of_the_file()
    {
        using var folder = new TemporaryFolder();
        Assert.Throws<RequestException>(() => Durable.WriteFile(folder.Path, _ => { }));
    }

    [Fact]
    public void A_full_disk_is_told_and_leaves_nothing_behind()
    {
        Assert.SkipUnless(
            OperatingSystem.IsLinux() && File.Exists("/dev/full"),
            "needs Linux's /dev/full to play a full disk"
        );
        using var folder = new TemporaryFolder();
        var fault = Assert.Throws<RequestException>(() =>
            Durable.WriteFolder(
                folder["out"],
                temporary =>
                {
                    File.WriteAllText(Path.Combine(temporary, "a"), "a");
                    using var full = new FileStream(
                        "/dev/full",
                        FileMode.Open,
                        FileAccess.Write,
                        FileShare.ReadWrite,
                        0
                    );
                    full.Write(new byte[4096]);
                }
            )
        );
        Assert.StartsWith("The disk is full.", fault.What, StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFileSystemEntries(folder.Path));
    }

    [Fact]
    public void A_read_only_place_is_told()
    {
        Assert.SkipUnless(
            OperatingSystem.IsLinux() && Directory.Exists("/proc/self"),
            "needs Linux's /proc, where nobody can write, root included"
        );
        var fault = Assert.Throws<RequestException>(() => Durable.WriteFolder("/proc/self/osler", _ => { }));
        Assert.StartsWith("Can't write here", fault.What, StringComparison.Ordinal);
    }
}
