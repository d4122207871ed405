using Osler.Core.Bundles;
using Osler.Core.Chance;
using Osler.Core.Faults;
using Osler.Core.Weights;

namespace Osler.Core.Tests.Weights;

public sealed class TorchFileTests
{
    private static byte[] Small { get; } =
        PickleWriter.Zip(
            PickleWriter
                .New()
                .Op('}')
                .Op('(')
                .Text("weight")
                .Tensor("0", 6, 0, [2, 3], [3, 1])
                .Text("turned")
                .Tensor("0", 6, 0, [3, 2], [1, 3])
                .Text("row")
                .Tensor("0", 6, 3, [3], [1])
                .Text("one")
                .Tensor("1", 2, 1, [], [], "LongStorage")
                .Text("none")
                .Tensor("2", 0, 0, [0, 4], [4, 1])
                .Op('u')
                .End(),
            ("0", PickleWriter.Floats(1, 2, 3, 4, 5, 6)),
            ("1", [.. BitConverter.GetBytes(7L), .. BitConverter.GetBytes(-9L)]),
            ("2", [])
        );

    [Fact]
    public void Reads_views_of_shared_numbers()
    {
        var read = Read(Small);
        Assert.Equal(["weight", "turned", "row", "one", "none"], read.Tensors.Keys);
        Assert.Equal(new TensorData([2, 3], [1, 2, 3, 4, 5, 6]), read.Tensors["weight"]);
        Assert.Equal(new TensorData([3, 2], [1, 4, 2, 5, 3, 6]), read.Tensors["turned"]);
        Assert.Equal(new TensorData([3], [4, 5, 6]), read.Tensors["row"]);
        Assert.Equal(new TensorData([], [-9]), read.Tensors["one"]);
        Assert.Equal(new TensorData([0, 4], []), read.Tensors["none"]);
    }

    [Theory]
    [InlineData("HalfStorage", new byte[] { 0x00, 0x3e, 0x00, 0xc0 }, 1.5f, -2f)]
    [InlineData("BFloat16Storage", new byte[] { 0xc0, 0x3f, 0x00, 0xc0 }, 1.5f, -2f)]
    [InlineData("IntStorage", new byte[] { 3, 0, 0, 0, 0xff, 0xff, 0xff, 0xff }, 3f, -1f)]
    [InlineData("ShortStorage", new byte[] { 3, 0, 0xff, 0xff }, 3f, -1f)]
    [InlineData("CharStorage", new byte[] { 3, 0xff }, 3f, -1f)]
    [InlineData("ByteStorage", new byte[] { 3, 0xff }, 3f, 255f)]
    [InlineData("BoolStorage", new byte[] { 1, 0 }, 1f, 0f)]
    [InlineData(
        "DoubleStorage",
        new byte[] { 0, 0, 0, 0, 0, 0, 0xf8, 0x3f, 0, 0, 0, 0, 0, 0, 0, 0xc0 },
        1.5f,
        -2f
    )]
    public void Reads_numbers_of_every_kind(string kind, byte[] numbers, float first, float second)
    {
        byte[] pickle = Dictionary(to => to.Text("a").Tensor("0", 2, 0, [2], [1], kind));
        Assert.Equal([first, second], Read(PickleWriter.Zip(pickle, ("0", numbers))).Tensors["a"].Values);
    }

    [Fact]
    public void Reads_the_old_format_and_the_weights_inside_a_checkpoint()
    {
        byte[] pickle = PickleWriter
            .New()
            .Op('}')
            .Op('(')
            .Text("best_prec1")
            .Op('G')
            .Raw(0x40, 0x56, 0, 0, 0, 0, 0, 0)
            .Text("state_dict")
            .Op('}')
            .Op('(')
            .Text("a")
            .Tensor("x", 2, 0, [2], [1], legacy: true)
            .Op('u')
            .Text("optimizer")
            .Op('}')
            .Op('(')
            .Text("momentum")
            .Tensor("y", 1, 0, [1], [1], "DoubleStorage", legacy: true)
            .Op('u')
            .Op('u')
            .End();
        var read = Read(
            PickleWriter.Legacy(pickle, ("y", 1, new byte[8]), ("x", 2, PickleWriter.Floats(5, 6)))
        );
        Assert.Equal(new TensorData([2], [5, 6]), Assert.Single(read.Tensors).Value);
        Assert.Equal(["best_prec1", "optimizer"], read.LeftOut.Select(one => one.Name));
    }

    [Fact]
    public void A_tensor_beside_the_weights_of_a_checkpoint_is_none_of_them()
    {
        byte[] pickle = Dictionary(to =>
        {
            to.Text("arch").Text("resnet18").Text("state_dict").Op('}').Op('(');
            to.Text("module.a").Tensor("0", 2, 0, [2], [1]).Op('u');
            to.Text("best_acc1").Tensor("1", 1, 0, [], []);
        });
        var read = Read(
            PickleWriter.Zip(pickle, ("0", PickleWriter.Floats(5, 6)), ("1", PickleWriter.Floats(3)))
        );
        Assert.Equal(["module.a"], read.Tensors.Keys);
        Assert.Equal("state_dict", read.Within);
        Assert.Equal(["arch", "best_acc1"], read.LeftOut.Select(one => one.Name));
    }

