using Residua.App.Explorer.Services;
using Xunit;

namespace Residua.Tests.Explorer;

public sealed class LoadingTests
{
    [Fact]
    public async Task The_old_answer_stays_until_the_new_one_is_there()
    {
        int changes = 0;
        using Loading<string> loading = new(() => changes++);
        loading.Ask(1, _ => Task.FromResult("one"));
        Assert.Equal(("one", false, 1), (loading.Value, loading.IsUnderWay, changes));
        TaskCompletionSource<string> second = new();
        loading.Ask(2, _ => second.Task);
        Assert.Equal(("one", true), (loading.Value, loading.IsUnderWay));
        second.SetResult("two");
        await Task.Yield();
        Assert.Equal(("two", false), (loading.Value, loading.IsUnderWay));
    }

    [Fact]
    public void The_same_question_is_not_asked_twice()
    {
        int asked = 0;
        using Loading<string> loading = new(() => { });
        for (int i = 0; i < 3; i++)
        {
            loading.Ask(("run", 5), _ => Task.FromResult($"{++asked}"));
        }

        Assert.Equal(1, asked);
    }

    [Fact]
    public void An_answer_to_a_question_that_was_given_up_is_not_shown()
    {
        using Loading<string> loading = new(() => { });
        TaskCompletionSource<string> first = new();
        CancellationToken token = default;
        loading.Ask(1, stop =>
        {
            token = stop;
            return first.Task;
        });
        loading.Ask(2, _ => Task.FromResult("two"));
        Assert.True(token.IsCancellationRequested);
        first.SetResult("one");
        Assert.Equal("two", loading.Value);
    }

    [Fact]
    public void A_failure_is_a_sentence_and_ending_after_it_is_no_fault()
    {
        Loading<string> loading = new(() => { });
        loading.Ask(1, _ => Task.FromException<string>(new InvalidDataException("It is damaged.")));
        Assert.Equal("It is damaged.", loading.Error);
        loading.Ask(2, _ => Task.FromResult("two")); // what is over cannot be cancelled any more
        Assert.Equal(("two", null), (loading.Value, loading.Error));
        loading.Dispose();
    }
}
