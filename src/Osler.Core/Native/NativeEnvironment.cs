using System.Runtime.InteropServices;

namespace Osler.Core.Native;

/// <summary>The process's environment as native libraries see it on Unix.</summary>
/// <remarks>
/// .NET keeps a copy of its own there: what <see cref="Environment.SetEnvironmentVariable(string, string)"/> changes, the
/// C library's <c>getenv</c> does not tell. Windows has one environment for both, and no such function.
/// </remarks>
public static class NativeEnvironment
{
    /// <summary>Tells the C library of a variable, in place of a value that is there; on Unix only. What .NET sees stays as it was.</summary>
    /// <param name="name">Not empty, without <c>=</c>.</param>
    /// <param name="value">What it is to be.</param>
    /// <returns>Whether the C library took it.</returns>
    public static bool Set(string name, string value) => Library.Set(name, value, overwrite: 1) == 0;

    private static class Library
    {
        [DllImport("libc", EntryPoint = "setenv", CharSet = CharSet.Ansi, BestFitMapping = false)]
        [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
        internal static extern int Set(
            [MarshalAs(UnmanagedType.LPUTF8Str)] string name,
            [MarshalAs(UnmanagedType.LPUTF8Str)] string value,
            int overwrite
        );
    }
}
