using JpegLibrary;
using Osler.Core.Faults;

namespace Osler.Imaging.Jpeg;

/// <summary>Tells a JPEG file that lacks a part of its picture from one that is only written oddly.</summary>
/// <remarks>
/// libjpeg goes on where data are missing, fills in the last colour, and warns of it as of a harmless mark. So a file of which it warns is decoded once
/// more by <see cref="ManagedJpeg"/>, which fills in nothing.
/// </remarks>
internal static class JpegDamage
{
    // A block of 64 samples takes two symbols of a bit at least, one in scans of means alone.
    private const long MostSamplesOfByte = 1024;

    // The package holds all coefficients of a progressive picture.
    private const long MostHeld = 1L << 26;

    /// <summary>Refuses a file that lacks a part of its picture.</summary>
    /// <param name="content">A file that libjpeg warned of.</param>
    /// <param name="where">What to call it in messages.</param>
    /// <exception cref="DataException">It lacks a part.</exception>
    public static void Refuse(byte[] content, string where)
    {
        if (Missing(content) is { } fault)
            throw new DataException(
                "The image can't be decoded: a part of the picture is missing.",
                where,
                "It is truncated or damaged; get it again.",
                fault
            );
    }

    private static Exception? Missing(byte[] content)
    {
        if (JpegHead.Find(content) is not { Process: <= 2, Precision: 8 } head || !IsJudged(head))
            return null;
        long samples = (long)head.Rows * head.Columns;
        if (samples > MostSamplesOfByte * content.Length)
            return new InvalidDataException($"{samples} pixels in {content.Length} bytes");
        return head.Process == 2 && samples * head.Components.Count > MostHeld
            ? null
            : ManagedJpeg.Decode(content, head, new Nowhere());
    }

    // Without tables libjpeg takes the standard's, and the package gets grey blocks of several units wrong.
    private static bool IsJudged(JpegHead head) =>
        (head.Components.Count > 1 || head.Components is [{ Horizontal: 1, Vertical: 1 }])
        && ManagedJpeg.Spreads(head)
        && head.HasTables;

    private sealed class Nowhere : JpegBlockOutputWriter
    {
        public override void WriteBlock(ref short blockRef, int componentIndex, int x, int y) { }
    }
}
