using System.Collections.Immutable;
using Osler.Core.Blocks;
using Osler.Core.Native;
using static TorchSharp.torch;
using Shape = Osler.Core.Blocks.Shape;

namespace Osler.Learning.Networks;

/// <summary>A network of blocks as a TorchSharp module.</summary>
/// <remarks>
/// <para>Its weights have the names of <see cref="Parameters.Of"/>. <see cref="forward"/> takes [N, ...] and gives
/// [N, ...]; an ensemble (<c>Members</c>) gives [N, members, ...].</para>
/// <para>Members whose blocks all work on features are computed side by side, one batched operation for all, with their
/// weights stacked in one tensor (<see cref="NetworkWeight.Stacked"/>); others one after another.</para>
/// <para>Dropout draws from a generator of the network's own (<see cref="Reseed"/>), so that neither threads nor other
/// networks change what it drops. One network belongs to one thread at a time.</para>
/// </remarks>
public sealed class TorchNetwork : nn.Module<Tensor, Tensor>
{
    private readonly Func<Tensor, Tensor> _forward;
    private readonly bool _membersAtRoot;
    private readonly ShapedBlock? _tokens;
    private readonly BlockCompiler _compiler;
    private readonly Generator _chance = new(0);
    private bool _training = true;

    private TorchNetwork(
        Block network,
        Shape input,
        IReadOnlyDictionary<string, Core.Bundles.TensorData> weights
    )
        : base("network")
    {
        Network = network;
        Input = input;
        var root = ShapeInference.Annotate(network, input);
        Output = root.Output;
        _tokens = TokenInput.Takes(root) ? root : null;
        Specs = [.. Parameters.Of(network, input)];
        using var scope = NewDisposeScope();
        _compiler = new BlockCompiler(weights, _chance, () => _training);
        _forward = _compiler.Compile(root);
        _membersAtRoot = network is Members && _compiler.Weights.Any(weight => weight.Stacked);
        Weights = [.. _compiler.Weights];
        foreach (var weight in Weights)
        {
            weight.Tensor.DetachFromDisposeScope();
            if (weight.Tensor is TorchSharp.Modules.Parameter parameter)
                register_parameter(weight.Name, parameter);
            else
                register_buffer(weight.Name, weight.Tensor);
        }
        foreach (var constant in _compiler.Constants)
            constant.Tensor.DetachFromDisposeScope();
    }

    /// <summary>The blocks.</summary>
    public Block Network { get; }

    /// <summary>Shape of one case, without the batch axis.</summary>
    public Shape Input { get; }

    /// <summary>Shape of one case's output, without the batch axis.</summary>
    public Shape Output { get; }

    /// <summary>Names and shapes of its weights, as <see cref="Parameters.Of"/>.</summary>
    public ImmutableArray<ParameterSpec> Specs { get; }

    /// <summary>The tensors that hold them, trained ones and running statistics.</summary>
    public ImmutableArray<NetworkWeight> Weights { get; }

    /// <inheritdoc/>
    public override bool training => _training;

    static TorchNetwork()
    {
        _ = NativeMemory.Keep();
        TorchContext.LeaveNnpack();
    }

    /// <summary>The module of a network, in training mode, float32, on the processor.</summary>
    /// <param name="network">The blocks.</param>
    /// <param name="input">Shape of one case, without the batch axis.</param>
    /// <param name="seed">Decides the initial weights (<see cref="InitialWeights"/>) and the first dropout masks.</param>
    /// <exception cref="ShapeException">A block got a shape that it can't work on.</exception>
    /// <exception cref="Core.Faults.RequestException">Two parameters would have the same name.</exception>
    public static TorchNetwork Build(Block network, Shape input, long seed)
    {
        var module = new TorchNetwork(network, input, InitialWeights.Of(network, input, seed));
        module.Reseed(seed);
        return module;
    }

    /// <summary>The module of a network with given weights, in inference mode.</summary>
    /// <param name="network">The blocks.</param>
    /// <param name="input">Shape of one case, without the batch axis.</param>
    /// <param name="weights">A tensor for each of <see cref="Parameters.Of"/>, neither more nor fewer.</param>
    /// <exception cref="ShapeException">A block got a shape that it can't work on.</exception>
    /// <exception cref="Core.Faults.RequestException">A weight is missing, of another shape, or belongs to no block.</exception>
    public static TorchNetwork Build(
        Block network,
        Shape input,
        IReadOnlyDictionary<string, Core.Bundles.TensorData> weights
    )
    {
        Networks.Weights.Check(Parameters.Of(network, input), weights);
        var module = new TorchNetwork(network, input, weights);
        module.eval();
        return module;
    }

    /// <summary>
    /// Whether convolutions and dense layers multiply in bfloat16; by default not. Weights, their gradients, statistics
    /// and what the network gives stay float32 all the same.
    /// </summary>
    public bool Rounds
    {
        get => _compiler.Rounds;
        set => _compiler.Rounds = value;
    }

    /// <summary>Gets each embedding of words, [N, T, units], and gives what the network goes on with; null: what it got.</summary>
    internal Func<Tensor, Tensor>? Embedded
    {
        get => _compiler.Embedded;
        set => _compiler.Embedded = value;
    }

    /// <summary>Starts the dropout masks anew; call it before a step to make that step repeatable by itself.</summary>
    public void Reseed(long seed) => _chance.manual_seed(seed);

