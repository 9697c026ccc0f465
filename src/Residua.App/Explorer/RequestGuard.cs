using System.Security.Cryptography;
using System.Text;

namespace Residua.App.Explorer;

/// <summary>
/// Refuses what no browser of the user asks for: hosts of other names (DNS rebinding), requests and web sockets that other sites' pages
/// send (cross-site), and, where others can reach the server, callers without the token.
/// </summary>
internal sealed class RequestGuard(RequestDelegate next, RequestRules rules)
{
    private const string Cookie = "residua-token", Query = "token";
    private static readonly string[] s_localNames = ["localhost", "127.0.0.1", "[::1]"];

    // Everything is served from here; plots' script needs blob: and data: images for its exports.
    private const string ContentPolicy =
        "default-src 'self'; script-src 'self' 'unsafe-eval'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; connect-src 'self' data: blob:; font-src 'self' data:; worker-src 'self' blob:; frame-ancestors 'none'; base-uri 'self'; form-action 'self'";

    /// <summary>Refuses or passes on.</summary>
    public Task InvokeAsync(HttpContext context)
    {
        HttpRequest request = context.Request;
        if (rules.IsLocal && !s_localNames.Contains(request.Host.Host, StringComparer.OrdinalIgnoreCase))
        {
            return Refuse(context, StatusCodes.Status400BadRequest, $"This explorer answers only to localhost, not to '{request.Host.Host}'.");
        }

        if (request.Headers.Origin is [{ } origin] && !IsOwn(origin, request.Host))
        {
            return Refuse(context, StatusCodes.Status403Forbidden, "Pages of other sites may not ask here.");
        }

        if (rules.Token is { } token && !Knows(context, token))
        {
            return Refuse(context, StatusCodes.Status401Unauthorized, "Open the address that the program printed; it holds the token.");
        }

        IHeaderDictionary headers = context.Response.Headers;
        headers.ContentSecurityPolicy = ContentPolicy;
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "no-referrer";
        return next(context);
    }

    private static bool IsOwn(string origin, HostString host) =>
        Uri.TryCreate(origin, UriKind.Absolute, out Uri? uri) && uri.Authority.Equals(new Uri($"http://{host}").Authority, StringComparison.OrdinalIgnoreCase);

    private static bool Knows(HttpContext context, string token)
    {
        if (context.Request.Query[Query] is [{ } given] && Same(given, token))
        {
            context.Response.Cookies.Append(Cookie, token, new() { HttpOnly = true, SameSite = SameSiteMode.Strict });
            return true;
        }

        return context.Request.Cookies.TryGetValue(Cookie, out string? kept) && Same(kept, token);
    }

    private static bool Same(string given, string token) => CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(given), Encoding.UTF8.GetBytes(token));

    private static Task Refuse(HttpContext context, int status, string reason)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "text/plain; charset=utf-8";
        return context.Response.WriteAsync(reason + "\n", context.RequestAborted);
    }
}
