using Osler.Core.Chance;
using Osler.Core.Tests.Goldens;

namespace Osler.Core.Tests.Metrics;

/// <summary>Cases to judge: drawn by seed, or those of a golden.</summary>
internal sealed record Cohort(double[] Scores, double[] Second, bool[] Outcomes, ulong[] Patients)
{
    /// <summary>Risks that are right on average; a second model that sees less; two cases a patient.</summary>
    public static Cohort Draw(int seed, int cases, bool ties = false, double level = -1)
    {
        var random = new KeyedRandom(seed, "cohort");
        var cohort = new Cohort(new double[cases], new double[cases], new bool[cases], new ulong[cases]);
        for (int i = 0; i < cases; i++)
        {
            double logit = level + (1.3 * random.NextNormal());
            double risk = Risk(logit);
            cohort.Outcomes[i] = random.NextDouble() < risk;
            cohort.Scores[i] = ties ? Math.Round(risk, 1) : risk;
            double second = Risk(logit + random.NextNormal());
            cohort.Second[i] = ties ? Math.Round(second, 1) : second;
            cohort.Patients[i] = (ulong)(i / 2);
        }
        return cohort;
    }

    public static Cohort Golden(string name)
    {
        var one = Goldens.Golden.Read("metrics/binary.json").Case(name);
        bool[] outcomes = [.. one.GetProperty("outcomes").Integers().Select(y => y == 1)];
        return new Cohort(
            one.GetProperty("first").Doubles(),
            one.GetProperty("second").Doubles(),
            outcomes,
            [.. Enumerable.Range(0, outcomes.Length).Select(i => (ulong)i)]
        );
    }

    /// <summary>The same cases in another order.</summary>
    public Cohort Shuffled(int seed)
    {
        int[] order = [.. Enumerable.Range(0, Scores.Length)];
        new KeyedRandom(seed, "shuffle").Shuffle(order);
        return new Cohort(
            [.. order.Select(i => Scores[i])],
            [.. order.Select(i => Second[i])],
            [.. order.Select(i => Outcomes[i])],
            [.. order.Select(i => Patients[i])]
        );
    }

    public static double Risk(double logit) => 1 / (1 + Math.Exp(-logit));
}
