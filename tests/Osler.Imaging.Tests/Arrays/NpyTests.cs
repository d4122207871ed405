using System.Text;
using Osler.Core.Chance;
using Osler.Core.Faults;
using Osler.Imaging.Arrays;

namespace Osler.Imaging.Tests.Arrays;

public sealed class NpyTests
{
    [Theory]
    [InlineData(1L << 30)]
    [InlineData(0)]
    [InlineData(100)]
    public void Every_kind_order_and_endianness_that_NumPy_wrote_is_read_in_memory_and_from_a_file(
        long memoryLimit
    )
    {
        using var archive = Npz.Open(
            Found.Golden("arrays/deflated.npz"),
            new() { MemoryLimit = memoryLimit }
        );
        string[] cubes =
        [
            .. archive.Names.Where(name =>
                name.Contains("_rows", StringComparison.Ordinal)
                || name.Contains("_columns", StringComparison.Ordinal)
            ),
        ];
        Assert.Equal(42, cubes.Length);
        foreach (string name in cubes)
        {
            using var array = archive.Array(name);
            Assert.Equal([3, 4, 5], array.Shape);
            char letter = name.Split('_')[1][0];
            float[] due = [.. Enumerable.Range(0, 60).Select(k => Due(k, letter))];
            float[] whole = new float[60];
            array.Read(0, 3, whole);
            Assert.Equal(due, whole);
            float[] second = new float[20];
            array.Read(1, second);
            Assert.Equal(due[20..40], second);
            if (letter != 'f')
            {
                long[] integers = new long[40];
                array.ReadIntegers(1, 2, integers);
                Assert.Equal(due[20..].Select(value => (long)value), integers);
            }
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Every_version_is_read_where_it_lies(int version)
    {
        using var array = Npy.Open(Found.Golden($"arrays/version{version}.npy"));
        Assert.Equal(NumberKind.Int16, array.Kind);
        float[] third = new float[20];
        array.Read(2, third);
        Assert.Equal(Enumerable.Range(40, 20).Select(k => Due(k, 'i')), third);
    }

    [Fact]
    public void A_single_number_no_number_and_a_line_have_their_shapes()
    {
        using var archive = Npz.Open(Found.Golden("arrays/deflated.npz"));
        using var single = archive.Array("single");
        using var none = archive.Array("none");
        using var line = archive.Array("line");
        Assert.Empty(single.Shape);
        Assert.Equal((1, 1), (single.Slices, single.SliceLength));
        Assert.Equal((0, 4, 0L), (none.Slices, none.SliceLength, none.Count));
        Assert.Equal((7, 1), (line.Slices, line.SliceLength));
    }

    [Theory]
    [InlineData("records", "records of several fields")]
    [InlineData("texts", "type '<U2'")]
    [InlineData("complex", "type '<c8'")]
    public void What_is_no_plain_number_is_refused_by_name(string file, string reason)
    {
        var fault = Assert.Throws<DataException>(() => Npy.Open(Found.Golden($"arrays/{file}.npy")));
        Assert.Contains(reason, fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_number_with_a_fraction_is_no_label()
    {
        using var archive = Npz.Open(Found.Golden("arrays/deflated.npz"));
        using var array = archive.Array("little_f4_rows");
        Assert.Throws<DataException>(() => array.ReadIntegers(0, 1, new long[20]));
    }

    [Theory]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (2,), }", 8, null)]
    [InlineData("""{"shape":(2,),"fortran_order":False,"descr":"<f4"}""", 8, null)]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (2L, 1L)}", 8, null)]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (2)}", 8, "no tuple")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (2,)}", 7, "needs 8 bytes; 7 follow")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (2,)}", 9, "needs 8 bytes; 9 follow")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (-2,)}", 8, "no size")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (99999999999,)}", 8, "no size")]
    [InlineData(
        "{'descr': '<f4', 'fortran_order': False, 'shape': (2147483647, 2147483647, 2)}",
        8,
        "larger than any memory"
    )]
    [InlineData("{'descr': '<f4', 'fortran_order': False}", 8, "is missing")]
    [InlineData("{'descr': '<f4', 'descr': '<f4', 'fortran_order': False, 'shape': (2,)}", 8, "there twice")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (2,), 'x': 1}", 8, "'x' is unknown")]
    [InlineData("{'descr': '<f4', 'fortran_order': 0, 'shape': (2,)}", 8, "neither True nor False")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (2,)} ()", 8, "follows the dictionary")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (1+1,)}", 8, "no tuple")]
    [InlineData("__import__('os').system('x')", 8, "'{' was due")]
    [InlineData("{'descr': '|O', 'fortran_order': False, 'shape': (2,)}", 8, "pickled Python objects")]
    [InlineData("{'descr': '|f4', 'fortran_order': False, 'shape': (2,)}", 8, "type '|f4'")]
    public void A_header_is_taken_by_its_grammar_alone(string header, int dataBytes, string? reason)
    {
        byte[] bytes = File(header, new byte[dataBytes]);
        string path = Path.Combine(Path.GetTempPath(), $"osler-{Guid.NewGuid():N}.npy");
        System.IO.File.WriteAllBytes(path, bytes);
        try
        {
            if (reason is null)
            {
                using var array = Npy.Open(path);
                Assert.Equal(2, array.Count);
            }
            else
            {
                var fault = Assert.Throws<DataException>(() => Npy.Open(path));
                Assert.Contains(reason, fault.Message, StringComparison.Ordinal);
            }
        }
        finally
        {
            System.IO.File.Delete(path);
        }
    }

    [Fact]
    public void A_claim_of_numbers_that_are_not_there_takes_no_memory()
    {
        byte[] bytes = File("{'descr': '<f8', 'fortran_order': True, 'shape': (60000, 10000)}", new byte[64]);
        long before = GC.GetAllocatedBytesForCurrentThread();
        var fault = Assert.Throws<DataException>(() => Read(bytes));
        Assert.Contains("cannot unpack to", fault.Message, StringComparison.Ordinal);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1 << 20);
    }

    [Fact]
    public void Changed_bytes_never_do_more_than_a_data_exception()
    {
        byte[] sound = System.IO.File.ReadAllBytes(Found.Golden("arrays/version1.npy"));
        var random = new KeyedRandom(3, "fuzz");
        int refused = 0;
        for (int round = 0; round < 20_000; round++)
        {
            byte[] bytes = sound[..(random.Next(4) == 0 ? random.Next(sound.Length + 1) : sound.Length)];
            for (int changes = random.Next(1, 4); changes > 0 && bytes.Length > 0; changes--)
                bytes[random.Next(Math.Min(bytes.Length, 100))] = (byte)random.Next(256);
            try
            {
                using var array = Read(bytes);
                Assert.True(array.Count <= bytes.Length);
                array.Read(0, array.Slices, new float[array.Count]);
            }
            catch (DataException)
            {
                refused++;
            }
        }
        Assert.InRange(refused, 5_000, 20_000);
    }

    internal static float Due(int k, char letter) =>
        letter switch
        {
            'b' => k % 3 == 0 ? 1 : 0,
            'u' => k * 7 % 23,
            'i' => k * 7 % 23 - 11,
            _ => k * 7 % 23 - 11 + 0.25f,
        };

    private static NumberArray Read(byte[] bytes) =>
        Npy.Read(new MemoryStream(bytes), bytes.Length, "array.npy");

    private static byte[] File(string header, byte[] data)
    {
        byte[] text = Encoding.Latin1.GetBytes(header + "\n");
        return [0x93, .. "NUMPY"u8, 1, 0, (byte)text.Length, (byte)(text.Length >> 8), .. text, .. data];
    }
}
