using System.Buffers.Binary;
using System.IO.Compression;
using System.Numerics;
using Osler.Core.Bundles;
using Osler.Core.Faults;

namespace Osler.Core.Weights;

/// <summary>Weights as PyTorch saves them (<c>.pt</c>, <c>.pth</c>, <c>.th</c>), read without running anything in them.</summary>
/// <remarks>
/// Both formats of <c>torch.save</c>: the zip of a pickle and its storages (since PyTorch 1.6), and the pickles with
/// storages behind them before it. The pickle is read by <see cref="PickleReader"/>. Numbers of 8 to 64 bits are given as
/// float32; strided and shared views are copied out. A file of pickled modules, TorchScript or the tar format of before
/// 2017 is refused and named. No more memory is taken than a few times the file's size.
/// </remarks>
public static class TorchFile
{
    private const int MostPickleBytes = 64 << 20;
    private const int MostTensors = 100_000;
    private static readonly BigInteger s_magic = BigInteger.Parse(
        "1950a86a20f9469cfc6c",
        System.Globalization.NumberStyles.HexNumber,
        System.Globalization.CultureInfo.InvariantCulture
    );

    /// <summary>Whether a file begins as one of PyTorch's does: a zip, or a pickle of its magic number.</summary>
    /// <param name="first">The first bytes, at least 4.</param>
    public static bool Looks(ReadOnlySpan<byte> first) =>
        first.Length >= 4 && (first.StartsWith("PK\x3\x4"u8) || (first[0] == 0x80 && first[2] == 0x8a));

    /// <summary>Reads every tensor of the file's dictionary of weights.</summary>
    /// <param name="stream">A stream that can seek, at its start.</param>
    /// <param name="where">The file, for the message of a fault.</param>
    /// <exception cref="DataException">It is no such file, holds something that is no weight's, or is damaged.</exception>
    public static WeightSource Read(Stream stream, string where)
    {
        ArgumentNullException.ThrowIfNull(stream);
        try
        {
            Span<byte> first = stackalloc byte[4];
            bool zip = stream.ReadAtLeast(first, 4, false) == 4 && first.SequenceEqual("PK\x3\x4"u8);
            stream.Position = 0;
            return zip ? ReadZip(stream, where) : ReadLegacy(stream, where);
        }
        catch (Exception fault) when (fault is InvalidDataException or EndOfStreamException)
        {
            throw WeightFault.Unreadable("the file is truncated or damaged", where, fault);
        }
    }

    private static WeightSource ReadZip(Stream stream, string where)
    {
        using var zip = new ZipArchive(stream, ZipArchiveMode.Read, leaveOpen: true);
        const string Pickle = "/data.pkl";
        ZipArchiveEntry[] pickles =
        [
            .. zip.Entries.Where(entry => entry.FullName.EndsWith(Pickle, StringComparison.Ordinal)),
        ];
        if (zip.Entries.Any(entry => entry.FullName.EndsWith("/constants.pkl", StringComparison.Ordinal)))
            throw WeightFault.Unreadable("it is a TorchScript program, which holds code", where);
        if (pickles.Length != 1)
            throw WeightFault.Unreadable(
                $"it is a zip with {pickles.Length} data.pkl where PyTorch has one",
                where
            );
        string root = pickles[0].FullName[..^Pickle.Length];
        if (
            zip.GetEntry($"{root}/byteorder") is { } order
            && !Bytes(order, 16, where).SequenceEqual("little"u8)
        )
            throw WeightFault.Unreadable("its numbers are not little-endian", where);
        object? value = new PickleReader(Bytes(pickles[0], MostPickleBytes, where), where).Read();
        return Gather(
            value,
            storage =>
            {
                var entry =
                    zip.GetEntry($"{root}/data/{storage.Key}")
                    ?? throw WeightFault.Unreadable(
                        $"the numbers data/{WeightFault.Shown(storage.Key)} are missing",
                        where
                    );
                return Bytes(entry, storage.Count * TensorKinds.Size(storage.Kind), where);
            },
            where
        );
    }

