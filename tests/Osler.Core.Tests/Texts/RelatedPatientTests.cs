using Osler.Core.Texts;

namespace Osler.Core.Tests.Texts;

public sealed class RelatedPatientTests
{
    private static readonly string[] s_women =
    [
        "mother",
        "mum",
        "mom",
        "sister",
        "grandmother",
        "grandma",
        "aunt",
        "wife",
        "daughter",
        "girl",
        "little girl",
        "70-year-old mother",
        "elderly mother",
        "older sister",
        "mother-in-law",
    ];

    private static readonly string[] s_men =
    [
        "father",
        "dad",
        "brother",
        "grandfather",
        "grandad",
        "uncle",
        "husband",
        "son",
        "boy",
        "6-year-old son",
        "six year old son",
        "younger brother",
    ];

    private static readonly string[] s_either = ["partner", "baby", "child", "kid", "toddler", "cousin"];

    // {0}: the relative, {1}: she, {2}: her, {3}: Her.
    private static readonly string[] s_told =
    [
        "My {0} has chest pain. {4} is sweating.",
        "My {0} has had a fever for three days and {2} tongue is red.",
        "Our {0} is vomiting and has a swollen belly.",
        "My {0} has a rash, a cough and red eyes.",
        "My {0} had a fever last night. {4} has a red tongue.",
        "I am worried about my {0}. {4} has chest pain and {2} lips are blue.",
        "Please help! My {0} has severe chest pain, {1} is sweating and pale.",
        "Hello doctor, I am writing about my {0}. My {0} has a stiff neck and a fever.",
        "I think my {0} has a fever. I gave {2} paracetamol, but {2} neck is stiff.",
        "My {0} has diabetes. {4} has chest pain and is sweating.",
        "My {0} has high blood pressure and chest pain since this morning.",
        "My {0} got a rash yesterday. {3} legs are swollen.",
        "My {0} has noticed a lump in {2} neck. {4} has lost weight.",
    ];

    public static TheoryData<string> Told =>
        [
            .. from sex in ((string[] Names, string[] Pronouns)[])
                [
                    (s_women, ["she", "her", "Her", "She"]),
                    (s_men, ["he", "his", "His", "He"]),
                    (s_either, ["he", "his", "His", "He"]),
                ]
            from name in sex.Names
            from told in s_told
            select string.Format(
                System.Globalization.CultureInfo.InvariantCulture,
                told,
                name,
                sex.Pronouns[0],
                sex.Pronouns[1],
                sex.Pronouns[2],
                sex.Pronouns[3]
            ),
        ];

    [Theory, MemberData(nameof(Told))]
    public void Of_whom_alone_a_complaint_is_told_is_the_patient(string text)
    {
        Assert.Empty(Family(text));
        Assert.Null(OwnFindings.Missing(text, needed: 2));
    }

    [Theory]
    [InlineData("The patient is my mother. She has chest pain and is sweating.", "")]
    [InlineData("My mother is a 70-year-old woman. She has chest pain and is sweating.", "")]
    [InlineData("My mother, who is 70, has chest pain. She is sweating.", "")]
    [InlineData("Mother has chest pain. She is sweating.", "")]
    [InlineData("My mother has chest pain. I am her daughter.", "")]
    [InlineData("My mother and father have diarrhoea, fever and cramps.", "")]
    [InlineData("My mother has chest pain. Her mother had a stroke.", "a stroke")]
    [InlineData("My mother has chest pain. My father had a stroke. She is sweating.", "a stroke")]
    [InlineData("My daughter is vomiting and has a rash. My mother had eczema.", "eczema")]
    [InlineData("My mother had eczema. My daughter is vomiting and has a rash.", "eczema")]
    [InlineData("My mother has a cough and my son has a rash.", "a cough")]
    [InlineData("My wife has a cough. My sister has a rash.", "a rash")]
    public void Of_several_one_is_the_patient(string text, string family) =>
        Assert.Equal(family.Split(' ', StringSplitOptions.RemoveEmptyEntries), Family(text));

    [Theory]
    [InlineData("A 40-year-old woman has a lump. Her mother had breast cancer.", "breast cancer")]
    [InlineData("Family history: father with diabetes.", "father with diabetes")]
    [InlineData("My mother had diabetes and I have chest pain.", "diabetes")]
    [InlineData("I have chest pain. My mother has chest pain too.", "chest pain too")]
    [InlineData("My chest hurts. My father has chest pain.", "chest pain")]
    [InlineData("I'm 40. My mother has a tremor.", "a tremor")]
    [InlineData("Cough and fever. My brother has a cough.", "a cough")]
    [InlineData("My sister has gout in her big toe.", "gout in her big toe")]
    [InlineData("My mother died of a stroke.", "of a stroke")]
    [InlineData(
        "My mother had breast cancer, diabetes and a heart attack.",
        "breast cancer diabetes and a heart attack"
    )]
    [InlineData("He has a fever. My mother has a cough.", "a cough")]
    [InlineData("The patient has a fever. My mother has a cough.", "a cough")]
    [InlineData("My mother has a cough. He has a fever.", "a cough")]
    [InlineData("45-year-old with a fever. My mother has a cough.", "a cough")]
    [InlineData("My 70-year-old mother had diabetes and I have chest pain.", "diabetes")]
    [InlineData("My grandma had diabetes and I have chest pain.", "diabetes")]
    [InlineData("My wife feels tired. Her mother had a goitre.", "a goitre")]
    [InlineData("His father has a tremor.", "a tremor")]
    public void Where_another_is_ill_or_a_disease_is_named_it_is_family_history(string text, string family) =>
        Assert.Equal(family.Split(' '), Family(text));

