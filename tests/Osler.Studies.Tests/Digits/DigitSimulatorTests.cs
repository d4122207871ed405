using Osler.Imaging.Rasters;
using Osler.Imaging.Sources;

namespace Osler.Studies.Tests.Digits;

public sealed class DigitSimulatorTests
{
    [Fact]
    public void Every_writer_writes_each_digit_once_and_is_in_one_part()
    {
        using var digits = DigitSimulator.Draw(50, seed: 1);
        Assert.Equal(500, digits.Count);
        foreach (var writer in Enumerable.Range(0, 500).GroupBy(i => digits.Case(i).Patient))
        {
            Assert.Equal(Enumerable.Range(0, 10), writer.Select(i => digits.Labels.Class(i)!.Value));
            Assert.Single(writer.Select(i => digits.Case(i).Part).Distinct());
        }
        Assert.Equal(100, Enumerable.Range(0, 500).Count(i => digits.Case(i).Part == GivenPart.Test));
    }

    [Fact]
    public void The_seed_decides_every_pixel()
    {
        using var a = DigitSimulator.Draw(3, seed: 7);
        using var b = DigitSimulator.Draw(3, seed: 7);
        using var c = DigitSimulator.Draw(3, seed: 8);
        Assert.Equal(a.Fingerprint, b.Fingerprint);
        Assert.NotEqual(a.Fingerprint, c.Fingerprint);
        Assert.Equal(((Raster)a.Read(17)).Bytes, ((Raster)b.Read(17)).Bytes);
    }

    [Fact]
    public void Ink_is_centred_and_neither_absent_nor_everywhere()
    {
        using var digits = DigitSimulator.Draw(20, seed: 3);
        for (int i = 0; i < digits.Count; i++)
        {
            var image = (Raster)digits.Read(i);
            double mass = 0;
            double x = 0;
            double y = 0;
            for (int row = 0; row < 28; row++)
            for (int column = 0; column < 28; column++)
            {
                mass += image[row, column];
                x += column * image[row, column];
                y += row * image[row, column];
            }
            Assert.InRange(mass / (255 * 784), 0.02, 0.5);
            Assert.Equal(13.5, x / mass, 0.6);
            Assert.Equal(13.5, y / mass, 0.6);
        }
    }
}
