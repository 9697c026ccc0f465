using Residua.App.Specs;
using Residua.Pruning;

namespace Residua.App.Commands;

/// <summary>Criteria for dropping layers as the user names them.</summary>
internal static class CriterionName
{
    private static readonly Dictionary<string, DropCriterion> s_all = new()
    {
        ["last-residual"] = DropCriterion.LastResidual,
        ["residual-norm"] = DropCriterion.ResidualNorm,
        ["block-influence"] = DropCriterion.BlockInfluence,
        ["sensitivity"] = DropCriterion.Sensitivity,
        ["lesion"] = DropCriterion.Lesion,
        ["random"] = DropCriterion.Random,
    };

    public static IEnumerable<string> All => s_all.Keys;

    public static string Of(DropCriterion criterion) => s_all.First(pair => pair.Value == criterion).Key;

    public static DropCriterion Parse(OptionValue value) => s_all[value.OneOf(All)];
}
