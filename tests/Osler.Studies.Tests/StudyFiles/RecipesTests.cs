using Osler.Core.Faults;
using Osler.Learning.Optimisers;

namespace Osler.Studies.Tests.StudyFiles;

public sealed class RecipesTests
{
    private const string Text = """
        study: ways
        question: Does it?
        data: {path: t.csv, outcome: y}
        network: {preset: mlp, hidden: [8]}
        training: {epochs: 40, batch: 32, optimiser: {adam: {learning_rate: 0.1}}}
        recipes:
          quick:
            network: {preset: mlp, hidden: [2], activation: tanh}
            training: {epochs: 4, optimiser: sgd}
            preprocessing: [impute]
        """;

    [Fact]
    public void A_study_whose_recipe_is_not_named_stays_as_it_is()
    {
        StudyFile study = StudyFile.Read(Text, "study.yaml");
        Assert.Equal(40, study.Training.Epochs);
        Assert.Equal("quick", Assert.Single(study.Recipes).Name);
        Assert.Equal(study.Write(), StudyFile.Read(study.Write(), "again.yaml").Write());
    }

    [Theory]
    [InlineData(Text + "\nrecipe: quick")]
    [InlineData(Text, "recipe=quick")]
    [InlineData(Text, "recipe=other", "recipe=quick")]
    public void A_recipe_takes_the_place_of_what_it_states_and_of_nothing_else(
        string text,
        params string[] settings
    )
    {
        StudyFile study = StudyFile.Read(text, "study.yaml", settings);
        Assert.Equal(4, study.Training.Epochs);
        Assert.Equal(32, study.Training.Batch);
        Assert.IsType<Sgd>(study.Training.Optimiser);
        Assert.Single(study.Preprocessing);
        Assert.Contains("tanh", study.Write(), StringComparison.Ordinal);
    }

    [Fact]
    public void Other_settings_of_the_command_line_win_over_the_recipe_wherever_they_stand()
    {
        StudyFile study = StudyFile.Read(Text, "study.yaml", ["training.epochs=9", "recipe=quick"]);
        Assert.Equal(9, study.Training.Epochs);
    }

    [Fact]
    public void What_was_run_is_stated_in_full_and_reads_back_the_same_with_no_recipe_left_to_apply()
    {
        StudyFile study = StudyFile.Read(Text, "study.yaml", ["recipe=quick", "training.batch=5"]);
        Assert.Null(study.Recipe);
        Assert.Empty(study.Recipes);
        StudyFile again = StudyFile.Read(study.Write(), "again.yaml");
        Assert.Equal(5, again.Training.Batch);
        Assert.Equal(study.Write(), again.Write());
    }

    [Theory]
    [InlineData("recipe=quik", "there is no recipe 'quik'", "quick")]
    [InlineData("recipe=[quick]", "expected the name of a recipe", null)]
    public void A_recipe_that_is_not_there_is_named(string setting, string what, string? remedy)
    {
        var fault = Assert.Throws<RequestException>(() => StudyFile.Read(Text, "study.yaml", [setting]));
        Assert.Contains(what, fault.What, StringComparison.Ordinal);
        Assert.Contains("--set", fault.Where, StringComparison.Ordinal);
        if (remedy is not null)
            Assert.Contains(remedy, fault.Remedy, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("recipe: quick", "recipe: other", "a recipe states no recipes")]
    [InlineData("recipe: quick", "trainin: {epochs: 1}", "is not a known key")]
    public void A_recipe_with_a_wrong_key_is_refused_by_its_line(string chosen, string wrong, string what)
    {
        string text = $"{Text}\n    {wrong}\n{chosen}\n";
        var fault = Assert.Throws<RequestException>(() => StudyFile.Read(text, "study.yaml"));
        Assert.Contains(what, fault.What, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("study.yaml, line 11", fault.Where, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_recipe_of_a_ready_study_is_a_whole_study()
    {
        int recipes = 0;
        foreach (ReadyStudy ready in StudyCatalog.All)
        foreach (var recipe in StudyFile.Read(ready.Text(), ready.Name).Recipes)
        {
            Assert.NotNull(StudyFile.Read(ready.Text(), ready.Name, [$"recipe={recipe.Name}"]));
            recipes++;
        }
        Assert.True(recipes > 0);
    }
}
