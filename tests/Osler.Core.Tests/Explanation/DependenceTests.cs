using Osler.Core.Chance;
using Osler.Core.Explanation;
using Osler.Core.Metrics;

namespace Osler.Core.Tests.Explanation;

public sealed class PermutationImportanceTests
{
    private static (double[] Rows, bool[] Outcomes) Cases(int cases)
    {
        double[] rows = Models.Rows(1, cases);
        var random = new KeyedRandom(2, "outcomes");
        bool[] outcomes =
        [
            .. rows.Chunk(4).Select(row => random.NextDouble() < Models.Of(Models.Curved, row)),
        ];
        return (rows, outcomes);
    }

    [Fact]
    public void Ranks_inputs_by_what_the_model_loses()
    {
        var (rows, outcomes) = Cases(1500);
        var drops = PermutationImportance.Of(Models.Curved, rows, outcomes, Models.Four);
        Assert.Equal(Models.Four, drops.Select(d => d.Group.Name));
        Assert.True(drops[0].Drop.Low > drops[1].Drop.High);
        Assert.True(drops[1].Drop.Value > drops[2].Drop.Value);
        Assert.Equal(0, drops[3].Drop.Value!.Value, 1e-15);
    }

    [Fact]
    public void Shuffling_every_input_together_leaves_chance()
    {
        var (rows, outcomes) = Cases(1500);
        var all = PermutationImportance.Of(
            Models.Curved,
            rows,
            outcomes,
            Models.Four,
            [new InputGroup("all", [0, 1, 2, 3])],
            repeats: 20
        );
        double[] scores = [.. rows.Chunk(4).Select(row => Models.Of(Models.Curved, row))];
        double area = RocAuc.Of(scores, outcomes)!.Value;
        var drop = Assert.Single(all).Drop;
        Assert.Equal(area - 0.5, drop.Value!.Value, 0.015);
        Assert.InRange(area - 0.5, drop.Low!.Value, drop.High!.Value);
    }

    [Fact]
    public void Whole_patients_change_places()
    {
        // Three cases a patient, the value the patient's own: within a patient nothing may differ after the shuffle.
        double[] rows = [.. Enumerable.Range(0, 90).Select(i => (double)(i / 3))];
        ulong[] patients = [.. Enumerable.Range(0, 90).Select(i => (ulong)(i / 3))];
        bool[] outcomes = [.. Enumerable.Range(0, 90).Select(i => i >= 45)];
        var seen = new List<double[]>();
        Predict predict = (batch, n, probabilities) =>
        {
            seen.Add(batch.ToArray());
            batch.CopyTo(probabilities);
        };
        PermutationImportance.Of(predict, rows, outcomes, ["site"], patients: patients, repeats: 3);
        Assert.Equal(4, seen.Count);
        Assert.All(
            seen.Skip(1),
            shuffled =>
            {
                Assert.All(shuffled.Chunk(3), patient => Assert.Single(patient.Distinct()));
                Assert.Equal(rows, shuffled.Order());
            }
        );
    }

    [Fact]
    public void Is_undefined_for_one_class_and_refuses_a_group_without_inputs()
    {
        var none = PermutationImportance.Of(
            Models.Linear,
            Models.Rows(1, 3),
            [true, true, true],
            Models.Four
        );
        Assert.All(none, d => Assert.Equal("no negative case", d.Drop.Undefined));
        Assert.Throws<ArgumentException>(() =>
            PermutationImportance.Of(
                Models.Linear,
                Models.Rows(1, 2),
                [true, false],
                Models.Four,
                [new InputGroup("none", [4])]
            )
        );
    }
}

