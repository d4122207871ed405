using System.Collections.Frozen;

namespace Osler.Core.Tables;

/// <summary>Names of columns that say who somebody is, in some of the languages that exports come in.</summary>
/// <remarks>
/// Such a column is no input unless the study states its kind: its values would stand in the bundle and in the report.
/// </remarks>
internal static class IdentifierNames
{
    private static readonly FrozenSet<string> s_names = """
        id mrn uid uuid pid patient patientid patientnumber patientno subject subjectid subjectnumber caseid
        medicalrecordnumber recordnumber ssn socialsecuritynumber nhs nhsnumber insurancenumber
        name names fullname patientname patientsname subjectname nameofpatient firstname lastname middlename givenname familyname
        surname forename maidenname initials email emailaddress mail phone phonenumber telephone mobile address street
        streetaddress
        vorname nachname familienname patientenname patientenid patientennummer geburtsname fallnummer adresse telefon
        nom prenom prénom nompatient nombre apellido apellidos cognome nome
        """.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).ToFrozenSet(
        StringComparer.OrdinalIgnoreCase
    );

    /// <summary>Whether a column's name is one of them, whatever stands between its words, or ends in ID.</summary>
    public static bool Suggest(string name)
    {
        string lower = name.Trim().ToLowerInvariant();
        return s_names.Contains(string.Concat(name.Where(char.IsLetterOrDigit)))
            || lower.EndsWith("_id", StringComparison.Ordinal)
            || lower.EndsWith(" id", StringComparison.Ordinal)
            || lower.EndsWith("-id", StringComparison.Ordinal)
            || (name.Length > 2 && name.EndsWith("Id", StringComparison.Ordinal))
            || (name.Length > 2 && name.EndsWith("ID", StringComparison.Ordinal) && char.IsLower(name[^3]));
    }
}
