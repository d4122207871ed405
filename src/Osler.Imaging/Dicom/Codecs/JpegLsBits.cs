using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace Osler.Imaging.Dicom.Codecs;

/// <summary>Bits of a JPEG-LS scan: the byte after FF has seven, and one of 80 or more ends the scan (ISO 14495-1, C.3 and A.1).</summary>
internal ref struct JpegLsBits(ReadOnlySpan<byte> bytes)
{
    private readonly ReadOnlySpan<byte> _bytes = bytes;
    private ulong _buffer;
    private int _count;
    private int _at;
    private bool _afterMark;

    /// <summary>Bits given beyond the end, which are 0.</summary>
    public int Overrun { get; private set; }

    /// <summary>Where the bytes that were not yet taken start; a marker comes at or after it.</summary>
    public readonly int Position => _at;

    private void Fill()
    {
        if (!_afterMark && _count <= 32 && _bytes.Length - _at >= 4)
        {
            uint next = BinaryPrimitives.ReadUInt32BigEndian(_bytes[_at..]);
            if ((((~next) - 0x0101_0101u) & next & 0x8080_8080u) == 0)
            {
                _buffer |= (ulong)next << (32 - _count);
                _count += 32;
                _at += 4;
                return;
            }
        }
        while (_count <= 56)
        {
            int bits = _afterMark ? 7 : 8;
            ulong next = 0;
            bool isMarker =
                _at >= _bytes.Length
                || (_bytes[_at] == 0xFF && (_at + 1 >= _bytes.Length || _bytes[_at + 1] >= 0x80));
            if (isMarker)
            {
                if (_count >= 32)
                    return;
                Overrun += bits;
                _afterMark = false;
            }
            else
            {
                next = _bytes[_at++];
                _afterMark = next == 0xFF;
            }
            _buffer |= next << (64 - bits - _count);
            _count += bits;
        }
    }

    /// <summary>One bit.</summary>
    public bool ReadBit()
    {
        if (_count == 0)
            Fill();
        bool bit = (long)_buffer < 0;
        _buffer <<= 1;
        _count--;
        return bit;
    }

    /// <summary>0 to 16 bits.</summary>
    public int Read(int bits)
    {
        if (bits == 0)
            return 0;
        if (_count < bits)
            Fill();
        int value = (int)(_buffer >> (64 - bits));
        _buffer <<= bits;
        _count -= bits;
        return value;
    }

    /// <summary>A number in Golomb's code of limited length (A.5.3): unary part, then <paramref name="k"/> bits.</summary>
    /// <param name="k">Bits after the unary part.</param>
    /// <param name="most">Length of a unary part from which on <paramref name="escapeBits"/> bits say it all.</param>
    /// <param name="escapeBits">Bits of a number too long for its unary part.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int ReadGolomb(int k, int most, int escapeBits)
    {
        if (_count < 32)
            Fill();
        ulong buffer = _buffer;
        int zeros = BitOperations.LeadingZeroCount(buffer);
        int taken = zeros + 1 + k;
        if (taken > _count || zeros >= most)
            return ReadLongGolomb(k, most, escapeBits);
        // Shifts of 64 - k in two steps, since k may be 0.
        int low = (int)(buffer << zeros << 1 >> 1 >> (63 - k));
        _buffer = buffer << zeros << 1 << k;
        _count -= taken;
        return (zeros << k) | low;
    }

    private int ReadLongGolomb(int k, int most, int escapeBits)
    {
        int zeros = 0;
        while (!ReadBit())
            if (++zeros > most)
                break;
        return zeros < most ? (zeros << k) | Read(k) : Read(escapeBits) + 1;
    }
}