    public static TheoryData<string, string> Refusals =>
        new()
        {
            { "os.system", "it names os.system, which would run code in Python" },
            { "stack global", "it names builtins.eval, which would run code in Python" },
            { "module", "it names torchvision.models.resnet.ResNet, which would run code in Python" },
            { "object", "it uses the pickle operation NEWOBJ" },
            { "instance", "it uses the pickle operation INST" },
            { "build", "it builds an object (BUILD) that is no dictionary" },
            { "call of a value", "it calls something that is no name of the closed list" },
            { "wrong call", "it calls torch._utils._rebuild_tensor_v2 as PyTorch never does" },
            { "view outside", "it calls torch._utils._rebuild_tensor_v2 as PyTorch never does" },
            { "spread view", "it calls torch._utils._rebuild_tensor_v2 as PyTorch never does" },
            { "negative stride", "it calls torch._utils._rebuild_tensor_v2 as PyTorch never does" },
            { "many views", "its tensors show the same numbers many times over" },
            { "deep", "it nests deeper than 100" },
            { "huge text", "it claims 4,000,000,000 bytes where" },
            { "huge number", "it has a whole number of 2,000,000,000 bytes" },
            { "huge frame", "it claims 18,446,744,073,709,551,615 bytes where" },
            { "huge storage", "the numbers of key 0 are fewer than stated" },
            { "missing storage", "the numbers data/0 are missing" },
            { "unknown storage", "it refers to something that is no storage of numbers" },
            { "memo", "it recalls a value that it never kept" },
            { "mark", "it gathers values back to a mark that it never set" },
            { "empty stack", "its stack is empty where a value is due" },
            { "no end", "its pickle ends before its value does" },
            { "key", "a dictionary has a key that is neither text nor whole number" },
            { "no tensors", "it holds no tensor" },
            { "list", "it holds no dictionary of weights" },
            { "two dictionaries", "it holds several dictionaries of weights: generator, critic" },
            { "no pickle", "it does not begin as PyTorch's files do" },
            { "empty", "it does not begin as PyTorch's files do" },
            { "tar", "it is in PyTorch's tar format of before 2017" },
            { "other zip", "it is a zip with 0 data.pkl where PyTorch has one" },
        };

    [Theory, MemberData(nameof(Refusals))]
    public void Refuses_and_names_what_is_no_weight(string what, string message)
    {
        byte[] file = what switch
        {
            "os.system" => Zip(to => to.Call("os", "system", own => own.Text("touch /tmp/owned"))),
            "stack global" => Zip(to => to.Text("builtins").Text("eval").Raw(0x93)),
            "module" => Zip(to => to.Global("torchvision.models.resnet", "ResNet")),
            "object" => Zip(to => to.Global("collections", "OrderedDict").Op(')').Raw(0x81)),
            "instance" => Zip(to => to.Op('(').Op('i')),
            "build" => Zip(to => to.Op(']').Op('}').Op('b')),
            "call of a value" => Zip(to => to.Text("a").Op(')').Op('R')),
            "wrong call" => Zip(to => to.Call("torch._utils", "_rebuild_tensor_v2", own => own.Text("a"))),
            "view outside" => Weights(to => to.Tensor("0", 6, 1, [2, 3], [3, 1])),
            "spread view" => Weights(to => to.Tensor("0", 1, 0, [1 << 30], [0])),
            "negative stride" => Weights(to => to.Tensor("0", 6, 5, [6], [-1])),
            "many views" => Weights(to =>
            {
                to.Tensor("0", 6, 0, [6], [1]);
                for (int i = 0; i < 9; i++)
                    to.Text($"more{i}").Tensor("0", 6, 0, [6], [1]);
            }),
            "deep" => Zip(to =>
            {
                to.Op(')');
                for (int i = 0; i < 100_000; i++)
                    to.Raw(0x85);
            }),
            "huge text" => Zip(to => to.Op('X').Raw(BitConverter.GetBytes(4_000_000_000))),
            "huge number" => Zip(to => to.Raw(0x8b).Raw(BitConverter.GetBytes(2_000_000_000))),
            "huge frame" => Zip(to => to.Raw(0x95).Raw(BitConverter.GetBytes(ulong.MaxValue))),
            "huge storage" => Weights(to => to.Tensor("0", int.MaxValue, 0, [6], [1])),
            "missing storage" => PickleWriter.Zip(Dictionary(to => to.Text("a").Tensor("0", 1, 0, [1], [1]))),
            "unknown storage" => Zip(to => to.Text("file:///etc/passwd").Op('Q')),
            "memo" => Zip(to => to.Op('h').Raw(7)),
            "mark" => Zip(to => to.Op('t')),
            "empty stack" => PickleWriter.Zip(PickleWriter.New().End()),
            "no end" => PickleWriter.Zip(PickleWriter.New().Op('N').Bytes()),
            "key" => Zip(to => to.Op('}').Op(')').Op('N').Op('s')),
            "no tensors" => Zip(to => to.Op('}')),
            "list" => Zip(to => to.Op(']')),
            "two dictionaries" => PickleWriter.Zip(
                Dictionary(to =>
                {
                    foreach (string name in (string[])["generator", "critic"])
                        to.Text(name).Op('}').Op('(').Text("a").Tensor("0", 1, 0, [1], [1]).Op('u');
                })
            ),
            "no pickle" => [.. "<html>not found</html>"u8],
            "empty" => [],
            "tar" => [.. new byte[257], .. "ustar"u8, .. new byte[250]],
            _ => [.. "PK\x5\x6"u8, .. new byte[18]],
        };
        if (what == "other zip")
            file = OtherZip();
        var fault = Assert.Throws<DataException>(() => Read(file));
        Assert.Contains(message, fault.Message, StringComparison.Ordinal);
        Assert.Equal("weights.pth", fault.Where);
    }

