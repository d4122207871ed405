namespace Osler.Fuzz.Tests;

/// <summary>The readers that are fuzzed.</summary>
internal static class FuzzTargets
{
    private static readonly FuzzTarget[] s_all =
    [
        ImageTargets.Dicom,
        ImageTargets.Npy,
        ImageTargets.Npz,
        ImageTargets.Idx,
        ImageTargets.Nifti,
        ImageTargets.Matlab,
        ImageTargets.Hdf5,
        ImageTargets.Bitmap,
        ImageTargets.Boxes,
        WeightTargets.Pickle,
        WeightTargets.Tensors,
        WeightTargets.Keras,
        WeightTargets.Network,
        GenomeTargets.Vcf,
        GenomeTargets.Gff,
        GenomeTargets.Sequences,
        GenomeTargets.Isolate,
        GenomeTargets.Catalogue,
        TextTargets.Table,
        TextTargets.Exam,
        TextTargets.Corpus,
    ];

    public static IEnumerable<string> Names => s_all.Select(target => target.Name);

    public static FuzzTarget Of(string name) => s_all.Single(target => target.Name == name);
}
