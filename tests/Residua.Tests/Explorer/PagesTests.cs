using System.Globalization;
using Microsoft.Playwright;
using Residua.Runs;
using Residua.Tests.App;
using Xunit;

namespace Residua.Tests.Explorer;

/// <summary>The pages in a browser.</summary>
[Collection(TestStreams.Explorer)]
public sealed class PagesTests(ExplorerFixture fixture, Chromium chromium)
{
    private const int Phone = 390;

    public static TheoryData<string> Pages =>
    [
        "/", "/compare?runs=net,mlp", "/runs/net", "/runs/net/trajectories", "/runs/net/plane", "/runs/net/eigenvalues", "/runs/net/noise", "/runs/net/depth", "/runs/net/samples/3",
        "/runs/part~adaptive", "/runs/part~adaptive/depth",
    ];

    [Theory]
    [MemberData(nameof(Pages))]
    public async Task A_page_shows_its_plots_without_complaints_and_from_this_machine_alone_and_fits_a_phone(string path)
    {
        await using Tab tab = await chromium.Open(fixture.Explorer.At(path));
        await tab.Page.Locator("h1").WaitForAsync();
        if (path is not "/")
        {
            await tab.Page.Locator("figure.plot .main-svg").First.WaitForAsync();
        }

        await tab.Settle();
        Assert.Equal(0, await tab.Page.Locator("[role=alert]").CountAsync());
        Assert.Empty(tab.Complaints);
        Assert.All(tab.Requests, url => Assert.True(url.StartsWith(fixture.Explorer.At("/"), StringComparison.Ordinal) || url.StartsWith("data:", StringComparison.Ordinal) || url.StartsWith("blob:", StringComparison.Ordinal), url));
        await tab.Page.SetViewportSizeAsync(Phone, 900);
        await IsReadable(tab, path);
    }

    [Theory]
    [MemberData(nameof(Pages))]
    public async Task A_page_that_starts_dark_on_a_phone_fits_and_its_controls_have_names_and_contrast(string path)
    {
        await using Tab tab = await chromium.Open(fixture.Explorer.At(path), Phone, isDark: true);
        await tab.Page.Locator("h1").WaitForAsync();
        await IsReadable(tab, path);
    }

    // A job may be over within a moment, so that it is looked for all the time.
    private static bool IsHeldUntil(string run, CancellationToken end)
    {
        while (!end.IsCancellationRequested)
        {
            if (RunLock.IsHeld(run))
            {
                return true;
            }

            Thread.Sleep(1);
        }

        return false;
    }

