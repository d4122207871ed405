using Osler.Core.Texts;

namespace Osler.Core.Tests.Texts;

public sealed class OwnFindingsTests
{
    [Theory]
    [InlineData("No burning when passing urine.")]
    [InlineData("No burning when I pass urine.")]
    [InlineData("My big toe is not red, not swollen and not painful.")]
    [InlineData("Denies dysuria, frequency and cloudy urine.")]
    [InlineData("My sister has gout in her big toe.")]
    [InlineData("A 45-year-old man denies chest pain.")]
    [InlineData("I am well. No fever, no cough. My father had asthma.")]
    [InlineData("Family history: gout, haemophilia.")]
    [InlineData("Her throat isn't sore.")]
    public void What_is_denied_or_another_persons_tells_nothing_of_the_patient(string text) =>
        Assert.Equal(OwnFindings.NoneAffirmed, OwnFindings.Missing(text));

    [Theory]
    [InlineData("pain")]
    [InlineData("Cough.")]
    [InlineData("High fever!")]
    [InlineData("My head hurts.")]
    [InlineData("I have had a headache since yesterday, and my headache is still there.")]
    [InlineData("A 45-year-old man has a fever for three days.")]
    [InlineData("I am tired all the time.")]
    [InlineData("My daughter has a rash. My mother had eczema, asthma and hay fever.")]
    [InlineData("He has no appetite.")]
    public void One_or_two_words_say_too_little(string text) =>
        Assert.Equal(OwnFindings.TooShort, OwnFindings.Missing(text));

    [Theory]
    [InlineData("She denies chest pain but has a cough.")]
    [InlineData("There is no rash and his neck is stiff.")]
    [InlineData("I have a fever and my throat is not sore.")]
    [InlineData("No cough, no rash. Temperature 39.5 °C.")]
    [InlineData("My sister has gout, and I have a swollen red toe.")]
    [InlineData("He has no appetite and no energy, and he sleeps badly.")]
    [InlineData("She is tired and not gaining weight.")]
    [InlineData("Possible pneumonia, no effusion.")]
    [InlineData("No fever when I came, but a rash and a cough.")]
    public void Where_one_finding_is_the_patients_own_an_answer_may_be_given(string text) =>
        Assert.Null(OwnFindings.Missing(text));

    [Theory]
    [InlineData("My mum has chest pain. She is sweating.", "The writer's mother is taken to be the patient.")]
    [InlineData("My son has a fever and a rash.", null)]
    [InlineData("I have a cough. My mother has chest pain.", null)]
    public void It_is_said_that_a_relative_is_taken_to_be_the_patient(string text, string? said) =>
        Assert.Equal(said, OwnFindings.Whose(text));
}
