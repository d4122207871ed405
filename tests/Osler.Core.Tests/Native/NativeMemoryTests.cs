using System.Runtime.InteropServices;
using NativeMemory = Osler.Core.Native.NativeMemory;

namespace Osler.Core.Tests.Native;

public sealed class NativeMemoryTests
{
    [Fact]
    public void Glibc_keeps_memory_unless_the_user_decided_otherwise()
    {
        bool decided =
            Environment.GetEnvironmentVariable("MALLOC_TRIM_THRESHOLD_") is not null
            || Environment.GetEnvironmentVariable("GLIBC_TUNABLES") is not null;
        bool glibc =
            OperatingSystem.IsLinux()
            && NativeLibrary.TryGetExport(
                NativeLibrary.GetMainProgramHandle(),
                "gnu_get_libc_version",
                out _
            );
        Assert.Equal(glibc && !decided, NativeMemory.Keep());
        Assert.Equal(glibc && !decided, NativeMemory.KeepLarge());
    }
}
