using Microsoft.Playwright;
using Residua.Tests.Data;
using Xunit;

namespace Residua.Tests.Explorer;

/// <summary>
/// The system's Chromium, without a window, for all tests that want one. It has a profile, for only with one does it keep scripts compiled, and
/// that of the plots takes seconds on every page.
/// </summary>
public sealed class Chromium : IAsyncLifetime
{
    private static readonly string[] s_places = ["/usr/bin/chromium-headless-shell", "/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

    private readonly TemporaryFolder _profile = new();
    private IPlaywright? _playwright;
    private IBrowserContext? _context;

    public async ValueTask InitializeAsync()
    {
        if (s_places.FirstOrDefault(File.Exists) is { } program)
        {
            _playwright = await Playwright.CreateAsync();
            _context = await _playwright.Chromium.LaunchPersistentContextAsync(_profile.Path, new() { ExecutablePath = program, Args = ["--no-sandbox"] });
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_context is not null)
        {
            await _context.DisposeAsync();
        }

        _playwright?.Dispose();
        _profile.Dispose();
    }

    /// <summary>A page; all share the profile. Skips the test where there is no Chromium.</summary>
    internal async Task<Tab> Open(string url, int width = 1440, bool isDark = false)
    {
        if (_context is null)
        {
            Assert.Skip("No Chromium on this machine; on Debian: apt-get install chromium-headless-shell.");
        }

        Tab tab = new(await _context.NewPageAsync());
        await tab.Page.SetViewportSizeAsync(width, 900);
        await tab.Page.EmulateMediaAsync(new() { ColorScheme = isDark ? ColorScheme.Dark : ColorScheme.Light });
        await tab.Page.GotoAsync(url);
        await tab.Page.Locator("html[data-ready]").WaitForAsync(); // until then clicks are lost
        return tab;
    }
}
