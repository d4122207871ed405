namespace Osler.Serving;

/// <summary>A probability with the range of networks trained alike.</summary>
/// <param name="Probability">From 0 to 1.</param>
/// <param name="Low">At most the probability.</param>
/// <param name="High">At least the probability.</param>
internal readonly record struct OutcomeRange(double Probability, double Low, double High);
