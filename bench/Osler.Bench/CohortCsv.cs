using System.Globalization;
using System.Text;
using Osler.Core.Chance;
using Osler.Studies.HeartAttack;

namespace Osler.Bench;

/// <summary>Writes a heart-attack cohort of any size as CSV, as quickly as the disk takes it.</summary>
/// <remarks>
/// A pool of patients is simulated once. Each row takes one of them at random, gives it a number of its own and draws
/// its outcome anew from its true risk, so that rows are what the simulator would give, but for repeated inputs.
/// </remarks>
internal static class CohortCsv
{
    private const int Pool = 200_000;
    private const int Buffered = 1 << 20;

    public static int Write(string path, long megabytes, long seed)
    {
        (byte[] Cells, double Risk)[] pool =
        [
            .. HeartAttackCohort.Simulate(Pool, seed).Select(patient => (Cells(patient), patient.TrueRisk)),
        ];
        var random = new KeyedRandom(seed, "bench cohort");
        using var file = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.Read, 0);
        byte[] buffer = new byte[Buffered + 1024];
        int length = 0;
        long written = 0;
        Add(
            Encoding.ASCII.GetBytes(
                string.Join(',', HeartAttackTable.Schema.Columns.Select(column => column.Name)) + "\n"
            )
        );
        for (long row = 1; written + length < megabytes * 1_000_000; row++)
        {
            (byte[] cells, double risk) = pool[random.Next(pool.Length)];
            buffer[length++] = (byte)'P';
            row.TryFormat(buffer.AsSpan(length), out int digits, "D9", CultureInfo.InvariantCulture);
            length += digits;
            Add(cells);
            buffer[length++] = random.NextDouble() < risk ? (byte)'1' : (byte)'0';
            buffer[length++] = (byte)'\n';
            if (length >= Buffered)
                Flush();
        }
        Flush();
        return 0;

        void Add(byte[] bytes)
        {
            bytes.CopyTo(buffer, length);
            length += bytes.Length;
        }

        void Flush()
        {
            file.Write(buffer, 0, length);
            written += length;
            length = 0;
        }
    }

    // What stands between the patient's number and the outcome.
    private static byte[] Cells(SimulatedPatient patient)
    {
        RiskFactors factors = patient.Factors;
        string[] cells =
        [
            patient.South ? "south" : "north",
            Text(factors.Age),
            factors.Male ? "male" : "female",
            Known(MissingFactors.Bmi, Text(factors.Bmi)),
            Known(MissingFactors.Sbp, Text(factors.Sbp)),
            YesNo(factors.Treated),
            Known(MissingFactors.Smoker, YesNo(factors.Smoker)),
            Known(MissingFactors.Diabetes, YesNo(factors.Diabetes)),
            Text(patient.TrueRisk),
        ];
        return Encoding.ASCII.GetBytes($",{string.Join(',', cells)},");

        string Known(MissingFactors factor, string cell) => patient.Missing.HasFlag(factor) ? "" : cell;

        static string Text(double number) => number.ToString("R", CultureInfo.InvariantCulture);

        static string YesNo(bool yes) => yes ? "yes" : "no";
    }
}
