using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Hosting.StaticWebAssets;
using MudBlazor.Services;
using Residua.App.Explorer.Services;

namespace Residua.App.Explorer;

/// <summary>The explorer's web server; it serves from its start until it is disposed.</summary>
internal sealed class ExplorerHost : IDisposable
{
    private const int LargestMessage = 256 * 1024; // of a browser: a drawn digit is 10 kB
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(3);

    private readonly WebApplication _application;

    private ExplorerHost(WebApplication application, string url) => (_application, Url) = (application, url);

    /// <summary>What to open in a browser, with the token where one is asked for.</summary>
    public string Url { get; }

    /// <summary>Starts to serve.</summary>
    /// <exception cref="IOException">The port is taken.</exception>
    public static ExplorerHost Start(ExplorerOptions options)
    {
        string? token = options.IsLocal ? null : Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));
        WebApplication application = Built(options, token);
        try
        {
            application.StartAsync().GetAwaiter().GetResult();
        }
        catch (Exception failure) when (Refused(failure) is { } refused)
        {
            application.DisposeAsync().AsTask().GetAwaiter().GetResult();
            string remedy = refused.SocketErrorCode == SocketError.AddressNotAvailable
                ? "give an --address of this machine, or 0.0.0.0 for all of them"
                : "give another --port, or --port 0 for any free one";
            throw new IOException($"Port {options.Port} of {options.Address} cannot be listened on ({refused.Message}); {remedy}.", failure);
        }

        int port = new Uri(application.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First()).Port;
        string host = options.IsLocal ? "localhost" : options.Address.Equals(IPAddress.Any) || options.Address.Equals(IPAddress.IPv6Any) ? Dns.GetHostName() : options.Address.ToString();
        return new(application, $"http://{host}:{port}/{(token is null ? "" : "?token=" + token)}");
    }

    /// <inheritdoc />
    public void Dispose()
    {
        using CancellationTokenSource patience = new(s_patience);
        _application.StopAsync(patience.Token).GetAwaiter().GetResult();
        _application.DisposeAsync().AsTask().GetAwaiter().GetResult();
    }

    private static SocketException? Refused(Exception? failure)
    {
        for (; failure is not null; failure = failure.InnerException)
        {
            if (failure is SocketException refused)
            {
                return refused;
            }
        }

        return null;
    }

    // The program knows by their full paths where styles and scripts are, its own and those of packages.
    private static WebApplication Built(ExplorerOptions options, string? token)
    {
        try
        {
            return Build(options, token);
        }
        catch (DirectoryNotFoundException failure)
        {
            throw new IOException($"The program was moved since it was built, or a package it was built with is gone; build it again: dotnet build -c Release.", failure);
        }
    }

    private static WebApplication Build(ExplorerOptions options, string? token)
    {
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new() { ContentRootPath = AppContext.BaseDirectory, ApplicationName = typeof(ExplorerHost).Assembly.GetName().Name });
        StaticWebAssetsLoader.UseStaticWebAssets(builder.Environment, builder.Configuration);
        builder.WebHost.UseKestrelCore().ConfigureKestrel(server =>
        {
            server.Listen(options.Address, options.Port);
            server.AddServerHeader = false;
        });
        IServiceCollection services = builder.Services;
        services.AddRoutingCore();
        services.AddRazorComponents().AddInteractiveServerComponents().AddHubOptions(hub => hub.MaximumReceiveMessageSize = LargestMessage);
        services.AddAntiforgery();
        services.AddMudServices();
        services.AddSingleton(options);
        services.AddSingleton<RunCatalog>();
        services.AddSingleton<AnalysisJobs>();
        services.AddSingleton<NetworkShelf>();
        services.AddSingleton<RecentResults>();
        services.AddSingleton<TrajectoryShelf>();
        services.AddHostedService(provider => provider.GetRequiredService<RunCatalog>());

        WebApplication application = builder.Build();
        application.UseMiddleware<RequestGuard>(new RequestRules(options.IsLocal, token));
        application.UseRouting();
        application.UseAntiforgery();
        application.MapStaticAssets(Path.Combine(AppContext.BaseDirectory, typeof(ExplorerHost).Assembly.GetName().Name + ".staticwebassets.endpoints.json"));
        application.MapRazorComponents<Components.App>().AddInteractiveServerRenderMode();
        return application;
    }
}
