using Osler.Core.Faults;

namespace Osler.Studies.Tests.StudyFiles;

public sealed class AbsentDeviceTests
{
    [Theory]
    [InlineData("heart-attack")]
    [InlineData("digits")]
    [InlineData("tuberculosis")]
    [InlineData("vignettes")]
    [InlineData("exams")]
    public void Is_told_before_any_data_are_read_and_no_folder_is_left(string name)
    {
        string folder = Path.Combine(Path.GetTempPath(), $"osler-{Guid.NewGuid():N}");
        // Reading these data would be the first thing to fail.
        var study = StudyFile.Open(name, data: Path.Combine(folder, "absent"));

        var fault = Assert.Throws<RequestException>(() =>
            Study.Run(study, new RunOptions { OutFolder = folder, Device = "abacus" })
        );

        Assert.Contains("abacus", fault.Message, StringComparison.Ordinal);
        Assert.False(Directory.Exists(folder));
    }
}
