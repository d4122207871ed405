using Osler.Core.Blocks;
using Osler.Core.Bundles;
using Osler.Core.Faults;
using Osler.Core.Tests.Blocks;
using Osler.Learning.Networks;
using TorchSharp;
using static Osler.Core.Blocks.Lego;
using Shape = Osler.Core.Blocks.Shape;

namespace Osler.Learning.Tests.Networks;

public sealed class TorchNetworkTests
{
    private static readonly Shape s_input = [5];

    /// <summary>Every leaf that works on features, in a composite of every kind.</summary>
    private static Block Table { get; } =
        Sequence(
            Concat(Identity(), ("waves", Sequence(Periodic(2), LayerNorm(), Dense(3), Relu(), Flatten()))),
            Residual(Sequence(Dense(20), BatchNorm(), Silu())),
            DenselyConnected(Dense(3), Dense(2, bias: false)),
            LayerNorm(),
            Heads(("death", Dense(1)), ("stage", Sequence(Dense(3), Softmax())))
        );

    [Fact]
    public void Stacked_members_compute_what_each_computes_alone()
    {
        var ensemble = Members(Table, 3);
        var weights = Examples.Weights(ensemble, s_input);
        using var scope = torch.NewDisposeScope();
        var cases = BatteryTests.Inputs(s_input, 7);
        using var together = TorchNetwork.Build(ensemble, s_input, weights);
        Assert.All(together.Weights, weight => Assert.True(weight.Stacked));
        var all = together.call(cases);
        for (int member = 0; member < 3; member++)
        {
            using var alone = TorchNetwork.Build(Table, s_input, MemberOf(weights, member));
            Close(alone.call(cases), all.select(1, member), 1e-5);
        }
    }

    [Fact]
    public void Stacked_members_learn_what_each_learns_alone()
    {
        var ensemble = Members(Table, 2);
        var weights = Examples.Weights(ensemble, s_input);
        using var scope = torch.NewDisposeScope();
        // Each member's own cases.
        var cases = BatteryTests.Drawn("own", [2, 7, 5]);
        using var together = TorchNetwork.Build(ensemble, s_input, weights);
        together.train();
        together.call(cases).square().sum().backward();
        var batched = together
            .Weights.SelectMany(weight =>
                weight.Specs.Select((spec, member) => (spec.Name, Tensor: Learned(weight).select(0, member)))
            )
            .ToDictionary(pair => pair.Name, pair => pair.Tensor);
        for (int member = 0; member < 2; member++)
        {
            using var alone = TorchNetwork.Build(Table, s_input, MemberOf(weights, member));
            alone.train();
            alone.call(cases[member]).square().sum().backward();
            foreach (var weight in alone.Weights)
                Close(Learned(weight), batched[$"members.{member}.{weight.Name}"], 1e-4);
        }

        // The gradient, or what the batch made of the running statistics.
        static torch.Tensor Learned(NetworkWeight weight) =>
            weight.Trainable ? weight.Tensor.grad! : weight.Tensor;
    }

    [Fact]
    public void Members_of_images_are_computed_one_after_another()
    {
        var (network, input) = Examples.Named("members of images");
        using var module = TorchNetwork.Build(network, input, 1);
        Assert.All(module.Weights, weight => Assert.False(weight.Stacked));
    }

    [Fact]
    public void Equal_seeds_give_equal_weights_and_others_do_not()
    {
        var first = InitialWeights.Of(Table, s_input, 7);
        Assert.Equal(first, InitialWeights.Of(Table, s_input, 7));
        Assert.NotEqual(first["1.body.0.weight"], InitialWeights.Of(Table, s_input, 8)["1.body.0.weight"]);
    }

    [Fact]
    public void First_member_begins_as_the_single_network_and_the_others_elsewhere()
    {
        var alone = InitialWeights.Of(Table, s_input, 7);
        var ensemble = InitialWeights.Of(Members(Table, 3), s_input, 7);
        Assert.Equal(alone, MemberOf(ensemble, 0));
        Assert.NotEqual(ensemble["members.1.4.death.weight"], ensemble["members.2.4.death.weight"]);
        Assert.NotEqual(ensemble["members.1.4.death.weight"], ensemble["members.0.4.death.weight"]);
    }

    [Fact]
    public void Initial_weights_fill_PyTorchs_range()
    {
        float[] values = InitialWeights.Of(Dense(1000), [25], 1)["weight"].Values;
        // Uniform in ±1/5: standard deviation 0.2 / √3 = 0.11547; of 25,000 draws it is off by 0.0003 or so.
        Assert.InRange(values.Max(), 0.199, 0.2);
        Assert.InRange(values.Min(), -0.2, -0.199);
        Assert.InRange(Math.Sqrt(values.Average(value => value * value)), 0.1145, 0.1165);
        // A kernel of 3 x 3 over 2 of 4 channels has 18 inputs.
        float most = InitialWeights.Of(Conv(400, 3, groups: 2), [4, 5, 5], 1)["weight"].Values.Max();
        Assert.InRange(most, 0.98 / Math.Sqrt(18), 1 / Math.Sqrt(18));
    }

    [Fact]
    public void Two_draws_share_no_stream()
    {
        var weights = InitialWeights.Of(Sequence(Dense(5), Dense(5)), s_input, 1);
        Assert.NotEqual(weights["0.weight"], weights["1.weight"]);
        Assert.NotEqual(weights["0.bias"].Values, weights["0.weight"].Values[..5]);
    }

