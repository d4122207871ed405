using System.Text.Json;
using Osler.Core.Preprocessing;
using Osler.Core.Splits;
using Osler.Core.Tables;

namespace Osler.Core.Tests.Preprocessing;

/// <summary>Tables, and what fitted preprocessing makes of them.</summary>
internal static class FittedTables
{
    /// <summary>A recipe of its JSON.</summary>
    public static Recipe RecipeOf(string json) =>
        Core.Preprocessing.Recipe.FromJson(JsonDocument.Parse(json).RootElement);

    /// <summary>An input of 0 and 1 that may be missing.</summary>
    public static InputColumn ZeroOrOne(string name) =>
        new(name, ColumnKind.Numeric)
        {
            Low = 0,
            High = 1,
            Minimum = 0,
            Maximum = 1,
            Median = 0,
            Optional = true,
        };

    /// <summary>A split in which every row is for training.</summary>
    public static Part[] AllTrain(Table table) => [.. Enumerable.Repeat(Part.Train, table.Rows)];

    /// <summary>[rows, width] the features of a table.</summary>
    public static float[] Features(Table table, FittedPreprocessing fitted)
    {
        using var matrix = FeatureMatrix.From(table, fitted);
        float[] features = new float[matrix.Rows * matrix.Width];
        matrix.Gather([.. Enumerable.Range(0, matrix.Rows)], features);
        return features;
    }

    /// <summary>A table of a number with gaps and two categories; some rows altered beyond what others hold.</summary>
    public static string Mixed(int rows, Func<int, bool> altered, string header = "age,sex,cp\n") =>
        header
        + string.Concat(
            Enumerable
                .Range(0, rows)
                .Select(i =>
                    altered(i)
                        ? "9999,female,never seen\n"
                        : $"{(i % 9 == 0 ? "" : $"{40 + i % 31}.5")},{(i % 2 == 0 ? "male" : "female")},{"abcd"[i % 4]}\n"
                )
        );
}
