using System.Diagnostics;
using Osler.Core.Faults;
using Osler.Imaging.Dicom;

namespace Osler.Imaging.Tests.Dicom;

/// <summary>Damaged files, seeded: they read or give one DataException, in bounded time and memory.</summary>
public sealed class FuzzTests
{
    /// <summary>What a damaged file may allocate: itself some times over, and one frame of 2^25 pixels or so.</summary>
    private const long MostAllocated = 1L << 30;

    private static readonly TimeSpan s_longest = TimeSpan.FromSeconds(20);

    [Fact]
    public void Damaged_objects_of_every_coding_read_or_fail_clearly()
    {
        foreach (byte[] whole in Written())
            for (int seed = 0; seed < 300; seed++)
                Exercise(Damaged(whole, seed), $"{whole.Length} bytes, seed {seed}");
    }

    [Fact]
    public void Damaged_real_files_read_or_fail_clearly()
    {
        foreach (string path in Directory.EnumerateFiles(Found.Real("dicom")).Order(StringComparer.Ordinal))
        {
            byte[] whole = File.ReadAllBytes(path);
            if (whole.Length > 140_000)
                continue;
            for (int seed = 0; seed < 12; seed++)
                Exercise(Damaged(whole, seed), $"{Path.GetFileName(path)}, seed {seed}");
        }
    }

    [Fact]
    public void Every_beginning_of_a_file_reads_or_fails_clearly()
    {
        foreach (byte[] whole in Written())
            for (int length = 0; length < whole.Length; length += 1 + whole.Length / 400)
                Exercise(whole[..length], $"{length} of {whole.Length} bytes");
    }

    /// <summary>Reads everything that a file offers.</summary>
    internal static void Exercise(byte[] bytes, string what)
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        var watch = Stopwatch.StartNew();
        try
        {
            Read(bytes);
        }
        catch (DataException fault)
        {
            Assert.DoesNotContain("   at ", fault.Message);
        }
        Assert.True(watch.Elapsed < s_longest, $"{what}: {watch.Elapsed}.");
        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.True(allocated < MostAllocated, $"{what}: {allocated} bytes.");
    }

    /// <summary>Reads an object's elements and frames.</summary>
    internal static void Read(byte[] bytes)
    {
        var file = DicomFile.Read(bytes, "damaged.dcm");
        foreach (var tag in file.Data.Tags.Take(200))
        foreach (var item in file.Data.Items(tag).Take(20))
            _ = item.Tags.Count();
        var image = file.Image();
        for (int frame = 0; frame < Math.Min(2, image.Frames); frame++)
        {
            image.Frame(frame);
            image.Shown(frame);
            image.Spacing(frame);
        }
    }

    internal static byte[] Damaged(byte[] whole, int seed)
    {
        var random = new Random(seed);
        byte[] bytes = [.. whole];
        int times = 1 + random.Next(6);
        for (int i = 0; i < times && bytes.Length > 8; i++)
        {
            // Heads first: most of what can go wrong is there.
            int at =
                random.Next(2) == 0 ? random.Next(Math.Min(bytes.Length, 2500)) : random.Next(bytes.Length);
            switch (random.Next(6))
            {
                case 0:
                    bytes[at] = (byte)random.Next(256);
                    break;
                case 1:
                    bytes[at] ^= (byte)(1 << random.Next(8));
                    break;
                case 2:
                    int count = Math.Min(4, bytes.Length - at);
                    bytes.AsSpan(at, count).Fill(random.Next(2) == 0 ? (byte)0xFF : (byte)0);
                    break;
                case 3:
                    bytes = bytes[..at];
                    break;
                case 4:
                    int gone = Math.Min(random.Next(1, 20), bytes.Length - at);
                    bytes = [.. bytes[..at], .. bytes[(at + gone)..]];
                    break;
                default:
                    int again = Math.Min(random.Next(1, 40), bytes.Length - at);
                    bytes = [.. bytes[..at], .. bytes.AsSpan(at, again), .. bytes[at..]];
                    break;
            }
        }
        return bytes;
    }

    /// <summary>One small object of each coding and colour.</summary>
    internal static IEnumerable<byte[]> Written()
    {
        byte[] noise = PixelsTests.Noise(12 * 16 * 3 * 2, 1);
        int[] samples = [.. noise.Take(12 * 16).Select(value => (int)value)];
        foreach (bool isExplicit in new[] { true, false })
        {
            var item = new ObjectWriter(isExplicit)
                .Text(0x00281053, Vr.DS, "2")
                .Text(0x00281052, Vr.DS, "-5");
            var group = new ObjectWriter(isExplicit).Sequence(0x00289145, true, item);
            var writer = new ObjectWriter(isExplicit)
                .Text(0x00080060, Vr.CS, "CT")
                .Image(12, 16, 16, 12, frames: 2);
            writer.Text(0x00281050, Vr.DS, "40").Text(0x00281051, Vr.DS, "400");
            writer.Sequence(0x52009230, true, group, group).Bytes(0x7FE00010, Vr.OW, noise);
            yield return writer.File(isExplicit ? ObjectWriter.Explicit : ObjectWriter.Implicit);
            if (isExplicit)
                yield return writer.File(ObjectWriter.Deflated);
        }
        var palette = new ObjectWriter().Image(12, 16, photometric: "PALETTE COLOR");
        for (uint c = 0; c < 3; c++)
            palette
                .Words(0x00281101 + c, Vr.US, 10, 0, 8)
                .Words(0x00281221 + c, Vr.OW, 0, 3, 0, 0, 128, 1, 4, 200, 2, 1, 0, 0);
        yield return palette.Bytes(0x7FE00010, Vr.OB, noise.AsSpan(0, 192)).File(ObjectWriter.Explicit);

        byte[] packed = RleTests.Pack(noise[..192], 1, 1);
        var rle = new ObjectWriter().Image(12, 16, frames: 2);
        yield return rle.Fragments(new byte[8], packed[..64], packed[64..], packed).File(ObjectWriter.Rle);

        foreach (int interleave in new[] { 0, 1, 2 })
        {
            int[] colors = [.. noise.Take(12 * 16 * 3).Select(value => (int)value)];
            byte[] coded = JpegLsStream.Encode(colors, 12, 16, 3, 8, 1, interleave);
            var color = new ObjectWriter().Image(12, 16, photometric: "RGB", samples: 3);
            yield return color
                .Fragments([], [.. coded, .. new byte[coded.Length % 2]])
                .File(ObjectWriter.JpegLs);
        }
        byte[] lossless = LosslessJpegTests.Encode(samples, 12, 16, 1, 8, 4, 0, 2, true);
        var jpeg = new ObjectWriter().Image(12, 16);
        yield return jpeg.Fragments([], [.. lossless, .. new byte[lossless.Length % 2]])
            .File(ObjectWriter.JpegLossless);
    }
}