    [Theory]
    [InlineData("My husband has a cough and I have chest pain. My friend is vomiting.", "")]
    [InlineData("I have chest pain. My friend has a cough. He is sweating.", "a cough he is sweating")]
    [InlineData("I have chest pain. My neighbour coughs a lot.", "coughs a lot")]
    [InlineData("I have a fever and my dog is vomiting.", "vomiting")]
    [InlineData("I have a lump. My mother-in-law had breast cancer.", "breast cancer")]
    [InlineData("I have a lump. My brother's wife has a tremor.", "a tremor")]
    [InlineData("I have a lump. The wife of my brother has a tremor.", "a tremor")]
    [InlineData("My dad, 70, died of a heart attack. I have chest pain.", "of a heart attack")]
    [InlineData("My dad (70) had a heart attack. I have chest pain.", "a heart attack")]
    [InlineData("My father is vomiting and I have a headache.", "vomiting")]
    [InlineData("My husband has chest pain. I am 34 and pregnant.", "i am and pregnant")]
    [InlineData("I am 34 and pregnant. My friend has chest pain.", "i am and pregnant")]
    [InlineData("My dog bites me and I have a red hand.", "")]
    [InlineData("My mother tongue has changed. I have a fever.", "")]
    [InlineData("My motherland has a cold climate. I have a fever.", "")]
    [InlineData("The daddy long legs had a web. I have a fever.", "")]
    [InlineData("The sister ward has a bed. I have a fever.", "")]
    public void What_another_has_is_not_the_patients(string text, string others) =>
        Assert.Equal(others.Split(' ', StringSplitOptions.RemoveEmptyEntries), Family(text));

    [Theory]
    [InlineData("My dad, 70, died of a heart attack. I have crushing chest pain.", null)]
    [InlineData("My dad, aged 70, died of a heart attack. I have chest pain.", "family:<age:60-75>")]
    [InlineData("My 70-year-old mother had diabetes and I have chest pain.", "family:<age:60-75>")]
    [InlineData("My seventy-year-old mother had diabetes and I have chest pain.", "family:<age:60-75>")]
    [InlineData("My husband has chest pain. I am 34 and pregnant.", "family:<age:30-45>")]
    [InlineData("My wife, 34, has chest pain.", "<age:30-45>")]
    [InlineData("I am 34. My mother had diabetes.", "<age:30-45>")]
    public void An_age_is_that_of_whom_it_is_told(string text, string? age)
    {
        var preprocessing = TextPreprocessing.Fit(new TextRecipe { LeastTexts = 1 }, ["pain"]);
        Assert.Equal(
            age is null ? [] : [age],
            preprocessing
                .Cut(text)
                .Select(token => token.Text)
                .Where(token => token.Contains("<age", StringComparison.Ordinal))
        );
    }

    [Theory]
    [InlineData("Her mother has noticed that she snores.")]
    [InlineData("My mother has seen a rash on my back.")]
    public void What_a_relative_noticed_is_the_patients(string text) => Assert.Empty(Family(text));

    [Theory]
    [InlineData("My mother has chest pain.", "woman")]
    [InlineData("My mum is 70 and has chest pain.", "woman <age:60-75>")]
    [InlineData("My husband has chest pain.", "man")]
    [InlineData("My 70-year-old father has chest pain.", "<age:60-75> man")]
    [InlineData("My brother has chest pain.", "male")]
    [InlineData("My 6-year-old son has chest pain.", "<age:6-12> son")]
    [InlineData("I have chest pain. My mother has chest pain.", "family:mother")]
    public void The_patients_sex_and_age_are_taken_from_it(string text, string told)
    {
        var preprocessing = TextPreprocessing.Fit(
            new TextRecipe { LeastTexts = 1 },
            [.. Enumerable.Repeat("woman man male son mother brother husband mum father", 3)]
        );
        var tokens = preprocessing.Cut(text).Select(token => token.Text).ToList();
        foreach (
            string token in told.Split(' ')
                .Where(token => !token.StartsWith("family", StringComparison.Ordinal))
        )
            Assert.Contains(token, tokens);
        if (told.StartsWith("family", StringComparison.Ordinal))
            Assert.DoesNotContain("woman", tokens);
    }

    private static string[] Family(string text)
    {
        var words = Word.Of(text);
        var scopes = TextPreprocessing.Marked(words);
        return
        [
            .. words
                .Where((word, i) => scopes[i] == Scope.Family && word.Kind == WordKind.Letters)
                .Select(word => word.Text),
        ];
    }
}
