using Osler.Learning.Networks;
using TorchSharp;

namespace Osler.Learning.Tests.Native;

public sealed class LibTorchTests
{
    [Fact]
    public void Loads_and_adds() => Assert.Equal(3f, (torch.ones(1) + 2).item<float>());

    // What the first does needs a card (CardTests); that this libtorch has it does not.
    [Fact]
    public void Has_the_switches_that_are_thrown()
    {
        TorchContext.RepeatCudnn();
        TorchContext.LeaveNnpack();
    }
}
