namespace Osler.Cli.Tests;

public sealed class HouseTests;
