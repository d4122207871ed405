using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Globalization;
using System.Numerics;
using System.Text;

namespace Osler.Core.Weights;

/// <summary>Reads pickles of weights, and nothing else that a pickle may be.</summary>
/// <remarks>
/// A pickle is a program for a machine with a stack (Python's <c>pickletools</c> documents it), and some of its
/// operations import and call whatever they name. This machine knows a closed list of operations that only build values,
/// and a closed list of names (<see cref="PickleGlobals"/>), whose calls it answers itself; anything else is refused and
/// named. It keeps no more values than the pickle has bytes, reads every length against what is left, and nests no
/// deeper than 100.
/// </remarks>
internal sealed class PickleReader(ReadOnlyMemory<byte> bytes, string where)
{
    private const int MostDepth = 100;
    private const int LongestName = 256;
    private const int LongestWhole = 1024;
    private static readonly object s_mark = new();
    private readonly List<object?> _stack = [];
    private readonly Dictionary<long, object?> _memo = [];
    private int _at;

    /// <summary>Bytes that the pickles read so far took.</summary>
    public int Position => _at;

    /// <summary>Runs the next pickle; its value is null for None, a bool, a long or BigInteger, a double, a string, or <see cref="Pickled"/>.</summary>
    public object? Read()
    {
        _stack.Clear();
        _memo.Clear();
        while (true)
        {
            byte code = Take(1)[0];
            if (code == (byte)'.')
                return Pop();
            Run(code);
        }
    }

    private void Run(byte code)
    {
        switch ((char)code)
        {
            case '\x80': // PROTO
                int protocol = Take(1)[0];
                if (protocol > 5)
                    throw Bad($"its pickle protocol {protocol} is unknown; 0 to 5 are read");
                break;
            case '\x95': // FRAME
                Require((long)BinaryPrimitives.ReadUInt64LittleEndian(Take(8)));
                break;
            case '(':
                Push(s_mark);
                break;
            case '0':
                Pop();
                break;
            case '1': // POP_MARK
                Marked();
                break;
            case '2': // DUP
                Push(Top());
                break;
            case 'N':
                Push(null);
                break;
            case '\x88':
                Push(true);
                break;
            case '\x89':
                Push(false);
                break;
            case 'J':
                Push((long)BinaryPrimitives.ReadInt32LittleEndian(Take(4)));
                break;
            case 'K':
                Push((long)Take(1)[0]);
                break;
            case 'M':
                Push((long)BinaryPrimitives.ReadUInt16LittleEndian(Take(2)));
                break;
            case '\x8a': // LONG1
                PushWhole(Take(1)[0]);
                break;
            case '\x8b': // LONG4
                PushWhole(BinaryPrimitives.ReadInt32LittleEndian(Take(4)));
                break;
            case 'G':
                Push(BinaryPrimitives.ReadDoubleBigEndian(Take(8)));
                break;
            case 'X': // BINUNICODE
                Push(Text(BinaryPrimitives.ReadUInt32LittleEndian(Take(4))));
                break;
            case '\x8c': // SHORT_BINUNICODE
            case 'U': // SHORT_BINSTRING
            case 'C': // SHORT_BINBYTES
                Push(Text(Take(1)[0]));
                break;
            case '\x8d': // BINUNICODE8
                Push(Text((long)BinaryPrimitives.ReadUInt64LittleEndian(Take(8))));
                break;
            case 'T': // BINSTRING
            case 'B': // BINBYTES
                Push(Text(BinaryPrimitives.ReadUInt32LittleEndian(Take(4))));
                break;
            case ']':
                Push(new PickledList([]));
                break;
            case 'l':
                Push(new PickledList([.. Shallow(Marked())]));
                break;
            case 'a':
                object? one = Pop();
                List().Items.AddRange(Shallow([one]));
                break;
            case 'e': // APPENDS
                var several = Marked();
                List().Items.AddRange(Shallow(several));
                break;
            case ')':
                Push(new PickledTuple([], 1));
                break;
            case '\x85':
            case '\x86':
            case '\x87': // TUPLE1, TUPLE2, TUPLE3
                Push(Tuple(Last(code - 0x84)));
                break;
            case 't':
                Push(Tuple(Marked()));
                break;
            case '}':
                Push(new PickledDictionary([]));
                break;
            case 'd':
                var pairs = Marked();
                Push(new PickledDictionary([]));
                Set(pairs);
                break;
            case 's':
                Set(Last(2));
                break;
            case 'u': // SETITEMS
                Set(Marked());
                break;
            case 'q':
                _memo[Take(1)[0]] = Top();
                break;
            case 'r':
                _memo[BinaryPrimitives.ReadUInt32LittleEndian(Take(4))] = Top();
                break;
            case '\x94': // MEMOIZE
                _memo[_memo.Count] = Top();
                break;
            case 'h':
                Push(Kept(Take(1)[0]));
                break;
            case 'j':
                Push(Kept(BinaryPrimitives.ReadUInt32LittleEndian(Take(4))));
                break;
            case 'c':
                Push(Global(Line(), Line()));
                break;
            case '\x93': // STACK_GLOBAL
                var names = Last(2);
                Push(
                    names is [string module, string name]
                        ? Global(module, name)
                        : throw Bad("it names something by no text")
                );
                break;
            case 'R':
                var call = Last(2);
                Push(
                    call is [PickledGlobal function, PickledTuple arguments]
                        ? PickleGlobals.Call(function, arguments.Items)
                            ?? throw Bad($"it calls {function.Name} as PyTorch never does")
                        : throw Bad("it calls something that is no name of the closed list")
                );
                break;
            case 'b': // BUILD: an ordered dictionary's attributes, which hold versions and no weights
                Pop();
                if (Top() is not PickledDictionary)
                    throw Bad("it builds an object (BUILD) that is no dictionary");
                break;
            case 'Q': // BINPERSID
                Push(
                    PickleGlobals.Storage(Pop())
                        ?? throw Bad("it refers to something that is no storage of numbers")
                );
                break;
            default:
                throw Bad($"it uses the pickle operation {PickleNames.Of(code)}, which weights do not need");
        }
    }

