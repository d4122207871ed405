using Osler.Imaging.Preprocessing;
using Osler.Studies.Yaml;

namespace Osler.Studies.Tests.ImageStudies;

public sealed class ImageStepWordsTests
{
    [Fact]
    public void Every_step_is_told_in_words()
    {
        foreach (Type type in RecordShape.Choices(typeof(ImageStep)).Values)
        {
            ImageStep step = type.Name switch
            {
                nameof(Resize) => new Resize(64),
                nameof(ShorterSide) => new ShorterSide(64),
                nameof(CentreCrop) => new CentreCrop(64),
                nameof(Window) => new Window(-160, 240),
                _ => (ImageStep)Activator.CreateInstance(type)!,
            };
            string words = ImageStepWords.Of(step);
            Assert.DoesNotContain("{", words, StringComparison.Ordinal);
            Assert.DoesNotContain(type.Name + " ", words, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Images_to_show_are_taken_of_all_kinds_in_turn() =>
        Assert.Equal(
            [0, 3, 5, 1, 4],
            ImageFindings.OfAllKinds(
                [0, 1, 2, 3, 4, 5],
                5,
                i =>
                    i < 3 ? "a"
                    : i < 5 ? "b"
                    : "c"
            )
        );

    [Fact]
    public void Settings_are_told() =>
        Assert.Equal(
            [
                "Resized to 64 x 80 pixels (bilinear)",
                "Numbers limited to -160 (black) to 240 (white)",
                "Surrounded by black to a square",
            ],
            ((ImageStep[])[new Resize(new(64, 80)), new Window(-160, 240), new Pad()]).Select(
                ImageStepWords.Of
            )
        );
}
