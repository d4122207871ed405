using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Text;

namespace Osler.Imaging.Arrays;

/// <summary>The header of an NPY file.</summary>
/// <remarks>
/// <c>\x93NUMPY</c>, version 1 to 3, the header's length (2 bytes little-endian; 4 from version 2 on), then a Python
/// dictionary of exactly <c>descr</c>, <c>fortran_order</c> and <c>shape</c> (NumPy Enhancement Proposal 1 and
/// numpy.lib.format). The dictionary is read by a grammar of its own: strings, True, False, and tuples of whole
/// numbers; nothing is evaluated.
/// </remarks>
internal sealed record NpyHeader(
    NumberKind Kind,
    bool BigEndian,
    bool ColumnMajor,
    ImmutableArray<int> Shape,
    int Length
)
{
    private const int MostBytes = 64 << 10;

    private static ReadOnlySpan<byte> Magic => [0x93, (byte)'N', (byte)'U', (byte)'M', (byte)'P', (byte)'Y'];

    public static NpyHeader Read(Stream stream, string where)
    {
        Span<byte> start = stackalloc byte[8];
        if (stream.ReadAtLeast(start, 8, throwOnEndOfStream: false) < 8 || !start[..6].SequenceEqual(Magic))
            throw Arrays.Malformed("it does not begin as an NPY array does", where);
        int version = start[6];
        if (version is < 1 or > 3)
            throw Arrays.Malformed($"NPY version {version} is unknown; 1 to 3 are read", where);
        Span<byte> size = stackalloc byte[4];
        size.Clear();
        stream.ReadExactly(version == 1 ? size[..2] : size);
        uint length = BinaryPrimitives.ReadUInt32LittleEndian(size);
        if (length > MostBytes)
            throw Arrays.Malformed(
                $"its header claims {length:N0} bytes; {MostBytes:N0} are the most",
                where
            );
        byte[] text = new byte[length];
        stream.ReadExactly(text);
        int before = version == 1 ? 10 : 12;
        return new Parser(
            version == 3 ? Encoding.UTF8.GetString(text) : Encoding.Latin1.GetString(text),
            where
        ).Header(before + (int)length);
    }

    private ref struct Parser(string text, string where)
    {
        private readonly string _text = text;
        private int _at;

        public NpyHeader Header(int length)
        {
            (NumberKind Kind, bool BigEndian)? descr = null;
            bool? columnMajor = null;
            ImmutableArray<int>? shape = null;
            Expect('{');
            while (!Take('}'))
            {
                string key = Text();
                Expect(':');
                switch (key)
                {
                    case "descr" when descr is null:
                        descr = Descr();
                        break;
                    case "fortran_order" when columnMajor is null:
                        columnMajor = Truth();
                        break;
                    case "shape" when shape is null:
                        shape = Shape();
                        break;
                    default:
                        throw Bad($"the key '{key}' is unknown or there twice");
                }
                if (!Take(','))
                {
                    Expect('}');
                    break;
                }
            }
            SkipBlanks();
            if (_at != _text.Length)
                throw Bad("something follows the dictionary");
            if (descr is not { } kind || columnMajor is not { } order || shape is not { } sizes)
                throw Bad("descr, fortran_order or shape is missing");
            return new NpyHeader(kind.Kind, kind.BigEndian, order, sizes, length);
        }

        private (NumberKind Kind, bool BigEndian) Descr()
        {
            SkipBlanks();
            if (_at < _text.Length && _text[_at] == '[')
                throw Bad("it holds records of several fields; only plain numbers are read");
            string descr = Text();
            if (
                descr is "|O" or "O" or "<O" or ">O" or "=O"
                || descr.EndsWith("|O", StringComparison.Ordinal)
            )
                throw Arrays.Malformed(
                    "it holds pickled Python objects, which can run code when read and never are",
                    where
                );
            if (descr.Length != 3 || descr[0] is not ('<' or '>' or '|' or '='))
                throw Unread(descr);
            NumberKind kind = descr[1..] switch
            {
                "b1" => NumberKind.Bool,
                "u1" => NumberKind.UInt8,
                "i1" => NumberKind.Int8,
                "u2" => NumberKind.UInt16,
                "i2" => NumberKind.Int16,
                "u4" => NumberKind.UInt32,
                "i4" => NumberKind.Int32,
                "u8" => NumberKind.UInt64,
                "i8" => NumberKind.Int64,
                "f2" => NumberKind.Float16,
                "f4" => NumberKind.Float32,
                "f8" => NumberKind.Float64,
                _ => throw Unread(descr),
            };
            if (descr[0] == '|' && kind.Size() > 1)
                throw Unread(descr);
            return (kind, descr[0] == '>' || descr[0] == '=' && !BitConverter.IsLittleEndian);
        }

        private ImmutableArray<int> Shape()
        {
            var sizes = ImmutableArray.CreateBuilder<int>();
            Expect('(');
            while (!Take(')'))
            {
                sizes.Add(Size());
                if (sizes.Count > Arrays.MostAxes)
                    throw Bad($"more than {Arrays.MostAxes} axes");
                if (Take(','))
                    continue;
                if (sizes.Count == 1)
                    throw Bad("the shape is no tuple");
                Expect(')');
                break;
            }
            return sizes.ToImmutable();
        }

        private int Size()
        {
            SkipBlanks();
            int start = _at;
            long size = 0;
            while (_at < _text.Length && char.IsAsciiDigit(_text[_at]) && size <= int.MaxValue)
                size = size * 10 + (_text[_at++] - '0');
            if (_at == start || size > int.MaxValue)
                throw Bad("an axis is no size from 0 to 2,147,483,647");
            if (_at < _text.Length && _text[_at] == 'L') // Python 2 wrote long numbers so.
                _at++;
            return (int)size;
        }

        private bool Truth()
        {
            SkipBlanks();
            foreach (var (word, value) in new[] { ("True", true), ("False", false) })
            {
                if (string.CompareOrdinal(_text, _at, word, 0, word.Length) == 0)
                {
                    _at += word.Length;
                    return value;
                }
            }
            throw Bad("fortran_order is neither True nor False");
        }

        private string Text()
        {
            SkipBlanks();
            if (_at >= _text.Length || _text[_at] is not ('\'' or '"'))
                throw Bad("a text was due");
            char quote = _text[_at++];
            int end = _text.IndexOf(quote, _at);
            if (end < 0 || end - _at > 64 || _text.AsSpan(_at, end - _at).Contains('\\'))
                throw Bad("a text has no end, is too long or has an escape");
            string found = _text[_at..end];
            _at = end + 1;
            return found;
        }

        private void Expect(char letter)
        {
            if (!Take(letter))
                throw Bad($"'{letter}' was due");
        }

        private bool Take(char letter)
        {
            SkipBlanks();
            if (_at >= _text.Length || _text[_at] != letter)
                return false;
            _at++;
            return true;
        }

        private void SkipBlanks()
        {
            while (_at < _text.Length && _text[_at] is ' ' or '\n' or '\t' or '\r')
                _at++;
        }

        private readonly Core.Faults.DataException Bad(string why) =>
            Arrays.Malformed($"its header is not NumPy's, at letter {_at + 1}: {why}", where);

        private readonly Core.Faults.DataException Unread(string descr) =>
            Arrays.Malformed($"numbers of type '{descr}' are not read", where);
    }
}
