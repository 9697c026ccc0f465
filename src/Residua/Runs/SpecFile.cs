namespace Residua.Runs;

/// <summary>Reads specifications from files: of runs, whose checksum is verified, and of people, who need none.</summary>
public static class SpecFile
{
    /// <summary>The specification of a run, as the program wrote it.</summary>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">It is damaged, of another version, or makes no run; the message says which.</exception>
    public static RunSpec Read(string path) => Check(path, ChecksummedJson.Read<RunSpec>(path));

    /// <summary>A specification that was written by hand.</summary>
    /// <inheritdoc cref="Read" path="/exception"/>
    public static RunSpec ReadUnchecked(string path) => Check(path, ChecksummedJson.ReadUnchecked<RunSpec>(path));

    private static RunSpec Check(string path, RunSpec spec)
    {
        if (spec.Version != RunSpec.CurrentVersion)
        {
            throw new InvalidDataException(
                $"'{path}' is of format version {spec.Version}, and this program reads version {RunSpec.CurrentVersion}; use the program that wrote it.");
        }

        try
        {
            spec.Validate();
        }
        catch (ArgumentException failure)
        {
            throw new InvalidDataException($"'{path}' makes no run: {failure.Message}", failure);
        }

        return spec;
    }
}
