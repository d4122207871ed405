namespace Osler.Serving;

internal static class House;
