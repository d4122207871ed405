using System.IO.Compression;
using System.Text.Json;
using Osler.Imaging.Arrays;
using Osler.Tests.Shared;

namespace Osler.Cli.Tests.Commands;

/// <summary>From training to a hold-out through the command line: real isolates in two halves, and simulated ones.</summary>
public sealed class HeldOutIsolatesTests : IDisposable
{
    private static readonly string[] s_quick =
    [
        "genotypes.repeats=1",
        "genotypes.cluster_distance=null",
        "split.folds=3",
        "network={preset: wide_and_deep, hidden: [32], input_dropout: 0.1}",
        "training.ensemble.members=1",
        "evaluation.bootstrap_draws=100",
        "evaluation.baselines=[]",
        "evaluation.explain=false",
    ];

    private readonly CommandLine _cli = new();

    public void Dispose() => _cli.Dispose();

    [Fact]
    public void Real_isolates_that_were_held_out_are_judged_alike_as_an_archive_and_as_a_table()
    {
        string path = Archive();
        string names = Path.Combine(Path.GetDirectoryName(path)!, "wdnn_feature_names_6483.txt");
        using var archive = Npz.Open(path);
        using var x = archive.Array("X");
        using var y = archive.Array("y");
        using var selected = archive.Array("selected_222");
        (int isolates, int width, int drugs) = (x.Shape[0], x.Shape[1], y.Shape[1]);
        float[] variants = new float[isolates * width];
        x.Read(0, isolates, variants);
        float[] labels = new float[isolates * drugs];
        y.Read(0, isolates, labels);
        long[] inputs = new long[selected.Count];
        selected.ReadIntegers(0, selected.Slices, inputs);
        // Every third isolate is held out.
        int[] learnt = [.. Enumerable.Range(0, isolates).Where(i => i % 3 != 0)];
        int[] held = [.. Enumerable.Range(0, isolates).Where(i => i % 3 == 0)];
        foreach (var (name, rows) in ((string, int[])[])[("learnt", learnt), ("held", held)])
        {
            Directory.CreateDirectory(_cli[name]);
            File.Copy(names, Path.Combine(_cli[name], "names.txt"));
            WriteArchive(
                Path.Combine(_cli[name], "isolates.npz"),
                rows,
                variants,
                width,
                labels,
                drugs,
                inputs
            );
        }
        Assert.Equal(
            0,
            _cli.Run([
                "run",
                "tuberculosis",
                "--data",
                Path.Combine(_cli["learnt"], "isolates.npz"),
                "--out",
                _cli["run"],
                "--quiet",
                "--set",
                .. s_quick,
                "training.epochs=15",
            ])
        );
        Assert.Equal(0, Evaluate(Path.Combine(_cli["held"], "isolates.npz"), "archive"));
        WriteTables(held, variants, width, labels, drugs, inputs, File.ReadAllLines(names));
        Assert.Equal(0, Evaluate(_cli["held_features.csv"], "table"));

        // The chosen columns alone, told by their numbers among all that the file of names has.
        Directory.CreateDirectory(_cli["cut"]);
        File.Copy(names, Path.Combine(_cli["cut"], "names.txt"));
        WriteArchive(
            Path.Combine(_cli["cut"], "isolates.npz"),
            held,
            [
                .. Enumerable
                    .Range(0, isolates)
                    .SelectMany(i => inputs.Select(input => variants[i * width + input])),
            ],
            inputs.Length,
            labels,
            drugs,
            inputs
        );
        Assert.Equal(0, Evaluate(Path.Combine(_cli["cut"], "isolates.npz"), "cut-archive"));

        using var asArchive = Results("archive");
        using var asCut = Results("cut-archive");
        using var asTable = Results("table");
        foreach (string drug in (string[])["RIF", "INH", "PZA", "EMB", "KAN", "mean", "mean_first_line"])
        {
            Assert.Equal(Auroc(asArchive, drug), Auroc(asTable, drug));
            Assert.Equal(Auroc(asArchive, drug), Auroc(asCut, drug));
        }
        Assert.InRange(Auroc(asArchive, "mean_first_line"), 0.95, 0.995);
        Assert.InRange(Auroc(asArchive, "mean_second_line"), 0.88, 0.99);
        Assert.Equal(
            held.Count(i => labels[i * drugs] == 0),
            asArchive
                .RootElement.GetProperty("data")
                .GetProperty("drugs")
                .GetProperty("RIF")
                .GetProperty("resistant")
                .GetInt32()
        );
        Assert.DoesNotContain("too good to be true", _cli.Error, StringComparison.Ordinal);
        // Part of the isolates that the model was made from are not its very data, and betray themselves.
        WriteTables(
            [.. learnt.Where((_, i) => i % 2 == 0)],
            variants,
            width,
            labels,
            drugs,
            inputs,
            File.ReadAllLines(names)
        );
        Assert.Equal(0, Evaluate(_cli["held_features.csv"], "part"));
        Assert.Contains("too good to be true", _cli.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Simulated_isolates_of_another_seed_are_judged()
    {
        foreach (string seed in (string[])["1", "2"])
            Assert.Equal(
                0,
                _cli.Run(
                    "data",
                    "simulate",
                    "tuberculosis",
                    "--patients",
                    "1500",
                    "--seed",
                    seed,
                    "--out",
                    _cli[seed]
                )
            );
        Assert.Equal(
            0,
            _cli.Run([
                "run",
                "tuberculosis",
                "--data",
                Path.Combine(_cli["1"], "variants.csv"),
                "--out",
                _cli["run"],
                "--quiet",
                "--set",
                .. s_quick,
                "training.epochs=40",
                "genotypes.least_isolates=15",
            ])
        );
        Assert.Equal(0, Evaluate(Path.Combine(_cli["2"], "variants.csv"), "other"));
        using var results = Results("other");
        Assert.InRange(Auroc(results, "mean"), 0.85, 0.999);
        Assert.Contains("mean_second_line", _cli.Output, StringComparison.Ordinal);

        using var table = new CommandLine();
        string bundle = Path.Combine(_cli["run"], "bundle");
        string variants = Path.Combine(_cli["2"], "variants.csv");
        Assert.Equal(0, table.Run("predict", bundle, variants, "--out", table["answer.csv"]));
        Assert.Equal(1501, File.ReadAllLines(table["answer.csv"]).Length);
        string[] lines = File.ReadAllLines(variants);
        File.WriteAllLines(
            table["swapped.csv"],
            lines.Select((line, i) => i == 0 ? line : string.Join(',', line.Split(',').Select(Swapped)))
        );
        Assert.Equal(3, table.Run("predict", bundle, table["swapped.csv"]));
        Assert.Contains("coding looks swapped", table.Error, StringComparison.Ordinal);
        Assert.Equal("", table.Output);
        // One column alone, of a variant that few isolates have.
        int rare = Enumerable
            .Range(1, lines[0].Split(',').Length - 1)
            .First(column => lines.Skip(1).Count(line => line.Split(',')[column] == "1") is > 60 and < 200);
        File.WriteAllLines(
            table["column.csv"],
            lines.Select(
                (line, i) =>
                    i == 0
                        ? line
                        : string.Join(
                            ',',
                            line.Split(',').Select((cell, j) => j == rare ? Swapped(cell) : cell)
                        )
            )
        );
        Assert.Equal(0, table.Run("predict", bundle, table["column.csv"], "--out", table["column.json"]));
        Assert.Contains(
            $"1 variant looks coded the other way round, or these isolates are of another sort than training's: {lines[0].Split(',')[rare]}",
            table.Error,
            StringComparison.Ordinal
        );

        static string Swapped(string cell) =>
            cell switch
            {
                "0" => "1",
                "1" => "0",
                _ => cell,
            };
    }

    [Fact]
    public void Loci_of_simulated_isolates_are_learnt_from_judged_and_predicted()
    {
        foreach (var (seed, isolates) in ((string, string)[])[("1", "300"), ("2", "120")])
            Assert.Equal(
                0,
                _cli.Run(
                    "data",
                    "simulate",
                    "tuberculosis-loci",
                    "--patients",
                    isolates,
                    "--seed",
                    seed,
                    "--out",
                    _cli[seed]
                )
            );
        Assert.Equal(
            0,
            _cli.Run(
                "run",
                "tuberculosis",
                "--data",
                _cli["1"],
                "--out",
                _cli["run"],
                "--quiet",
                "--set",
                "network=cnn",
                "networks.cnn.network={preset: loci_cnn, channels: 16, units: 32}",
                // The surroundings of rpoB S450L and katG S315T alone.
                "genotypes.loci=[NC_000962.3:761080-761190, NC_000962.3:2155138-2155198]",
                "split.folds=2",
                "training.epochs=60",
                "training.batch=16",
                "genotypes.cluster_distance=null",
                "evaluation.bootstrap_draws=100"
            )
        );
        Assert.Equal(0, Evaluate(_cli["2"], "other"));
        using var results = Results("other");
        Assert.Equal(120, results.RootElement.GetProperty("data").GetProperty("isolates").GetInt32());
        Assert.InRange(Auroc(results, "RIF"), 0.8, 0.999);
        Assert.InRange(Auroc(results, "INH"), 0.75, 0.999);

        using var one = new CommandLine();
        string isolate = Directory.GetFiles(_cli["2"], "*.fasta").Order(StringComparer.Ordinal).First();
        Assert.Equal(0, one.Run("predict", Path.Combine(_cli["run"], "bundle"), isolate, "--json"));
        using var answer = JsonDocument.Parse(one.Output);
        Assert.Equal(11, answer.RootElement.GetProperty("isolates")[0].GetProperty("drugs").GetArrayLength());
        Assert.Equal(0, one.Run("verify", Path.Combine(_cli["run"], "bundle")));
        // Bases may come as a table's columns too; of two isolates one is known at a position alone, one nowhere.
        File.WriteAllText(one["bases.csv"], "isolate,base_761155,base_761156\nTB1,T,G\nTB2,,\n");
        Assert.Equal(
            0,
            one.Run("predict", Path.Combine(_cli["run"], "bundle"), one["bases.csv"], "--out", one["out.csv"])
        );
        string[] lines = File.ReadAllLines(one["out.csv"]);
        Assert.StartsWith("1,TB1,", lines[1], StringComparison.Ordinal);
        Assert.Contains("INH: Nothing is known of this isolate", lines[2], StringComparison.Ordinal);
    }

    private int Evaluate(string data, string folder) =>
        _cli.Run("evaluate", Path.Combine(_cli["run"], "bundle"), "--data", data, "--out", _cli[folder]);

    private JsonDocument Results(string folder) =>
        JsonDocument.Parse(File.ReadAllBytes(Path.Combine(_cli[folder], "results.json")));

    private static double Auroc(JsonDocument results, string drug) =>
        results
            .RootElement.GetProperty("measures")
            .EnumerateArray()
            .First(measure =>
                measure.GetProperty("outcome").GetString() == drug
                && measure.GetProperty("name").GetString() == "auroc"
            )
            .GetProperty("value")
            .GetDouble();

    private void WriteTables(
        int[] rows,
        float[] variants,
        int width,
        float[] labels,
        int drugs,
        long[] inputs,
        string[] names
    )
    {
        File.WriteAllLines(
            _cli["held_features.csv"],
            [
                $"isolate,{string.Join(',', inputs.Select(input => names[input]))}",
                .. rows.Select(i =>
                    $"{i},{string.Join(',', inputs.Select(input => variants[i * width + input]))}"
                ),
            ]
        );
        File.WriteAllLines(
            _cli["held_labels.csv"],
            [
                "isolate,rif,inh,pza,emb,str,cip,cap,amk,moxi,oflx,kan",
                .. rows.Reverse()
                    .Select(i => $"{i},{string.Join(',', labels.AsSpan(i * drugs, drugs).ToArray())}"),
            ]
        );
    }

    private static void WriteArchive(
        string path,
        int[] rows,
        float[] variants,
        int width,
        float[] labels,
        int drugs,
        long[] inputs
    )
    {
        using var zip = new ZipArchive(File.Create(path), ZipArchiveMode.Create);
        MadeNpz.Add(
            zip,
            "X",
            "|i1",
            [rows.Length, width],
            [.. rows.SelectMany(i => Bytes(variants, i, width))]
        );
        MadeNpz.Add(
            zip,
            "y",
            "|i1",
            [rows.Length, drugs],
            [.. rows.SelectMany(i => Bytes(labels, i, drugs))]
        );
        MadeNpz.Add(
            zip,
            "selected_222",
            "<i8",
            [inputs.Length],
            [.. inputs.SelectMany(BitConverter.GetBytes)]
        );

        static IEnumerable<byte> Bytes(float[] values, int row, int columns) =>
            values.AsSpan(row * columns, columns).ToArray().Select(value => (byte)(sbyte)value);
    }

    /// <summary>The published isolates; the test is skipped where they are absent.</summary>
    private static string Archive()
    {
        for (
            var folder = new DirectoryInfo(AppContext.BaseDirectory);
            folder is not null;
            folder = folder.Parent
        )
        {
            string path = Path.Combine(
                folder.FullName,
                "shared",
                "data",
                "tb-resistance",
                "wdnn_train_3601.npz"
            );
            if (File.Exists(path))
                return path;
        }
        Assert.Skip("shared/data/tb-resistance is not beside this checkout.");
        return "";
    }
}
