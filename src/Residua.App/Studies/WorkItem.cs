namespace Residua.App.Studies;

/// <summary>Something that an engine has done by a process of its own: a run with its analyses.</summary>
/// <param name="Id">Its name among the others, also in paths.</param>
/// <param name="Label">What people call it.</param>
/// <param name="Arguments">What the worker takes besides the folder and the id.</param>
internal sealed record WorkItem(string Id, string Label, IReadOnlyList<string> Arguments);
