using System.Security.Cryptography;

namespace Residua.Data;

/// <summary>One IDX file as read: its sizes, its header as stored, its bytes.</summary>
internal sealed record IdxContent(int[] Dimensions, byte[] Header, byte[] Body)
{
    /// <summary>SHA-256 of the decompressed file, in lower-case hexadecimal digits.</summary>
    public string Sha256()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Header);
        hash.AppendData(Body);
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
