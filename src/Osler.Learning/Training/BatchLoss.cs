using Osler.Learning.Batches;
using Osler.Learning.Losses;
using static TorchSharp.torch;

namespace Osler.Learning.Training;

/// <summary>The loss of a batch for each of K members, as a sum and as the weight that its mean is over.</summary>
internal sealed record BatchLoss(Loss Loss, int Members)
{
    /// <summary>The loss of each member, summed over the batch, [K].</summary>
    public Tensor Sums(Tensor logits, Batch batch)
    {
        var terms = Loss.Terms(logits, batch.Labels);
        return (batch.Weights is null ? terms : terms * batch.Weights).sum([1L, 2L]);
    }

    /// <summary>The sum of a batch's weights, [K].</summary>
    public float[] Weights(Batch batch)
    {
        float[] weights = new float[Members];
        if (batch.Weights is null)
            Array.Fill(weights, batch.Labels.numel() / (batch.Labels.dim() == 3 ? Members : 1));
        else if (batch.Weights.dim() == 3)
            Numbers.Copy(batch.Weights.sum([1L, 2L]), weights);
        else
            Array.Fill(weights, batch.Weights.sum().item<float>());
        return weights;
    }

    /// <summary>What a sum is multiplied by to be a mean; 0 where nothing is weighed.</summary>
    public static float Inverse(float weight) => weight > 0 ? 1 / weight : 0;
}
