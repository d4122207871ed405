namespace Osler.Cli.Tests.Commands;

public sealed class HelpTests
{
    [Theory]
    [InlineData("help", "--help")]
    [InlineData("help-run", "run", "--help")]
    [InlineData("help-predict", "predict", "--help")]
    [InlineData("help-data", "data", "--help")]
    public void Reads_as_expected(string name, params string[] arguments)
    {
        using var cli = new CommandLine();
        Assert.Equal(0, cli.Run(arguments));
        Assert.Equal("", cli.Error);
        CommandLine.AssertExpected(name, cli.Output);
    }

    [Fact]
    public void No_arguments_show_the_help()
    {
        using var bare = new CommandLine();
        using var help = new CommandLine();
        Assert.Equal(0, bare.Run());
        help.Run("--help");
        Assert.Equal(help.Output, bare.Output);
    }

    [Fact]
    public void The_version_is_one_line()
    {
        using var cli = new CommandLine();
        Assert.Equal(0, cli.Run("--version"));
        Assert.Matches(@"^osler \d+\.\d+\.\d+\n$", cli.Output);
    }

    [Fact]
    public void The_studies_are_listed()
    {
        using var cli = new CommandLine();
        Assert.Equal(0, cli.Run("studies"));
        CommandLine.AssertExpected("studies", cli.Output);
    }

    [Fact]
    public void The_public_tables_are_listed_with_licence_and_source()
    {
        using var cli = new CommandLine();
        Assert.Equal(0, cli.Run("data", "list"));
        CommandLine.AssertExpected("data-list", cli.Output);
    }
}
