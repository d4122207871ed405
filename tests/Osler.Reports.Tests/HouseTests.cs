namespace Osler.Reports.Tests;

public sealed class HouseTests;
