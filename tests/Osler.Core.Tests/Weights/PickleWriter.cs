using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace Osler.Core.Tests.Weights;

/// <summary>Writes the pickles that tests read, operation by operation.</summary>
internal sealed class PickleWriter
{
    private readonly List<byte> _bytes = [];

    public static PickleWriter New() => new PickleWriter().Raw(0x80, 2);

    public PickleWriter Raw(params ReadOnlySpan<byte> bytes)
    {
        _bytes.AddRange(bytes);
        return this;
    }

    public PickleWriter Op(char code) => Raw((byte)code);

    public PickleWriter Text(string text)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        Op('X').Raw(BitConverter.GetBytes(bytes.Length));
        return Raw(bytes);
    }

    public PickleWriter Number(int number) => Op('J').Raw(BitConverter.GetBytes(number));

    public PickleWriter Global(string module, string name) =>
        Op('c').Raw(Encoding.ASCII.GetBytes($"{module}\n{name}\n"));

    /// <summary>A call of a global with arguments.</summary>
    public PickleWriter Call(string module, string name, Action<PickleWriter> arguments)
    {
        Global(module, name).Op('(');
        arguments(this);
        return Op('t').Op('R');
    }

    /// <summary>A tensor of a storage, as torch.save writes it.</summary>
    public PickleWriter Tensor(
        string key,
        int numbers,
        int offset,
        int[] sizes,
        int[] strides,
        string kind = "FloatStorage",
        bool legacy = false
    ) =>
        Call(
            "torch._utils",
            "_rebuild_tensor_v2",
            to =>
            {
                to.Op('(').Text("storage").Global("torch", kind).Text(key).Text("cpu").Number(numbers);
                (legacy ? to.Op('N') : to).Op('t').Op('Q').Number(offset);
                to.Tuple(sizes).Tuple(strides).Raw(0x89).Call("collections", "OrderedDict", _ => { });
            }
        );

    public PickleWriter Tuple(int[] numbers)
    {
        Op('(');
        foreach (int number in numbers)
            Number(number);
        return Op('t');
    }

    public byte[] End() => Op('.').Bytes();

    public byte[] Bytes() => [.. _bytes];

    /// <summary>The zip of a pickle and its storages.</summary>
    public static byte[] Zip(byte[] pickle, params ReadOnlySpan<(string Key, byte[] Numbers)> storages)
    {
        using var stream = new MemoryStream();
        using (var zip = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
        {
            Add("archive/data.pkl", pickle);
            foreach (var (key, numbers) in storages)
                Add($"archive/data/{key}", numbers);

            void Add(string name, byte[] bytes)
            {
                using var entry = zip.CreateEntry(name, CompressionLevel.NoCompression).Open();
                entry.Write(bytes);
            }
        }
        return stream.ToArray();
    }

    /// <summary>The old format: magic number, version, machine, value, keys, then count and numbers of each.</summary>
    public static byte[] Legacy(
        byte[] pickle,
        params ReadOnlySpan<(string Key, int Count, byte[] Numbers)> storages
    )
    {
        using var stream = new MemoryStream();
        stream.Write(New().Raw(0x8a, 10, 0x6c, 0xfc, 0x9c, 0x46, 0xf9, 0x20, 0x6a, 0xa8, 0x50, 0x19).End());
        stream.Write(New().Op('M').Raw(0xe9, 0x03).End());
        stream.Write(New().Op('}').Op('(').Text("little_endian").Raw(0x88).Op('u').End());
        stream.Write(pickle);
        var keys = New().Op(']').Op('(');
        foreach (var (key, _, _) in storages)
            keys.Text(key);
        stream.Write(keys.Op('e').End());
        foreach (var (_, count, numbers) in storages)
        {
            byte[] length = new byte[8];
            BinaryPrimitives.WriteInt64LittleEndian(length, count);
            stream.Write(length);
            stream.Write(numbers);
        }
        return stream.ToArray();
    }

    public static byte[] Floats(params float[] numbers) =>
        [.. numbers.SelectMany(number => BitConverter.GetBytes(number))];
}
