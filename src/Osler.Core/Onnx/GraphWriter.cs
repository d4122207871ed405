using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Google.Protobuf;
using Osler.Core.Blocks;
using Osler.Core.Onnx.Messages;
using AttributeType = Osler.Core.Onnx.Messages.AttributeProto.Types.AttributeType;
using DataType = Osler.Core.Onnx.Messages.TensorProto.Types.DataType;

namespace Osler.Core.Onnx;

/// <summary>Gathers nodes and initialisers, and sees to it that each value has a name of its own.</summary>
internal sealed class GraphWriter
{
    private readonly GraphProto _graph = new();
    private readonly Dictionary<string, string> _once = new(StringComparer.Ordinal);
    private readonly HashSet<string> _names = new(StringComparer.Ordinal)
    {
        OnnxGraph.InputName,
        OnnxGraph.LogitsName,
        OnnxGraph.ProbabilitiesName,
        OnnxGraph.HeatName,
        OnnxGraph.BoxName,
    };
    private readonly Dictionary<ShapedBlock, string> _given = new(ReferenceEqualityComparer.Instance);

    /// <summary>Notes which value a block gets.</summary>
    public void Give(ShapedBlock at, string input) => _given[at] = input;

    /// <summary>The value that a block, written before, gets.</summary>
    public string Given(ShapedBlock at) => _given[at];

    /// <summary>Adds a node with one output.</summary>
    /// <param name="operation">ONNX operator: <c>Gemm</c>.</param>
    /// <param name="path">The block's path, for the node's name.</param>
    /// <param name="inputs">Names of values.</param>
    /// <param name="attributes">The operator's settings.</param>
    /// <param name="into">Name of the output; made from path and operator where not given.</param>
    /// <returns>Name of the output.</returns>
    public string Emit(
        string operation,
        string path,
        ReadOnlySpan<string> inputs,
        ReadOnlySpan<AttributeProto> attributes = default,
        string? into = null
    )
    {
        string output = into ?? Fresh($"{path}/{operation}");
        var node = new NodeProto { OpType = operation, Name = output };
        foreach (string input in inputs)
            node.Input.Add(input);
        node.Output.Add(output);
        foreach (var attribute in attributes)
            node.Attribute.Add(attribute);
        _graph.Node.Add(node);
        return output;
    }

    /// <summary>Adds a tensor of weights under its own name.</summary>
    public void Initialise(string name, Shape shape, ReadOnlySpan<float> values)
    {
        if (!_names.Add(name))
            throw new ArgumentException($"The graph has a value named '{name}' already.", nameof(name));
        Add(name, [.. shape.Sizes.Select(size => (long)size)], DataType.Float, Bytes(values));
    }

    /// <summary>Adds a constant tensor of numbers that are not trained.</summary>
    public string Constant(string path, string what, ReadOnlySpan<long> dims, ReadOnlySpan<float> values)
    {
        string name = Fresh($"{path}/{what}");
        Add(name, dims, DataType.Float, Bytes(values));
        return name;
    }

