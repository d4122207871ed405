using Osler.Learning.Training;
using TorchSharp;

namespace Osler.Learning.Tests.Native;

public sealed class LibTorchTests
{
    [Fact]
    public void Loads_and_adds() => Assert.Equal(3f, (torch.ones(1) + 2).item<float>());

    // What it does needs a card (CardTests); that this libtorch has it does not.
    [Fact]
    public void Has_the_switch_to_repeatable_algorithms() => RepeatableCudnn.Ask();
}
