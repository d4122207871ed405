using Osler.Core.Tables;

namespace Osler.Imaging.Sources;

/// <summary>Whose the images of a source are.</summary>
public static class SourcePatients
{
    /// <summary>The patient of each case; a case whose source tells none is a patient of its own.</summary>
    /// <param name="source">The images.</param>
    public static Patients Of(IImageSource source)
    {
        ArgumentNullException.ThrowIfNull(source);
        var seen = new Dictionary<string, int>(StringComparer.Ordinal);
        int[] of = new int[source.Count];
        bool any = false;
        for (int i = 0; i < of.Length; i++)
        {
            string? patient = source.Case(i).Patient;
            any |= patient is not null;
            if (patient is null)
                of[i] = -1 - i;
            else if (!seen.TryGetValue(patient, out of[i]))
                seen.Add(patient, of[i] = seen.Count);
        }
        return any ? Patients.From(of) : Patients.One(source.Count);
    }
}
