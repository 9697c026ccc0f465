using System.Net;
using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using MudBlazor.Services;
using Residua.App.Explorer;
using Residua.App.Explorer.Components;
using Residua.App.Explorer.Services;
using Residua.Data;
using Residua.Runs;
using Residua.Tests.Data;
using Xunit;

namespace Residua.Tests.Explorer;

/// <summary>Pages' components by themselves.</summary>
public sealed class ComponentTests : IAsyncDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly BunitContext _context = new();

    public ComponentTests()
    {
        ExplorerOptions options = new(_folder.Path, IPAddress.Loopback, 0, new DataRequest(null, null, CancellationToken.None, AllowDownload: false));
        _context.JSInterop.Mode = JSRuntimeMode.Loose;
        _context.Services.AddMudServices();
        _context.Services.AddSingleton(options).AddSingleton<RunCatalog>().AddSingleton<AnalysisJobs>().AddSingleton<NetworkShelf>();
    }

    public async ValueTask DisposeAsync()
    {
        await _context.DisposeAsync();
        _folder.Dispose();
    }

    private RunCatalog Catalog => _context.Services.GetRequiredService<RunCatalog>();

    [Fact]
    public void An_empty_folder_says_what_to_do() => Assert.Contains("residua train", _context.Render<Residua.App.Explorer.Pages.Runs>().Markup);

    [Fact]
    public void The_table_shows_new_runs_and_follows_changes()
    {
        IRenderedComponent<Residua.App.Explorer.Pages.Runs> page = _context.Render<Residua.App.Explorer.Pages.Runs>();
        Make("first");
        Catalog.Refresh();
        page.WaitForAssertion(() => Assert.Contains("href=\"/runs/first\"", page.Markup));
        Make("group/second");
        Catalog.Refresh();
        page.WaitForAssertion(() => Assert.Contains("href=\"/runs/group~second\"", page.Markup));
        Directory.Delete(_folder["first"], recursive: true);
        Catalog.Refresh();
        page.WaitForAssertion(() => Assert.DoesNotContain("href=\"/runs/first\"", page.Markup));
    }

    [Fact]
    public void The_filter_wants_every_word()
    {
        Make("first");
        Make("second");
        IRenderedComponent<Residua.App.Explorer.Pages.Runs> page = _context.Render<Residua.App.Explorer.Pages.Runs>();
        page.Find("input[type=search]").Input("residual second");
        Assert.DoesNotContain("/runs/first", page.Markup);
        Assert.Contains("/runs/second", page.Markup);
    }

    [Fact]
    public void A_frame_tells_a_missing_run_from_a_damaged_one()
    {
        Make("run");
        File.AppendAllText(Path.Combine(_folder["run"], "environment.json"), "x");
        Assert.Contains("No such run", Frame("other").Markup);
        Assert.Contains("cannot be read", Frame("run").Markup);
        Assert.DoesNotContain("inside", Frame("run").Markup);
    }

    [Fact]
    public void What_is_missing_can_be_asked_for_only_of_a_trained_run()
    {
        Make("run");
        IRenderedComponent<NeedsResult> missing = _context.Render<NeedsResult>(parameters => parameters
            .Add(one => one.Run, Catalog.Find("run")!).Add(one => one.What, "unroll").Add(one => one.Title, "This").AddChildContent("inside"));
        Assert.True(missing.Find("button").HasAttribute("disabled"));
        Assert.DoesNotContain("inside", missing.Markup);
        IRenderedComponent<NeedsResult> there = _context.Render<NeedsResult>(parameters => parameters
            .Add(one => one.Run, Catalog.Find("run")! with { Results = ["unroll"] }).Add(one => one.What, "unroll").Add(one => one.Title, "This").AddChildContent("inside"));
        Assert.Contains("inside", there.Markup);
    }

    [Fact]
    public void A_failed_reading_is_said_in_a_sentence()
    {
        IRenderedComponent<Loaded<string>> loaded = _context.Render<Loaded<string>>(parameters => parameters
            .Add(one => one.Key, 1).Add(one => one.Read, () => throw new InvalidDataException("It is damaged.")).Add(one => one.ChildContent, (RenderFragment<string>)(text => builder => builder.AddContent(0, text))));
        loaded.WaitForAssertion(() => Assert.Equal("It is damaged.", loaded.Find("[role=alert]").TextContent));
    }

    private IRenderedComponent<RunFrame> Frame(string id) => _context.Render<RunFrame>(parameters => parameters
        .Add(frame => frame.Id, id).Add(frame => frame.Title, "Page").Add(frame => frame.ChildContent, (RenderFragment<RunCard>)(_ => builder => builder.AddContent(0, "inside"))));

    private void Make(string name) => RunFolder.Create(_folder[name], new RunSpec { Name = name }, RunEnvironment.Capture("residua train", 1, "cpu", "here", true));
}
