namespace Osler.Studies;

internal static class House;
