using System.Globalization;
using Osler.Bench;

return args switch
{
    ["metrics", var folder] => MetricsBenchmark.Run(folder),
    ["cohort", var file, var megabytes, var seed] => CohortCsv.Write(file, Whole(megabytes), Whole(seed)),
    ["csv", var file, var column] => CsvBenchmark.Run(file, column),
    ["decode", var folder, var threads] => DecodeBenchmark.Run(folder, Whole(threads)),
    ["epoch", var folder] => EpochBenchmark.Run(folder),
    ["inference"] => InferenceBenchmark.Run(),
    ["dicom", var folder] => DicomBenchmark.Run(folder),
    ["text", var preset, var epochs, var texts] => TextBenchmark.Run(
        preset,
        (int)Whole(epochs),
        (int)Whole(texts)
    ),
    ["resnet", var device, var cases, var batch] => new ResNetBenchmark(
        device,
        (int)Whole(cases),
        (int)Whole(batch)
    ).Run(),
    ["tokenise", var vocabulary, var file, var merges] => TokeniseBenchmark.Run(
        vocabulary,
        file,
        (int)Whole(merges)
    ),
    ["vcf-write", var file, var kind, var records] => VcfBenchmark.Write(file, kind, Whole(records)),
    ["vcf", var file] => VcfBenchmark.Run(file),
    _ => Usage(),
};

static long Whole(string text) => long.Parse(text, CultureInfo.InvariantCulture);

static int Usage()
{
    Console.Error.WriteLine(
        """
        Usage (the scripts in bench/ run each beside its peers):
          Osler.Bench metrics FOLDER                  AUROC, DeLong, bootstrap
          Osler.Bench cohort FILE MEGABYTES SEED      writes a CSV file
          Osler.Bench csv FILE COLUMN                 reads it into typed columns
          Osler.Bench decode FOLDER THREADS           JPEG files to what a network gets
          Osler.Bench epoch FOLDER                    one training epoch of a small network
          Osler.Bench resnet DEVICE CASES BATCH       training epochs of ResNet-18 at 224 pixels
          Osler.Bench text PRESET EPOCHS TEXTS        training on texts of 80 words
          Osler.Bench tokenise VOCABULARY FILE MERGES  lines of text to token ids
          Osler.Bench inference                       DenseNet-121 by libtorch and by ONNX Runtime
          Osler.Bench vcf-write FILE KIND RECORDS     writes a VCF file: sites or changes
          Osler.Bench vcf FILE                        reads it into a feature vector
          Osler.Bench dicom FOLDER                    DICOM files, a folder of them a kind
        """
    );
    return 2;
}
