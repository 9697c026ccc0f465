using Residua.Analysis;
using Xunit;

namespace Residua.Tests.Analysis;

public sealed class ScorecardTests
{
    [Fact]
    public void What_has_no_measurement_says_so()
    {
        Scorecard card = Build([]);
        Assert.Equal(17, card.Count(Verdict.NotMeasured));
        Assert.All(card.Claims, claim => Assert.Equal(("not measured", ""), (claim.Ours, claim.Over)));
    }

    [Fact]
    public void One_seed_is_written_as_it_is()
    {
        ClaimResult result = Only("C1", Measurements.TestError(1, 0.0147, 10000));
        Assert.Equal("1.47 %", result.Ours);
        Assert.Equal("10000 test images; seed 1: one seed, no interval", result.Over);
        Assert.Equal(Verdict.Reproduced, result.Verdict);
    }

    [Fact]
    public void Several_seeds_are_judged_by_their_median()
    {
        ClaimResult result = Only("C1", Measurements.TestError(1, 0.0143, 10000), Measurements.TestError(2, 0.03, 10000), Measurements.TestError(3, 0.015, 10000));
        Assert.Equal("1.50 % (median of 3 seeds; range 1.43–3.00 %; mean 1.98 %, 95 % t interval -0.227–4.18 %)", result.Ours);
        Assert.Equal("10000 test images; seeds 1, 2, 3", result.Over);
        Assert.Equal(Verdict.Reproduced, result.Verdict);
        Assert.Equal([0.0143, 0.03, 0.015], Assert.Single(result.Measured).PerSeed);
    }

    [Fact]
    public void A_seed_that_lacks_a_value_does_not_count()
    {
        Measurement lacking = new() { Seed = 2, Values = new Dictionary<string, double> { ["testError"] = double.NaN }, Over = "nothing", Note = "It diverged." };
        ClaimResult result = Only("C1", Measurements.TestError(1, 0.0147, 10000), lacking);
        Assert.Equal([1], result.Seeds);
        Assert.Equal("Seed 2: It diverged.", result.Note);
        Assert.Equal(Verdict.NotMeasured, Only("C1", lacking).Verdict);
    }

    [Fact]
    public void A_value_that_is_only_reported_may_be_absent()
    {
        ClaimResult result = Only("C7", new Measurement { Seed = 1, Values = new Dictionary<string, double> { ["classes"] = 9 }, Over = "1000 samples a class" });
        Assert.Equal("classes, by K: 9", result.Ours);
        Assert.Equal(Verdict.Reproduced, result.Verdict);
    }

    [Theory]
    [InlineData("mnist", false, false)]
    [InlineData("digits", false, true)]
    [InlineData("digits", true, true)]
    [InlineData("mnist", true, true)]
    public void Other_nets_or_data_carry_a_caveat(string data, bool quick, bool expected) =>
        Assert.Equal(expected, Scorecard.Build(new Dictionary<string, IReadOnlyList<Measurement>>(), [], data, quick).Caveat is not null);

    [Fact]
    public void Json_keeps_everything()
    {
        Dictionary<string, double> never = new()
        {
            ["shareOfSmallBelow"] = 1,
            ["shareOfLargeAbove"] = 0.5,
            ["perceptronAmplitude"] = 0.3,
            ["residualAmplitude"] = double.PositiveInfinity,
        };
        Scorecard card = Build(new() { ["C8"] = [new Measurement { Seed = 1, Values = never, Over = "10 realisations" }] });
        Scorecard read = Scorecard.FromJson(card.ToJson());
        Assert.Equal(card.ToJson(), read.ToJson());
        Assert.Contains("the residual net's: never", read.Claims[7].Ours, StringComparison.Ordinal);
        Assert.Contains("\"verdict\": \"partly\"", card.ToJson(), StringComparison.Ordinal);
    }

    [Fact]
    public void Broken_json_and_unknown_claims_are_refused()
    {
        Assert.Throws<InvalidDataException>(() => Scorecard.FromJson("{"));
        Assert.Throws<ArgumentException>(() => Build(new() { ["C99"] = [] }));
    }

    private static Scorecard Build(Dictionary<string, IReadOnlyList<Measurement>> measurements) => Scorecard.Build(measurements, ["shared"], "mnist", quick: false);

    private static ClaimResult Only(string id, params Measurement[] measurements) =>
        Build(new() { [id] = measurements }).Claims.Single(claim => claim.Id == id);
}
