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
    public void Doubt_is_neither_yes_nor_no(string text, string uncertain) =>
        Assert.Equal(uncertain.Split(' '), Of(text, Scope.Uncertain));

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
