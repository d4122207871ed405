namespace Osler.Learning.Tests;

public sealed class HouseTests;