    private static async Task IsReadable(Tab tab, string path)
    {
        await tab.Settle();
        Assert.True(await tab.Page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= innerWidth + 1"), $"{path} is wider than the screen");
        Assert.Empty(await tab.Page.EvaluateAsync<string[]>(BrowserScripts.Unnamed));
        Assert.Empty(await tab.Page.EvaluateAsync<string[]>(BrowserScripts.Pale));
        Assert.Empty(await tab.Page.EvaluateAsync<string[]>(BrowserScripts.PalePlots));
    }

    [Fact]
    public async Task Black_on_black_in_a_plot_is_seen()
    {
        await using Tab tab = await chromium.Open(fixture.Explorer.At("/runs/net"));
        await tab.SeePlot("error");
        await tab.Page.EvaluateAsync("document.querySelector('[data-plot=error]').style.background = getComputedStyle(document.querySelector('[data-plot=error] .xtick text')).fill");
        Assert.NotEmpty(await tab.Page.EvaluateAsync<string[]>(BrowserScripts.PalePlots));
    }

    [Fact]
    public async Task A_training_is_followed_to_its_end_without_reload()
    {
        await using Tab tab = await chromium.Open(fixture.Explorer.At("/"));
        Task<(int Code, string Output, string Error)> training = Task.Run(() => ProgramProcess.Run(["train", "--data", "digits", "--pool", "4", "--neurons", "64", "--batch", "8", "--epochs", "6", "--threads", "1", "--quiet", "--out", fixture["live"], "--name", "watched"]));
        ILocator row = tab.Page.Locator("tr", new() { HasText = "watched" });
        await row.GetByText("training", new() { Exact = true }).WaitForAsync();
        await row.GetByText("samples/s").WaitForAsync();
        await using Tab overview = await chromium.Open(fixture.Explorer.At("/runs/live"));
        await overview.See("left");
        await overview.SeePlot("loss");
        (int code, _, string error) = await training;
        Assert.True(code == 0, error);
        await row.GetByText("finished", new() { Exact = true }).WaitForAsync();
        await overview.Page.Locator("h1").GetByText("finished").WaitForAsync();
        string final = $"{(100 * RunFolder.Open(fixture["live"]).Metrics[^1].TestError).ToString("F2", CultureInfo.InvariantCulture)} %";
        Assert.Contains(final, await row.InnerTextAsync());
        Assert.Contains(final, await overview.Page.Locator("dl.facts").First.InnerTextAsync());
    }

    [Fact]
    public async Task A_drawn_digit_is_classified_and_noise_is_added()
    {
        await using Tab tab = await chromium.Open(fixture.Explorer.At("/runs/net/noise?other=mlp&amplitude=0"));
        await tab.SeePlot("noise-ratio");
        await tab.Page.GetByText("start from black").ClickAsync();
        LocatorBoundingBoxResult box = (await tab.Page.Locator("canvas.digit").BoundingBoxAsync())!;
        await tab.Page.Mouse.MoveAsync(box.X + (box.Width / 2), box.Y + (box.Height / 6));
        await tab.Page.Mouse.DownAsync();
        await tab.Page.Mouse.MoveAsync(box.X + (box.Width / 2), box.Y + (box.Height * 5 / 6), new() { Steps = 8 });
        await tab.Page.Mouse.UpAsync();
        await tab.See("Your digit.");
        await tab.Page.WaitForFunctionAsync("() => document.querySelector('img.digit').src.length > 60");
        string clean = await tab.Page.Locator("img.digit").GetAttributeAsync("src") ?? "";
        Assert.Matches("net says \\d .* mlp says \\d", (await tab.Page.Locator("p[role=status]", new() { HasText = "with noise" }).InnerTextAsync()).ReplaceLineEndings(" "));
        await tab.Page.Locator("input[type=range]").FillAsync("0.8");
        await tab.Page.WaitForFunctionAsync("before => document.querySelector('img.digit').src !== before", clean);
        await tab.Page.WaitForFunctionAsync("() => location.search.includes('amplitude=0.8')");
    }

    [Fact]
    public async Task A_slider_and_an_animation_go_through_the_layers()
    {
        await using Tab tab = await chromium.Open(fixture.Explorer.At("/runs/net/plane"));
        await tab.See("Layer 4 of 4");
        await tab.Page.Locator("input[type=range]").First.FocusAsync();
        await tab.Page.Keyboard.PressAsync("Home");
        await tab.See("Layer 1 of 4");
        await tab.Page.WaitForFunctionAsync("() => location.search.includes('layer=1')");
        await tab.Page.GetByText("Play", new() { Exact = true }).ClickAsync();
        await tab.See("Layer 4 of 4");
        await tab.Page.GetByText("Play", new() { Exact = true }).WaitForAsync(); // it has stopped by itself
        await tab.Page.ReloadAsync();
        await tab.See("Layer 4 of 4");
    }

    [Fact]
    public async Task An_export_is_what_the_run_recorded()
    {
        await using Tab tab = await chromium.Open(fixture.Explorer.At("/runs/net"));
        await tab.SeePlot("error");
        foreach (string kind in new[] { "CSV", "PNG", "SVG" })
        {
            IDownload download = await tab.Page.RunAndWaitForDownloadAsync(() => tab.Page.Locator("[data-plot='error']").GetByText(kind).ClickAsync());
            Assert.Equal($"error.{kind.ToLowerInvariant()}", download.SuggestedFilename);
            byte[] bytes = await File.ReadAllBytesAsync(await download.PathAsync(), TestContext.Current.CancellationToken);
            Assert.NotEmpty(bytes);
            if (kind == "CSV")
            {
                string[] lines = System.Text.Encoding.UTF8.GetString(bytes).TrimEnd().Split('\n');
                Assert.Equal(
                    RunFolder.Open(fixture["net"]).Metrics.Select(epoch => string.Create(CultureInfo.InvariantCulture, $"net,{epoch.Epoch},{100 * epoch.TrainError},{100 * epoch.TestError}")),
                    lines[1..]);
            }
        }
    }

    [Fact]
    public async Task A_deep_address_shows_the_same_after_a_reload()
    {
        await using Tab tab = await chromium.Open(fixture.Explorer.At("/runs/net/noise?other=mlp&sample=7&amplitude=0.35&seed=3"));
        await tab.See("Test image 7");
        ILocator answer = tab.Page.Locator("p[role=status]", new() { HasText = "with noise" }); // other parts of the page load as well
        string before = (await answer.InnerTextAsync()).Trim();
        await tab.Page.ReloadAsync();
        await tab.See("Test image 7");
        await tab.See("a = 0.35");
        Assert.Equal(before, (await answer.InnerTextAsync()).Trim());
    }

    [Fact]
    public async Task A_damaged_run_shows_as_such_and_breaks_nothing_else()
    {
        await using Tab tab = await chromium.Open(fixture.Explorer.At("/"));
        await tab.Page.Locator("tr", new() { HasText = "broken" }).GetByText("damaged", new() { Exact = true }).WaitForAsync();
        await tab.Page.Locator("tr", new() { HasText = "perceptron" }).WaitForAsync();
        await using Tab damaged = await chromium.Open(fixture.Explorer.At("/runs/broken/noise"));
        await damaged.See("This run cannot be read.");
        await damaged.See("spec.json");
    }

    [Fact]
    public async Task What_is_missing_is_computed_on_request_and_the_run_is_locked_meanwhile()
    {
        await using Tab tab = await chromium.Open(fixture.Explorer.At("/runs/mlp/depth"));
        byte[] model = File.ReadAllBytes(Path.Combine(fixture["mlp"], "model.safetensors"));
        using CancellationTokenSource drawn = new();
        Task<bool> wasHeld = Task.Run(() => IsHeldUntil(fixture["mlp"], drawn.Token));
        await tab.Page.GetByText("Compute lesion").ClickAsync();
        await tab.SeePlot("lesion");
        await drawn.CancelAsync();
        Assert.True(await wasHeld);
        Assert.Contains("lesion", RunFolder.Open(fixture["mlp"]).Results);
        await Released("mlp");
        Assert.Equal(model, File.ReadAllBytes(Path.Combine(fixture["mlp"], "model.safetensors")));
    }

    [Fact]
    public async Task A_job_can_be_cancelled_and_leaves_nothing()
    {
        await using Tab tab = await chromium.Open(fixture.Explorer.At("/runs/mlp/depth"));
        await tab.Page.GetByText("Compute frontier").ClickAsync();
        await tab.Page.GetByText("Cancel").ClickAsync();
        await tab.See("Stopped.");
        Assert.DoesNotContain("frontier", RunFolder.Open(fixture["mlp"]).Results);
        await Released("mlp");
    }

    [Fact]
    public async Task Runs_are_filtered_and_compared()
    {
        await using Tab tab = await chromium.Open(fixture.Explorer.At("/"));
        await tab.Page.GetByPlaceholder("name, network").FillAsync("residual shared");
        await tab.Page.WaitForFunctionAsync("() => ![...document.querySelectorAll('tbody tr')].some(row => row.innerText.includes('perceptron'))");
        await tab.Page.GetByPlaceholder("name, network").FillAsync("");
        await tab.Page.Locator("tr", new() { HasText = "perceptron" }).GetByRole(AriaRole.Checkbox).CheckAsync();
        await tab.Page.GetByRole(AriaRole.Checkbox).And(tab.Page.Locator("tr:has(a[href='/runs/net']) input")).CheckAsync();
        await tab.Page.GetByText("Compare 2").ClickAsync();
        await tab.SeePlot("error");
        string table = await tab.Page.Locator("table.data").InnerTextAsync();
        Assert.Contains("perceptron", table);
        Assert.DoesNotContain("network.neurons", table); // the same in both
    }

    [Fact]
    public async Task The_first_page_takes_the_server_less_than_a_second()
    {
        using HttpClient client = new();
        await client.GetStringAsync(fixture.Explorer.At("/"), TestContext.Current.CancellationToken);
        TimeSpan before = fixture.Explorer.ProcessorTime;
        Assert.Contains("perceptron", await client.GetStringAsync(fixture.Explorer.At("/"), TestContext.Current.CancellationToken));
        Assert.InRange((fixture.Explorer.ProcessorTime - before).TotalSeconds, 0, 1);
    }

    // The process that had it may end a moment after what it made is seen.
    private async Task Released(string run)
    {
        long begin = Environment.TickCount64;
        while (RunLock.IsHeld(fixture[run]))
        {
            Assert.InRange(Environment.TickCount64 - begin, 0, 30_000);
            await Task.Delay(50, TestContext.Current.CancellationToken);
        }
    }
}