    /// <summary>Adds a constant row of integers: axes, indices, paddings.</summary>
    public string Integers(string path, string what, ReadOnlySpan<long> values)
    {
        string name = Fresh($"{path}/{what}");
        byte[] bytes = new byte[values.Length * sizeof(long)];
        for (int i = 0; i < values.Length; i++)
            BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(i * sizeof(long)), values[i]);
        Add(name, [values.Length], DataType.Int64, UnsafeByteOperations.UnsafeWrap(bytes));
        return name;
    }

    /// <summary>Adds a single whole number without axes: an id, an axis.</summary>
    public string Whole(string path, string what, long value)
    {
        string name = Fresh($"{path}/{what}");
        byte[] bytes = new byte[sizeof(long)];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, value);
        Add(name, [], DataType.Int64, UnsafeByteOperations.UnsafeWrap(bytes));
        return name;
    }

    /// <summary>A value that several blocks need and that is made when the first of them asks.</summary>
    /// <param name="key">What it is.</param>
    /// <param name="make">Makes it and gives its name.</param>
    public string Once(string key, Func<string> make)
    {
        if (!_once.TryGetValue(key, out string? name))
            _once.Add(key, name = make());
        return name;
    }

    /// <summary>The graph, with its input and its outputs described.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="root">The network in its place; where it takes tokens, their number is free.</param>
    /// <param name="box">Whether its last outputs are a box.</param>
    public GraphProto Finish(string name, ShapedBlock root, bool box)
    {
        const int edges = OnnxGraph.BoxEdges;
        var logits = box ? root.Output.WithFeatures(root.Output[^1] - edges) : root.Output;
        _graph.Name = name;
        _graph.Input.Add(Describe(OnnxGraph.InputName, root.Input, TokenInput.Takes(root)));
        _graph.Output.Add(Describe(OnnxGraph.LogitsName, logits, root.Output.IsSequence));
        _graph.Output.Add(Describe(OnnxGraph.ProbabilitiesName, logits, root.Output.IsSequence));
        if (box)
            _graph.Output.Add(Describe(OnnxGraph.BoxName, root.Output.WithFeatures(edges), anyLength: false));
        if (HeatMapGraph.Of(root) is { } maps)
            _graph.Output.Add(Describe(OnnxGraph.HeatName, maps, anyLength: false));
        return _graph;
    }

    /// <summary>Kinds of numbers by ONNX's own codes, for casts.</summary>
    public enum Number
    {
        Float = 1,
        Int32 = 6,
        Int64 = 7,
    }

    public static AttributeProto Int(string name, long value) =>
        new()
        {
            Name = name,
            Type = AttributeType.Int,
            I = value,
        };

    public static AttributeProto Float(string name, double value) =>
        new()
        {
            Name = name,
            Type = AttributeType.Float,
            F = (float)value,
        };

    public static AttributeProto Text(string name, string value) =>
        new()
        {
            Name = name,
            Type = AttributeType.String,
            S = ByteString.CopyFromUtf8(value),
        };

    public static AttributeProto Ints(string name, params ReadOnlySpan<long> values)
    {
        var attribute = new AttributeProto { Name = name, Type = AttributeType.Ints };
        foreach (long value in values)
            attribute.Ints.Add(value);
        return attribute;
    }

    private void Add(string name, ReadOnlySpan<long> dims, DataType type, ByteString bytes)
    {
        var tensor = new TensorProto
        {
            Name = name,
            DataType = (int)type,
            RawData = bytes,
        };
        foreach (long dim in dims)
            tensor.Dims.Add(dim);
        _graph.Initializer.Add(tensor);
    }

    // The format is little-endian whatever the machine.
    private static ByteString Bytes(ReadOnlySpan<float> values)
    {
        if (BitConverter.IsLittleEndian)
            return ByteString.CopyFrom(MemoryMarshal.AsBytes(values));
        byte[] bytes = new byte[values.Length * sizeof(float)];
        for (int i = 0; i < values.Length; i++)
            BinaryPrimitives.WriteSingleLittleEndian(bytes.AsSpan(i * sizeof(float)), values[i]);
        return UnsafeByteOperations.UnsafeWrap(bytes);
    }

    private string Fresh(string wish)
    {
        string name = wish;
        for (int i = 2; !_names.Add(name); i++)
            name = FormattableString.Invariant($"{wish}{i}");
        return name;
    }

    private static ValueInfoProto Describe(string name, Shape shape, bool anyLength)
    {
        var dims = new TensorShapeProto();
        dims.Dim.Add(new TensorShapeProto.Types.Dimension { DimParam = "N" });
        // A sequence's first axis, [T, F], or the last of ids, [T] or [K, T].
        int freeAxis = shape.IsSequence ? 0 : shape.Rank - 1;
        for (int axis = 0; axis < shape.Rank; axis++)
        {
            dims.Dim.Add(
                anyLength && axis == freeAxis
                    ? new TensorShapeProto.Types.Dimension { DimParam = "T" }
                    : new TensorShapeProto.Types.Dimension { DimValue = shape[axis] }
            );
        }
        return new ValueInfoProto
        {
            Name = name,
            Type = new TypeProto
            {
                TensorType = new TypeProto.Types.Tensor { ElemType = (int)DataType.Float, Shape = dims },
            },
        };
    }
}
