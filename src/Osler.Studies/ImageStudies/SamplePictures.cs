using System.Runtime.InteropServices;
using Osler.Imaging.Augmentation;
using Osler.Imaging.Boxes;
using Osler.Reports.Pictures;

namespace Osler.Studies;

/// <summary>Pictures of training images, as prepared and as training varies and mixes them, with their boxes.</summary>
/// <param name="examples">The images.</param>
internal sealed class SamplePictures(ImageExamples examples)
{
    private static readonly (byte, byte, byte) s_green = (60, 220, 90);

    /// <summary>An image as prepared.</summary>
    public Picture Prepared(int index)
    {
        using var planes = examples.Prepared(index);
        return Framed(index, planes, ImageFrame.Of(planes), null);
    }

    /// <summary>Images as training shows them in an epoch, mixed with each other where training mixes a batch.</summary>
    /// <param name="batch">The cases of the batch.</param>
    /// <param name="epoch">The epoch.</param>
    /// <param name="number">The batch in its epoch.</param>
    public Picture[] Varied(int[] batch, long epoch, long number)
    {
        var pictures = new Picture[batch.Length];
        var all = new Imaging.Rasters.Planes?[batch.Length];
        var frames = new ImageFrame[batch.Length];
        var draws = new AugmentationDraw[batch.Length];
        try
        {
            for (int i = 0; i < batch.Length; i++)
            {
                var planes = all[i] = examples.PreparedForTraining(batch[i]);
                frames[i] = ImageFrame.Of(planes);
                draws[i] = examples.Draw(batch[i], epoch, examples.Preprocessing.ShapeOf(planes));
                draws[i].Apply(planes);
            }
            if (examples.Mixes)
                Mix(all!, epoch, number);
            for (int i = 0; i < batch.Length; i++)
                pictures[i] = Framed(batch[i], all[i]!, frames[i], draws[i]);
            return pictures;
        }
        finally
        {
            foreach (var planes in all)
                planes?.Dispose();
        }
    }

    private void Mix(Imaging.Rasters.Planes[] all, long epoch, long number)
    {
        int length = all[0].Values.Length;
        float[] images = new float[all.Length * length];
        for (int i = 0; i < all.Length; i++)
            all[i].Values.CopyTo(images.AsSpan(i * length));
        examples.Mix(images, new float[all.Length], all.Length, epoch, number);
        for (int i = 0; i < all.Length; i++)
            images.AsSpan(i * length, length).CopyTo(all[i].Values);
    }

    private Picture Framed(int index, Imaging.Rasters.Planes planes, ImageFrame frame, AugmentationDraw? draw)
    {
        var picture = PreparedPicture.Of(planes);
        if (!examples.Source.HasBoxes)
            return picture;
        var boxes = new List<DrawnBox>();
        foreach (var read in examples.Source.Boxes(index))
        {
            if (
                frame.Within(frame.Prepared(read)) is { } within
                && (draw is null ? within : draw.Apply(within)) is { } box
            )
                boxes.Add(new(box.Top, box.Left, box.Bottom, box.Right, s_green));
        }
        return BoxPicture.Of(picture, CollectionsMarshal.AsSpan(boxes), Mosaic.Least);
    }
}
