namespace Osler.Imaging.Tests.Dicom;

/// <summary>Writes frames of run lengths.</summary>
internal static class RleEncoder
{
    /// <summary>PS3.5 annex G.3 and G.4: each byte plane, the greatest first, as PackBits.</summary>
    public static byte[] Pack(byte[] native, int samples, int bytesOfSample)
    {
        int step = samples * bytesOfSample;
        var segments = new List<byte>();
        var starts = new List<int>();
        for (int sample = 0; sample < samples; sample++)
        for (int place = bytesOfSample - 1; place >= 0; place--)
        {
            starts.Add(64 + segments.Count);
            byte[] plane =
            [
                .. Enumerable
                    .Range(0, native.Length / step)
                    .Select(i => native[i * step + sample * bytesOfSample + place]),
            ];
            for (int at = 0; at < plane.Length; )
            {
                int run = 1;
                while (at + run < plane.Length && run < 128 && plane[at + run] == plane[at])
                    run++;
                if (run >= 2)
                {
                    segments.AddRange([(byte)(sbyte)(1 - run), plane[at]]);
                    at += run;
                    continue;
                }
                int literal = 1;
                while (
                    at + literal < plane.Length
                    && literal < 128
                    && (at + literal + 1 >= plane.Length || plane[at + literal] != plane[at + literal + 1])
                )
                    literal++;
                segments.Add((byte)(literal - 1));
                segments.AddRange(plane.AsSpan(at, literal));
                at += literal;
            }
            if (segments.Count % 2 == 1)
                // A byte that does nothing.
                segments.Add(0x80);
        }
        byte[] head = new byte[64];
        BitConverter.TryWriteBytes(head, starts.Count);
        for (int i = 0; i < starts.Count; i++)
            BitConverter.TryWriteBytes(head.AsSpan(4 + 4 * i), starts[i]);
        return [.. head, .. segments];
    }
}
