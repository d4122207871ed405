using System.Collections.Immutable;
using System.Text;
using Osler.Core.Faults;
using Osler.Core.Variants;
using Osler.Core.Variants.Calls;
using Osler.Core.Variants.Reference;
using Osler.Core.Variants.Sequences;

namespace Osler.Core.Tests.Variants;

/// <summary>An isolate's bases at chosen positions.</summary>
public sealed class LociBasesTests
{
    private static readonly LociBases Bases = new([.. Enumerable.Range(2155160, 20)], H37Rv.Loci);

    [Fact]
    public void The_reference_is_itself_changes_are_seen_and_what_is_not_told_of_is_unknown()
    {
        string there = H37Rv.Loci.Bases(2155160, 20);
        Assert.Equal(there, Text(CallSet.Of([])));
        Assert.Equal(new string('N', 20), Text(Vcf.Read(Vcf.Of(), new() { Silence = Silence.Unknown })));
        string changed = Text(
            CallSet.Of([
                new Variant(2155168, "C", "G"),
                new Variant(2155172, H37Rv.Loci.Bases(2155172, 3), ""),
            ])
        );
        Assert.Equal(there[..8] + "G" + there[9..12] + "---" + there[15..], changed);
    }

    [Fact]
    public void A_sequence_s_letters_come_back()
    {
        string letters = "G" + H37Rv.Loci.Bases(2155161, 9) + "N" + H37Rv.Loci.Bases(2155171, 9);
        var calls = IsolateFasta.Read(
            new MemoryStream(
                Encoding.ASCII.GetBytes(
                    $">NC_000962.3:2155060-2155279\n{H37Rv.Loci.Bases(2155060, 100)}{letters}{H37Rv.Loci.Bases(2155180, 100)}\n"
                )
            ),
            "x"
        );
        Assert.Equal(letters, Text(calls));
    }

    [Fact]
    public void Beside_inserted_bases_nothing_is_read_as_the_reference_and_they_are_told()
    {
        string there = H37Rv.Loci.Bases(2155160, 20);
        var calls = CallSet.Of([new Variant(2155170, "", "GT"), new Variant(2153990, "", "A")]);
        Variant inserted = Assert.Single(Bases.Inserted(calls)).Variant;
        int at = inserted.Position - 2155160;
        Assert.InRange(at, 1, 19);
        Assert.Equal(there[..(at - 1)] + "NN" + there[(at + 1)..], Text(calls));
        Assert.Empty(Bases.Inserted(CallSet.Of([new Variant(2155168, "C", "G")])));
    }

    [Fact]
    public void The_changes_of_codes_are_those_that_made_them()
    {
        ImmutableArray<Variant> changes =
        [
            new(2155162, H37Rv.Loci.Bases(2155162, 1), H37Rv.Loci.At(2155162) == 'A' ? "C" : "A"),
            new(2155168, "C", "G"),
            new(2155172, H37Rv.Loci.Bases(2155172, 3), ""),
        ];
        Assert.Equal(changes, Bases.Changes(Bases.Of(changes).AsSpan()));
        sbyte[] unknown = [.. Enumerable.Repeat((sbyte)-1, 20)];
        Assert.Empty(Bases.Changes(unknown));
    }

    [Fact]
    public void Names_are_positions_and_nothing_else()
    {
        Assert.Equal("base_2155160", Bases.Names[0]);
        Assert.Equal(Bases.Positions, LociBases.Parse(Bases.Names).Positions);
        Assert.Throws<DataException>(() => LociBases.Parse(["base_x"]));
        Assert.Throws<DataException>(() => LociBases.Parse(["base_1"]));
    }

    private static string Text(CallSet calls) => LociBases.Text(Bases.Read(calls).AsSpan(), 0, 20);
}
