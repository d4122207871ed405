namespace Osler.Native;

/// <summary>The file is not what the editor can edit safely; nothing was written.</summary>
public sealed class ElfException(string message) : Exception(message);
