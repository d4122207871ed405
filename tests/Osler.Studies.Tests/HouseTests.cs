namespace Osler.Studies.Tests;

public sealed class HouseTests;
