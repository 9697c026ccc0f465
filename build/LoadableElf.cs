using System;
using System.IO;
using System.Text;
using Microsoft.Build.Framework;
using Microsoft.Build.Utilities;

/// <summary>
/// Writes a copy of a 64-bit little-endian ELF library that loads where one version it requires is missing, and that
/// finds its neighbours elsewhere too: VER_FLG_WEAK is set on that version (.gnu.version_r), so that the loader only
/// warns, and DT_RUNPATH is replaced by a shorter one. The copy is written aside and renamed. Sources: Linux Standard
/// Base, "Symbol Versioning"; System V ABI, "Dynamic Section".
/// </summary>
public class LoadableElf : Task
{
    private const uint Dynamic = 6, VersionNeeds = 0x6ffffffe; // SHT_DYNAMIC, SHT_GNU_verneed
    private const long RunPathTag = 29;                        // DT_RUNPATH
    private const ushort Weak = 0x2;                           // VER_FLG_WEAK

    [Required]
    public string Source { get; set; }

    [Required]
    public string Destination { get; set; }

    [Required]
    public string Version { get; set; }

    [Required]
    public string RunPath { get; set; }

    private byte[] elf;

    public override bool Execute()
    {
        elf = File.ReadAllBytes(Source);
        if (elf.Length < 64 || elf[0] != 0x7f || elf[1] != 'E' || elf[2] != 'L' || elf[3] != 'F' || elf[4] != 2 || elf[5] != 1)
        {
            Log.LogError("{0} is no 64-bit little-endian ELF file.", Source);
            return false;
        }

        bool placed = false, weakened = false;
        long sections = BitConverter.ToInt64(elf, 0x28);
        int entrySize = BitConverter.ToUInt16(elf, 0x3a);
        int count = BitConverter.ToUInt16(elf, 0x3c);
        for (int i = 0; i < count; i++)
        {
            int section = checked((int)(sections + (long)i * entrySize));
            uint type = BitConverter.ToUInt32(elf, section + 4);
            int start = checked((int)BitConverter.ToInt64(elf, section + 0x18));
            int size = checked((int)BitConverter.ToInt64(elf, section + 0x20));
            int link = BitConverter.ToInt32(elf, section + 0x28);
            if (type == VersionNeeds)
            {
                weakened |= WeakenVersion(start, Strings(sections, entrySize, link));
            }
            else if (type == Dynamic)
            {
                placed |= ReplaceRunPath(start, size, Strings(sections, entrySize, link));
            }
        }

        if (!placed || !weakened)
        {
            Log.LogError("{0} does not require {1}, or has no DT_RUNPATH with room for '{2}': see docs/decisions/0002.", Source, Version, RunPath);
            return false;
        }

        string aside = Destination + "." + Guid.NewGuid().ToString("N");
        File.WriteAllBytes(aside, elf);
        try
        {
            File.Delete(Destination);
            File.Move(aside, Destination);
        }
        catch (IOException) when (File.Exists(Destination))
        {
            File.Delete(aside); // another build has just done the same
        }

        return true;
    }

    private int Strings(long sections, int entrySize, int link) =>
        checked((int)BitConverter.ToInt64(elf, checked((int)(sections + (long)link * entrySize)) + 0x18));

    private bool WeakenVersion(int need, int strings)
    {
        bool found = false;
        while (true)
        {
            int auxiliary = need + BitConverter.ToInt32(elf, need + 8);
            while (true)
            {
                if (Text(strings + BitConverter.ToInt32(elf, auxiliary + 8)) == Version)
                {
                    elf[auxiliary + 4] |= (byte)Weak;
                    found = true;
                }

                int nextAuxiliary = BitConverter.ToInt32(elf, auxiliary + 12);
                if (nextAuxiliary == 0)
                {
                    break;
                }

                auxiliary += nextAuxiliary;
            }

            int nextNeed = BitConverter.ToInt32(elf, need + 12);
            if (nextNeed == 0)
            {
                return found;
            }

            need += nextNeed;
        }
    }

    private bool ReplaceRunPath(int start, int size, int strings)
    {
        for (int entry = start; entry < start + size; entry += 16)
        {
            if (BitConverter.ToInt64(elf, entry) == RunPathTag)
            {
                int at = strings + checked((int)BitConverter.ToInt64(elf, entry + 8));
                byte[] path = Encoding.ASCII.GetBytes(RunPath + "\0");
                if (path.Length > Text(at).Length + 1)
                {
                    return false;
                }

                path.CopyTo(elf, at);
                return true;
            }
        }

        return false;
    }

    private string Text(int start)
    {
        int end = Array.IndexOf(elf, (byte)0, start);
        return Encoding.ASCII.GetString(elf, start, end - start);
    }
}
