namespace Osler.Imaging.Tests.Dicom;

/// <summary>Bits to bytes, the greatest first, with the stuffing of JPEG (a zero byte after FF) or JPEG-LS (a zero bit).</summary>
internal sealed class BitWriter(bool isJpegLs)
{
    private readonly List<byte> _bytes = [];
    private int _current;
    private int _free = 8;

    public void Write(long value, int bits)
    {
        for (int bit = bits - 1; bit >= 0; bit--)
        {
            _free--;
            _current |= (int)((value >> bit) & 1) << _free;
            if (_free == 0)
                End();
        }
    }

    /// <summary>Fills the last byte, with ones in JPEG and zeros in JPEG-LS, and gives all of them.</summary>
    public byte[] Finish()
    {
        int open = isJpegLs && _bytes is [.., 0xFF] ? 7 : 8;
        if (_free < open)
        {
            if (!isJpegLs)
                _current |= (1 << _free) - 1;
            End();
        }
        // A last FF would look like a marker.
        if (isJpegLs && _bytes is [.., 0xFF])
            _bytes.Add(0);
        return [.. _bytes];
    }

    private void End()
    {
        byte done = (byte)_current;
        _bytes.Add(done);
        _current = 0;
        _free = 8;
        if (done != 0xFF)
            return;
        if (isJpegLs)
            _free = 7;
        else
            _bytes.Add(0);
    }
}
