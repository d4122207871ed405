namespace Osler.Core.Tests;

public sealed class HouseTests;
