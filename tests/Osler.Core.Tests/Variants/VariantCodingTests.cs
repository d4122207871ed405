using System.Collections.Immutable;
using Osler.Core.Faults;
using Osler.Core.Preprocessing;
using Osler.Core.Tables;
using Osler.Core.Variants.Features;

namespace Osler.Core.Tests.Variants;

/// <summary>Tables of variants that can't be coded as a model's were are refused, and odd ones told.</summary>
public sealed class VariantCodingTests
{
    private const int Width = 24;

    // The first variant is common in training, the others are rare.
    private static readonly FittedPreprocessing s_preprocessing = FittedPreprocessing.Of(
        [
            .. Names()
                .Select(name => new InputColumn(name, ColumnKind.Numeric)
                {
                    Low = 0,
                    High = 1,
                    Median = 0,
                    Optional = true,
                }),
        ],
        [.. Names().Select((name, i) => new FittedImpute(name, i == 0 ? 0.4 : 0.05, null))]
    );

    private static ImmutableArray<string> Names() => [.. Enumerable.Range(1, Width).Select(i => $"v{i}")];

    private static VariantCoding Of(int rows, Func<int, int, double> cell)
    {
        var coding = new VariantCoding(s_preprocessing);
        for (int row = 0; row < rows; row++)
            coding.Add([.. Enumerable.Range(0, Width).Select(i => cell(row, i))], "isolates.csv");
        return coding;
    }

    [Fact]
    public void Sound_isolates_pass_without_a_word()
    {
        var coding = Of(30, (row, i) => (row + i) % 12 == 0 ? 1 : 0);
        coding.Require("isolates.csv");
        Assert.Empty(coding.Sentences());
    }

    [Fact]
    public void Where_most_variants_are_present_the_coding_is_swapped()
    {
        var fault = Assert.Throws<DataException>(() =>
            Of(1, (_, i) => i == 3 ? 0 : 1).Require("isolates.csv")
        );
        Assert.Contains("coding looks swapped: 96 %", fault.What, StringComparison.Ordinal);
        Assert.Equal("isolates.csv", fault.Where);
    }

    [Fact]
    public void Few_known_variants_say_nothing_of_a_coding() =>
        Of(1, (_, i) => i < 5 ? 1 : double.NaN).Require("isolates.csv");

    [Fact]
    public void One_variant_that_training_seldom_had_and_most_isolates_have_is_told()
    {
        var coding = Of(30, (row, i) => i == 7 && row > 1 ? 1 : 0);
        coding.Require("isolates.csv");
        Assert.Contains(
            "1 variant looks coded the other way round",
            Assert.Single(coding.Sentences()),
            StringComparison.Ordinal
        );
        Assert.Contains("v8 (present in 93 % here, in 5 % there)", coding.Sentences().Single());
        // What is common there may be more so here, and of few isolates nothing can be said.
        Assert.Empty(Of(30, (_, i) => i == 0 ? 1 : 0).Sentences());
        Assert.Empty(Of(19, (_, i) => i == 7 ? 1 : 0).Sentences());
    }

    [Fact]
    public void Isolates_of_which_nothing_is_known_are_counted_and_a_table_of_them_is_refused()
    {
        Assert.Contains(
            "2 isolates have no determined variant",
            Assert.Single(Of(5, (row, _) => row < 2 ? double.NaN : 0).Sentences()),
            StringComparison.Ordinal
        );
        Assert.Contains(
            "No variant is determined",
            Assert.Throws<DataException>(() => Of(5, (_, _) => double.NaN).Require("isolates.csv")).What,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void A_cell_that_is_neither_is_refused_by_its_place()
    {
        var fault = Assert.Throws<DataException>(() => Of(3, (row, i) => row == 1 && i == 2 ? 0.7 : 0));
        Assert.Contains("A variant is 0.7", fault.What, StringComparison.Ordinal);
        Assert.Equal("isolates.csv, row 2, column 'v3'", fault.Where);
    }
}
