using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;
using Osler.Core.Blocks;
using Osler.Core.Bundles;
using Osler.Core.Chance;
using Osler.Core.Onnx;
using Osler.Core.Tests.Blocks;
using Osler.Learning.Networks;
using TorchSharp;
using Shape = Osler.Core.Blocks.Shape;

namespace Osler.Learning.Tests.Networks;

/// <summary>What must hold for every block and every preset, each in the network of <see cref="Examples"/>.</summary>
public sealed class BatteryTests
{
    private const int Cases = 3;

    public static TheoryData<string> Networks => [.. Examples.All.Select(example => example.Name)];

    [Fact]
    public void Every_block_has_an_example()
    {
        var known = Examples
            .All.SelectMany(example => ShapeInference.Annotate(example.Network, example.Input).All())
            .Select(at => at.Block.GetType())
            .ToHashSet();
        var all = typeof(Block)
            .Assembly.GetTypes()
            .Where(type => type.IsSubclassOf(typeof(Block)) && !type.IsAbstract);
        Assert.Empty(all.Where(type => !known.Contains(type)).Select(type => type.Name));
    }

    [Theory, MemberData(nameof(Networks))]
    public void Shapes_are_what_libtorch_gives(string name)
    {
        var (network, input) = Examples.Named(name);
        using var scope = torch.NewDisposeScope();
        var module = TorchNetwork.Build(network, input, Examples.Weights(network, input));
        var root = ShapeInference.Annotate(network, input);
        Assert.Equal(
            [Cases, .. root.Output.Select(size => (long)size)],
            module.call(Inputs(network, input)).shape
        );
    }

    [Theory, MemberData(nameof(Networks))]
    public void Weights_have_the_names_and_shapes_of_the_description(string name)
    {
        var (network, input) = Examples.Named(name);
        using var scope = torch.NewDisposeScope();
        using var module = TorchNetwork.Build(network, input, 1);
        Assert.Equal(
            Parameters.Of(network, input).Select(spec => $"{spec.Name} {spec.Shape}").Order(),
            module.state_dict().Select(pair => $"{pair.Key} [{string.Join(", ", pair.Value.shape)}]").Order()
        );
        Assert.Equal(
            Parameters.Count(network, input),
            module.parameters().Sum(parameter => parameter.requires_grad ? parameter.numel() : 0)
        );
    }

    [Theory, MemberData(nameof(Networks))]
    public void Leaks_no_tensor(string name)
    {
        var (network, input) = Examples.Named(name);
        // What is made once (constants of the runtime) is made before counting.
        TorchNetwork.Build(network, input, 1).Dispose();
        long before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        using (var module = TorchNetwork.Build(network, input, 1))
        {
            using var cases = Inputs(network, input);
            long built = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
            module.call(cases).Dispose();
            module.eval();
            module.call(cases).Dispose();
            Assert.Equal(built, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
            _ = Weights.Of(module);
            Weights.Load(module, Weights.Of(module));
            Assert.Equal(built, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
        }
        Assert.Equal(before, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
    }

    [Theory, MemberData(nameof(Networks))]
    public void ONNX_Runtime_gives_the_same_logits(string name)
    {
        var (network, input) = Examples.Named(name);
        var weights = UsualWeights(network, input);
        using var scope = torch.NewDisposeScope();
        var cases = Inputs(network, input);
        using var module = TorchNetwork.Build(network, input, weights);
        float[] ours = [.. module.call(cases).contiguous().data<float>()];

        using var session = new InferenceSession(OnnxGraph.Write(network, input, weights));
        var tensor = new DenseTensor<float>(
            cases.data<float>().ToArray(),
            [Cases, .. input.Select(size => size)]
        );
        using var results = session.Run([NamedOnnxValue.CreateFromTensor(OnnxGraph.InputName, tensor)]);
        float[] theirs =
        [
            .. results.Single(value => value.Name == OnnxGraph.LogitsName).AsEnumerable<float>(),
        ];

        Assert.Equal(ours.Length, theirs.Length);
        Assert.True(
            ours.Zip(theirs, (a, b) => Math.Abs(a - b)).Max() <= 1e-4,
            $"differs by {ours.Zip(theirs, (a, b) => Math.Abs(a - b)).Max()}"
        );
    }

    [Theory, MemberData(nameof(Networks))]
    public void Gradients_agree_with_finite_differences(string name)
    {
        var (network, input) = Examples.Named(name);
        using var scope = torch.NewDisposeScope();
        using var module = TorchNetwork.Build(network, input, Examples.Weights(network, input));
        module.to(torch.ScalarType.Float64);
        var cases = Inputs(network, input).to(torch.ScalarType.Float64).requires_grad_();
        var direction = Drawn("direction", module.call(cases).shape).to(torch.ScalarType.Float64);

        // Auxiliary answers count too, else nothing would reach their weights.
        torch.Tensor Objective()
        {
            var (output, seconds) = module.ForwardWithSeconds(cases);
            return seconds.Aggregate(
                (output * direction).sum(),
                (sum, second) => sum + (second.Answer * direction).sum() * second.Weight
            );
        }
        Objective().backward();
        var checkedTensors = module
            .Weights.Where(weight => weight.Trainable)
            .Select(weight => (weight.Name, weight.Tensor));
        // Ids are names: nothing changes a little with them.
        if (!TokenInput.Takes(ShapeInference.Annotate(network, input)))
            checkedTensors = checkedTensors.Append(("input", cases));
        foreach (var (what, tensor) in checkedTensors)
        {
            double[] analytic = [.. tensor.grad!.contiguous().data<double>()];
            var random = new KeyedRandom(3, what);
            for (int draw = 0; draw < 8; draw++)
            {
                int place = random.Next(analytic.Length);
                double numeric = (Moved(tensor, place, 1e-6) - Moved(tensor, place, -1e-6)) / 2e-6;
                Assert.True(
                    Math.Abs(numeric - analytic[place]) <= 1e-6 * Math.Max(1, Math.Abs(numeric)) + 1e-7,
                    $"{what}[{place}]: {analytic[place]} by autograd, {numeric} by differences"
                );
            }
        }

        double Moved(torch.Tensor tensor, int place, double by)
        {
            using var quiet = torch.no_grad();
            var flat = tensor.view(-1);
            flat[place] += by;
            double value = Objective().item<double>();
            flat[place] -= by;
            return value;
        }
    }

    /// <summary>Weights as large as training begins with, since an absolute tolerance is meant for those; norms drawn.</summary>
    private static Dictionary<string, TensorData> UsualWeights(Block network, Shape input)
    {
        var drawn = Examples.Weights(network, input);
        return InitialWeights
            .Of(network, input, 1)
            .ToDictionary(
                pair => pair.Key,
                pair => pair.Value.Values.Distinct().Count() == 1 ? drawn[pair.Key] : pair.Value
            );
    }

    internal static torch.Tensor Inputs(Block network, Shape input) =>
        TokenInput.Takes(ShapeInference.Annotate(network, input))
            ? torch.tensor(TokenExamples.Inputs(input, Cases), [Cases, .. input.Select(size => (long)size)])
            : Inputs(input);

    internal static torch.Tensor Inputs(Shape input, int cases = Cases) =>
        Drawn("inputs", [cases, .. input.Select(size => (long)size)]);

    internal static torch.Tensor Drawn(string purpose, long[] shape)
    {
        var random = new KeyedRandom(2, purpose);
        float[] values = new float[shape.Aggregate(1L, (product, size) => product * size)];
        for (int i = 0; i < values.Length; i++)
            values[i] = (float)random.NextNormal();
        return torch.tensor(values, shape);
    }
}
