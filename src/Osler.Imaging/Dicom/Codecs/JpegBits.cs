using System.Buffers.Binary;

namespace Osler.Imaging.Dicom.Codecs;

/// <summary>Bits of entropy-coded data, the greatest first; FF 00 is FF, and FF before another byte ends them (ISO 10918-1 F.1.2.3).</summary>
internal ref struct JpegBits(ReadOnlySpan<byte> bytes)
{
    private readonly ReadOnlySpan<byte> _bytes = bytes;
    private ulong _buffer;
    private int _count;
    private int _at;

    /// <summary>Bits given beyond the end, which are 0.</summary>
    public int Overrun { get; private set; }

    /// <summary>Where the bytes that were not yet taken into the buffer start.</summary>
    public readonly int Position => _at;

    /// <summary>Makes at least 32 bits ready.</summary>
    public void Fill()
    {
        if (_count >= 32)
            return;
        if (_bytes.Length - _at >= 4)
        {
            uint next = BinaryPrimitives.ReadUInt32BigEndian(_bytes[_at..]);
            // A byte of FF among the four: (~x - 0x01010101) & x & 0x80808080 finds a zero byte of ~x.
            if ((((~next) - 0x0101_0101u) & next & 0x8080_8080u) == 0)
            {
                _buffer |= (ulong)next << (32 - _count);
                _count += 32;
                _at += 4;
                return;
            }
        }
        FillSlowly();
    }

    /// <summary>The next bits without taking them; <see cref="Fill"/> must have run.</summary>
    public readonly uint Peek(int bits) => (uint)(_buffer >> (64 - bits));

    /// <summary>Takes bits that <see cref="Peek"/> showed.</summary>
    public void Take(int bits)
    {
        _buffer <<= bits;
        _count -= bits;
    }

    /// <summary>Takes 0 to 16 bits.</summary>
    public uint Read(int bits)
    {
        if (bits == 0)
            return 0;
        uint value = Peek(bits);
        Take(bits);
        return value;
    }

    /// <summary>Drops what is left of this interval and steps over a restart marker; false where there is none.</summary>
    public bool TryRestart()
    {
        (_buffer, _count, Overrun) = (0, 0, 0);
        while (_at < _bytes.Length - 1)
        {
            if (_bytes[_at] == 0xFF && _bytes[_at + 1] is >= 0xD0 and <= 0xD7)
            {
                _at += 2;
                return true;
            }
            if (_bytes[_at] == 0xFF && _bytes[_at + 1] is not (0 or 0xFF))
                return false;
            _at++;
        }
        return false;
    }

    private void FillSlowly()
    {
        while (_count <= 56)
        {
            byte next = 0;
            if (_at < _bytes.Length && _bytes[_at] != 0xFF)
                next = _bytes[_at++];
            else if (_at + 1 < _bytes.Length && _bytes[_at + 1] == 0)
            {
                next = 0xFF;
                _at += 2;
            }
            else
            {
                if (_count >= 32)
                    return;
                Overrun += 8;
            }
            _buffer |= (ulong)next << (56 - _count);
            _count += 8;
        }
    }
}

/// <summary>A Huffman code (ISO 10918-1 annex C and F.2.2.3): short codes by one look-up.</summary>
internal sealed class JpegHuffman
{
    private const int QuickBits = 10;

    /// <summary>Length * 256 + value of codes of at most <see cref="QuickBits"/> bits; 0: a longer one.</summary>
    private readonly ushort[] _quick = new ushort[1 << QuickBits];
    private readonly int[] _last = new int[18];
    private readonly int[] _offset = new int[17];
    private readonly byte[] _values;

    private JpegHuffman(byte[] values) => _values = values;

    /// <summary>Reads one table: 16 counts and the values; null where they are impossible.</summary>
    public static JpegHuffman? Of(ReadOnlySpan<byte> counts, ReadOnlySpan<byte> values)
    {
        var table = new JpegHuffman(values.ToArray());
        int code = 0;
        int index = 0;
        for (int length = 1; length <= 16; length++)
        {
            int count = counts[length - 1];
            if (code + count > 1 << length)
                return null;
            table._offset[length] = index - code;
            for (int i = 0; i < count; i++, code++, index++)
                if (length <= QuickBits)
                    table
                        ._quick.AsSpan(code << (QuickBits - length), 1 << (QuickBits - length))
                        .Fill((ushort)((length << 8) | values[index]));
            // One past the last code of this length, left-aligned to 16 bits.
            table._last[length] = code << (16 - length);
            code <<= 1;
        }
        table._last[17] = int.MaxValue;
        return table;
    }

    /// <summary>Takes one code; -1 where the bits are none.</summary>
    public int Decode(ref JpegBits bits)
    {
        ushort quick = _quick[bits.Peek(QuickBits)];
        if (quick != 0)
        {
            bits.Take(quick >> 8);
            return quick & 0xFF;
        }
        int next = (int)bits.Peek(16);
        int length = QuickBits + 1;
        while (next >= _last[length])
            length++;
        if (length > 16)
            return -1;
        bits.Take(length);
        int index = (next >> (16 - length)) + _offset[length];
        return (uint)index < (uint)_values.Length ? _values[index] : -1;
    }
}
