using System.IO.Compression;
using Osler.Core.Faults;
using Osler.Imaging.Files;
using Osler.Imaging.Rasters;
using Osler.Imaging.Sources;

namespace Osler.Imaging.Tests.Sources;

public sealed class FileSourceTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("osler-images-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_folder_for_each_class_is_a_source()
    {
        Put("dog/a.png", "grey.png");
        Put("cat/deep/b.jpg", "rgb.jpg");
        Put("cat/c.png", "rgb.png");
        Put("cat/.DS_Store", "rgb.png");
        Put("readme.txt", "rgb.png");
        using var source = ClassFolders.Open(_folder, []);
        Assert.Equal(["cat", "dog"], source.Labels.Names);
        Assert.Equal([0, 0, 1], Classes(source));
        Assert.EndsWith("/cat/c.png", source.Case(0).Name, StringComparison.Ordinal);
        Assert.Equal(GivenPart.None, source.Case(0).Part);
        Assert.Equal([24, 37], source.Read(1).Axes);
        Assert.Equal([12, 18], source.Read(1, new ImageTarget(6, 9)).Axes);
    }

    [Fact]
    public void A_folder_beside_two_parts_is_named_and_refused_unless_all_are_stated_as_classes()
    {
        foreach (string folder in (string[])["train", "test", "dup"])
        {
            Put($"{folder}/dog/a.png", "grey.png");
            Put($"{folder}/cat/b.png", "rgb.png");
        }

        var fault = Assert.Throws<DataException>(() => ClassFolders.Open(_folder, []));

        Assert.StartsWith(
            "The folders 'test', 'train' are parts of a data set, and 'dup' beside them is none.",
            fault.What,
            StringComparison.Ordinal
        );
        using (var stated = ClassFolders.Open(_folder, ["train", "test", "dup"]))
            Assert.Equal(["train", "test", "dup"], stated.Labels.Names);
        // A train is a vehicle too.
        Directory.Delete(Path.Combine(_folder, "test"), recursive: true);
        using var vehicles = ClassFolders.Open(_folder, []);
        Assert.Equal(["dup", "train"], vehicles.Labels.Names);
    }

    [Fact]
    public void Pipes_and_links_that_lead_nowhere_are_bad_files_and_links_to_folders_are_not_entered()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no named pipes in folders.");
        Put("dog/a.png", "grey.png");
        Put("cat/b.png", "rgb.png");
        using (
            var made = System.Diagnostics.Process.Start("mkfifo", Path.Combine(_folder, "cat", "pipe.png"))
        )
        {
            made.WaitForExit();
            Assert.Equal(0, made.ExitCode);
        }
        File.CreateSymbolicLink(Path.Combine(_folder, "dog", "link.png"), "../cat/b.png");
        File.CreateSymbolicLink(Path.Combine(_folder, "dog", "nowhere.png"), "/no/such/file");
        Directory.CreateSymbolicLink(Path.Combine(_folder, "dog", "up"), "..");
        using var source = ClassFolders.Open(_folder, []);
        Assert.Equal(
            ["b.png", "pipe.png", "a.png", "link.png", "nowhere.png"],
            Enumerable.Range(0, source.Count).Select(i => Path.GetFileName(source.Case(i).Name))
        );
        Assert.Contains(
            "empty",
            Assert.Throws<DataException>(() => source.Read(1)).Message,
            StringComparison.Ordinal
        );
        Assert.Equal(source.Read(0).Axes, source.Read(3).Axes);
        Assert.Contains(
            "can't be read",
            Assert.Throws<DataException>(() => source.Read(4)).Message,
            StringComparison.Ordinal
        );
        Assert.Equal(64, source.Fingerprint.Length);
        Assert.Equal([1, 4], ImageSurvey.Of(source).Bad.Select(bad => bad.Index));
    }

    [Theory]
    [InlineData("")]
    [InlineData("my-data/")]
    public void Folders_of_parts_state_the_split(string above)
    {
        Put($"{above}train/dog/a.png", "grey.png");
        Put($"{above}train/cat/a.png", "rgb.png");
        Put($"{above}valid/cat/a.png", "grey.png");
        Put($"{above}test/dog/a.png", "grey.png");
        using var source = ClassFolders.Open(_folder, []);
        Assert.Equal(["cat", "dog"], source.Labels.Names);
        Assert.Equal(
            [GivenPart.Test, GivenPart.Train, GivenPart.Train, GivenPart.Validation],
            Enumerable.Range(0, 4).Select(i => source.Case(i).Part)
        );
    }

    [Fact]
    public void A_picture_beside_the_folders_of_parts_makes_no_classes_of_them()
    {
        Put("train/dog/a.png", "grey.png");
        Put("test/cat/a.png", "rgb.png");
        Put("overview.png", "rgb.png");
        using var source = ClassFolders.Open(_folder, []);
        Assert.Equal(["cat", "dog"], source.Labels.Names);
        Assert.Equal(2, source.Count);
        Assert.EndsWith("/overview.png.", Assert.Single(source.Remarks), StringComparison.Ordinal);
    }

    [Fact]
    public void A_zip_archive_reads_as_its_folder_does()
    {
        Put("dog/a.png", "grey.png");
        Put("cat/b.png", "rgb.png");
        string zip = _folder + ".zip";
        ZipFile.CreateFromDirectory(_folder, zip);
        try
        {
            Assert.True(ClassFolders.Is(zip));
            using var folder = ClassFolders.Open(_folder, []);
            using var archive = ClassFolders.Open(zip, []);
            Assert.Equal(folder.Fingerprint, archive.Fingerprint);
            Assert.Equal(Classes(folder), Classes(archive));
            Parallel.For(
                0,
                100,
                i =>
                    Assert.Equal(
                        ContentHash.Of((Raster)folder.Read(i % 2)),
                        ContentHash.Of((Raster)archive.Read(i % 2))
                    )
            );
            byte[] half = File.ReadAllBytes(zip)[..500];
            File.WriteAllBytes(zip, half);
            Assert.Throws<DataException>(() => ClassFolders.Open(zip, []));
        }
        finally
        {
            File.Delete(zip);
        }
    }

    [Fact]
    public void A_class_that_the_study_does_not_know_is_refused_with_the_nearest()
    {
        Put("dog/a.png", "grey.png");
        Put("cat/b.png", "rgb.png");
        using (var source = ClassFolders.Open(_folder, ["dog", "cat", "cow"]))
            Assert.Equal([1, 0], Classes(source));
        var fault = Assert.Throws<DataException>(() => ClassFolders.Open(_folder, ["dogs", "cat"]));
        Assert.Contains("'dogs'", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void One_class_or_none_is_too_few()
    {
        Assert.Throws<DataException>(() => ClassFolders.Open(_folder, []));
        Put("a.png", "grey.png");
        Assert.Throws<DataException>(() => ClassFolders.Open(_folder, []));
        Put("dog/a.png", "grey.png");
        Assert.Throws<DataException>(() => ClassFolders.Open(_folder, []));
    }

    [Fact]
    public void A_table_joins_paths_classes_patients_and_parts()
    {
        Put("x/a.png", "grey.png");
        Put("x/b.png", "rgb.png");
        Put("y/c.png", "rgb.png");
        Put("y/b.png", "grey.png");
        string table = Write(
            """
            file,what,who,part
            a,sick,Ann,train
            x/b.png,well,Bob,test
            c.png,sick,Ann,train
            b.png,sick,Eve,train
            gone.png,well,Eve,train
            """
        );
        using var source = new ImageTable(table, _folder, "file")
        {
            Class = "what",
            Patient = "who",
            Part = "part",
        }.Open();
        // 'b.png' could mean two files, 'gone.png' means none.
        Assert.Equal(3, source.Count);
        Assert.Equal(["sick", "well"], source.Labels.Names.Order());
        Assert.Equal(source.Case(0).Patient, source.Case(2).Patient);
        Assert.NotEqual(source.Case(0).Patient, source.Case(1).Patient);
        Assert.Equal(GivenPart.Test, source.Case(1).Part);
        Assert.Equal(
            [
                "1 row names an image that is not there and is left out: row 5 ('gone.png').",
                "1 row could mean several images and is left out (write more of its path): row 4 ('b.png').",
                $"1 image has no row in the table and is left out: {Path.GetFileName(_folder)}/y/b.png.",
            ],
            source.Remarks
        );
    }

    [Fact]
    public void What_is_left_out_of_a_table_is_counted_and_named()
    {
        Put("in/a.png", "grey.png");
        Put("in/b.png", "rgb.png");
        Put("in/c.png", "rgb.png");
        Put("out.png", "rgb.png");
        string folder = Path.Combine(_folder, "in");
        string table = Write(
            $"""
            file,what
            a.png,sick
            {folder}/b.png,well
            c.png,None
            ../out.png,sick
            ,well
            b.png,well
            """
        );
        using var source = new ImageTable(table, folder, "file") { Class = "what" }.Open();
        Assert.Equal(
            [
                "1 row's path leads out of the images' folder and is not followed: row 4 ('../out.png').",
                "1 row has no path and is left out: row 5.",
                "1 row repeats an image with the same labels and is left out: row 6.",
                "1 image has no known label and is left out: in/c.png.",
                "Column 'what' holds what is read as no label: 'None' (1 image). Where that is an answer, state it among the levels (data.columns: {what: {levels: [...]}}), or spell it otherwise.",
            ],
            source.Remarks
        );
        string one = Write("file,what\na.png,sick\nb.png,None\n");
        var fault = Assert.Throws<DataException>(() =>
            new ImageTable(one, folder, "file") { Class = "what" }.Open()
        );
        Assert.Contains("spelt like a missing value", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Images_beside_the_folders_of_classes_are_named()
    {
        Put("dog/a.png", "grey.png");
        Put("cat/b.png", "rgb.png");
        Put("loose.png", "rgb.png");
        using var source = ClassFolders.Open(_folder, []);
        string remark = Assert.Single(source.Remarks);
        Assert.StartsWith("1 image lies beside the classes' folders", remark, StringComparison.Ordinal);
        Assert.EndsWith("/loose.png.", remark, StringComparison.Ordinal);
    }

    [Fact]
    public void Uncertain_and_missing_findings_are_unknown()
    {
        Put("a.png", "grey.png");
        Put("b.png", "rgb.png");
        Put("c.png", "rgb.png");
        string table = Write("file,mass,fluid\na.png,1,yes\nb.png,-1,no\nc.png,0,\n");
        using var source = new ImageTable(table, _folder, "file") { Findings = ["mass", "fluid"] }.Open();
        Assert.Equal([1, 1], source.Labels.Of(0).ToArray());
        Assert.Equal([float.NaN, 0], source.Labels.Of(1).ToArray());
        Assert.Equal([0, float.NaN], source.Labels.Of(2).ToArray());
    }

    [Fact]
    public void One_image_under_two_labels_is_refused_and_under_one_counted()
    {
        Put("a.png", "grey.png");
        Put("b.png", "rgb.png");
        string same = Write("file,what\na.png,1\nb.png,0\na.png,1\n");
        using (var source = new ImageTable(same, _folder, "file") { Class = "what" }.Open())
            Assert.Equal(2, source.Count);
        string different = Write("file,what\na.png,1\nb.png,0\na.png,0\n");
        var fault = Assert.Throws<DataException>(() =>
            new ImageTable(different, _folder, "file") { Class = "what" }.Open()
        );
        Assert.Contains("Rows 1 and 3", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_image_that_a_table_puts_into_training_and_test_is_refused()
    {
        Put("a.png", "grey.png");
        Put("b.png", "rgb.png");
        string table = Write("file,what,part\na.png,1,train\nb.png,0,test\na.png,1,test\n");
        var fault = Assert.Throws<DataException>(() =>
            new ImageTable(table, _folder, "file") { Class = "what", Part = "part" }.Open()
        );
        Assert.Contains("Rows 1 and 3 put", fault.Message, StringComparison.Ordinal);
        Assert.Contains(
            "a.png into different parts, training and test",
            fault.Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void An_image_under_two_patients_is_named_without_them_and_one_of_no_patient_gets_the_other_row_s()
    {
        Put("a.png", "grey.png");
        Put("b.png", "rgb.png");
        Put("c.png", "rgb.png");
        string table = Write(
            "file,what,who,part\na.png,1,Ann,train\nb.png,0,,\na.png,1,Bob,train\nb.png,0,Ann,test\nc.png,0,Eve,test\n"
        );
        using var source = new ImageTable(table, _folder, "file")
        {
            Class = "what",
            Patient = "who",
            Part = "part",
        }.Open();
        Assert.Equal(
            [
                "1 row repeats an image with the same labels and is left out: row 4.",
                "1 row repeats an image under another patient and is left out (the first row's patient holds; keep the row that is right): row 3.",
            ],
            source.Remarks
        );
        Assert.Equal(source.Case(0).Patient, source.Case(1).Patient);
        Assert.Equal(GivenPart.Test, source.Case(1).Part);
    }

    [Fact]
    public void A_finding_that_is_spelt_like_a_missing_value_is_counted_unless_it_is_stated()
    {
        Put("a.png", "grey.png");
        Put("b.png", "rgb.png");
        Put("c.png", "rgb.png");
        string table = Write("file,mass,fluid\na.png,yes,1\nb.png,None,0\nc.png,no,-1\n");
        var images = new ImageTable(table, _folder, "file") { Findings = ["mass", "fluid"] };
        using (var source = images.Open())
            Assert.Equal(
                "Column 'mass' holds what is read as no label: 'None' (1 image). Where that is an answer, state it among the levels (data.columns: {mass: {levels: [...]}}), or spell it otherwise.",
                Assert.Single(source.Remarks)
            );

        string other = Write("file,mass\na.png,yes\nb.png,None\nc.png,None\n");
        using var stated = new ImageTable(other, _folder, "file")
        {
            Findings = ["mass"],
            Reading = new() { Columns = [new("mass") { Levels = ["None", "yes"] }] },
        }.Open();
        Assert.Empty(stated.Remarks);
        Assert.Equal([1, 0, 0], Enumerable.Range(0, 3).Select(i => stated.Labels.Of(i)[0]));
    }

    [Theory]
    [InlineData("../out/b.png")]
    [InlineData("/root/b.png")]
    [InlineData("C:\\scans\\b.png")]
    [InlineData("scans//root/b.png")]
    [InlineData("C:/scans/b.png", "scans/")]
    [InlineData("scans/C:/b.png", "scans/")]
    [InlineData("scans//root/b.png", "scans/")]
    public void An_entry_that_leads_out_of_its_archive_is_named_and_makes_no_class(
        string outside,
        string above = ""
    )
    {
        string zip = Zip(
            ($"{above}dog/a.png", "grey.png"),
            ($"{above}cat/b.png", "rgb.png"),
            (outside, "grey.png")
        );
        using var source = ClassFolders.Open(zip, []);
        Assert.Equal(["cat", "dog"], source.Labels.Names);
        Assert.Equal(
            $"1 entry of the archive leads out of it and is passed over: {outside}.",
            Assert.Single(source.Remarks)
        );
    }

    [Theory]
    [InlineData("./dog/a.png", "./cat/b.png")]
    [InlineData("scans\\dog\\a.png", "scans\\cat\\b.png")]
    public void Names_as_some_programs_write_them_are_folders_and_files_too(string dog, string cat)
    {
        using var source = ClassFolders.Open(Zip((dog, "grey.png"), (cat, "rgb.png")), []);
        Assert.Equal(["cat", "dog"], source.Labels.Names);
        Assert.Empty(source.Remarks);
        Assert.Equal(Photometric.Rgb, source.Read(0).Photometric);
        Assert.Equal(Photometric.Grey, source.Read(1).Photometric);
    }

    [Fact]
    public void An_entry_that_stands_twice_in_its_archive_is_named()
    {
        string zip = Zip(("dog/a.png", "grey.png"), ("cat/b.png", "rgb.png"), ("dog/a.png", "rgb.png"));
        using var source = ClassFolders.Open(zip, []);
        Assert.Equal(2, source.Count);
        Assert.Equal(
            "1 name stands in the archive several times, of which the first alone is read: dog/a.png.",
            Assert.Single(source.Remarks)
        );
        // The first was the grey one.
        Assert.Equal(Photometric.Grey, source.Read(1).Photometric);
    }

    [Fact]
    public void No_path_leads_out_of_the_folder()
    {
        Put("in/a.png", "grey.png");
        Put("secret.png", "rgb.png");
        string table = Write("file,what\n../secret.png,1\n/etc/passwd,0\n");
        Assert.Throws<DataException>(() =>
            new ImageTable(table, Path.Combine(_folder, "in"), "file") { Class = "what" }.Open()
        );
    }

    [Fact]
    public void A_survey_names_what_is_broken_and_what_is_there_twice()
    {
        Put("train/dog/a.png", "grey.png");
        Put("train/cat/a.png", "rgb.png");
        Put("train/cat/broken.png", "rgb.png", cut: 100);
        Put("test/cat/same.bmp", "rgb.bmp");
        Put("test/dog/contradicts.tif", "grey.tif");
        Put("test/cat/wrong.tif", "grey.tif");
        using var source = ClassFolders.Open(_folder, []);
        var survey = ImageSurvey.Of(source);
        Assert.Contains("cat/broken.png", Assert.Single(survey.Bad).Reason, StringComparison.Ordinal);
        Assert.Equal(2, survey.Same.Length);
        Assert.Equal(2, survey.Across(i => source.Case(i).Part).Length);
        Assert.Equal(3, Assert.Single(survey.Contradictions(source.Labels)).Cases.Length);
        Assert.Throws<DataException>(() => ImageSurvey.Of(source, OnBadInput.Stop));
    }

    [Fact]
    public void DICOM_objects_say_whose_they_are_and_several_frames_are_a_volume()
    {
        string dicom = Found.Real("dicom");
        foreach (
            var (file, to) in new[]
            {
                ("pydicom__CT_small.dcm", "a/1.dcm"),
                ("pydicom__CT_small.dcm", "b/2"),
                ("pydicom__MR_small.dcm", "a/3.dcm"),
                ("pydicom-data__emri_small.dcm", "b/4.dcm"),
            }
        )
        {
            string path = Path.Combine(_folder, to);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.Copy(Path.Combine(dicom, file), path);
        }
        Put("b/5.png", "grey.png");
        using var source = ClassFolders.Open(_folder, []);
        string?[] patients = [.. Enumerable.Range(0, 5).Select(i => source.Case(i).Patient)];
        Assert.Equal(patients[0], patients[2]); // a/1.dcm and b/2
        Assert.NotEqual(patients[0], patients[1]);
        Assert.Null(patients[4]);
        Assert.DoesNotContain(
            patients,
            patient => patient?.Contains("1CT1", StringComparison.Ordinal) == true
        );
        Assert.Equal([128, 128], source.Read(0).Axes);
        Assert.Equal("HU", source.Read(2).Range.Unit);
        Assert.Equal([10, 64, 64], source.Read(3).Axes);
    }

    [Fact]
    public void Real_photographs_and_radiographs_lie_in_their_archives()
    {
        using (var source = ClassFolders.Open(Found.Real("cifar10-jpeg/test_2000.zip"), []))
        {
            Assert.Equal((2000, 10), (source.Count, source.Labels.Names.Length));
            Assert.Equal([32, 32], source.Read(1999).Axes);
        }
        using var chests = new ImageTable(
            Found.Real("chestxray/nih1000_labels.csv"),
            Found.Real("chestxray/nih1000_256.zip"),
            "image"
        )
        {
            Findings = ["Cardiomegaly", "Effusion"],
            Patient = "patient_id",
            Part = "chexnet_split",
        }.Open();
        Assert.InRange(chests.Count, 500, 1000);
        Assert.All(Enumerable.Range(0, chests.Count), i => Assert.NotNull(chests.Case(i).Patient));
        Assert.Equal(Photometric.Grey, chests.Read(0).Photometric);
    }

    private static IEnumerable<int?> Classes(IImageSource source) =>
        Enumerable.Range(0, source.Count).Select(source.Labels.Class);

    private void Put(string path, string golden, int? cut = null)
    {
        string full = Path.Combine(_folder, path);
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        byte[] content = File.ReadAllBytes(Found.Golden($"files/{golden}"));
        File.WriteAllBytes(full, content[..(cut ?? content.Length)]);
    }

    private string Zip(params (string Name, string Golden)[] entries)
    {
        string path = Path.Combine(_folder, "scans.zip");
        using var archive = new ZipArchive(File.Create(path), ZipArchiveMode.Create);
        foreach (var (name, golden) in entries)
        {
            using var entry = archive.CreateEntry(name).Open();
            entry.Write(File.ReadAllBytes(Found.Golden($"files/{golden}")));
        }
        return path;
    }

    private string Write(string table)
    {
        string path = Path.Combine(_folder, "labels.csv");
        File.WriteAllText(path, table);
        return path;
    }
}
