namespace Residua.App.Explorer;

/// <summary>Who may ask.</summary>
/// <param name="IsLocal">Whether only names of this machine are answered to.</param>
/// <param name="Token">What must be known; null for nothing.</param>
internal sealed record RequestRules(bool IsLocal, string? Token);
