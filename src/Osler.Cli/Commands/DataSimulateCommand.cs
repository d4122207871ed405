using System.CommandLine;
using System.Globalization;
using Osler.Cli.Terminal;
using Osler.Core.Faults;
using Osler.Studies;
using Osler.Studies.Exams;
using Osler.Studies.HeartAttack;
using Osler.Studies.Tuberculosis;
using Osler.Studies.Vignettes;

namespace Osler.Cli.Commands;

/// <summary><c>osler data simulate</c>: patients that never were, with their true probability.</summary>
internal static class DataSimulateCommand
{
    private const string Cohort = "heart-attack";
    private const string Texts = VignetteSimulator.Cohort;
    private const string Questions = ExamSimulator.Cohort;
    private const string Digits = "digits";
    private const string Isolates = SimulatedIsolates.Cohort;
    private const string Loci = SimulatedIsolates.Loci;

    public static Command Create(Surroundings surroundings)
    {
        var cohort = new Argument<string>("cohort")
        {
            Description =
                $"Which: patients of {Cohort}, isolates of {Isolates} (or {Loci}), {Digits}, {Questions}, or {Texts}.",
        };
        var patients = new Option<int>("--patients")
        {
            Description = "How many; of digits how many people write ten each.",
            HelpName = "N",
            DefaultValueFactory = _ => 20_000,
        };
        var seed = new Option<long>("--seed")
        {
            Description = "Decides every draw.",
            HelpName = "N",
            DefaultValueFactory = _ => 1,
        };
        var file = new Option<string>("--out")
        {
            Description =
                "The CSV file to write, of questions one of JSON lines; of digits a new folder of MNIST's four IDX files, of isolates one of tables or sequences.",
            HelpName = "FILE",
            Required = true,
        };
        var command = new Command("simulate", "Write simulated patients as a CSV file, or simulated images.")
        {
            cohort,
            patients,
            seed,
            file,
        };
        command.SetAction(parsed =>
            Run(
                surroundings,
                parsed.GetRequiredValue(cohort),
                parsed.GetValue(patients),
                parsed.GetValue(seed),
                parsed.GetRequiredValue(file)
            )
        );
        return command;
    }

    private static void Run(Surroundings surroundings, string cohort, int patients, long seed, string file)
    {
        if (cohort == Digits)
        {
            if (patients is < 5 or > 100_000)
                throw new RequestException("Between 5 and 100,000 people can write.", "--patients");
            int count = DigitFiles.Write(file, patients, seed);
            surroundings.Error.WriteLine(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"Wrote {count:N0} simulated digits to {file}. Train on them: osler run digits --data {file}"
                )
            );
            return;
        }
        if (cohort is Isolates or Loci)
        {
            SimulatedIsolates.Write(file, patients, seed, loci: cohort == Loci);
            string data =
                cohort == Loci
                    ? $"{file} --set network=cnn"
                    : Path.Combine(file, SimulatedIsolates.VariantsName);
            surroundings.Error.WriteLine(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"Wrote {patients:N0} simulated isolates to {file}. Train on them: osler run {Isolates} --data {data}"
                )
            );
            return;
        }
        if (cohort is not (Cohort or Texts or Questions))
            throw new RequestException(
                $"There is no simulator '{cohort}'.",
                remedy: NearestName.Hint(cohort, [Cohort, Isolates, Loci, Digits, Questions, Texts])
            );
        if (patients is < 1 or > 10_000_000)
            throw new RequestException("Between 1 and 10,000,000 patients can be simulated.", "--patients");
        AnswerFile.RefuseTaken(file, cohort == Questions ? ".jsonl" : ".csv");
        if (cohort == Texts)
            VignetteCsv.Write(file, patients, seed);
        else if (cohort == Questions)
            ExamJsonLines.Write(file, patients, seed);
        else
            HeartAttackTable.WriteCsv(file, patients, seed);
        surroundings.Error.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"Wrote {patients:N0} simulated {(cohort == Texts ? "vignettes" : cohort == Questions ? "questions" : "patients")} to {file}."
            )
        );
    }
}
