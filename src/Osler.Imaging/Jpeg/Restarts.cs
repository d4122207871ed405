namespace Osler.Imaging.Jpeg;

/// <summary>The marks at which a scan's decoding begins anew (ISO 10918-1 sections B.2.1 and B.2.4.4).</summary>
internal static class Restarts
{
    /// <summary>
    /// What is wrong with the restarts of a stream of one scan: decoders go on after one that is missing, and all that follows is shifted. Null
    /// where they are in order and as many as the picture's size asks for, and of streams of several scans.
    /// </summary>
    /// <param name="stream">From its start marker.</param>
    /// <param name="head">Its own.</param>
    public static string? Fault(ReadOnlySpan<byte> stream, JpegHead head) =>
        head is { Process: 0 or 1, Rows: > 0, Columns: > 0, RestartInterval: > 0 and var interval }
        && head.ScanComponents == head.Components.Count
            ? Fault(stream[head.ScanAt..], (Units(head) - 1) / interval)
            : null;

    private static string? Fault(ReadOnlySpan<byte> scan, long due)
    {
        long seen = 0;
        for (int at = 0; at + 1 < scan.Length; at++)
        {
            int next = scan[at..].IndexOf((byte)0xFF);
            if (next < 0 || (at += next) + 1 >= scan.Length)
                break;
            byte marker = scan[at + 1];
            if (marker is >= 0xD0 and <= 0xD7)
            {
                if (marker - 0xD0 != seen % 8)
                    return $"restart {seen + 1} of {due} is missing";
                seen++;
            }
            else if (marker is not (0 or 0xFF))
                break;
        }
        return seen == due ? null : $"there are {seen} restarts where {due} are due";
    }

    /// <summary>Minimum coded units of the picture; of a single component a unit is a block (A.2.2).</summary>
    private static long Units(JpegHead head)
    {
        if (head.Components.Count == 1)
            return Blocks(head.Columns, 8) * Blocks(head.Rows, 8);
        int across = head.Components.Max(component => component.Horizontal);
        int down = head.Components.Max(component => component.Vertical);
        return Blocks(head.Columns, 8 * across) * Blocks(head.Rows, 8 * down);
    }

    private static long Blocks(int length, int block) => block == 0 ? 0 : (length + block - 1L) / block;
}
