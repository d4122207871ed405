using System.Globalization;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;
using Osler.Core.Blocks;
using Osler.Core.Onnx;
using Osler.Learning.Networks;
using TorchSharp;
using static Osler.Core.Blocks.Lego;

// Learns "exclusive or" from four cases, then asks the ONNX graph of the learned network.
var network = Sequence(Dense(8), Tanh(), Dense(1));
using var module = TorchNetwork.Build(network, [2], seed: 1);
float[] cases = [0, 0, 0, 1, 1, 0, 1, 1];
using var inputs = torch.tensor(cases, [4, 2]);
using var targets = torch.tensor(new float[] { 0, 1, 1, 0 }, [4, 1]);
using var optimiser = torch.optim.Adam(module.parameters(), lr: 0.05);
for (int step = 0; step < 200; step++)
{
    using var scope = torch.NewDisposeScope();
    optimiser.zero_grad();
    var loss = torch.nn.functional.binary_cross_entropy_with_logits(module.call(inputs), targets);
    loss.backward();
    optimiser.step();
}

using var session = new InferenceSession(OnnxGraph.Write(network, [2], Weights.Of(module)));
using var answers = session.Run([
    NamedOnnxValue.CreateFromTensor(OnnxGraph.InputName, new DenseTensor<float>(cases, [4, 2])),
]);
float[] probabilities =
[
    .. answers.Single(answer => answer.Name == OnnxGraph.ProbabilitiesName).AsEnumerable<float>(),
];
float worst = new[] { probabilities[0], 1 - probabilities[1], 1 - probabilities[2], probabilities[3] }.Max();
Console.WriteLine(
    string.Create(
        CultureInfo.InvariantCulture,
        $"{typeof(Osler.Serving.Predictor).Name}: largest error {worst:F4}"
    )
);
return worst < 0.1f ? 0 : 1;
