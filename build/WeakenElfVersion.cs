using System;
using System.IO;
using System.Text;
using Microsoft.Build.Framework;
using Microsoft.Build.Utilities;

/// <summary>
/// Sets VER_FLG_WEAK on one version that a 64-bit little-endian ELF library requires (.gnu.version_r), so that the
/// loader only warns where the version is missing. The file is written aside and renamed: a hard link to a package
/// cache is left untouched. The time stamp is kept, so that an incremental build does not copy the file again.
/// Source: Linux Standard Base, "Symbol Versioning".
/// </summary>
public class WeakenElfVersion : Task
{
    private const uint VersionNeeds = 0x6ffffffe; // SHT_GNU_verneed
    private const ushort Weak = 0x2;              // VER_FLG_WEAK

    [Required]
    public string File { get; set; }

    [Required]
    public string Version { get; set; }

    public override bool Execute()
    {
        byte[] elf = System.IO.File.ReadAllBytes(File);
        if (elf.Length < 64 || elf[0] != 0x7f || elf[1] != 'E' || elf[2] != 'L' || elf[3] != 'F' || elf[4] != 2 || elf[5] != 1)
        {
            Log.LogError("{0} is no 64-bit little-endian ELF file.", File);
            return false;
        }

        if (!Patch(elf))
        {
            return true;
        }

        DateTime stamp = System.IO.File.GetLastWriteTimeUtc(File);
        string aside = File + ".weak";
        System.IO.File.WriteAllBytes(aside, elf);
        System.IO.File.SetLastWriteTimeUtc(aside, stamp);
        System.IO.File.Delete(File);
        System.IO.File.Move(aside, File);
        Log.LogMessage(MessageImportance.Normal, "{0}: {1} is now a weak requirement.", File, Version);
        return true;
    }

    private bool Patch(byte[] elf)
    {
        long sections = BitConverter.ToInt64(elf, 0x28);
        int entrySize = BitConverter.ToUInt16(elf, 0x3a);
        int count = BitConverter.ToUInt16(elf, 0x3c);
        bool changed = false;
        for (int i = 0; i < count; i++)
        {
            int section = checked((int)(sections + (long)i * entrySize));
            if (BitConverter.ToUInt32(elf, section + 4) != VersionNeeds)
            {
                continue;
            }

            int need = checked((int)BitConverter.ToInt64(elf, section + 0x18));
            int link = BitConverter.ToInt32(elf, section + 0x28);
            int strings = checked((int)BitConverter.ToInt64(elf, checked((int)(sections + (long)link * entrySize)) + 0x18));
            while (true)
            {
                int auxiliary = need + BitConverter.ToInt32(elf, need + 8);
                while (true)
                {
                    if (Text(elf, strings + BitConverter.ToInt32(elf, auxiliary + 8)) == Version && (elf[auxiliary + 4] & Weak) == 0)
                    {
                        elf[auxiliary + 4] |= (byte)Weak;
                        changed = true;
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
                    break;
                }

                need += nextNeed;
            }
        }

        return changed;
    }

    private static string Text(byte[] elf, int start)
    {
        int end = Array.IndexOf(elf, (byte)0, start);
        return Encoding.ASCII.GetString(elf, start, end - start);
    }
}
