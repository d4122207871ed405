using Osler.Core.Variants.Isolates;

namespace Osler.Serving;

/// <summary>What became of one isolate's file: a report, or the reason why there is none.</summary>
/// <param name="Isolate">The file's name, without its folder.</param>
/// <param name="Findings">The report; null where the file was refused.</param>
/// <param name="Reason">Why it was refused, and in which line, without the file's name; null where it was not.</param>
public sealed record IsolateAnswer(string Isolate, IsolateFindings? Findings, string? Reason);