    // PyTorch never compresses, so an entry as long as it claims to be is no bomb.
    private static byte[] Bytes(ZipArchiveEntry entry, long most, string where)
    {
        if (entry.CompressedLength != entry.Length)
            throw WeightFault.Unreadable(
                $"{WeightFault.Shown(entry.FullName)} is compressed, as PyTorch never stores it",
                where
            );
        if (entry.Length > most)
            throw WeightFault.Unreadable(
                $"{WeightFault.Shown(entry.FullName)} has {entry.Length:N0} bytes where {most:N0} are the most",
                where
            );
        using var stream = entry.Open();
        byte[] bytes = new byte[entry.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }

    // Five pickles (magic number, version, machine, value, keys), then a count and the numbers for each key.
    private static WeightSource ReadLegacy(Stream stream, string where)
    {
        byte[] head = new byte[Math.Min(stream.Length, MostPickleBytes)];
        stream.ReadExactly(head);
        if (head is not [0x80, _, 0x8a, ..])
            throw WeightFault.Unreadable(
                head.AsSpan().IndexOf("ustar"u8) == 257
                    ? "it is in PyTorch's tar format of before 2017"
                    : "it does not begin as PyTorch's files do",
                where
            );
        var reader = new PickleReader(head, where);
        if (reader.Read() is not BigInteger magic || magic != s_magic || reader.Read() is not 1001L)
            throw WeightFault.Unreadable("it does not begin as PyTorch's files do", where);
        if (
            reader.Read() is PickledDictionary machine
            && machine.Items.GetValueOrDefault("little_endian") is false
        )
            throw WeightFault.Unreadable("its numbers are not little-endian", where);
        object? value = reader.Read();
        if (reader.Read() is not PickledList keys)
            throw WeightFault.Unreadable("it lacks the list of its numbers", where);
        var places = new Dictionary<string, (long Start, long Count)>(StringComparer.Ordinal);
        Locate(stream, value, keys, reader.Position, places, where);
        return Gather(
            value,
            storage =>
            {
                if (!places.TryGetValue(storage.Key, out var place) || place.Count != storage.Count)
                    throw WeightFault.Unreadable(
                        $"the numbers of key {WeightFault.Shown(storage.Key)} are missing or of another count",
                        where
                    );
                byte[] bytes = new byte[storage.Count * TensorKinds.Size(storage.Kind)];
                stream.Position = place.Start;
                stream.ReadExactly(bytes);
                return bytes;
            },
            where
        );
    }

    // The list has keys only; how long each one's numbers are follows from its kind, which the value tells.
    private static void Locate(
        Stream stream,
        object? value,
        PickledList keys,
        long start,
        Dictionary<string, (long Start, long Count)> places,
        string where
    )
    {
        var kinds = new Dictionary<string, TensorKind>(StringComparer.Ordinal);
        foreach (var (_, tensor) in StateDictionary.Tensors(value))
            kinds[tensor.Storage.Key] = tensor.Storage.Kind;
        Span<byte> field = stackalloc byte[8];
        foreach (object? item in keys.Items)
        {
            if (item is not string key || !kinds.TryGetValue(key, out var kind))
                throw WeightFault.Unreadable("it has numbers that belong to no tensor", where);
            stream.Position = start;
            stream.ReadExactly(field);
            long count = BinaryPrimitives.ReadInt64LittleEndian(field);
            long bytes = count is >= 0 and <= int.MaxValue ? count * TensorKinds.Size(kind) : -1;
            if (bytes < 0 || bytes > stream.Length - start - 8)
                throw WeightFault.Unreadable(
                    $"it claims {count:N0} numbers where {stream.Length - start - 8:N0} bytes are left",
                    where
                );
            places[key] = (start + 8, count);
            start += 8 + bytes;
        }
    }

    private static WeightSource Gather(object? value, Func<PickledStorage, byte[]> read, string where)
    {
        var (tensors, leftOut, within) = StateDictionary.Of(value, where);
        if (tensors.Count > MostTensors)
            throw WeightFault.Unreadable(
                $"it has {tensors.Count:N0} tensors; {MostTensors:N0} are the most",
                where
            );
        var storages = tensors.Values.GroupBy(tensor => tensor.Storage.Key).ToList();
        // Views may share numbers (tied weights), but a small file may not unfold to a large one.
        long stored = storages.Sum(group => group.First().Storage.Count);
        if (tensors.Values.Sum(Count) > 4 * stored)
            throw WeightFault.Unreadable("its tensors show the same numbers many times over", where);
        var values = new Dictionary<PickledTensor, TensorData>(ReferenceEqualityComparer.Instance);
        foreach (var group in storages)
        {
            var storage = group.First().Storage;
            byte[] bytes = read(storage);
            if (bytes.Length != storage.Count * TensorKinds.Size(storage.Kind))
                throw WeightFault.Unreadable(
                    $"the numbers of key {WeightFault.Shown(storage.Key)} are fewer than stated",
                    where
                );
            float[] numbers = new float[storage.Count];
            TensorKinds.Convert(storage.Kind, bytes, numbers);
            foreach (var tensor in group)
            {
                if (tensor.Storage != storage)
                    throw WeightFault.Unreadable(
                        $"the numbers of key {WeightFault.Shown(storage.Key)} are stated twice",
                        where
                    );
                values[tensor] = View(tensor, numbers);
            }
        }
        var all = new OrderedDictionary<string, TensorData>(StringComparer.Ordinal);
        foreach (var (name, tensor) in tensors)
            all.Add(name, values[tensor]);
        return new WeightSource(where, all, leftOut) { Within = within };
    }

    private static long Count(PickledTensor tensor) => tensor.Sizes.Aggregate(1L, (all, size) => all * size);

    private static TensorData View(PickledTensor tensor, float[] numbers) =>
        new(
            tensor.Sizes,
            Strided.Copy(numbers, tensor.Offset, tensor.Sizes.AsSpan(), tensor.Strides.AsSpan())
        );
}
