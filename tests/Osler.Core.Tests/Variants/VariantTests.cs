using Osler.Core.Chance;
using Osler.Core.Variants;
using Osler.Core.Variants.Reference;

namespace Osler.Core.Tests.Variants;

public sealed class VariantTests
{
    private static readonly ReferenceSequence Reference = H37Rv.Loci;

    [Fact]
    public void Padding_changes_nothing()
    {
        for (int i = 0; i < 2000; i++)
        {
            var random = new KeyedRandom(7, "padding", 0, i);
            var change = Drawn(random);
            int before = random.Next(12);
            int behind = random.Next(12);
            string left = Reference.Bases(change.Position - before, before);
            string right = Reference.Bases(change.Position + change.Ref.Length, behind);
            var told = Variant.Of(
                change.Position - before,
                left + change.Ref + right,
                left + change.Alt + right
            );
            Assert.Equal(change.LeftAligned(Reference), told.LeftAligned(Reference));
        }
    }

    /// <summary>Twin: of all places where a change gives the same sequence, the first and the last.</summary>
    [Fact]
    public void Aligned_to_the_smallest_and_the_largest_of_all_equal_places()
    {
        for (int i = 0; i < 400; i++)
        {
            var random = new KeyedRandom(11, "aligned", 0, i);
            int length = random.Next(1, 5);
            int position = 1_472_500 + random.Next(300);
            string bases = random.Next(2) == 0 ? Reference.Bases(position, length) : Letters(random, length);
            bool lost = random.Next(2) == 0;
            var change = lost
                ? new Variant(position, Reference.Bases(position, length), "")
                : new Variant(position, "", bases);
            string wanted = Applied(change);
            var equal = new List<int>();
            for (int place = position - 60; place <= position + 60; place++)
                if (
                    lost
                        ? Applied(new Variant(place, Reference.Bases(place, length), "")) == wanted
                        : Inserts(place, length, wanted)
                )
                    equal.Add(place);
            Assert.Equal(equal.Min(), change.LeftAligned(Reference).Position);
            Assert.Equal(equal.Max(), change.RightAligned(Reference).Position);
            Assert.Equal(wanted, Applied(change.LeftAligned(Reference)));
            Assert.Equal(wanted, Applied(change.RightAligned(Reference)));
        }
    }

    private static bool Inserts(int place, int length, string wanted) =>
        wanted.Remove(place - 1_472_300, length) == Applied(new Variant(1_472_300, "", ""));

    private static string Applied(Variant change) =>
        Reference
            .Bases(1_472_300, 800)
            .Remove(change.Position - 1_472_300, change.Ref.Length)
            .Insert(change.Position - 1_472_300, change.Alt);

    private static Variant Drawn(KeyedRandom random)
    {
        int position = 760_000 + random.Next(3000);
        int lost = random.Next(4);
        string there = Reference.Bases(position, lost);
        while (true)
        {
            string instead = Letters(random, random.Next(4));
            var change = Variant.Of(position, there, instead);
            if (change.Ref.Length + change.Alt.Length > 0)
                return change;
            lost = 1;
            there = Reference.Bases(position, lost);
        }
    }

    private static string Letters(KeyedRandom random, int length) =>
        new([.. Enumerable.Range(0, length).Select(_ => "ACGT"[random.Next(4)])]);
}
