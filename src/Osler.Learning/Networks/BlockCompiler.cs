using System.Collections.Immutable;
using Osler.Core.Blocks;
using Osler.Core.Bundles;
using static TorchSharp.torch;

namespace Osler.Learning.Networks;

/// <summary>Each block as a function on tensors.</summary>
/// <remarks>
/// A function gets and gives [N, ...]. Inside an ensemble whose weights are stacked it gives [members, N, ...], and
/// gets that or, as long as no weight has told the members apart, [N, ...] for all of them.
/// </remarks>
internal sealed partial class BlockCompiler(
    IReadOnlyDictionary<string, TensorData> values,
    Generator chance,
    Func<bool> training
)
{
    private readonly List<NetworkWeight> _weights = [];
    private readonly List<Constant> _constants = [];

    public IReadOnlyList<NetworkWeight> Weights => _weights;

    public IReadOnlyList<Constant> Constants => _constants;

    /// <summary>Where auxiliary blocks put their loss's weight and their answer; null where nobody asks for them.</summary>
    public List<(double Weight, Tensor Answer)>? Seconds { get; set; }

    /// <summary>Tells of a batch norm's path whether it uses its running statistics in training too.</summary>
    public Func<string, bool> KeptNorms { get; set; } = _ => false;

    public Func<Tensor, Tensor> Compile(ShapedBlock root)
    {
        _ends = [.. Ends(root)];
        return Compile(new Place([root], Member: null));
    }

    /// <summary>A block in its place; in a stacked ensemble the same place in every member.</summary>
    /// <param name="Copies">The block; one for each member where stacked.</param>
    /// <param name="Member">Path of the first member where stacked, else null.</param>
    private readonly record struct Place(ImmutableArray<ShapedBlock> Copies, string? Member)
    {
        public ShapedBlock At => Copies[0];

        public bool Stacked => Member is not null;

        public Place Child(int i) => new([.. Copies.Select(copy => copy.Children[i])], Member);

        /// <summary>The module's name for a weight: <c>members.*.0.weight</c> where stacked.</summary>
        public string Key(string name) =>
            Member is null ? At.Name(name) : $"{Member[..^1]}*{At.Name(name)[Member.Length..]}";

        public IEnumerable<Place> Children()
        {
            for (int i = 0; i < At.Children.Length; i++)
                yield return Child(i);
        }
    }

    private Func<Tensor, Tensor> Compile(Place place) =>
        place.At.Block switch
        {
            Sequence => Chain([.. place.Children().Select(Compile)]),
            Residual => Sum(place),
            Concat or Heads => SideBySide(place),
            DenselyConnected => Growing(place),
            Gate => Gated(place),
            AttentionPool => PoolByAttention(place),
            EachOption => Score(place),
            Auxiliary auxiliary => Second(place, auxiliary),
            Members members => Ensemble(place, members),
            Leaf leaf => Compile(place, leaf),
            _ => throw Unknown(place.At.Block),
        };

    private static Func<Tensor, Tensor> Chain(Func<Tensor, Tensor>[] steps) =>
        steps.Length == 1
            ? steps[0]
            : input =>
            {
                foreach (var step in steps)
                    input = step(input);
                return input;
            };

    private Func<Tensor, Tensor> Sum(Place place)
    {
        var body = Compile(place.Child(0));
        if (place.At.Children.Length == 1)
            return input => Held.Sum(body(input), input);
        var shortcut = Compile(place.Child(1));
        return input => Held.Sum(body(input), shortcut(input));
    }

    private Func<Tensor, Tensor> SideBySide(Place place)
    {
        Func<Tensor, Tensor>[] branches = [.. place.Children().Select(Compile)];
        var join = Join(place);
        return input => join([.. branches.Select(branch => branch(input))]);
    }

    private Func<Tensor, Tensor> Growing(Place place)
    {
        Func<Tensor, Tensor>[] layers = [.. place.Children().Select(Compile)];
        var join = Join(place);
        return input =>
        {
            List<Tensor> all = [input];
            foreach (var layer in layers)
                all.Add(layer(join(all)));
            return join(all);
        };
    }

    /// <summary>Joins outputs along the features; where some are each member's own, the shared ones are repeated.</summary>
    private static Func<List<Tensor>, Tensor> Join(Place place)
    {
        int rank = place.At.Output.Rank;
        int axis = place.At.Output.FeatureAxis - rank;
        int copies = place.Copies.Length;
        return outputs =>
        {
            if (outputs.Count == 1)
                return outputs[0];
            if (outputs.Any(output => output.dim() == rank + 2))
                outputs = [.. outputs.Select(output => Own(output, rank, copies))];
            return cat(outputs, axis);
        };
    }

    private Func<Tensor, Tensor> Gated(Place place)
    {
        var body = Compile(place.Child(0));
        int missing = place.At.Input.Rank - place.At.Children[0].Output.Rank;
        return input =>
        {
            var factors = body(input);
            for (int axis = 0; axis < missing; axis++)
                factors = factors.unsqueeze(-1);
            return input * factors;
        };
    }

    /// <summary>The second answer is computed where someone gathers it: in training.</summary>
    private Func<Tensor, Tensor> Second(Place place, Auxiliary auxiliary)
    {
        var body = Compile(place.Child(0));
        return input =>
        {
            Seconds?.Add((auxiliary.Weight, Whole(body(input))));
            return input;
        };
    }

    private Func<Tensor, Tensor> Ensemble(Place place, Members members)
    {
        if (!place.Stacked && IsStackable(place.At.Children[0]))
        {
            var inner = new Place(place.At.Children, place.At.Children[0].Path);
            int rank = inner.At.Output.Rank;
            int count = members.Count;
            var together = Compile(inner);
            return input => Own(together(input), rank, count).transpose(0, 1);
        }
        Func<Tensor, Tensor>[] each = [.. place.Children().Select(Compile)];
        return input => stack(each.Select(member => member(input)), 1);
    }

    /// <summary>Whether members can be computed by batched operations: every block works on features.</summary>
    public static bool IsStackable(ShapedBlock member) =>
        member
            .All()
            .All(at =>
                at.Input.Rank == 1
                    && at.Block is not (Members or Auxiliary or PadChannels or Signal or TokenEmbedding)
                || (
                    at.Input.Rank == 2
                    && at.Block
                        is Sequence
                            or Residual
                            or Concat
                            or DenselyConnected
                            or Gate
                            or Dense
                            or LayerNorm
                            or Activation
                            or Dropout
                            or Flatten
                            or Identity
                )
            );

    /// <summary>Each member's own values: [N, ...] becomes [members, N, ...], without a copy.</summary>
    private static Tensor Own(Tensor value, int rank, int members) =>
        value.dim() == rank + 2 ? value : value.expand([members, .. value.shape]);

    private NetworkWeight Weight(Place place, string name)
    {
        ImmutableArray<ParameterSpec> specs =
        [
            .. place.Copies.Select(copy => Parameters.Own(copy).Single(spec => spec.Name == copy.Name(name))),
        ];
        long[] shape = [.. specs[0].Shape.Select(size => (long)size)];
        var start = tensor(values[specs[0].Name].Values, shape);
        if (place.Stacked)
            start = stack(specs.Select(spec => tensor(values[spec.Name].Values, shape)));
        var weight = new NetworkWeight(
            place.Key(name),
            specs,
            place.Stacked,
            specs[0].Trainable ? new TorchSharp.Modules.Parameter(start) : start
        );
        _weights.Add(weight);
        return weight;
    }

    private Constant Constant(Tensor value)
    {
        var constant = new Constant(value);
        _constants.Add(constant);
        return constant;
    }

    private static NotSupportedException Unknown(Block block) =>
        new($"The TorchSharp module does not know the block {block.GetType().Name}.");
}