    [Fact]
    public void A_value_that_holds_itself_or_doubles_a_million_times_ends_at_once()
    {
        // l = []; l.append(l), and x = [x, x] forty times: a walk of all paths would never end.
        byte[] pickle = Dictionary(to =>
        {
            to.Text("a").Op(']').Op('q').Raw(0).Op('h').Raw(0).Op('a');
            to.Text("b").Op(']').Op('q').Raw(1);
            for (byte i = 1; i < 41; i++)
                to.Op(']').Op('(').Op('h').Raw(i).Op('h').Raw(i).Op('e').Op('q').Raw((byte)(i + 1)).Raw(0x86);
            to.Text("c").Tensor("0", 1, 0, [1], [1]);
        });
        Assert.Equal([3f], Read(PickleWriter.Zip(pickle, ("0", PickleWriter.Floats(3)))).Tensors["c"].Values);
    }

    [Fact]
    public void Old_counts_that_lie_take_no_memory()
    {
        byte[] pickle = Dictionary(to => to.Text("a").Tensor("x", 1, 0, [1], [1], legacy: true));
        byte[] file = PickleWriter.Legacy(pickle, ("x", int.MaxValue, PickleWriter.Floats(1)));
        long before = GC.GetAllocatedBytesForCurrentThread();
        var fault = Assert.Throws<DataException>(() => Read(file));
        Assert.Contains(
            "it claims 2,147,483,647 numbers where 4 bytes are left",
            fault.Message,
            StringComparison.Ordinal
        );
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1 << 20);
    }

    [Theory, InlineData(false), InlineData(true)]
    public void Changed_bytes_never_do_more_than_a_data_exception(bool legacy)
    {
        byte[] sound = legacy
            ? PickleWriter.Legacy(
                Dictionary(to =>
                    to.Text("a")
                        .Tensor("x", 6, 0, [3, 2], [1, 3], legacy: true)
                        .Text("b")
                        .Tensor("x", 6, 2, [2], [2], legacy: true)
                ),
                ("x", 6, PickleWriter.Floats(1, 2, 3, 4, 5, 6))
            )
            : Small;
        var random = new KeyedRandom(13, "fuzz");
        (int refused, long most) = (0, 0);
        for (int round = 0; round < 20_000; round++)
        {
            byte[] bytes = sound[..(random.Next(8) == 0 ? random.Next(sound.Length + 1) : sound.Length)];
            for (int changes = random.Next(1, 4); changes > 0 && bytes.Length > 0; changes--)
                bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            long before = GC.GetAllocatedBytesForCurrentThread();
            try
            {
                var read = Read(bytes);
                Assert.InRange(
                    read.Tensors.Values.Sum(tensor => tensor.Values.Length * 4L),
                    0,
                    16L * bytes.Length
                );
            }
            catch (DataException)
            {
                refused++;
            }
            most = Math.Max(most, GC.GetAllocatedBytesForCurrentThread() - before);
        }
        Assert.InRange(refused, 1_000, 20_000);
        Assert.InRange(most, 0, 4 << 20);
    }

    private static byte[] Dictionary(Action<PickleWriter> items)
    {
        var pickle = PickleWriter.New().Op('}').Op('(');
        items(pickle);
        return pickle.Op('u').End();
    }

    private static byte[] Zip(Action<PickleWriter> value)
    {
        var pickle = PickleWriter.New();
        value(pickle);
        return PickleWriter.Zip(pickle.End());
    }

    private static byte[] Weights(Action<PickleWriter> tensor) =>
        PickleWriter.Zip(
            Dictionary(to =>
            {
                to.Text("a");
                tensor(to);
            }),
            ("0", PickleWriter.Floats(1, 2, 3, 4, 5, 6))
        );

    private static byte[] OtherZip()
    {
        using var stream = new MemoryStream();
        using (
            var zip = new System.IO.Compression.ZipArchive(
                stream,
                System.IO.Compression.ZipArchiveMode.Create,
                true
            )
        )
            zip.CreateEntry("readme.txt").Open().Dispose();
        return stream.ToArray();
    }

    private static WeightSource Read(byte[] bytes) => TorchFile.Read(new MemoryStream(bytes), "weights.pth");
}
