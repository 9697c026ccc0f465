using System.Runtime.InteropServices;

namespace Residua.App.Explorer.Services;

/// <summary>Something that a page shows and that takes a while: asked for again only where the question is another, and the old answer stays until the new one is there.</summary>
/// <param name="changed">Called, where <see cref="Ask"/> was, when something has come or failed.</param>
internal sealed class Loading<T>(Action changed) : IDisposable
    where T : class
{
    private object? _question;
    private CancellationTokenSource? _stop;

    /// <summary>What was loaded last; null where nothing was.</summary>
    public T? Value { get; private set; }

    /// <summary>Why the last question has no answer; null where it has, or not yet.</summary>
    public string? Error { get; private set; }

    /// <summary>Whether an answer is awaited.</summary>
    public bool IsUnderWay { get; private set; }

    /// <summary>Asks, unless the same question was asked last; an older one that is not answered yet is given up.</summary>
    /// <param name="question">What is asked, a value.</param>
    /// <param name="load">Answers it.</param>
    public void Ask(object question, Func<CancellationToken, Task<T>> load)
    {
        if (question.Equals(_question))
        {
            return;
        }

        _stop?.Cancel();
        CancellationTokenSource stop = new();
        (_question, _stop, Error, IsUnderWay) = (question, stop, null, true);
        _ = Answer(load, stop);
    }

    /// <summary>Forgets question and answer.</summary>
    public void Clear()
    {
        _stop?.Cancel();
        (_question, _stop, Value, Error, IsUnderWay) = (null, null, null, null, false);
    }

    /// <summary>Gives up what is awaited; the old answer stays.</summary>
    public void Stop()
    {
        _stop?.Cancel();
        (_stop, Error, IsUnderWay) = (null, IsUnderWay ? "Stopped." : Error, false);
    }

    /// <inheritdoc />
    public void Dispose()
    {
        _stop?.Cancel();
        _stop = null;
    }

    // A question that was given up says nothing any more.
    private async Task Answer(Func<CancellationToken, Task<T>> load, CancellationTokenSource stop)
    {
        T? value = null;
        string? error = null;
        try
        {
            value = await load(stop.Token);
        }
        catch (Exception failure) when (failure is OperationCanceledException or InvalidDataException or IOException or UnauthorizedAccessException or KeyNotFoundException or InvalidOperationException or ArgumentException or ExternalException)
        {
            error = failure.Message;
        }

        if (_stop == stop && !stop.IsCancellationRequested)
        {
            (_stop, Value, Error, IsUnderWay) = (null, value ?? Value, error, false);
            changed();
        }

        stop.Dispose();
    }
}
