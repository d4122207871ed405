using CsCheck;
using Osler.Core.Blocks;
using Osler.Core.Faults;
using static Osler.Core.Blocks.Lego;

namespace Osler.Core.Tests.Blocks;

public sealed class BlockJsonTests
{
    [Fact]
    public void Reads_back_every_network_that_it_wrote() =>
        RandomBlocks
            .Tree()
            .Sample(network => BlockJson.Read(BlockJson.Write(network)) == network, iter: 2000);

    [Fact]
    public void Reads_back_every_example() =>
        Assert.All(
            Examples.All,
            example => Assert.Equal(example.Network, BlockJson.Read(BlockJson.Write(example.Network)))
        );

    [Fact]
    public void Writes_every_setting_and_part_names() =>
        Assert.Equal(
            """
            {
              "type": "sequence",
              "parts": [
                {
                  "name": "features",
                  "type": "conv",
                  "channels": 6,
                  "kernel": [
                    3,
                    5
                  ],
                  "stride": 1,
                  "padding": 2,
                  "dilation": 1,
                  "groups": 1,
                  "bias": true
                },
                {
                  "type": "relu"
                }
              ]
            }
            """,
            BlockJson.Write(Sequence(("features", Conv(6, (3, 5), padding: 2)), Relu()))
        );

    [Fact]
    public void Reads_defaults_and_bare_names() =>
        Assert.Equal(
            Sequence(("first", Dense(16)), Relu(), MaxPool(2), Dense(1, bias: false)),
            BlockJson.Read(
                """
                {"type": "sequence", "parts": [{"name": "first", "type": "dense", "units": 16}, "relu",
                 {"type": "max_pool", "kernel": [2, 2]}, {"type": "dense", "units": 1, "bias": false}]}
                """
            )
        );

    [Theory]
    [InlineData("""{"type": "desne", "units": 1}""", "network: Unknown block 'desne'. Did you mean 'dense'?")]
    [InlineData("""{"type": "dense", "unit": 1}""", "network: The key 'units' is missing.")]
    [InlineData(
        """{"type": "dense", "units": 1, "biass": true}""",
        "network: Unknown key 'biass'. Did you mean 'bias'?"
    )]
    [InlineData(
        """{"type": "sequence", "parts": ["relu", {"type": "dense", "units": "16"}]}""",
        "network.parts[1].units: Must be a whole number of at least 1; got the text '16'."
    )]
    [InlineData(
        """{"type": "dense", "units": 0}""",
        "network.units: Must be a whole number of at least 1; got 0."
    )]
    [InlineData(
        """{"type": "dense", "units": 1.5}""",
        "network.units: Must be a whole number of at least 1; got 1.5."
    )]
    [InlineData(
        """{"type": "dense", "units": 1, "bias": 1}""",
        "network.bias: Must be true or false; got 1."
    )]
    [InlineData(
        """{"type": "dropout", "rate": 1}""",
        "network.rate: Must be a number of at least 0 and below 1; got 1."
    )]
    [InlineData(
        """{"type": "layer_norm", "epsilon": 1e999}""",
        "network.epsilon: Must be a number above 0; got 1e999."
    )]
    [InlineData(
        """{"type": "max_pool", "kernel": [1, 2, 3, 4]}""",
        "network.kernel: Must be one whole number, or a list of two or three: (depth,) height and width; got a list."
    )]
    [InlineData(
        """{"type": "max_pool", "kernel": 2, "padding": 2}""",
        "network: Padding of 2 is more than half the window of 2."
    )]
    [InlineData(
        """{"type": "conv", "channels": 3, "kernel": 1, "groups": 2}""",
        "network: 3 channels can't be parted into 2 groups of one size."
    )]
    [InlineData(
        """{"type": "sequence", "parts": []}""",
        "network: At least one part is needed; Identity() is the block that does nothing."
    )]
    [InlineData(
        """{"type": "sequence", "parts": [{"name": "a", "type": "relu"}, {"name": "a", "type": "tanh"}]}""",
        "network: Two parts are named 'a'."
    )]
    [InlineData(
        """{"type": "sequence", "parts": [{"name": "a.b", "type": "relu"}]}""",
        "network.parts[0]: A part's name may hold letters, digits and underscores only; got 'a.b'."
    )]
    [InlineData("""{"type": "heads", "outputs": ["relu"]}""", "network: Each head needs a name.")]
    [InlineData(
        """{"type": "piecewise_linear", "edges": [[0, 1], [1, 0]]}""",
        "network: Feature 1 needs no edge, or 2 to 10001 finite ones that rise."
    )]
    [InlineData(
        """{"type": "piecewise_linear", "edges": [[0, "1"]]}""",
        "network.edges[0]: Must be a list of numbers; got the text '1'."
    )]
    [InlineData(
        """{"type": "members", "count": 257, "network": "relu"}""",
        "network.count: Must be a whole number of at least 1, at most 256; got 257."
    )]
    [InlineData("""{"type": "relu", "type": "tanh"}""", "network: The key 'type' is there twice.")]
    [InlineData("[]", "network: Must be a mapping of keys to values; got a list.")]
    [InlineData(
        """{"type": "\ud800"}""",
        "network: A text of the network holds half letters. Correct the file, or write it anew with Osler."
    )]
    [InlineData("{}", "network: The key 'type' is missing. A block is e.g. {type: dense, units: 16}.")]
    [InlineData(
        "{",
        "network: Not valid JSON at line 1, or nested deeper than 64 blocks. Correct the file, or write it anew with Osler."
    )]
    public void Says_what_is_wrong_and_where(string json, string message) =>
        Assert.Equal(message, Assert.Throws<RequestException>(() => BlockJson.Read(json)).Message);

    [Fact]
    public void Bounds_the_depth()
    {
        string Deep(int levels) =>
            string.Concat(Enumerable.Repeat("""{"type":"sequence","parts":[""", levels))
            + "\"relu\""
            + string.Concat(Enumerable.Repeat("]}", levels));

        Assert.Equal(BlockJson.Read(Deep(60)), BlockJson.Read(BlockJson.Write(BlockJson.Read(Deep(60)))));
        Assert.Throws<RequestException>(() => BlockJson.Read(Deep(64)));
        Assert.Throws<RequestException>(() => BlockJson.Read(Deep(100_000)));
    }
}
