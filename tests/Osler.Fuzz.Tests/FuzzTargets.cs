namespace Osler.Fuzz.Tests;

/// <summary>The readers that are fuzzed.</summary>
internal static class FuzzTargets
{
    // What strangers send most has the whole time, the others a third.
    private static readonly FuzzTarget[] s_all =
    [
        ImageTargets.Dicom,
        ImageTargets.Npy,
        ImageTargets.Npz,
        ImageTargets.Idx,
        ImageTargets.Nifti,
        WeightTargets.Pickle,
        WeightTargets.Tensors,
        GenomeTargets.Vcf,
        GenomeTargets.Gff,
        GenomeTargets.Sequences,
        .. new[]
        {
            ImageTargets.Matlab,
            ImageTargets.Hdf5,
            ImageTargets.Bitmap,
            ImageTargets.Boxes,
            ImageTargets.ArrayImage,
            ImageTargets.Marks,
            WeightTargets.Keras,
            WeightTargets.Network,
            GenomeTargets.Isolate,
            GenomeTargets.Catalogue,
            TextTargets.Table,
            TextTargets.Exam,
            TextTargets.Corpus,
        }.Select(target => target with { Share = 1.0 / 3 }),
    ];

    /// <summary>All names, or those that <c>OSLER_FUZZ_READERS</c> lists.</summary>
    public static IEnumerable<string> Names =>
        Environment.GetEnvironmentVariable("OSLER_FUZZ_READERS") is { Length: > 0 } some
            ? some.Split(',').Select(name => Of(name).Name)
            : s_all.Select(target => target.Name);

    public static FuzzTarget Of(string name) => s_all.Single(target => target.Name == name);
}
