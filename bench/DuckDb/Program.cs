using System.Diagnostics;
using System.Globalization;
using DuckDB.NET.Data;

// FILE COLUMN: DuckDB reads a CSV file into typed columns in memory and sums one.
var watch = Stopwatch.StartNew();
using var connection = new DuckDBConnection("DataSource=:memory:");
connection.Open();
using var command = connection.CreateCommand();
string file = args[0].Replace("'", "''", StringComparison.Ordinal);
string column = args[1].Replace("\"", "\"\"", StringComparison.Ordinal);
#pragma warning disable CA2100 // The command line is the person who measures.
command.CommandText = $"CREATE TABLE t AS SELECT * FROM read_csv('{file}')";
command.ExecuteNonQuery();
command.CommandText = $"SELECT sum(\"{column}\")::DOUBLE, count(*) FROM t";
#pragma warning restore CA2100
using var answer = command.ExecuteReader();
answer.Read();
Console.WriteLine(
    string.Create(
        CultureInfo.InvariantCulture,
        $"duckdb\t{watch.Elapsed.TotalSeconds:F3}\t{Environment.CpuUsage.TotalTime.TotalSeconds:F3}\t{answer.GetDouble(0):F1}\t{answer.GetInt64(1)}"
    )
);
