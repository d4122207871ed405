namespace Osler.Cli.Tests.Commands;

public sealed class WrongCommandLineTests
{
    [Theory]
    [InlineData(
        "run --sed 5 heart-attack",
        "osler: 'osler run' has no option '--sed'. Did you mean '--seed'? See 'osler run --help'.\n"
    )]
    [InlineData(
        "run heart-attack --quit",
        "osler: 'osler run' has no option '--quit'. Did you mean '--quiet'? See 'osler run --help'.\n"
    )]
    [InlineData(
        "predict bundle --jsn=yes",
        "osler: 'osler predict' has no option '--jsn'. Did you mean '--json'? See 'osler predict --help'.\n"
    )]
    [InlineData(
        "pedict bundle",
        "osler: 'osler' has no command 'pedict'. Did you mean 'predict'? See 'osler --help'.\n"
    )]
    [InlineData(
        "data chek x.csv",
        "osler: 'osler data' has no command 'chek'. Did you mean 'check'? See 'osler data --help'.\n"
    )]
    [InlineData("data", "osler: 'osler data' needs a command. One of: list, get, check, label, simulate.\n")]
    [InlineData("verify one two", "osler: 'osler verify' can't use 'two'. See 'osler verify --help'.\n")]
    [InlineData("predict", "osler: 'osler predict' needs <bundle>. See 'osler predict --help'.\n")]
    [InlineData("evaluate bundle", "osler: 'osler evaluate' needs --data. See 'osler evaluate --help'.\n")]
    [InlineData("run heart-attack --seed", "osler: '--seed' needs a value. See 'osler run --help'.\n")]
    [InlineData(
        "run heart-attack --seed seven",
        "osler: '--seed' can't be 'seven'; a whole number is needed. See 'osler run --help'.\n"
    )]
    [InlineData(
        "run heart-attack --seed 99999999999999999999",
        "osler: '--seed' can't be '99999999999999999999'; whole numbers go from -9223372036854775808 to 9223372036854775807. See 'osler run --help'.\n"
    )]
    [InlineData(
        "--quiet run heart-attack",
        "osler: '--quiet' stands in the wrong place. Options go after the command: osler COMMAND … --quiet. See 'osler run --help'.\n"
    )]
    [InlineData(
        "run hart-attack",
        "osler: 'hart-attack' is neither a ready study nor a study file. Did you mean 'heart-attack'?\n"
    )]
    [InlineData("run", "osler: 'osler run' needs <study>. See 'osler run --help'.\n")]
    [InlineData(
        "run --resume /nowhere",
        "osler: /nowhere: there is no such folder, so no run to resume. Name the folder that the run was writing.\n"
    )]
    [InlineData(
        "run --resume /",
        "osler: /: the folder holds no interrupted run. Name the folder that the run was writing.\n"
    )]
    [InlineData(
        "run heart-attack --device gpu",
        "osler: --device: There is no device 'gpu'. Choose cpu or cuda.\n"
    )]
    [InlineData(
        "run heart-attack --out a --resume b",
        "osler: --resume goes on in its own folder; --out can't be given with it. Leave one of them out.\n"
    )]
    [InlineData(
        "data simulate hart-attack --out x.csv",
        "osler: There is no simulator 'hart-attack'. Did you mean 'heart-attack'?\n"
    )]
    [InlineData(
        "predict /nowhere --set age=5",
        "osler: /nowhere: There is no such bundle. Check the path.\n"
    )]
    [InlineData("verify /nowhere", "osler: /nowhere: There is no such bundle. Check the path.\n")]
    public void Ends_with_2_and_one_line_that_helps(string arguments, string expected)
    {
        using var cli = new CommandLine();
        int code = cli.Run(arguments.Split(' '));
        Assert.Equal(expected, cli.Error);
        Assert.Equal("", cli.Output);
        Assert.Equal(2, code);
    }

    [Fact]
    public void Shows_a_stack_trace_only_when_asked()
    {
        using var plain = new CommandLine();
        plain.Run("verify", "/nowhere");
        Assert.DoesNotContain("   at ", plain.Error, StringComparison.Ordinal);
        using var verbose = new CommandLine();
        verbose.Run("verify", "/nowhere", "--verbose");
        Assert.Contains("   at ", verbose.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("'--out' needs a path; it is empty.", "run", "heart-attack", "--out", "")]
    [InlineData("'--data' needs a path; it is empty.", "run", "heart-attack", "--data", " ")]
    [InlineData("'--resume' needs a path; it is empty.", "run", "--resume", "")]
    [InlineData("<study> is empty.", "run", "")]
    [InlineData("<bundle> is empty.", "predict", "", "patients.csv")]
    public void An_empty_path_as_of_an_unset_variable_is_told_as_such(string said, params string[] arguments)
    {
        using var cli = new CommandLine();
        Assert.Equal(2, cli.Run(arguments));
        Assert.StartsWith(
            $"osler: {said} See 'osler {arguments[0]} --help'.",
            cli.Error,
            StringComparison.Ordinal
        );
    }
}
