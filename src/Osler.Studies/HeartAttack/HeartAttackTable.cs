using System.Globalization;
using Osler.Core.Files;
using Osler.Core.Tables;

namespace Osler.Studies.HeartAttack;

/// <summary>The simulated cohort as a table, in memory or as a CSV file.</summary>
public static class HeartAttackTable
{
    /// <summary>Column of the patient's identifier.</summary>
    public const string Patient = "patient_id";

    /// <summary>Column of the site.</summary>
    public const string Site = "site";

    /// <summary>Column of the outcome, 0 or 1: any first cardiovascular event, of which heart attack is one.</summary>
    public const string Outcome = "heart_attack";

    /// <summary>Column of the true probability.</summary>
    public const string Truth = "true_risk";

    /// <summary>The columns, in order.</summary>
    public static TableSchema Schema { get; } =
        new([
            new Column(Patient, ColumnKind.Identifier),
            new Column(Site, ColumnKind.Binary) { Levels = ["north", "south"] },
            new Column("age", ColumnKind.Numeric) { Unit = "years" },
            new Column("sex", ColumnKind.Binary) { Levels = ["female", "male"] },
            new Column("bmi", ColumnKind.Numeric) { Unit = "kg/m2" },
            new Column("sbp", ColumnKind.Numeric) { Unit = "mmHg" },
            new Column("bp_treatment", ColumnKind.Binary) { Levels = ["no", "yes"] },
            new Column("smoker", ColumnKind.Binary) { Levels = ["no", "yes"] },
            new Column("diabetes", ColumnKind.Binary) { Levels = ["no", "yes"] },
            new Column(Truth, ColumnKind.Numeric),
            new Column(Outcome, ColumnKind.Binary) { Levels = ["0", "1"] },
        ]);

    /// <summary>A cohort as a table in memory.</summary>
    /// <param name="patients">How many.</param>
    /// <param name="seed">Decides the patients.</param>
    public static MemoryTable Simulate(int patients, long seed)
    {
        ulong[] identifiers = new ulong[patients];
        double[][] numbers = [.. Enumerable.Range(0, Schema.Count - 1).Select(_ => new double[patients])];
        int row = 0;
        foreach (SimulatedPatient patient in HeartAttackCohort.Simulate(patients, seed))
        {
            identifiers[row] = (ulong)patient.Number;
            double[] cells = Cells(patient);
            for (int column = 0; column < cells.Length; column++)
                numbers[column][row] = cells[column];
            row++;
        }
        return new MemoryTable(
            string.Create(
                CultureInfo.InvariantCulture,
                $"simulated cohort of {patients:N0} patients, seed {seed}"
            ),
            Schema,
            [null, .. numbers],
            [identifiers, .. numbers.Select(_ => (ulong[]?)null)]
        );
    }

    /// <summary>Writes a cohort as CSV: header, comma, UTF-8, missing cells empty. The file appears whole or not at all.</summary>
    /// <param name="path">The file; replaced where it exists.</param>
    /// <param name="patients">How many.</param>
    /// <param name="seed">Decides the patients.</param>
    /// <exception cref="Core.Faults.RequestException">The place can't be written.</exception>
    public static void WriteCsv(string path, int patients, long seed) =>
        Durable.WriteFile(
            path,
            stream =>
            {
                using var text = new StreamWriter(stream, leaveOpen: true) { NewLine = "\n" };
                text.WriteLine(string.Join(',', Schema.Columns.Select(column => column.Name)));
                foreach (SimulatedPatient patient in HeartAttackCohort.Simulate(patients, seed))
                {
                    text.Write(string.Create(CultureInfo.InvariantCulture, $"P{patient.Number:D7}"));
                    double[] cells = Cells(patient);
                    for (int i = 0; i < cells.Length; i++)
                    {
                        text.Write(',');
                        text.Write(Shown(Schema[i + 1], cells[i]));
                    }
                    text.WriteLine();
                }
            }
        );

    // All cells but the identifier, in the schema's order.
    private static double[] Cells(SimulatedPatient patient)
    {
        RiskFactors factors = patient.Factors;
        return
        [
            Flag(patient.South),
            factors.Age,
            Flag(factors.Male),
            Known(MissingFactors.Bmi, factors.Bmi),
            Known(MissingFactors.Sbp, factors.Sbp),
            Flag(factors.Treated),
            Known(MissingFactors.Smoker, Flag(factors.Smoker)),
            Known(MissingFactors.Diabetes, Flag(factors.Diabetes)),
            patient.TrueRisk,
            Flag(patient.Event),
        ];

        double Known(MissingFactors factor, double value) =>
            patient.Missing.HasFlag(factor) ? double.NaN : value;

        static double Flag(bool value) => value ? 1 : 0;
    }

    private static string Shown(Column column, double cell) =>
        double.IsNaN(cell) ? ""
        : column.Levels.IsEmpty ? cell.ToString("R", CultureInfo.InvariantCulture)
        : column.Levels[(int)cell];
}
