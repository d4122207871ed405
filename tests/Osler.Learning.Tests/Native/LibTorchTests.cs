using TorchSharp;

namespace Osler.Learning.Tests.Native;

public sealed class LibTorchTests
{
    [Fact]
    public void Loads_and_adds() => Assert.Equal(3f, (torch.ones(1) + 2).item<float>());
}
