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

    // A table of chief complaints needs one word; one that is denied is none.
    [Theory]
    [InlineData("No rash.")]
    [InlineData("Denies pain")]
    [InlineData("not itchy")]
    public void A_denial_alone_tells_nothing_where_one_word_is_enough(string text) =>
        Assert.Equal(OwnFindings.NoneAffirmed, OwnFindings.Missing(text, needed: 1));

    [Theory]
    [InlineData("Headache and stiff neck since Monday.", 3)]
    [InlineData("Headache and stiff neck, doc, any idea what this could be?", 3)]
    [InlineData("Headache and stiff neck. Kind regards", 3)]
    [InlineData("Headache and stiff neck. Sent from my iPhone", 3)]
    [InlineData("Chest pain and sweating. Should I call an ambulance?", 3)]
    [InlineData("Fever. Temperature 39.5, pulse 120 bpm.", 3)]
    [InlineData("Cough, blood pressure 120/80.", 2)]
    // What is no number's name counts.
    [InlineData("Weight loss and high blood pressure.", 5)]
    [InlineData("She doesn't know where she is.", 2)]
    public void Asides_and_the_names_of_numbers_are_no_further_findings(string text, int named) =>
        Assert.Equal(named, OwnFindings.Named(text));

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
    public void One_or_two_words_say_too_little_even_where_three_are_enough(string text) =>
        Assert.Equal(
            "Fewer than three words of what is there, or is not, say too little.",
            OwnFindings.Missing(text, needed: 3)
        );

    [Theory]
    [InlineData("Headache and stiff neck.", 3)]
    [InlineData("I have a headache and a stiff neck.", 3)]
    [InlineData("Missed period and abdominal pain.", 4)]
    [InlineData("Crushing chest pain and sweating.", 4)]
    [InlineData("My daughter has a fever and a rash.", 2)]
    [InlineData("My stomach hurts and I keep vomiting.", 4)]
    public void Two_findings_in_general_words_say_too_little(string text, int named)
    {
        Assert.Equal(named, OwnFindings.Named(text));
        Assert.Equal(
            "Fewer than five words of what is there, or is not, say too little.",
            OwnFindings.Missing(text)
        );
        Assert.Null(OwnFindings.Missing(text, named));
        Assert.Equal(OwnFindings.TooShort(named + 1), OwnFindings.Missing(text, named + 1));
    }

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
        Assert.Null(OwnFindings.Missing(text, needed: 3));

    [Theory]
    [InlineData("My mum has chest pain. She is sweating.", "The writer's mother is taken to be the patient.")]
    [InlineData("My son has a fever and a rash.", null)]
    [InlineData("I have a cough, a fever and a rash.", null)]
    [InlineData("My mother noticed that I have a rash.", null)]
    [InlineData("My mother tongue is German. I have a rash.", null)]
    [InlineData(
        "I have a cough. My mother has chest pain.",
        "The writer is taken to be the patient; what is told of the writer's mother is not read as the patient's findings."
    )]
    [InlineData(
        "My father has tremor, and I can't sleep.",
        "The writer is taken to be the patient; what is told of the writer's father is not read as the patient's findings."
    )]
    [InlineData(
        "I have chest pain. My neighbour has a cough. A friend of mine is vomiting.",
        "The writer is taken to be the patient; what is told of the writer's neighbour, the writer's friend is not read as the patient's findings."
    )]
    [InlineData(
        "My dog has a rash and I have a fever.",
        "The writer is taken to be the patient; what is told of the writer's dog is not read as the patient's findings."
    )]
    [InlineData(
        "My husband has crushing chest pain. I am 34 and pregnant.",
        "The writer's husband is taken to be the patient; what is told of the writer is not read as the patient's findings."
    )]
    [InlineData(
        "My wife has a fever and a stiff neck. My mother has a tremor.",
        "The writer's wife is taken to be the patient; what is told of the writer's mother is not read as the patient's findings."
    )]
    [InlineData(
        "The wife of my brother has a cough, a fever and chills.",
        "The writer's brother's wife is taken to be the patient."
    )]
    [InlineData(
        "My brother's wife has a cough, a fever and chills.",
        "The writer's brother's wife is taken to be the patient."
    )]
    [InlineData(
        "A 40-year-old woman has a lump. Her mother had breast cancer.",
        "What is told of the mother is not read as the patient's findings."
    )]
    public void It_is_said_whose_findings_are_the_patients_and_whose_are_left_out(
        string text,
        string? said
    ) => Assert.Equal(said, OwnFindings.Whose(text));

    [Theory]
    [InlineData("My son has a fever and a rash. I have a cough and a headache.", "the writer", "son")]
    [InlineData("My husband has chest pain and I have a headache.", "the writer", "husband")]
    [InlineData("My son has a rash. My daughter is vomiting.", "son", "daughter")]
    [InlineData("My mother has a cough and a fever. My grandmother has a rash.", "mother", "grandmother")]
    public void Where_two_suffer_of_whom_either_may_be_the_patient_it_cannot_be_told_whose_findings_they_are(
        string text,
        string one,
        string other
    )
    {
        string? missing = OwnFindings.Missing(text);
        Assert.Contains("cannot be told whose", missing, StringComparison.Ordinal);
        Assert.Contains(one, missing, StringComparison.Ordinal);
        Assert.Contains(other, missing, StringComparison.Ordinal);
        Assert.Null(OwnFindings.Whose(text));
    }

    [Theory]
    [InlineData("My son is six months old. My baby has a fever, a cough and a rash.")]
    [InlineData("My son has a fever and a rash. I am worried, and I gave him paracetamol.")]
    [InlineData("My partner complains about loud snoring. I am tired and my head hurts.")]
    [InlineData("My son and daughter have a fever, a cough and a rash.")]
    [InlineData("My husband has chest pain, sweating and nausea. I am 34 and pregnant.")]
    [InlineData("I have a fever, a cough and chills. My husband had measles.")]
    public void It_can_be_told_where_one_of_them_suffers(string text) =>
        Assert.Null(OwnFindings.Missing(text, needed: 2));

    [Theory]
    [InlineData("My dog is vomiting and has a swollen belly and a fever.")]
    [InlineData("My cat has a cough. She sneezes and wheezes.")]
    public void An_animal_is_no_patient(string text) =>
        Assert.Equal(OwnFindings.NoneAffirmed, OwnFindings.Missing(text));
}
