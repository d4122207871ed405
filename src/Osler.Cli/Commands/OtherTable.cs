using Osler.Core.Tables;
using Osler.Serving;

namespace Osler.Cli.Commands;

/// <summary>What a user says of a table that a bundle meets.</summary>
/// <param name="Path">The file.</param>
/// <param name="Outcome">Column of the outcome; null for the study's own.</param>
/// <param name="Positive">Which of its values means present; null for the study's own, or where that is plain.</param>
/// <param name="Patient">Column of the patient; null for the study's own, where the table has it.</param>
internal sealed record OtherTableRequest(string Path, string? Outcome, string? Positive, string? Patient);

/// <summary>A table that a bundle meets, with the roles of its columns: the study's, where nothing else was said.</summary>
internal sealed record OtherTable(Table Table, string Outcome, string? Positive, string? Patient)
{
    /// <summary>Opens the table; inputs, outcome and patient are found by any of their names.</summary>
    public static OtherTable Open(Predictor predictor, OtherTableRequest request, TableReading reading)
    {
        var settings = BundleStudy.Of(predictor.Bundle).Data;
        string outcome = request.Outcome ?? settings.Outcome;
        string? patient = request.Patient ?? settings.Patient;
        var inputs = predictor.Card.Inputs.Select(input => input.Name);
        var table = PatientRows.Open(
            request.Path,
            predictor.Preprocessing,
            predictor.Card,
            reading,
            header =>
                settings.Stated(
                    [.. new[] { outcome, patient }.OfType<string>().Except(inputs)],
                    header,
                    request.Path
                )
        );
        return new(
            table,
            outcome,
            request.Positive ?? (request.Outcome is null ? settings.Positive : null),
            // A patient column of the study counts where the other table has it too.
            request.Patient
                ?? (patient is not null && table.Schema.TryIndexOf(patient, out int _) ? patient : null)
        );
    }
}
