using Osler.Core.Preprocessing;
using Osler.Core.Tests.Tables;
using static Osler.Core.Tests.Preprocessing.FittedTables;

namespace Osler.Core.Tests.Preprocessing;

public sealed class FeatureMatrixTests
{
    [Fact]
    public void A_matrix_in_a_file_equals_one_in_memory_and_leaves_no_file()
    {
        using var folder = new TestFolder();
        var table = TestTables.Of(Mixed(5000, _ => false));
        var fitted = Core.Preprocessing.Recipe.Standard.Fit(table, ["age", "sex", "cp"], AllTrain(table));
        float[] inMemory = Features(table, fitted);
        using (var filed = FeatureMatrix.From(table, fitted, folder.Path, memoryLimit: 1000))
        {
            Assert.True(filed.IsInFile);
            float[] gathered = new float[inMemory.Length];
            filed.Gather([.. Enumerable.Range(0, 5000)], gathered);
            Assert.Equal(inMemory, gathered);
            // In any order: backwards, far apart, close together, repeated; and after they were announced.
            int[] rows = [4999, 0, 0, 1, 3, 2, 4000, 4001, 10, 4999, 4998, .. Enumerable.Range(700, 90)];
            filed.Expect(rows);
            float[] some = new float[rows.Length * fitted.Width];
            filed.Gather(rows, some);
            Assert.Equal(
                rows.SelectMany(row => inMemory[(row * fitted.Width)..((row + 1) * fitted.Width)]),
                some
            );
            float[] one = new float[fitted.Width];
            filed.Row(4321, one);
            Assert.Equal(inMemory[(4321 * fitted.Width)..(4322 * fitted.Width)], one);
            Assert.Throws<ArgumentOutOfRangeException>(() => filed.Gather([5000], one));
        }
        Assert.Empty(Directory.GetFiles(folder.Path));
    }
}
