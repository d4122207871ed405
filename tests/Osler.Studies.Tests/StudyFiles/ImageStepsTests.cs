using Osler.Core.Faults;

namespace Osler.Studies.Tests.StudyFiles;

public sealed class ImageStepsTests
{
    [Theory]
    [InlineData(
        "images.preprocessing=[{resize: 96}]",
        "expected the settings of 'resize' by their names, got '96'. Write resize: {size: …}; it takes size (a whole number, or [height, width]), filter (bilinear, "
    )]
    [InlineData("images.preprocessing=[{resize: [96, 96]}]", "Write resize: {size: …}; it takes size ")]
    [InlineData("images.preprocessing=[{resize: {size: wide}}]", "Write resize: {size: …}; it takes size ")]
    [InlineData(
        "images.preprocessing=[resize]",
        "A setting that has no default is missing. Write resize: {size: …}; it takes size "
    )]
    [InlineData(
        "images.preprocessing=[{window: 40}]",
        "Write window: {low: …, high: …}; it takes low (a number), high (a number)"
    )]
    [InlineData(
        "images.preprocessing=[{normalise: per_image}]",
        "expected the settings of 'normalise' by their names, got 'per_image'."
    )]
    [InlineData(
        "images.preprocessing=[{scale: 255}]",
        "expected 'scale' alone, which takes no settings, got '255'. Write scale."
    )]
    [InlineData("images.preprocessing=[{resise: 96}]", "There is no step 'resise'. Did you mean 'resize'?")]
    [InlineData(
        "images.augmentation=[flop]",
        "augmentation, step 1: There is no augmentation 'flop'. Did you mean 'flip'?"
    )]
    [InlineData("images.augmentation=[zzz]", "noise, cutout, mixup, cutmix.")]
    [InlineData(
        "images.preprocessing=[{normalise: {by: imagnet}}]",
        "'imagnet' is no value of 'by'. Did you mean 'imagenet'?"
    )]
    [InlineData(
        "images.augmentation=[{rotate: 10}]",
        "Write rotate: {degrees: …}; it takes degrees (a number)"
    )]
    public void A_step_that_is_written_wrongly_is_told_what_it_takes(string setting, string said)
    {
        var fault = Assert.Throws<RequestException>(() => StudyFile.Open("digits", [setting]));
        Assert.Contains(said, fault.Message, StringComparison.Ordinal);
    }
}