    [Fact]
    public void Weights_come_back_as_they_were_loaded()
    {
        foreach (var (name, network, input) in Examples.All)
        {
            var weights = Examples.Weights(network, input);
            using var module = TorchNetwork.Build(network, input, 1);
            Weights.Load(module, weights);
            var back = Weights.Of(module);
            Assert.Equal(Parameters.Of(network, input).Select(spec => spec.Name), back.Keys);
            Assert.All(weights, pair => Assert.Equal(pair.Value, back[pair.Key]));
        }
    }

    [Fact]
    public void Weights_that_do_not_fit_are_named_and_change_nothing()
    {
        var network = Sequence(Dense(3), Dense(1));
        using var module = TorchNetwork.Build(network, s_input, 1);
        var before = Weights.Of(module);
        var good = Examples.Weights(network, s_input);
        Refused("'1.bias' is missing", good.Where(pair => pair.Key != "1.bias"));
        Refused("'2.bias' belongs to no block", good.Append(new("2.bias", good["1.bias"])));
        Refused(
            "'0.weight' has the shape [5, 3]; the network needs [3, 5]",
            good.Select(pair =>
                pair.Key == "0.weight" ? new(pair.Key, new TensorData([5, 3], pair.Value.Values)) : pair
            )
        );
        Assert.Equal(before, Weights.Of(module));

        void Refused(string message, IEnumerable<KeyValuePair<string, TensorData>> weights)
        {
            var fault = Assert.Throws<RequestException>(() => Weights.Load(module, weights.ToDictionary()));
            Assert.Contains(message, fault.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Dropout_is_repeatable_scaled_and_off_in_inference()
    {
        using var scope = torch.NewDisposeScope();
        var ones = torch.ones(1000, 50);
        using var module = TorchNetwork.Build(Dropout(0.3), [50], 1);
        module.Reseed(5);
        var first = module.call(ones);
        var second = module.call(ones);
        module.Reseed(5);
        Assert.True(module.call(ones).equal(first).all().item<bool>());
        Assert.False(second.equal(first).all().item<bool>());
        // 50,000 draws: the mean of the mask is 1 with a standard error of √(0.3 / 0.7 / 50,000) = 0.003.
        Assert.InRange(first.mean().item<float>(), 0.985, 1.015);
        Assert.Equal([0f, 1 / 0.7f], first.data<float>().ToArray().Distinct().Order());
        module.eval();
        Assert.True(module.call(ones).equal(ones).all().item<bool>());
    }

    [Fact]
    public void Members_drop_different_units()
    {
        using var scope = torch.NewDisposeScope();
        using var module = TorchNetwork.Build(Members(Dropout(0.5), 2), [50], 1);
        var dropped = module.call(torch.ones(10, 50));
        Assert.Equal([10, 2, 50], dropped.shape);
        Assert.False(dropped.select(1, 0).equal(dropped.select(1, 1)).all().item<bool>());
    }

    [Fact]
    public void Global_random_numbers_are_left_alone()
    {
        using var scope = torch.NewDisposeScope();
        torch.manual_seed(1);
        var expected = torch.rand(3);
        torch.manual_seed(1);
        using var module = TorchNetwork.Build(Sequence(Dense(4), Dropout(0.5)), s_input, 1);
        module.call(torch.ones(2, 5));
        Assert.True(torch.rand(3).equal(expected).all().item<bool>());
    }

    [Fact]
    public void Output_outlives_the_input_and_is_not_the_input()
    {
        using var module = TorchNetwork.Build(Identity(), s_input, 1);
        var input = torch.ones(2, 5);
        using var output = module.call(input);
        input.Dispose();
        Assert.Equal(10, output.sum().item<float>());
    }

    [Fact]
    public void Input_of_another_shape_is_refused_in_words()
    {
        using var module = TorchNetwork.Build(Dense(1), s_input, 1);
        using var wrong = torch.ones(2, 4);
        var fault = Assert.Throws<ArgumentException>(() => module.call(wrong));
        Assert.Contains("takes [*, 5]; got [2, 4]", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Conversion_keeps_constants_and_weights_together()
    {
        var (network, input) = Examples.Named("piecewise linear");
        using var scope = torch.NewDisposeScope();
        using var module = TorchNetwork.Build(Sequence(network, Dense(2)), input, 1);
        var cases = BatteryTests.Inputs(input);
        var single = module.call(cases);
        module.to(torch.ScalarType.Float64);
        Close(single, module.call(cases.to(torch.ScalarType.Float64)).to(torch.ScalarType.Float32), 1e-6);
        Assert.Equal(torch.ScalarType.Float64, module.Weights[0].Tensor.dtype);
    }

    private static Dictionary<string, TensorData> MemberOf(
        IReadOnlyDictionary<string, TensorData> weights,
        int member
    )
    {
        string start = $"members.{member}.";
        return weights
            .Where(pair => pair.Key.StartsWith(start, StringComparison.Ordinal))
            .ToDictionary(pair => pair.Key[start.Length..], pair => pair.Value);
    }

    private static void Close(torch.Tensor expected, torch.Tensor actual, double tolerance)
    {
        Assert.Equal(expected.shape, actual.shape);
        Assert.InRange((expected - actual).abs().max().item<float>(), 0, tolerance);
    }
}
