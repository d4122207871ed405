using Osler.Learning.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace Osler.Learning.Optimisers;

/// <summary>Takes an optimiser's steps on flat weights: a handful of operations a step, whatever the network.</summary>
internal sealed class FlatOptimiser : IDisposable
{
    private readonly Optimiser _optimiser;
    private readonly FlatWeights _weights;
    private readonly Tensor[] _state;
    private readonly Tensor? _decays; // [P], where values differ in it
    private readonly double _decay; // where all values share it
    private readonly Tensor? _lasso; // [P], null where there is no L1 penalty

    // A number that libtorch reads must be held by us while it reads: TorchSharp's Scalar frees itself when collected,
    // which a garbage collection in the middle of a call may do to one that nothing else holds.
    private readonly Scalar _one = 1.0;
    private readonly Tensor _norms;

    /// <param name="optimiser">Which steps.</param>
    /// <param name="weights">What they move.</param>
    /// <param name="decay">Weight decay of each member; the optimiser's own where not given.</param>
    /// <param name="l1">Weight of the L1 penalty.</param>
    public FlatOptimiser(
        Optimiser optimiser,
        FlatWeights weights,
        Func<int, double>? decay = null,
        double l1 = 0
    )
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
        if (l1 > 0)
        {
            float[] counted = weights.PerValue((spec, _) => spec.Shape.Rank > 1 ? (float)l1 : 0f);
            _lasso = Numbers.Tensor(counted, [counted.Length], weights.Values.device);
        }
        double DecayOf(int member) => decay?.Invoke(member) ?? optimiser.WeightDecay;
        double[] decays = [.. Enumerable.Range(0, weights.Members).Select(DecayOf)];
        if (decays.All(each => each == 0))
            return;
        if (optimiser.DecayAll && decays.All(each => each == decays[0]))
        {
            _decay = decays[0];
            return;
        }
        // Weights with one axis are biases and the scales and shifts of norms.
        float[] each = weights.PerValue(
            (spec, member) => spec.Shape.Rank > 1 || optimiser.DecayAll ? (float)decays[member] : 0f
        );
        _decays = Numbers.Tensor(each, [each.Length], weights.Values.device);
    }

    /// <summary>The running values, in the order of <see cref="Optimiser.State"/>; each [P].</summary>
    public IReadOnlyList<Tensor> State => _state;

    /// <summary>What each weight's step is multiplied with, [P]; null where all learn alike. Not disposed of here.</summary>
    public Tensor? Rates { get; set; }

    /// <summary>Scales down the gradient of each member whose norm is longer than allowed.</summary>
    public void Clip(double longest)
    {
        using var scope = NewDisposeScope();
        using var quiet = no_grad();
        var gradients = _weights.Gradients;
        var squares = gradients.square();
        using Scalar epsilon = 1e-6;
        using Scalar length = longest;
        if (_weights.MemberOfValue is not { } member)
        {
            gradients.mul_(Shrink(squares.sum()));
            return;
        }
        _norms.zero_();
        _norms.index_add_(0, member, squares, _one);
        gradients.mul_(Shrink(_norms).index_select(0, member));

        // longest / (norm + 1e-6), at most 1.
        Tensor Shrink(Tensor squared) =>
            squared.sqrt().add_(epsilon, _one).reciprocal_().mul_(length).clamp_(max: _one);
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
        if (_lasso is not null)
            gradients = gradients.addcmul(weights.sign(), _lasso, _one);
        gradients = Decay(weights, gradients, rate);
        // What is frozen gathers no momentum from its decay.
        if (Rates is not null)
            gradients = gradients.mul(Rates.sign());
        using Scalar back = -rate;
        switch (_optimiser)
        {
            case Sgd sgd:
                Move(weights, Velocity(sgd, step, gradients), back);
                break;
            case AdaptiveMoments moments:
                using (Scalar beta1 = moments.Beta1)
                using (Scalar beta2 = moments.Beta2)
                using (Scalar rest1 = 1 - moments.Beta1)
                using (Scalar rest2 = 1 - moments.Beta2)
                using (Scalar scale = Math.Sqrt(1 - Math.Pow(moments.Beta2, step)))
                using (Scalar epsilon = moments.Epsilon)
                using (Scalar corrected = -rate / (1 - Math.Pow(moments.Beta1, step)))
                {
                    var mean = _state[0].mul_(beta1).add_(gradients, rest1);
                    var square = _state[1].mul_(beta2).addcmul_(gradients, gradients, rest2);
                    var root = square.sqrt().div_(scale).add_(epsilon, _one);
                    Move(weights, mean, root, corrected);
                }
                break;
            case RmsProp rms:
                using (Scalar alpha = rms.Alpha)
                using (Scalar rest = 1 - rms.Alpha)
                using (Scalar epsilon = rms.Epsilon)
                using (Scalar momentum = rms.Momentum)
                {
                    var running = _state[0].mul_(alpha).addcmul_(gradients, gradients, rest);
                    var spread = running.sqrt().add_(epsilon, _one);
                    if (rms.Momentum == 0)
                        Move(weights, gradients, spread, back);
                    else
                        Move(weights, _state[1].mul_(momentum).addcdiv_(gradients, spread, _one), back);
                }
                break;
            default:
                throw new NotSupportedException($"No step is known for {_optimiser.GetType().Name}.");
        }
    }

    // AdamW's decay shrinks the weights themselves (decoupled); the others' is part of the gradient.
    private Tensor Decay(Tensor weights, Tensor gradients, double rate)
    {
        if (_optimiser is AdamW)
        {
            using Scalar back = -rate;
            using Scalar shrink = -rate * _decay;
            using Scalar kept = 1 - rate * _decay;
            if (_decays is not null)
                weights.addcmul_(weights, Rates is null ? _decays : _decays.mul(Rates), back);
            else if (_decay > 0 && Rates is not null)
                weights.addcmul_(weights, Rates, shrink);
            else if (_decay > 0)
                weights.mul_(kept);
            return gradients;
        }
        using Scalar decay = _decay;
        return _decays is not null ? gradients.addcmul(weights, _decays, _one)
            : _decay > 0 ? gradients.add(weights, decay)
            : gradients;
    }

    private void Move(Tensor weights, Tensor direction, Scalar by)
    {
        if (Rates is null)
            weights.add_(direction, by);
        else
            weights.addcmul_(direction, Rates, by);
    }

    private void Move(Tensor weights, Tensor direction, Tensor divisor, Scalar by)
    {
        if (Rates is null)
            weights.addcdiv_(direction, divisor, by);
        else
            weights.addcmul_(direction.div(divisor), Rates, by);
    }

    private Tensor Velocity(Sgd sgd, long step, Tensor gradients)
    {
        if (sgd.Momentum == 0)
            return gradients;
        using Scalar momentum = sgd.Momentum;
        var velocity =
            step == 1 ? _state[0].copy_(gradients) : _state[0].mul_(momentum).add_(gradients, _one);
        return sgd.Nesterov ? gradients.add(velocity, momentum) : velocity;
    }

    public void Dispose()
    {
        foreach (var tensor in _state)
            tensor.Dispose();
        _decays?.Dispose();
        _lasso?.Dispose();
        _one.Dispose();
        _norms.Dispose();
    }
}
