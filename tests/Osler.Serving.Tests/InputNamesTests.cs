using Osler.Core.Bundles;
using Osler.Core.Faults;
using Osler.Tests.Shared;

namespace Osler.Serving.Tests;

public sealed class InputNamesTests : IDisposable
{
    private readonly SmallBundle _bundle = new();
    private readonly Card _card;

    public InputNamesTests() =>
        _card = _bundle.Card with
        {
            Inputs =
            [
                .. _bundle.Card.Inputs.Select(input =>
                    input.Name == "sbp" ? input with { From = ["sbp", "sysBP", "ap_hi", "age"] } : input
                ),
            ],
        };

    public void Dispose() => _bundle.Dispose();

    [Theory]
    [InlineData("sbp")]
    [InlineData("sysBP")]
    [InlineData("ap_hi")]
    public void Any_name_of_an_input_gives_the_same_patient(string name)
    {
        double[] expected = Only(Typed("age=54", "sbp=132", "sex=female", "smoker=former"));
        Assert.Equal(expected, Only(Typed("age=54", $"{name}=132", "sex=female", "smoker=former")));
        Assert.Equal(
            expected,
            Only(Piped($$"""{"age": 54, "{{name}}": 132, "sex": "female", "smoker": "former"}"""))
        );
        Assert.Equal(expected, Only(Piped($"smoker,sex,{name},age\nformer,female,132,54\n")));
    }

    [Fact]
    public void Two_names_of_one_input_are_refused_however_they_are_given()
    {
        const string what = "'sbp' and 'sysBP' are two names of one input.";
        Assert.Equal(what, Assert.Throws<RequestException>(() => Typed("sbp=132", "sysBP=140")).What);
        Assert.Equal(
            what,
            Assert.Throws<RequestException>(() => Piped("""{"sbp": 132, "sysBP": 140}""")).What
        );
        var fault = Assert.Throws<DataException>(() =>
            Piped("smoker,sex,sysBP,ap_hi,age\nformer,female,132,140,54\n")
        );
        Assert.Equal("The table has 'sysBP' and 'ap_hi', two names of one column.", fault.What);
    }

    [Fact]
    public void An_input_s_own_name_is_never_another_s()
    {
        double[] row = Only(Typed("age=54", "ap_hi=132"));
        Assert.Equal(54, row[0]);
        Assert.Equal(132, row[1]);
    }

    [Fact]
    public void A_name_close_to_another_name_is_offered() =>
        Assert.Equal("Did you mean 'sysBP'?", Assert.Throws<RequestException>(() => Typed("sysPB=5")).Remedy);

    [Fact]
    public void A_table_is_read_as_the_card_says_unless_told_otherwise()
    {
        const string commas = "smoker;sex;sbp;age\nformer;female;132,5;54\n";
        var card = _card with
        {
            Reading = new() { DecimalComma = true, Delimiter = ";" },
        };
        Assert.Equal(132.5, Only(Piped(commas, card))[1]);
        Assert.Throws<DataException>(() => Piped(commas));
        Assert.Throws<RequestException>(() => Piped(commas.Replace(',', '.').Replace(';', ','), card));
        Assert.Equal(
            132.5,
            Only(
                PatientRows.From(
                    _bundle.Preprocessing,
                    card,
                    "-",
                    [],
                    () => Bytes(commas.Replace(',', '.').Replace(';', ',')),
                    new()
                )
            )[1]
        );
    }

    [Theory]
    [InlineData("former,female,13x,54", "standard input, column 'sbp'", "'13x'")]
    [InlineData("former,femal,132,54", "standard input, column 'sex'", "first row 1")]
    public void A_cell_that_can_t_be_read_is_no_missing_value(string row, string where, string cell)
    {
        var fault = Assert.Throws<DataException>(() => Piped($"smoker,sex,sbp,age\n{row}\n"));
        Assert.Equal(where, fault.Where);
        Assert.Contains(cell, fault.What, StringComparison.Ordinal);
    }

    private PatientRows Typed(params string[] settings) =>
        PatientRows.From(_bundle.Preprocessing, _card, null, settings, () => Stream.Null);

    private PatientRows Piped(string text, Card? card = null) =>
        PatientRows.From(_bundle.Preprocessing, card ?? _card, "-", [], () => Bytes(text));

    private static MemoryStream Bytes(string text) => new(System.Text.Encoding.UTF8.GetBytes(text));

    private static double[] Only(PatientRows rows) => Assert.Single(rows.Blocks).Values.ToArray();
}
