using Osler.Core.Preprocessing;
using Osler.Studies.Yaml;

namespace Osler.Studies.Tests.TableStudies;

public sealed class StepWordsTests
{
    [Fact]
    public void Every_step_has_a_sentence_of_its_own()
    {
        foreach (Type type in RecordShape.Choices(typeof(Step)).Values)
        {
            Step step = type.Name switch
            {
                nameof(Derive) => new Derive("bmi", new BodyMassIndex("weight", "height")),
                nameof(InOrder) => new InOrder("dbp", "sbp"),
                nameof(Drop) => new Drop(["weight"]),
                _ => (Step)Activator.CreateInstance(type)!,
            };
            string sentence = StepWords.Of(step);
            Assert.EndsWith(".", sentence, StringComparison.Ordinal);
            Assert.NotEqual(YamlWriter.Line(step), sentence);
        }
    }

    [Fact]
    public void Names_the_columns_where_they_are_stated() =>
        Assert.Equal(
            "Numbers in age, sbp are standardised: training mean 0, standard deviation 1.",
            StepWords.Of(new Standardise { Columns = ["age", "sbp"] })
        );
}
