using System.Text.Json.Serialization;

namespace Osler.Learning.Optimisers;

/// <summary>How the weights follow the gradient.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(Sgd), "sgd")]
[JsonDerivedType(typeof(Adam), "adam")]
[JsonDerivedType(typeof(AdamW), "adamw")]
[JsonDerivedType(typeof(RmsProp), "rmsprop")]
public abstract record Optimiser
{
    // No sensible rate comes near it, and beyond single precision libtorch throws.
    private const double Greatest = 1000;

    private protected Optimiser(double learningRate, double weightDecay)
    {
        LearningRate = learningRate;
        WeightDecay = weightDecay;
    }

    /// <summary>Learning rate before the schedule's factor; more than 0, at most 1000.</summary>
    public double LearningRate
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfNegativeOrZero(value);
            ArgumentOutOfRangeException.ThrowIfGreaterThan(value, Greatest);
            field = value;
        }
    }

    /// <summary>
    /// Weight decay, 0 to 1000. SGD, Adam and RMSprop add decay × weight to the gradient; AdamW shrinks the
    /// weights by rate × decay apart from the gradient.
    /// </summary>
    public double WeightDecay
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfNegative(value);
            ArgumentOutOfRangeException.ThrowIfGreaterThan(value, Greatest);
            field = value;
        }
    }

    /// <summary>
    /// Whether biases and the scales and shifts of norms (weights with one axis) decay too. By default they don't.
    /// </summary>
    public bool DecayAll { get; init; }

    /// <summary>The names of the running values that it keeps for each weight; they go into checkpoints.</summary>
    internal abstract IReadOnlyList<string> State { get; }

    private protected static double Fraction(double value)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(value);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(value, 1);
        return value;
    }
}

/// <summary>Stochastic gradient descent. By default learning rate 0.01, no momentum, no decay.</summary>
/// <remarks>
/// Sutskever et al., ICML 2013. Momentum: v ← momentum v + g, w ← w − rate v; with Nesterov's, w ← w − rate (g +
/// momentum v). The first step has v = g.
/// </remarks>
public sealed record Sgd(double LearningRate = 0.01, double WeightDecay = 0)
    : Optimiser(LearningRate, WeightDecay)
{
    /// <summary>In [0, 1), by default 0.</summary>
    public double Momentum
    {
        get;
        init => field = Fraction(value);
    }

    /// <summary>Whether momentum looks ahead (Nesterov); asks for a momentum above 0.</summary>
    public bool Nesterov { get; init; }

    internal override IReadOnlyList<string> State => Momentum > 0 ? ["velocity"] : [];
}

/// <summary>Adam. By default learning rate 0.001, no decay.</summary>
/// <remarks>Kingma and Ba, ICLR 2015, arXiv:1412.6980, with bias correction.</remarks>
public sealed record Adam(double LearningRate = 0.001, double WeightDecay = 0)
    : AdaptiveMoments(LearningRate, WeightDecay);

/// <summary>Adam with decoupled weight decay. By default learning rate 0.001, decay 0.01.</summary>
/// <remarks>Loshchilov and Hutter, ICLR 2019, arXiv:1711.05101.</remarks>
public sealed record AdamW(double LearningRate = 0.001, double WeightDecay = 0.01)
    : AdaptiveMoments(LearningRate, WeightDecay);

/// <summary>What Adam and AdamW share: running means of the gradient and of its square.</summary>
public abstract record AdaptiveMoments : Optimiser
{
    private protected AdaptiveMoments(double learningRate, double weightDecay)
        : base(learningRate, weightDecay) { }

    /// <summary>Decay of the gradient's running mean; in [0, 1), by default 0.9.</summary>
    public double Beta1
    {
        get;
        init => field = Fraction(value);
    } = 0.9;

    /// <summary>Decay of the squared gradient's running mean; in [0, 1), by default 0.999.</summary>
    public double Beta2
    {
        get;
        init => field = Fraction(value);
    } = 0.999;

    /// <summary>Added to the root of the second moment; more than 0, by default 1e-8.</summary>
    public double Epsilon
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfNegativeOrZero(value);
            field = value;
        }
    } = 1e-8;

    internal override IReadOnlyList<string> State => ["mean", "square"];
}

/// <summary>RMSprop. By default learning rate 0.01, no decay, no momentum.</summary>
/// <remarks>Tieleman and Hinton, Coursera lecture 6.5, 2012; epsilon is added after the root.</remarks>
public sealed record RmsProp(double LearningRate = 0.01, double WeightDecay = 0)
    : Optimiser(LearningRate, WeightDecay)
{
    /// <summary>Decay of the squared gradient's running mean; in [0, 1), by default 0.99.</summary>
    public double Alpha
    {
        get;
        init => field = Fraction(value);
    } = 0.99;

    /// <summary>In [0, 1), by default 0.</summary>
    public double Momentum
    {
        get;
        init => field = Fraction(value);
    }

    /// <summary>Added to the root of the running mean; more than 0, by default 1e-8.</summary>
    public double Epsilon
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfNegativeOrZero(value);
            field = value;
        }
    } = 1e-8;

    internal override IReadOnlyList<string> State => Momentum > 0 ? ["square", "velocity"] : ["square"];
}
