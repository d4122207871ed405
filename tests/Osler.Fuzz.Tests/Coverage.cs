using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using SharpFuzz.Common;

namespace Osler.Fuzz.Tests;

/// <summary>
/// Which branches of the instrumented readers ran, and about how often: each pair of branches, one after the other, has a
/// counter of one byte, in the classes 1, 2, 3, 4 to 7, 8 to 15, 16 to 31, 32 to 127 and more, as in AFL.
/// </summary>
internal static unsafe class Coverage
{
    /// <summary>The collection of every test that counts: the counters are the process's.</summary>
    public const string Alone = "counters";

    private const int Counters = 1 << 16;

    private static readonly byte[] s_class = Classes();

    private static ReadOnlySpan<ulong> Words => new(Trace.SharedMem, Counters / 8);

    /// <summary>Before any instrumented code runs.</summary>
    [ModuleInitializer]
    internal static void Start() => Trace.SharedMem = (byte*)NativeMemory.AllocZeroed(Counters);

    /// <summary>Forgets what ran.</summary>
    public static void Clear()
    {
        new Span<byte>(Trace.SharedMem, Counters).Clear();
        Trace.PrevLocation = 0;
    }

    /// <summary>Adds to <paramref name="seen"/> what ran since the last <see cref="Clear"/>; how much of it is new.</summary>
    public static int Add(byte[] seen)
    {
        int news = 0;
        var words = Words;
        for (int word = 0; word < words.Length; word++)
        {
            if (words[word] == 0)
                continue;
            for (int i = 8 * word; i < 8 * word + 8; i++)
            {
                int bit = s_class[Trace.SharedMem[i]];
                news += BitOperations.PopCount((uint)(bit & ~seen[i]));
                seen[i] |= (byte)bit;
            }
        }
        return news;
    }

    /// <summary>Room for what was seen.</summary>
    public static byte[] Nothing() => new byte[Counters];

    private static byte[] Classes()
    {
        byte[] classes = new byte[256];
        for (int count = 1; count < 256; count++)
            classes[count] = (byte)(
                1
                << count switch
                {
                    <= 3 => count - 1,
                    <= 7 => 3,
                    <= 15 => 4,
                    <= 31 => 5,
                    <= 127 => 6,
                    _ => 7,
                }
            );
        return classes;
    }
}
