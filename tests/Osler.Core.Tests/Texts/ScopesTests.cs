using Osler.Core.Texts;

namespace Osler.Core.Tests.Texts;

public sealed class ScopesTests
{
    [Theory]
    [InlineData("He has no fever, cough or chills.", "fever cough chills")]
    [InlineData("She denies chest pain but has a cough.", "chest pain")]
    [InlineData("There is no rash and his neck is stiff.", "rash")]
    [InlineData("No fever. A cough for a week.", "fever")]
    [InlineData("He is without pain.", "pain")]
    [InlineData("I don't have a headache.", "a headache")]
    [InlineData("She has not had nausea or vomiting.", "nausea or vomiting")]
    [InlineData("Pneumonia is ruled out.", "pneumonia is")]
    [InlineData("No evidence of pneumothorax.", "pneumothorax")]
    [InlineData("The lungs are clear of consolidation, effusion.", "consolidation effusion")]
    [InlineData("The fever has resolved.", "the fever has")]
    [InlineData("The cough has no end but fever is high.", "end")]
    [InlineData("No sweating. No nausea.", "sweating nausea")]
    [InlineData("Not sweating. Not vomiting but a cough.", "sweating vomiting")]
    [InlineData("Fever - no. Headache - yes. Stiff neck - no.", "fever stiff neck")]
    [InlineData("Fever: no, headache: yes, cough: none", "fever cough")]
    [InlineData("Chest pain (-), sweating (+), nausea (-).", "chest pain nausea")]
    [InlineData("Chest pain -ve. Nausea +ve.", "chest pain")]
    [InlineData("Headache absent. Stiff neck absent, fever present.", "headache stiff neck")]
    public void A_denial_reaches_what_it_denies_and_no_further(string text, string negated) =>
        Assert.Equal(negated.Split(' ').Except(["or"]), Of(text, Scope.Negated).Except(["or"]));

    [Theory]
    [InlineData("He has no appetite.")]
    [InlineData("She has no energy.")]
    [InlineData("He can't bear the light.")]
    [InlineData("She is not vaccinated.")]
    [InlineData("The rash does not fade under a glass.")]
    public void A_finding_that_is_an_absence_is_no_denial(string text) =>
        Assert.Empty(Of(text, Scope.Negated));

    [Theory]
    [InlineData("Her mother had breast cancer.", "breast cancer")]
    [InlineData("An uncle died of a stroke.", "of a stroke")]
    [InlineData("A family history of diabetes, and he has a cough.", "of diabetes")]
    public void What_a_relative_had_is_the_relatives(string text, string family) =>
        Assert.Equal(family.Split(' '), Of(text, Scope.Family));

    [Theory]
    [InlineData("His mother says he has a fever.")]
    [InlineData("My son has a rash.")]
    [InlineData("The father brought him with a cough.")]
    public void A_relative_who_speaks_is_not_ill(string text) => Assert.Empty(Of(text, Scope.Family));

    [Theory]
    [InlineData("Findings suggest pneumonia.", "pneumonia")]
    [InlineData("Effusion cannot be excluded.", "effusion cannot be")]
    [InlineData("Cannot exclude mass lesions.", "mass lesions")]
    [InlineData("Please correlate clinically for pneumonia.", "pneumonia")]
    [InlineData("Pneumonia is in the differential.", "pneumonia is in the")]
    [InlineData(
        "Differential considerations include a pleural mass.",
        "considerations include a pleural mass"
    )]
    public void Doubt_is_neither_yes_nor_no(string text, string uncertain) =>
        Assert.Equal(uncertain.Split(' '), Of(text, Scope.Uncertain));

    [Theory]
    [InlineData("My toe is not red, not swollen and not painful.", "red swollen painful")]
    [InlineData("It was not hot, not red, not swollen, and not tender but itchy.", "hot red swollen tender")]
    public void Each_not_in_a_row_denies(string text, string negated) =>
        Assert.Equal(negated.Split(' '), Of(text, Scope.Negated).Except(["not", "and"]));

    [Fact]
    public void A_not_after_a_denial_may_still_be_a_finding() =>
        Assert.DoesNotContain("eating", Of("She is not hot and not eating.", Scope.Negated));

    [Theory]
    [InlineData("My mother has asthma. She wheezes.", "asthma she wheezes")]
    [InlineData("My mother has asthma. She wheezes. She coughs too.", "asthma she wheezes she coughs too")]
    [InlineData("I cough. My father had a stroke. He was 60, and I am 40.", "a stroke he was and")]
    [InlineData("My son is six. His mother has asthma. She wheezes.", "asthma she wheezes")]
    public void The_next_sentence_goes_on_about_the_relative(string text, string family) =>
        Assert.Equal(family.Split(' ').Except(["and"]), Of(text, Scope.Family).Except(["and"]));

    [Theory]
    [InlineData("My daughter is 6. Her mother has asthma. She has had a fever for three days.", "asthma")]
    [InlineData("A woman of 40 has a rash. Her mother had eczema. She itches.", "eczema")]
    [InlineData("My wife has a cough. My mother has asthma. She wheezes.", "asthma")]
    [InlineData("My father has asthma. She wheezes.", "asthma")]
    [InlineData("My mother has asthma. I wheeze. She does not.", "asthma")]
    [InlineData("My mother has asthma. The chest of my girl is tight. She wheezes.", "asthma")]
    [InlineData("His father had gout. He has a swollen toe.", "gout")]
    [InlineData("The patient reports lethargy. The father had gout. He has a swollen toe.", "gout")]
    [InlineData("68-year-old with lethargy. The father had gout. He has a swollen toe.", "gout")]
    [InlineData("My baby has a fever. My mother has asthma. She wheezes.", "asthma")]
    public void A_pronoun_that_could_be_the_patient_is_the_patient(string text, string family) =>
        Assert.Equal(family.Split(' '), Of(text, Scope.Family));

    [Fact]
    public void What_is_consistent_with_a_finding_states_it() =>
        Assert.Empty(Of("Right upper lobe infiltrate consistent with pneumonia.", Scope.Uncertain));

    private static string[] Of(string text, Scope scope)
    {
        var words = Word.Of(text);
        var scopes = Scopes.Of(words);
        return
        [
            .. words
                .Where((word, i) => scopes[i] == scope && word.Kind == WordKind.Letters)
                .Select(word => word.Text),
        ];
    }
}
