using JpegLibrary;

namespace Osler.Imaging.Jpeg;

/// <summary>The package JpegLibrary, which decodes in managed code and takes nothing for what is missing.</summary>
internal static class ManagedJpeg
{
    /// <summary>Whether the package can spread a picture's components: it does so by powers of two only, and trusts the factors.</summary>
    public static bool Spreads(JpegHead head)
    {
        int across = head.Components.Max(component => component.Horizontal);
        int down = head.Components.Max(component => component.Vertical);
        return head.Components.All(component =>
            IsPower(across, component.Horizontal) && IsPower(down, component.Vertical)
        );

        static bool IsPower(int most, int one) => one is 1 or 2 or 4 && most is 1 or 2 or 4 && most >= one;
    }

    /// <summary>Decodes a stream; null where all of the picture was there, else what is wrong.</summary>
    /// <param name="stream">From its start marker; of components that <see cref="Spreads"/>.</param>
    /// <param name="head">Its own.</param>
    /// <param name="writer">Gets the blocks of coefficients, turned to samples.</param>
    public static Exception? Decode(ReadOnlyMemory<byte> stream, JpegHead head, JpegBlockOutputWriter writer)
    {
        if (Restarts.Fault(stream.Span, head) is { } words)
            return new InvalidDataException(words);
        var decoder = new JpegDecoder();
        decoder.SetInput(stream);
        decoder.SetOutputWriter(writer);
        try
        {
            decoder.Identify();
            decoder.Decode();
            return null;
        }
        // What the package throws at damaged streams.
        catch (Exception fault)
            when (fault
                    is InvalidDataException
                        or InvalidOperationException
                        or NotSupportedException
                        or ArgumentException
                        or IndexOutOfRangeException
                        or NullReferenceException
                        or OverflowException
            )
        {
            return fault;
        }
    }
}
