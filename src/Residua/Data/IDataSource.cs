namespace Residua.Data;

/// <summary>One data set that a name opens: one file each, and one line in <see cref="DataCatalog.All"/>.</summary>
public interface IDataSource
{
    /// <summary>What a user types, in lower case; also the name of its folder in a data root.</summary>
    string Name { get; }

    /// <summary>One sentence: what the images show, how many, how large.</summary>
    string Description { get; }

    /// <summary>Whether it can be downloaded.</summary>
    bool CanFetch { get; }

    /// <summary>Finds, makes or downloads the data set and reads it whole.</summary>
    /// <exception cref="FileNotFoundException">It is nowhere to be had; the message names every folder looked in.</exception>
    /// <exception cref="InvalidDataException">A file is broken or not the original; the message names it.</exception>
    /// <exception cref="OperationCanceledException">The request was cancelled.</exception>
    DataSet Open(DataRequest request);

    /// <summary>Looks for the data set on this machine and checks every byte of it; downloads nothing.</summary>
    DataLocation Locate(DataRequest request);
}