public sealed class PartialDependenceTests
{
    [Fact]
    public void Curve_is_the_mean_over_cases_with_the_input_set()
    {
        double[] rows = Models.Rows(1, 200);
        var curve = PartialDependence.OfNumber(Models.Curved, rows, Models.Four, 0, points: 7, show: 5);
        Assert.Equal(7, curve.Values.Length);
        for (int v = 0; v < 7; v++)
        {
            double[] each =
            [
                .. rows.Chunk(4)
                    .Select(row => Models.Of(Models.Curved, [curve.Values[v], row[1], row[2], row[3]])),
            ];
            Assert.Equal(each.Average(), curve.Mean[v].Value!.Value, 1e-12);
            double spread = Math.Sqrt(each.Sum(p => Math.Pow(p - each.Average(), 2)) / 199 / 200);
            Assert.Equal(
                2 * 1.959963984540054 * spread,
                curve.Mean[v].High!.Value - curve.Mean[v].Low!.Value,
                1e-10
            );
        }
        Assert.Equal(5, curve.Shown);
        Assert.Equal(35, curve.Individual.Length);
        // Single curves of a rising model rise.
        for (int s = 0; s < 5; s++)
            Assert.True(curve.Individual[s * 7] < curve.Individual[(s * 7) + 6]);
    }

    [Fact]
    public void Linear_models_curve_is_a_straight_line_of_its_slope()
    {
        var curve = PartialDependence.OfNumber(Models.Linear, Models.Rows(2, 100), Models.Four, 1);
        for (int v = 1; v < curve.Values.Length; v++)
            Assert.Equal(
                -0.2,
                (curve.Mean[v].Value!.Value - curve.Mean[v - 1].Value!.Value)
                    / (curve.Values[v] - curve.Values[v - 1]),
                1e-9
            );
    }

    [Fact]
    public void Few_values_and_levels_are_each_set_and_missing_ones_are_left_out()
    {
        double[] rows = [0, 5, 1, double.NaN, 1, 7];
        var predict = Models.PerRow(row => row[0]);
        Assert.Equal([0, 1], PartialDependence.OfNumber(predict, rows, ["a", "b"], 0).Values);
        Assert.Equal([5, 7], PartialDependence.OfNumber(predict, rows, ["a", "b"], 1).Values);
        Assert.Equal([0, 1, 2], PartialDependence.OfCategory(predict, rows, ["a", "b"], 0, 3).Values);
        double[] missing = [double.NaN, double.NaN];
        Assert.Empty(PartialDependence.OfNumber(Models.PerRow(_ => 0), missing, ["a"], 0).Values);
    }

    [Fact]
    public void Copies_of_a_patient_add_no_certainty()
    {
        double[] rows = Models.Rows(3, 100);
        double[] twice = [.. rows, .. rows];
        ulong[] patients = [.. Enumerable.Range(0, 200).Select(i => (ulong)(i % 100))];
        var once = PartialDependence.OfNumber(Models.Curved, rows, Models.Four, 2).Mean[1];
        var clustered = PartialDependence.OfNumber(Models.Curved, twice, Models.Four, 2, patients).Mean[1];
        Assert.Equal(once.Low!.Value, clustered.Low!.Value, 1e-12);
    }

    [Fact]
    public void Plane_holds_the_mean_at_each_pair_the_first_y_first()
    {
        double[] rows = Models.Rows(4, 20);
        double[] ages = [-1, 0, 2];
        double[] pressures = [-2, 1];
        var plane = PartialDependence.Plane(Models.Curved, rows, Models.Four, 0, ages, 1, pressures);
        Assert.Equal(("age", "pressure"), (plane.X, plane.Y));
        for (int j = 0; j < 2; j++)
        for (int i = 0; i < 3; i++)
            Assert.Equal(
                rows.Chunk(4)
                    .Average(row => Models.Of(Models.Curved, [ages[i], pressures[j], row[2], row[3]])),
                plane.Mean[(j * 3) + i],
                1e-12
            );
    }

    [Fact]
    public void Plane_of_the_only_two_inputs_is_the_model_itself()
    {
        var predict = Models.PerRow(row => row[0] * row[1]);
        var plane = PartialDependence.Plane(predict, [9, 9, 8, 8], ["x", "y"], 0, [1, 2], 1, [3, 5]);
        Assert.Equal([3, 6, 5, 10], plane.Mean);
    }

    [Fact]
    public void Refuses_an_input_that_is_not_there_and_a_plane_of_one_input()
    {
        double[] rows = Models.Rows(5, 2);
        Assert.Throws<ArgumentOutOfRangeException>(() =>
            PartialDependence.OfNumber(Models.Linear, rows, Models.Four, 4)
        );
        Assert.Throws<ArgumentException>(() =>
            PartialDependence.Plane(Models.Linear, rows, Models.Four, 1, [1], 1, [1])
        );
    }
}
