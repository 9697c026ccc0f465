using Residua.Networks;
using Residua.Training;
using Xunit;

namespace Residua.Tests.Training;

public sealed class DepthRuleTests
{
    private static readonly double[] s_quietTail = [double.NaN, 0.5, 0.2, 0.009, 0.008];

    [Fact]
    public void The_papers_rule_drops_the_last_layer_below_the_threshold_and_no_other()
    {
        DepthDecision decision = Decide(new(), s_quietTail);
        Assert.Equal([1, 2, 3, 4], decision.Keep);
        Assert.Equal([5], decision.Removed);
        Assert.Equal([0], decision.Quiet); // counted anew
        Assert.Equal([1, 2, 3, 4, 5], Decide(new(), [double.NaN, 0.001, 0.001, 0.001, 0.01]).Keep); // at the threshold is not below it
    }

    [Fact]
    public void A_whole_tail_goes_at_once_but_for_the_layers_that_stay()
    {
        Assert.Equal([1, 2, 3], Decide(new() { WholeTail = true }, s_quietTail).Keep);
        double[] all = [double.NaN, 0, 0, 0, 0];
        Assert.Equal([1], Decide(new() { WholeTail = true }, all).Keep); // the first has none before it to be alike
        Assert.Equal([1, 2, 3], Decide(new() { WholeTail = true, MinLayers = 3 }, all).Keep);
        Assert.Equal([1, 2, 3, 4, 5], Decide(new() { MinLayers = 5 }, all).Keep);
        Assert.Equal([1, 2, 3, 4, 5], Decide(new() { MinLayers = 9 }, all).Keep);
    }

    [Fact]
    public void Patience_waits_and_a_loud_epoch_starts_it_anew()
    {
        AdaptiveDepthSpec patient = new() { Patience = 2 };
        DepthDecision first = Decide(patient, s_quietTail);
        Assert.Empty(first.Removed);
        Assert.Equal([1], first.Quiet);
        Assert.Equal([5], Decide(patient, s_quietTail, quiet: 1).Removed);
        Assert.Equal([0], Decide(patient, [double.NaN, 1, 1, 1, 1], quiet: 1).Quiet);
    }

    [Fact]
    public void Each_block_goes_by_its_own_last_layer()
    {
        WeightLayout layout = WeightLayout.Parse("2+3v", 5);
        DepthDecision decision = DepthRule.Decide(new(), layout, layout, new() { Quiet = [0, 0] }, [double.NaN, 0.001, 0.5, 0.5, 0.002]);
        Assert.Equal([1, 3, 4], decision.Keep);
        Assert.Equal([2, 5], decision.Removed);
        Assert.Equal([1, 3, 4, 5], DepthRule.Decide(new(), layout, layout, new() { Quiet = [0, 0], LeftAlone = [1] }, [double.NaN, 0.001, 0.5, 0.5, 0.002]).Keep);
        // A block of one layer has none of its own to be like: the layer before it is another block's.
        WeightLayout single = WeightLayout.Parse("2+1", 3);
        Assert.Equal([1, 2, 3], DepthRule.Decide(new(), single, single, new() { Quiet = [0, 0] }, [double.NaN, 0.5, 0]).Keep);
    }

    [Fact]
    public void A_layer_is_given_back_where_residuals_change_much_and_never_more_than_there_were()
    {
        AdaptiveDepthSpec spec = new() { Restore = 0.1 };
        WeightLayout start = WeightLayout.Parse("variable", 4), now = WeightLayout.Parse("variable", 3);
        double[] loud = [double.NaN, 0.2, 0.3];
        DepthDecision decision = DepthRule.Decide(spec, start, now, new() { Quiet = [0] }, loud);
        Assert.Equal([1, 2, 3, 3], decision.Keep);
        Assert.Equal([3], decision.Restored);
        Assert.Empty(DepthRule.Decide(spec, start, now, new() { Quiet = [0], LeftAlone = [0] }, loud).Restored);
        Assert.Empty(DepthRule.Decide(spec, now, now, new() { Quiet = [0] }, loud).Restored);
        Assert.Empty(DepthRule.Decide(new(), start, now, new() { Quiet = [0] }, loud).Restored);
    }

    private static DepthDecision Decide(AdaptiveDepthSpec spec, double[] changes, int quiet = 0)
    {
        WeightLayout layout = WeightLayout.Parse("shared", 5);
        return DepthRule.Decide(spec, layout, layout, new() { Quiet = [quiet] }, changes);
    }
}
