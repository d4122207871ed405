using System.Buffers;
using Osler.Imaging.Rasters;

namespace Osler.Imaging.Augmentation;

/// <summary>Mirrors and turns a volume without resampling.</summary>
internal static class VolumeTurning
{
    public static void Apply(Planes volume, VolumeTurn turn)
    {
        int[] size = [volume.Depth, volume.Height, volume.Width];
        int[] stride = [volume.Height * volume.Width, volume.Width, 1];
        if (turn.Second is { } second && size[turn.First] != size[second])
            throw new ArgumentException("Only axes of one length change places.", nameof(turn));
        int length = volume.Length / volume.Channels;
        float[] values = ArrayPool<float>.Shared.Rent(volume.Length);
        Span<int> place = stackalloc int[3];
        for (int channel = 0; channel < volume.Channels; channel++)
        {
            var from = volume.Channel(channel);
            var to = values.AsSpan(channel * length, length);
            int at = 0;
            for (place[0] = 0; place[0] < size[0]; place[0]++)
            for (place[1] = 0; place[1] < size[1]; place[1]++)
            for (place[2] = 0; place[2] < size[2]; place[2]++)
                to[at++] = from[Source(place, turn, size, stride)];
        }
        volume.Replace(values, volume.Channels, volume.Height, volume.Width, volume.Rows, volume.Columns);
    }

    private static int Source(ReadOnlySpan<int> place, VolumeTurn turn, int[] size, int[] stride)
    {
        int from = place[0] * stride[0] + place[1] * stride[1] + place[2] * stride[2];
        int first = turn.First;
        if (turn.Second is not { } second)
            return from + (size[first] - 1 - 2 * place[first]) * stride[first];
        // (a, b) comes from (b, n - 1 - a).
        return from
            + (place[second] - place[first]) * stride[first]
            + (size[first] - 1 - place[first] - place[second]) * stride[second];
    }
}
