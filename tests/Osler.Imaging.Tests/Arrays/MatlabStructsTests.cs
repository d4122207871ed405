using Osler.Core.Faults;
using Osler.Imaging.Arrays;

namespace Osler.Imaging.Tests.Arrays;

/// <summary>Structures as scipy writes them (<c>Goldens/matlab.py</c>).</summary>
public sealed class MatlabStructsTests : IDisposable
{
    private readonly string _file = Path.GetTempFileName();

    public void Dispose() => File.Delete(_file);

    [Theory]
    [InlineData("matlab/synsets.mat")]
    [InlineData("matlab/synsets_plain.mat")]
    public void Numbers_and_texts_of_each_structure_are_read(string golden)
    {
        var synsets = MatlabStructs.Read(Found.Golden(golden), "synsets");
        Assert.Equal(4, synsets.Count);
        Assert.Equal([2.0], (double[])synsets[1]["ILSVRC2012_ID"]);
        Assert.Equal("n01443537", synsets[1]["WNID"]);
        Assert.Equal("goldfish, Carassius auratus", synsets[1]["words"]);
        Assert.Equal([1.0, 2.0, 3.0], (double[])synsets[3]["children"]);
    }

    [Fact]
    public void A_variable_that_is_absent_or_no_structure_is_refused()
    {
        string path = Found.Golden("matlab/synsets.mat");
        Assert.Contains(
            "'absent'",
            Assert.Throws<DataException>(() => MatlabStructs.Read(path, "absent")).Message
        );
        Assert.Throws<DataException>(() => MatlabStructs.Read(path, "other"));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(64)]
    [InlineData(200)]
    [InlineData(1000)]
    public void A_truncated_file_is_refused(int length)
    {
        File.WriteAllBytes(
            _file,
            File.ReadAllBytes(Found.Golden("matlab/synsets_plain.mat")).AsSpan(0, length)
        );
        Assert.Throws<DataException>(() => MatlabStructs.Read(_file, "synsets"));
    }

    [Fact]
    public void A_file_of_another_kind_is_refused_with_what_to_do()
    {
        File.WriteAllText(_file, "MATLAB 7.3 MAT-file, which is HDF5 in truth" + new string(' ', 200));
        Assert.Contains(
            "-v7",
            Assert.Throws<DataException>(() => MatlabStructs.Read(_file, "synsets")).Message
        );
    }
}
