using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Residua.Tests.Data;

/// <summary>A web server on this machine that answers each file name as the test says.</summary>
internal sealed class MirrorServer : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _end = new();
    private readonly Func<string, Reply> _answer;
    private readonly List<string> _asked = [];

    public MirrorServer(Func<string, Reply> answer)
    {
        _answer = answer;
        _listener.Start();
        Address = new Uri($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}/files/");
        _ = AcceptAsync();
    }

    /// <summary>What to send: a body, how much of it, and whether to fall silent after that.</summary>
    internal sealed record Reply(byte[] Body, int Status = 200, int Missing = 0, bool Stall = false);

    public Uri Address { get; }

    /// <summary>The file names asked for so far.</summary>
    public IReadOnlyList<string> Asked
    {
        get
        {
            lock (_asked)
            {
                return [.. _asked];
            }
        }
    }

    /// <summary>A mirror that has the toy data set.</summary>
    public static MirrorServer Good() => new(file => new Reply(ToyData.Gzipped(file)));

    public void Dispose()
    {
        _end.Cancel();
        _listener.Dispose();
        _end.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                _ = ServeAsync(await _listener.AcceptTcpClientAsync(_end.Token));
            }
        }
        catch (Exception ended) when (ended is OperationCanceledException or ObjectDisposedException or SocketException)
        {
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using (client)
        {
            try
            {
                var stream = client.GetStream();
                using var reader = new StreamReader(stream, Encoding.ASCII, leaveOpen: true);
                var file = (await reader.ReadLineAsync(_end.Token))!.Split(' ')[1].Split('/')[^1];
                while (await reader.ReadLineAsync(_end.Token) is { Length: > 0 })
                {
                }
                lock (_asked)
                {
                    _asked.Add(file);
                }
                var reply = _answer(file);
                var head = $"HTTP/1.1 {reply.Status} Reason\r\nContent-Length: {reply.Body.Length}\r\nConnection: close\r\n\r\n";
                await stream.WriteAsync(Encoding.ASCII.GetBytes(head), _end.Token);
                await stream.WriteAsync(reply.Body.AsMemory(0, reply.Body.Length - reply.Missing), _end.Token);
                if (reply.Stall)
                {
                    await Task.Delay(Timeout.Infinite, _end.Token);
                }
            }
            catch (Exception ended) when (ended is OperationCanceledException or IOException or ObjectDisposedException)
            {
            }
        }
    }
}
