using Microsoft.Playwright;

namespace Residua.Tests.Explorer;

/// <summary>A page in a browser, with what went wrong in it and what it asked for.</summary>
internal sealed class Tab : IAsyncDisposable
{
    public Tab(IPage page)
    {
        Page = page;
        page.SetDefaultTimeout(30_000);
        page.Console += (_, message) =>
        {
            if (message.Type is "error" or "warning")
            {
                Complaints.Add(message.Text);
            }
        };
        page.PageError += (_, error) => Complaints.Add(error);
        page.Request += (_, request) => Requests.Add(request.Url);
    }

    public IPage Page { get; }

    /// <summary>Errors and warnings of scripts.</summary>
    public List<string> Complaints { get; } = [];

    /// <summary>Addresses of all that was loaded.</summary>
    public List<string> Requests { get; } = [];

    /// <summary>Waits until text is there.</summary>
    public Task See(string text) => Page.GetByText(text).First.WaitForAsync();

    /// <summary>Waits until a plot is drawn.</summary>
    public Task SeePlot(string name) => Page.Locator($"[data-plot='{name}'] .main-svg").First.WaitForAsync();

    /// <summary>Waits until all plots are drawn and nothing moves any more.</summary>
    public async Task Settle()
    {
        await Page.WaitForFunctionAsync("() => [...document.querySelectorAll('figure.plot')].every(plot => plot.querySelector('.main-svg'))");
        await Page.EvaluateAsync(BrowserScripts.Quiet);
    }

    public async ValueTask DisposeAsync() => await Page.CloseAsync();
}
