using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using SharpFuzz;

// Puts counters of branches into assemblies, in place: dotnet Osler.Fuzz.Instrument.dll FILE...
foreach (string path in args)
    if (!Counts(path))
        Fuzzer.Instrument(path, _ => true, Options.Value);

// A build that had nothing to copy leaves what the one before instrumented.
static bool Counts(string path)
{
    using var file = new PEReader(File.OpenRead(path));
    var metadata = file.GetMetadataReader();
    return metadata.AssemblyReferences.Any(handle =>
        metadata.GetString(metadata.GetAssemblyReference(handle).Name)
        == typeof(SharpFuzz.Common.Trace).Assembly.GetName().Name
    );
}
