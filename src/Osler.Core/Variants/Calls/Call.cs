namespace Osler.Core.Variants.Calls;

/// <summary>A change that an isolate has.</summary>
/// <param name="Variant">The change, told at its smallest position.</param>
/// <param name="Record">A number that the changes of one record share; they lie on one molecule.</param>
/// <param name="Share">Of the reads; null where reads of each allele are not told.</param>
/// <param name="Mixed">Called beside another allele: perhaps only a part of the bacteria has it.</param>
public sealed record Call(Variant Variant, int Record, double? Share, bool Mixed);
