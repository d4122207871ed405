using System.Text.Json;
using Osler.Core.Faults;

namespace Osler.Core.Preprocessing;

/// <summary>Recipes as JSON. What a step leaves out has the step's default; what it does not know is refused by name.</summary>
internal static class RecipeJson
{
    public static string Write(Recipe recipe) => NamedRecords.Write(recipe.Steps);

    public static Recipe Read(JsonElement steps)
    {
        if (steps.ValueKind != JsonValueKind.Array)
            throw new RequestException(
                "Preprocessing is not a list of steps.",
                "preprocessing",
                "Write [impute, one_hot, standardise], or steps with their settings."
            );
        return new Recipe(NamedRecords.Read<Step>(steps, "preprocessing", "[impute, one_hot, standardise]"));
    }
}
