using Osler.Core.Metrics;

namespace Osler.Core.Tests.Metrics;

/// <summary>Cases computed by hand from the rules of the development kit of ILSVRC-2012.</summary>
public sealed class FlatErrorTests
{
    [Fact]
    public void Overlap_counts_the_last_pixel()
    {
        // 10 x 10 and 10 x 10, shifted by 5 columns: 50 of 150.
        Assert.Equal(1.0 / 3, PixelBox.Overlap(new(0, 0, 9, 9), new(5, 0, 14, 9)), 1e-15);
        // One pixel is 1 x 1, not of no size.
        Assert.Equal(1, PixelBox.Overlap(new(3, 4, 3, 4), new(3, 4, 3, 4)));
        // Neighbours do not meet, though their numbers differ by one alone.
        Assert.Equal(-1, PixelBox.Overlap(new(0, 0, 9, 9), new(10, 0, 19, 9)));
        // Touching in one column: 10 of 190.
        Assert.Equal(10.0 / 190, PixelBox.Overlap(new(0, 0, 9, 9), new(9, 0, 18, 9)), 1e-15);
    }

    [Theory]
    [InlineData(7, 1, false)] // the first guess is right
    [InlineData(3, 1, true)] // the second does not count
    [InlineData(3, 2, false)]
    [InlineData(9, 5, false)] // the fifth
    [InlineData(5, 5, true)] // the sixth is ignored
    public void A_class_is_right_where_one_of_the_first_guesses_has_it(int truth, int most, bool wrong)
    {
        Guess[] guesses = [.. new[] { 7, 3, 1, 2, 9, 5 }.Select(of => new Guess(of))];
        Assert.Equal(wrong, FlatError.OfClass(guesses, truth, most));
    }

    [Fact]
    public void An_overlap_of_exactly_one_half_is_right_and_the_next_less_is_wrong()
    {
        // 10 x 10 in 10 x 20: 100 of 200.
        PixelBox[] truth = [new(0, 0, 9, 19)];
        Assert.False(FlatError.OfPlace([new Guess(4, new(0, 0, 9, 9))], 4, truth));
        // 10 x 9 in 10 x 20: 90 of 200.
        Assert.True(FlatError.OfPlace([new Guess(4, new(0, 0, 9, 8))], 4, truth));
    }

    [Fact]
    public void Class_and_place_must_be_right_in_the_same_guess()
    {
        PixelBox[] truth = [new(0, 0, 9, 9)];
        var here = new PixelBox(0, 0, 9, 9);
        var elsewhere = new PixelBox(50, 50, 59, 59);
        Assert.True(FlatError.OfPlace([new(4, elsewhere), new(5, here)], 4, truth));
        Assert.False(FlatError.OfPlace([new(4, elsewhere), new(5, here), new(4, here)], 4, truth));
        Assert.True(FlatError.OfPlace([new(4)], 4, truth));
        // The sixth guess is ignored.
        Guess[] late = [.. Enumerable.Repeat(new Guess(1, here), 5), new Guess(4, here)];
        Assert.True(FlatError.OfPlace(late, 4, truth));
    }

    [Fact]
    public void Any_of_several_boxes_of_the_class_will_do_and_without_one_there_is_no_answer()
    {
        PixelBox[] truth = [new(0, 0, 9, 9), new(30, 30, 49, 49)];
        Assert.False(FlatError.OfPlace([new Guess(2, new(31, 31, 49, 49))], 2, truth));
        Assert.Null(FlatError.OfPlace([new Guess(2, new(31, 31, 49, 49))], 2, []));
    }
}