    private PickledGlobal Global(string module, string name)
    {
        string whole = $"{module}.{name}";
        return PickleGlobals.Knows(whole)
            ? new PickledGlobal(whole)
            : throw Bad(
                $"it names {WeightFault.Shown(whole)}, which would run code in Python; weights of PyTorch never need it"
            );
    }

    private void Set(ReadOnlySpan<object?> pairs)
    {
        if (Top() is not PickledDictionary dictionary || pairs.Length % 2 != 0)
            throw Bad("it sets an item of something that is no dictionary");
        for (int i = 0; i < pairs.Length; i += 2)
        {
            string key = pairs[i] switch
            {
                string text => text,
                long number => number.ToString(CultureInfo.InvariantCulture),
                _ => throw Bad("a dictionary has a key that is neither text nor whole number"),
            };
            dictionary.Items[key] = Shallow([pairs[i + 1]])[0];
        }
    }

    private PickledTuple Tuple(object?[] items)
    {
        int depth = 1 + items.Max(item => (item as Pickled)?.Depth) ?? 1;
        return depth <= MostDepth
            ? new PickledTuple([.. items], depth)
            : throw Bad($"it nests deeper than {MostDepth}");
    }

    private object?[] Shallow(object?[] items) =>
        items.All(item => item is not Pickled { Depth: >= MostDepth })
            ? items
            : throw Bad($"it nests deeper than {MostDepth}");

    private PickledList List() =>
        Top() as PickledList ?? throw Bad("it appends to something that is no list");

    private object? Kept(long place) =>
        _memo.TryGetValue(place, out object? kept)
            ? kept
            : throw Bad("it recalls a value that it never kept");

    // A mark is no value, whatever operation wants one.
    private object? Top() =>
        _stack.Count > 0 && _stack[^1] != s_mark
            ? _stack[^1]
            : throw Bad("its stack is empty where a value is due");

    private object? Pop()
    {
        object? top = Top();
        _stack.RemoveAt(_stack.Count - 1);
        return top;
    }

    private void Push(object? value) => _stack.Add(value);

    private object?[] Last(int count)
    {
        object?[] last = new object?[count];
        for (int i = count - 1; i >= 0; i--)
            last[i] = Pop();
        return last;
    }

    private object?[] Marked()
    {
        int mark = _stack.LastIndexOf(s_mark);
        if (mark < 0)
            throw Bad("it gathers values back to a mark that it never set");
        object?[] gathered = [.. _stack.Skip(mark + 1)];
        _stack.RemoveRange(mark, _stack.Count - mark);
        return gathered;
    }

    // Two's complement, little-endian; those that fit are longs.
    private void PushWhole(int length)
    {
        if (length is < 0 or > LongestWhole)
            throw Bad($"it has a whole number of {length:N0} bytes; {LongestWhole:N0} are the most");
        var number = new BigInteger(Take(length));
        if (number >= long.MinValue && number <= long.MaxValue)
            Push((long)number);
        else
            Push(number);
    }

    private string Text(long length)
    {
        Require(length);
        return Encoding.UTF8.GetString(Take((int)length));
    }

    private string Line()
    {
        var rest = bytes.Span[_at..];
        int end = rest[..Math.Min(rest.Length, LongestName)].IndexOf((byte)'\n');
        if (end < 0)
            throw Bad("it has a name without an end");
        string line = Encoding.UTF8.GetString(rest[..end]);
        _at += end + 1;
        return line;
    }

    private void Require(long length)
    {
        if (length < 0 || length > bytes.Length - _at)
            throw Bad($"it claims {(ulong)length:N0} bytes where {bytes.Length - _at:N0} are left");
    }

    private ReadOnlySpan<byte> Take(int length)
    {
        if (length > bytes.Length - _at)
            throw Bad("its pickle ends before its value does");
        var taken = bytes.Span.Slice(_at, length);
        _at += length;
        return taken;
    }

    private Faults.DataException Bad(string why) => WeightFault.Unreadable(why, where);
}
