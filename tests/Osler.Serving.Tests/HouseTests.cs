namespace Osler.Serving.Tests;

public sealed class HouseTests;
