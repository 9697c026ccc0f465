namespace Residua.App.Specs;

/// <summary>Which part of a run's specification an option sets; import takes those that describe weights and data alone.</summary>
internal enum SpecPart
{
    Network,
    Start,
    Training,
    Data,
}
