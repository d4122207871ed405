namespace Osler.Learning;

internal static class House;
