namespace Residua.Dynamics;

/// <summary>Why an integration stopped.</summary>
public enum IntegrationOutcome
{
    /// <summary>It reached its end.</summary>
    Done,

    /// <summary>The allowed number of steps was used up.</summary>
    TooManySteps,

    /// <summary>The tolerance asks for steps that rounding swallows.</summary>
    StepTooSmall,

    /// <summary>The state or its velocity is not finite.</summary>
    NotFinite,
}
