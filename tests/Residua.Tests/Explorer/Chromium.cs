using Microsoft.Playwright;
using Xunit;

namespace Residua.Tests.Explorer;

/// <summary>The system's Chromium, without a window, for all tests that want one.</summary>
public sealed class Chromium : IAsyncLifetime
{
    private static readonly string[] s_places = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

    private IPlaywright? _playwright;
    private IBrowser? _browser;
    private IBrowserContext? _context;

    public async ValueTask InitializeAsync()
    {
        if (s_places.FirstOrDefault(File.Exists) is { } program)
        {
            _playwright = await Playwright.CreateAsync();
            _browser = await _playwright.Chromium.LaunchAsync(new() { ExecutablePath = program, Args = ["--no-sandbox"] });
            _context = await _browser.NewContextAsync();
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

    /// <summary>A page; all share what the browser keeps of scripts. Skips the test where there is no Chromium.</summary>
    internal async Task<Tab> Open(string url, int width = 1440, bool isDark = false)
    {
        if (_context is null)
        {
            Assert.Skip("No Chromium on this machine; on Debian: apt-get install chromium.");
        }

        Tab tab = new(await _context.NewPageAsync());
        await tab.Page.SetViewportSizeAsync(width, 900);
        await tab.Page.EmulateMediaAsync(new() { ColorScheme = isDark ? ColorScheme.Dark : ColorScheme.Light });
        await tab.Page.GotoAsync(url);
        await tab.Page.Locator("html[data-ready]").WaitForAsync(); // until then clicks are lost
        return tab;
    }
}
