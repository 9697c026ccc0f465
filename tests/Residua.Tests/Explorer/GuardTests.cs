using System.Net;
using System.Net.WebSockets;
using Residua.Tests.App;
using Xunit;

namespace Residua.Tests.Explorer;

/// <summary>Who is answered and who is not.</summary>
[Collection(TestStreams.Explorer)]
public sealed class GuardTests(ExplorerFixture fixture)
{
    [Theory]
    [InlineData("evil.example")]
    [InlineData("localhost.evil.example")]
    [InlineData("192.168.1.2")]
    public async Task A_foreign_host_is_refused(string host)
    {
        using HttpClient client = new();
        using HttpRequestMessage request = new(HttpMethod.Get, fixture.Explorer.At("/")) { Headers = { Host = host } };
        using HttpResponseMessage response = await client.SendAsync(request, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.DoesNotContain("net", await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData("http://evil.example")]
    [InlineData("http://localhost:1")]
    [InlineData("null")]
    public async Task A_web_socket_of_another_site_is_refused(string origin)
    {
        using ClientWebSocket socket = new();
        socket.Options.SetRequestHeader("Origin", origin);
        WebSocketException refusal = await Assert.ThrowsAsync<WebSocketException>(() =>
            socket.ConnectAsync(new Uri(fixture.Explorer.At("/_blazor").Replace("http:", "ws:", StringComparison.Ordinal)), TestContext.Current.CancellationToken));
        Assert.Contains("403", refusal.Message);
    }

    [Theory]
    [InlineData("/runs/..%2F..%2Fetc%2Fpasswd")]
    [InlineData("/runs/..~..~etc")]
    [InlineData("/..%2f..%2fetc/passwd")]
    [InlineData("/_content/..%2f..%2f..%2fspec.json")]
    [InlineData("/runs/%2Ftmp")]
    public async Task No_path_leads_out_of_the_folder(string path)
    {
        using HttpClient client = new();
        using HttpResponseMessage response = await client.GetAsync(fixture.Explorer.At(path), TestContext.Current.CancellationToken);
        string text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.True(response.StatusCode == HttpStatusCode.NotFound || text.Contains("No such run", StringComparison.Ordinal), $"{response.StatusCode}: {text}");
        Assert.DoesNotContain("root:", text);
    }

    [Fact]
    public async Task Others_than_this_machine_need_the_token()
    {
        using ExplorerProcess open = ExplorerProcess.Start(fixture["part"], "--address", "0.0.0.0");
        Assert.Matches("^\\?token=[0-9a-f]{32}$", open.Url.Query);
        string root = $"http://127.0.0.1:{open.Url.Port}/";
        using HttpClient stranger = new(), friend = new();
        Assert.Equal(HttpStatusCode.Unauthorized, (await stranger.GetAsync(root, TestContext.Current.CancellationToken)).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await stranger.GetAsync(root + "?token=0", TestContext.Current.CancellationToken)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await friend.GetAsync(root + open.Url.Query, TestContext.Current.CancellationToken)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await friend.GetAsync(root, TestContext.Current.CancellationToken)).StatusCode); // by the cookie
    }

    [Fact]
    public void A_taken_port_a_bad_port_and_a_missing_folder_are_said()
    {
        (int code, _, string error) = ProgramProcess.Run("explore", fixture["part"], "--port", $"{fixture.Explorer.Url.Port}");
        Assert.Equal(3, code);
        Assert.Contains("give another --port", error);
        Assert.Equal(2, ProgramProcess.Run("explore", fixture["part"], "--port", "70000").Code);
        Assert.Equal(2, ProgramProcess.Run("explore", fixture["part"], "--address", "here").Code);
        Assert.Equal(3, ProgramProcess.Run("explore", fixture["nowhere"]).Code);
    }
}
