using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using Osler.Core.Faults;
using Osler.Core.Files;

namespace Osler.Core.Tests.Files;

/// <summary>Fetching from a server on this machine that breaks off, lies, or forgets.</summary>
public sealed class DownloadTests : IDisposable
{
    private static readonly byte[] s_bytes =
    [
        .. Enumerable.Range(0, 300_000).Select(i => (byte)(i * 7 >> 3)),
    ];
    private static readonly string s_hash = Convert.ToHexStringLower(SHA256.HashData(s_bytes));
    private readonly TemporaryFolder _folder = new();
    private readonly HttpClient _client = new();

    private string Target => Path.Combine(_folder.Path, "cache", "weights.pth");

    [Fact]
    public void Puts_the_whole_file_in_its_place()
    {
        using var server = new Server(s_bytes);
        Assert.Equal(s_hash, Download.Fetch(server.Address, Target, s_hash, _client));
        Assert.Equal(s_bytes, File.ReadAllBytes(Target));
        Assert.False(File.Exists(Target + ".part"));
        // A second call asks nobody.
        Assert.Equal(s_hash, Download.Fetch(server.Address, Target, s_hash, _client));
        Assert.Equal(1, server.Requests);
    }

    [Fact]
    public void First_digits_of_a_checksum_are_enough_where_no_more_are_stated()
    {
        using var server = new Server(s_bytes);
        Assert.Equal(s_hash, Download.Fetch(server.Address, Target, s_hash[..8], _client));
    }

    [Theory, InlineData(true), InlineData(false)]
    public void Goes_on_where_the_connection_ended(bool ranges)
    {
        using var server = new Server(s_bytes) { BreakAfter = 100_000, Ranges = ranges };
        var fault = Assert.Throws<RequestException>(() =>
            Download.Fetch(server.Address, Target, s_hash, _client)
        );
        Assert.Contains("goes on where it stopped", fault.Message, StringComparison.Ordinal);
        Assert.False(File.Exists(Target));
        Assert.InRange(new FileInfo(Target + ".part").Length, 1, 100_000);

        server.BreakAfter = null;
        server.Sent = 0;
        Assert.Equal(s_hash, Download.Fetch(server.Address, Target, s_hash, _client));
        Assert.Equal(s_bytes, File.ReadAllBytes(Target));
        // A server without ranges sends all of it again, and all of it is taken.
        Assert.Equal(ranges, server.Sent < s_bytes.Length);
    }

    [Fact]
    public void Takes_a_part_that_is_whole_already()
    {
        using var server = new Server(s_bytes);
        Directory.CreateDirectory(Path.GetDirectoryName(Target)!);
        File.WriteAllBytes(Target + ".part", s_bytes);
        Assert.Equal(s_hash, Download.Fetch(server.Address, Target, s_hash, _client));
    }

    [Fact]
    public void Throws_away_what_has_another_checksum()
    {
        using var server = new Server(s_bytes);
        var fault = Assert.Throws<CheckException>(() =>
            Download.Fetch(server.Address, Target, new string('0', 64), _client)
        );
        Assert.Contains(s_hash, fault.Message, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(Path.GetDirectoryName(Target)!));
    }

    [Fact]
    public void Says_that_the_file_is_not_there()
    {
        using var server = new Server(s_bytes);
        var fault = Assert.Throws<RequestException>(() =>
            Download.Fetch(new Uri(server.Address, "other"), Target, s_hash, _client)
        );
        Assert.Contains("404", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Refuses_an_address_that_is_not_encrypted()
    {
        var fault = Assert.Throws<RequestException>(() =>
            Download.Fetch(new Uri("http://example.org/weights.pth"), Target, s_hash, _client)
        );
        Assert.Contains("not encrypted", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Keeps_what_has_come_when_cancelled()
    {
        using var server = new Server(s_bytes);
        using var cancel = new CancellationTokenSource();
        cancel.Cancel();
        Assert.ThrowsAny<OperationCanceledException>(() =>
            Download.Fetch(server.Address, Target, s_hash, _client, cancellation: cancel.Token)
        );
        Assert.False(File.Exists(Target));
    }

    public void Dispose()
    {
        _client.Dispose();
        _folder.Dispose();
    }

    private sealed class Server : IDisposable
    {
        private readonly HttpListener _listener = new();
        private readonly byte[] _bytes;

        public Server(byte[] bytes)
        {
            _bytes = bytes;
            using var probe = new System.Net.Sockets.TcpListener(IPAddress.Loopback, 0);
            probe.Start();
            int port = ((IPEndPoint)probe.LocalEndpoint).Port;
            probe.Stop();
            Address = new Uri(FormattableString.Invariant($"http://127.0.0.1:{port}/weights.pth"));
            _listener.Prefixes.Add(FormattableString.Invariant($"http://127.0.0.1:{port}/"));
            _listener.Start();
            _ = Task.Run(Serve);
        }

        public Uri Address { get; }
        public int? BreakAfter { get; set; }
        public bool Ranges { get; init; } = true;
        public int Requests { get; private set; }
        public long Sent { get; set; }

        private async Task Serve()
        {
            while (_listener.IsListening)
            {
                HttpListenerContext context;
                try
                {
                    context = await _listener.GetContextAsync();
                }
                catch (Exception fault) when (fault is HttpListenerException or ObjectDisposedException)
                {
                    return;
                }
                Requests++;
                Answer(context);
            }
        }

        private void Answer(HttpListenerContext context)
        {
            var response = context.Response;
            if (context.Request.Url!.AbsolutePath != "/weights.pth")
            {
                response.StatusCode = 404;
                response.Close();
                return;
            }
            int from = 0;
            if (Ranges && context.Request.Headers["Range"] is { } range)
            {
                from = (int)RangeHeaderValue.Parse(range).Ranges.Single().From!.Value;
                response.StatusCode = from < _bytes.Length ? 206 : 416;
                response.Headers["Content-Range"] =
                    from < _bytes.Length
                        ? FormattableString.Invariant($"bytes {from}-{_bytes.Length - 1}/{_bytes.Length}")
                        : FormattableString.Invariant($"bytes */{_bytes.Length}");
            }
            int count = _bytes.Length - from;
            response.ContentLength64 = count;
            int now = Math.Min(count, BreakAfter ?? count);
            try
            {
                response.OutputStream.Write(_bytes, from, now);
                response.OutputStream.Flush();
                Sent += now;
                if (now < count)
                    response.Abort();
                else
                    response.Close();
            }
            catch (HttpListenerException)
            {
                // The client has gone.
            }
        }

        public void Dispose() => _listener.Close();
    }
}
