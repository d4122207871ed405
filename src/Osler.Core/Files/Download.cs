using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using Osler.Core.Faults;

namespace Osler.Core.Files;

/// <summary>Fetches a file: resumed where it was cut off, checked, and there as a whole or not at all.</summary>
/// <remarks>
/// What has come so far is kept beside the target as <c>NAME.part</c>; a second call asks the server for the rest only
/// (RFC 9110, section 14.2) and begins anew where the server does not do that. The file takes its name when its SHA-256
/// is right.
/// </remarks>
public static class Download
{
    /// <summary>A file larger than this is refused, in bytes (8 GiB).</summary>
    public const long MostBytes = 8L << 30;

    private const int Piece = 1 << 17;

    /// <summary>Fetches a file, unless it is there already with the right checksum.</summary>
    /// <param name="source">Where from; encrypted (https), except from this machine itself.</param>
    /// <param name="path">Where to; its folder is made where it is missing.</param>
    /// <param name="sha256">
    /// The file's SHA-256 in lower-case hexadecimal digits, or its first digits where the source states no more (at
    /// least 8).
    /// </param>
    /// <param name="client">Makes the requests.</param>
    /// <param name="progress">Told of bytes done and, where known, bytes in all.</param>
    /// <param name="cancellation">Stops; what has come is kept for the next time.</param>
    /// <returns>The whole SHA-256.</returns>
    /// <exception cref="RequestException">The server can't be reached, has no such file, or broke off.</exception>
    /// <exception cref="CheckException">What came has another checksum; it was thrown away.</exception>
    public static string Fetch(
        Uri source,
        string path,
        string sha256,
        HttpClient client,
        IProgress<(long Done, long? All)>? progress = null,
        CancellationToken cancellation = default
    )
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(client);
        ArgumentOutOfRangeException.ThrowIfLessThan(sha256.Length, 8, nameof(sha256));
        if (source.Scheme != Uri.UriSchemeHttps && !source.IsLoopback)
            throw new RequestException("The address is not encrypted (https).", source.ToString());
        if (File.Exists(path) && FileHash.Of(path) is var found && Fits(found, sha256))
            return found;
        string part = path + ".part";
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
            using (
                var stream = new FileStream(part, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None)
            )
                Receive(source, stream, client, progress, cancellation);
            string hash = FileHash.Of(part);
            if (!Fits(hash, sha256))
            {
                File.Delete(part);
                throw new CheckException(
                    $"The file's SHA-256 is {hash}; its source states {sha256}.",
                    source.ToString(),
                    "What came was thrown away. Try again later; if it stays so, the file was changed at its source."
                );
            }
            File.Move(part, path, overwrite: true);
            return hash;
        }
        catch (Exception fault)
            when (fault is HttpRequestException or IOException or UnauthorizedAccessException)
        {
            throw new RequestException(
                $"The file can't be fetched: {fault.Message}",
                source.ToString(),
                File.Exists(part)
                    ? "Run the command again; it goes on where it stopped."
                    : "Check the connection and the folder.",
                fault
            );
        }
    }

    private static void Receive(
        Uri source,
        FileStream part,
        HttpClient client,
        IProgress<(long Done, long? All)>? progress,
        CancellationToken cancellation
    )
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, source);
        if (part.Length > 0)
            request.Headers.Range = new RangeHeaderValue(part.Length, null);
        using var response = client.Send(request, HttpCompletionOption.ResponseHeadersRead, cancellation);
        if (response.StatusCode == HttpStatusCode.RequestedRangeNotSatisfiable)
        {
            // All of it is there already, or it is something else's; the checksum tells.
            if (response.Content.Headers.ContentRange?.Length == part.Length)
                return;
            part.SetLength(0);
            throw new IOException("the server has another file than the one begun");
        }
        response.EnsureSuccessStatusCode();
        bool resumed =
            response.StatusCode == HttpStatusCode.PartialContent
            && response.Content.Headers.ContentRange?.From == part.Length;
        if (!resumed)
            part.SetLength(0);
        part.Position = part.Length;
        long? all = response.Content.Headers.ContentLength is { } rest ? part.Length + rest : null;
        if (all > MostBytes)
            throw new IOException(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"it has {all:N0} bytes; {MostBytes:N0} are the most"
                )
            );
        using var body = response.Content.ReadAsStream(cancellation);
        byte[] piece = new byte[Piece];
        int read;
        while ((read = body.Read(piece)) > 0)
        {
            cancellation.ThrowIfCancellationRequested();
            if (part.Length + read > Math.Min(MostBytes, all ?? MostBytes))
                throw new IOException("the server sent more than it announced");
            part.Write(piece, 0, read);
            progress?.Report((part.Length, all));
        }
        part.Flush(flushToDisk: true);
        if (part.Length < all)
            throw new IOException(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"the connection ended after {part.Length:N0} of {all:N0} bytes"
                )
            );
    }

    private static bool Fits(string hash, string stated) =>
        hash.StartsWith(stated, StringComparison.OrdinalIgnoreCase);
}
