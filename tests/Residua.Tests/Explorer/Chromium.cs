using Microsoft.Playwright;
using Xunit;

namespace Residua.Tests.Explorer;

/// <summary>The system's Chromium, without a window, for all tests that want one.</summary>
public sealed class Chromium : IAsyncLifetime
{
    private static readonly string[] s_places = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

    private IPlaywright? _playwright;
    private IBrowser? _browser;

    public async ValueTask InitializeAsync()
    {
        if (s_places.FirstOrDefault(File.Exists) is { } program)
        {
            _playwright = await Playwright.CreateAsync();
            _browser = await _playwright.Chromium.LaunchAsync(new() { ExecutablePath = program, Args = ["--no-sandbox"] });
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_browser is not null)
        {
            await _browser.DisposeAsync();
        }

        _playwright?.Dispose();
    }

    /// <summary>A page of a new user; skips the test where there is no Chromium.</summary>
    internal async Task<Tab> Open(string url, int width = 1440, bool isDark = false, bool hasTouch = false)
    {
        if (_browser is null)
        {
            Assert.Skip("No Chromium on this machine; on Debian: apt-get install chromium.");
        }

        IBrowserContext context = await _browser.NewContextAsync(new()
        {
            ViewportSize = new() { Width = width, Height = 900 },
            ColorScheme = isDark ? ColorScheme.Dark : ColorScheme.Light,
            HasTouch = hasTouch,
        });
        Tab tab = new(context, await context.NewPageAsync());
        await tab.Page.GotoAsync(url);
        await tab.Page.Locator("html[data-ready]").WaitForAsync(); // until then clicks are lost
        return tab;
    }
}
