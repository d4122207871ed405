using Osler.Learning.Training;
using static TorchSharp.torch;

namespace Osler.Learning.Optimisers;

/// <summary>Takes an optimiser's steps on flat weights: a handful of operations a step, whatever the network.</summary>
internal sealed class FlatOptimiser : IDisposable
{
    private readonly Optimiser _optimiser;
    private readonly FlatWeights _weights;
    private readonly Tensor[] _state;
    private readonly Tensor? _decays;
    private readonly Tensor _norms;

    public FlatOptimiser(Optimiser optimiser, FlatWeights weights)
    {
        if (optimiser is Sgd { Nesterov: true, Momentum: 0 })
        {
            throw new Core.Faults.RequestException(
                "Nesterov's look-ahead needs a momentum above 0.",
                "training.optimiser",
                "Set a momentum, e.g. 0.9."
            );
        }
        _optimiser = optimiser;
        _weights = weights;
        _state = [.. optimiser.State.Select(_ => zeros_like(weights.Values).DetachFromDisposeScope())];
        _norms = zeros([weights.Members], ScalarType.Float32, weights.Values.device).DetachFromDisposeScope();
        if (optimiser.WeightDecay > 0 && !optimiser.DecayAll)
        {
            // Weights with one axis are biases and the scales and shifts of norms.
            float[] decays = weights.PerValue((spec, _) => spec.Shape.Rank > 1 ? 1f : 0f);
            _decays = Numbers.Tensor(decays, [decays.Length], weights.Values.device);
        }
    }

    /// <summary>The running values, in the order of <see cref="Optimiser.State"/>; each [P].</summary>
    public IReadOnlyList<Tensor> State => _state;

    /// <summary>Scales down the gradient of each member whose norm is longer than allowed.</summary>
    public void Clip(double longest)
    {
        using var scope = NewDisposeScope();
        using var quiet = no_grad();
        var gradients = _weights.Gradients;
        var squares = gradients.square();
        if (_weights.MemberOfValue is not { } member)
        {
            gradients.mul_((longest / (squares.sum().sqrt_() + 1e-6)).clamp_(max: 1));
            return;
        }
        _norms.zero_();
        _norms.index_add_(0, member, squares, 1);
        gradients.mul_((longest / (_norms.sqrt() + 1e-6)).clamp_(max: 1).index_select(0, member));
    }

    /// <summary>Moves the weights.</summary>
    /// <param name="step">1-based.</param>
    /// <param name="factor">The schedule's, on the learning rate.</param>
    public void Step(long step, double factor)
    {
        using var scope = NewDisposeScope();
        using var quiet = no_grad();
        double rate = _optimiser.LearningRate * factor;
        var weights = _weights.Values;
        var gradients = _weights.Gradients;
        if (_optimiser is AdamW { WeightDecay: > 0 } decoupled)
        {
            if (_decays is null)
                weights.mul_(1 - rate * decoupled.WeightDecay);
            else
                weights.addcmul_(weights, _decays, -rate * decoupled.WeightDecay);
        }
        else if (_optimiser.WeightDecay > 0)
        {
            gradients = _decays is null
                ? gradients.add(weights, _optimiser.WeightDecay)
                : gradients.addcmul(weights, _decays, _optimiser.WeightDecay);
        }
        switch (_optimiser)
        {
            case Sgd sgd:
                weights.add_(Velocity(sgd, step, gradients), -rate);
                break;
            case AdaptiveMoments moments:
                var mean = _state[0].mul_(moments.Beta1).add_(gradients, 1 - moments.Beta1);
                var square = _state[1].mul_(moments.Beta2).addcmul_(gradients, gradients, 1 - moments.Beta2);
                double scale = Math.Sqrt(1 - Math.Pow(moments.Beta2, step));
                var root = square.sqrt().div_(scale).add_(moments.Epsilon);
                weights.addcdiv_(mean, root, -rate / (1 - Math.Pow(moments.Beta1, step)));
                break;
            case RmsProp rms:
                var running = _state[0].mul_(rms.Alpha).addcmul_(gradients, gradients, 1 - rms.Alpha);
                var spread = running.sqrt().add_(rms.Epsilon);
                if (rms.Momentum == 0)
                    weights.addcdiv_(gradients, spread, -rate);
                else
                    weights.add_(_state[1].mul_(rms.Momentum).addcdiv_(gradients, spread, 1), -rate);
                break;
            default:
                throw new NotSupportedException($"No step is known for {_optimiser.GetType().Name}.");
        }
    }

    private Tensor Velocity(Sgd sgd, long step, Tensor gradients)
    {
        if (sgd.Momentum == 0)
            return gradients;
        var velocity = step == 1 ? _state[0].copy_(gradients) : _state[0].mul_(sgd.Momentum).add_(gradients);
        return sgd.Nesterov ? gradients.add(velocity, sgd.Momentum) : velocity;
    }

    public void Dispose()
    {
        foreach (var tensor in _state)
            tensor.Dispose();
        _decays?.Dispose();
        _norms.Dispose();
    }
}
