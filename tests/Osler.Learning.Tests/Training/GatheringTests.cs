using Osler.Core.Faults;
using Osler.Learning.Batches;

namespace Osler.Learning.Tests.Training;

public sealed class GatheringTests
{
    [Theory, InlineData(1), InlineData(2), InlineData(7), InlineData(64)]
    public void Threads_change_no_number(int threads)
    {
        var images = new ToyImages(200, 24, 3);
        int[] cases = [.. images.All.Reverse(), 5, 5, 9];
        float[] due = new float[cases.Length * images.Input.Values];
        images.Inputs(cases, 4, training: true, due);
        float[] got = new float[due.Length];
        Gathering.Inputs(images, cases, 4, training: true, got, threads);
        Assert.True(due.AsSpan().SequenceEqual(got));
    }

    [Fact]
    public void No_more_threads_than_told()
    {
        var images = new ToyImages(100, 32, 3);
        float[] got = new float[images.Count * images.Input.Values];
        Gathering.Inputs(images, images.All, 0, training: false, got, threads: 2);
        Assert.InRange(images.MostAtOnce, 1, 2);
    }

    [Fact]
    public void Of_several_broken_cases_the_first_is_named_as_it_is()
    {
        var images = new ToyImages(100, 32, 3) { Broken = { 97, 41, 60 } };
        float[] got = new float[images.Count * images.Input.Values];
        var fault = Assert.Throws<DataException>(() =>
            Gathering.Inputs(images, images.All, 0, training: false, got, threads: 8)
        );
        Assert.Equal("case 41", fault.Where);
    }
}