    /// <summary>Computes the network.</summary>
    /// <param name="input">
    /// [N, ...]; token ids [N, T] (of options [N, K, T]) as whole numbers of any type, T as it comes, padding behind the last token; where the
    /// whole network is an ensemble with stacked weights also [members, N, ...], each member's own cases.
    /// </param>
    /// <returns>[N, ...], or [N, members, ...] for an ensemble; the caller's to dispose.</returns>
    /// <exception cref="ArgumentException">
    /// The input's shape is another; of token ids: one that is in no vocabulary, more than the network has places for, or
    /// padding in front of a token.
    /// </exception>
    public override Tensor forward(Tensor input)
    {
        ArgumentNullException.ThrowIfNull(input);
        Expect(input);
        using var scope = NewDisposeScope();
        _compiler.Tokens = _tokens is null ? null : TokenIds.Of(input, _tokens);
        var output = BlockCompiler.Whole(_forward(input));
        _compiler.Tokens = null;
        foreach (var (_, answer) in _compiler.Seconds ?? [])
            answer.MoveToOuterDisposeScope();
        // A network that does nothing gives its input: under a handle of its own, since both will be disposed.
        return (ReferenceEquals(output, input) ? output.alias() : output).MoveToOuterDisposeScope();
    }

    /// <summary>Computes the network and the second answers of its <see cref="Core.Blocks.Auxiliary"/> blocks.</summary>
    /// <param name="input">As for <see cref="forward"/>.</param>
    /// <returns>
    /// The output, and for each auxiliary block its loss's weight and its answer, in the output's shape; all of them the
    /// caller's to dispose.
    /// </returns>
    public (Tensor Output, IReadOnlyList<(double Weight, Tensor Answer)> Seconds) ForwardWithSeconds(
        Tensor input
    )
    {
        using var scope = NewDisposeScope();
        _compiler.Seconds = [];
        try
        {
            var output = forward(input);
            int members = Network is Core.Blocks.Members ensemble ? ensemble.Count : 1;
            int each = _compiler.Seconds.Count / members;
            var seconds = new List<(double Weight, Tensor Answer)>();
            for (int i = 0; i < each; i++)
            {
                // Members answer one after another, each with all its blocks.
                Tensor[] answers =
                [
                    .. Enumerable
                        .Range(0, members)
                        .Select(member => _compiler.Seconds[member * each + i].Answer),
                ];
                var answer = members == 1 ? answers[0] : stack(answers, 1);
                seconds.Add((_compiler.Seconds[i].Weight, answer.MoveToOuterDisposeScope()));
            }
            return (output.MoveToOuterDisposeScope(), seconds);
        }
        finally
        {
            _compiler.Seconds = null;
        }
    }

    /// <summary>Which batch norms, by path, keep their running statistics and use them in training too.</summary>
    internal void KeepNorms(Func<string, bool> kept) => _compiler.KeptNorms = kept;

    /// <inheritdoc/>
    public override void train(bool train = true)
    {
        base.train(train);
        _training = train;
    }

    /// <summary>All weights by the names of <see cref="Parameters.Of"/>; those of stacked members are views.</summary>
    /// <returns>Tensors that share the network's memory; views are the caller's to dispose.</returns>
    public override Dictionary<string, Tensor> state_dict(
        Dictionary<string, Tensor>? destination = null,
        string? prefix = null
    )
    {
        destination ??= [];
        string start = string.IsNullOrEmpty(prefix) ? "" : prefix + ".";
        foreach (var weight in Weights)
        {
            for (int member = 0; member < weight.Members; member++)
            {
                string key = start + weight.Specs[member].Name;
                if (!destination.ContainsKey(key))
                    destination.Add(
                        key,
                        weight.Stacked ? weight.Tensor.detach().select(0, member) : weight.Tensor
                    );
            }
        }
        return destination;
    }

    /// <inheritdoc/>
    protected override void _toEpilog(ScalarType? dtype, Device? device, bool non_blocking)
    {
        base._toEpilog(dtype, device, non_blocking);
        // Moving puts new tensors in the place of the old ones.
        foreach (var weight in Weights)
            weight.Tensor = weight.Trainable
                ? _internal_params[weight.Name]
                : _internal_buffers[weight.Name].Item1;
        foreach (var constant in _compiler.Constants)
            constant.Move(dtype, device);
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        if (!disposing)
            return;
        foreach (var constant in _compiler.Constants)
            constant.Tensor.Dispose();
        _chance.Dispose();
    }

    private void Expect(Tensor input)
    {
        long[] shape = input.shape;
        if (
            _tokens is not null
            && shape.Length == Input.Rank + 1
            && shape[^1] >= 1
            && (Input.Rank == 1 || shape[1] == Input[0])
        )
        {
            int most = TokenInput.MostTokens(_tokens);
            if (shape[^1] > most)
                throw new ArgumentException(
                    $"The network takes at most {most} tokens; got {shape[^1]}.",
                    nameof(input)
                );
            return;
        }
        int extra = shape.Length - Input.Rank;
        bool fits = extra == 1 || (extra == 2 && _membersAtRoot && shape[0] == Output[0]);
        for (int i = 0; fits && i < Input.Rank; i++)
            fits = shape[extra + i] == Input[i];
        if (!fits)
        {
            throw new ArgumentException(
                $"The network takes [*, {string.Join(", ", Input)}]; got [{string.Join(", ", shape)}].",
                nameof(input)
            );
        }
    }
}
