using Residua.Systems;

namespace Residua.Analysis;

/// <summary>What a network says of one image.</summary>
/// <param name="Class">The class with the largest logit; <see cref="Decision.None"/> where one is not finite: then the rest says nothing.</param>
/// <param name="Probability">Its softmax probability.</param>
/// <param name="DecisionLayer">The first layer from which on the class read out after each layer stays this one; 0 where the input alone has it.</param>
/// <param name="LayersRun">Layers that ran.</param>
/// <param name="StoppedEarly">Whether a rule stopped it before the last layer.</param>
/// <param name="Classes">The most probable classes, this one first.</param>
/// <param name="Probabilities">Their probabilities.</param>
public sealed record Prediction(
    int Class, double Probability, int DecisionLayer, int LayersRun, bool StoppedEarly, int[] Classes, double[] Probabilities);
