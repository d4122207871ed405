namespace Osler.Reports;

internal static class House;
