using System.Globalization;
using Residua.Analysis;
using Xunit;

namespace Residua.Tests.Analysis;

public sealed class ClaimsTests
{
    [Fact]
    public void There_are_seventeen_in_order() =>
        Assert.Equal(Enumerable.Range(1, 17).Select(number => $"C{number}"), Claims.All.Select(claim => claim.Id));

    [Theory]
    [InlineData("C1", "testError=0.015", Verdict.Reproduced)]
    [InlineData("C1", "testError=0.0151", Verdict.Partly)]
    [InlineData("C1", "testError=0.018", Verdict.Partly)]
    [InlineData("C1", "testError=0.0181", Verdict.NotReproduced)]
    [InlineData("C2", "testError=0.019", Verdict.Reproduced)]
    [InlineData("C2", "testError=0.0191", Verdict.Partly)]
    [InlineData("C2", "testError=0.023", Verdict.Partly)]
    [InlineData("C2", "testError=0.0231", Verdict.NotReproduced)]
    [InlineData("C3", "shareBelow001=0.8 shareAbove05=0.1 meanDeviation=0.05", Verdict.Reproduced)]
    [InlineData("C3", "shareBelow001=0.79 shareAbove05=0.1 meanDeviation=0.05", Verdict.Partly)]
    [InlineData("C3", "shareBelow001=0.8 shareAbove05=0.11 meanDeviation=0.05", Verdict.Partly)]
    [InlineData("C3", "shareBelow001=0.8 shareAbove05=0.1 meanDeviation=0.051", Verdict.Partly)]
    [InlineData("C3", "shareBelow001=0.79 shareAbove05=0.11 meanDeviation=0.05", Verdict.NotReproduced)]
    [InlineData("C4", "largestLateDeviation=0.02 shareAbove099=0.2 sharedShareAbove099=0.1", Verdict.Reproduced)]
    [InlineData("C4", "largestLateDeviation=0.02 shareAbove099=0.1 sharedShareAbove099=0.1", Verdict.Partly)]
    [InlineData("C4", "largestLateDeviation=0.021 shareAbove099=0.2 sharedShareAbove099=0.1", Verdict.Partly)]
    [InlineData("C4", "largestLateDeviation=0.021 shareAbove099=0.1 sharedShareAbove099=0.1", Verdict.NotReproduced)]
    [InlineData("C5", "meanAbsoluteChange=0.05 classDeviation=0.03 residualClassDeviation=0.01", Verdict.Reproduced)]
    [InlineData("C5", "meanAbsoluteChange=0.05 classDeviation=0.029 residualClassDeviation=0.01", Verdict.Partly)]
    [InlineData("C5", "meanAbsoluteChange=0.049 classDeviation=0.03 residualClassDeviation=0.01", Verdict.Partly)]
    [InlineData("C5", "meanAbsoluteChange=0.049 classDeviation=0.029 residualClassDeviation=0.01", Verdict.NotReproduced)]
    [InlineData("C6", "classesWithAtMostOne=8 largestEigenvalue=0.1 medianPositive=9", Verdict.Reproduced)]
    [InlineData("C6", "classesWithAtMostOne=8 largestEigenvalue=0.11 medianPositive=3", Verdict.Partly)]
    [InlineData("C6", "classesWithAtMostOne=7 largestEigenvalue=0.1 medianPositive=3", Verdict.Partly)]
    [InlineData("C6", "classesWithAtMostOne=7 largestEigenvalue=0.1 medianPositive=4", Verdict.NotReproduced)]
    [InlineData("C7", "classes=9", Verdict.Reproduced)]
    [InlineData("C7", "classes=8", Verdict.Partly)]
    [InlineData("C7", "classes=7", Verdict.Partly)]
    [InlineData("C7", "classes=6 classesByMagnitude=10", Verdict.NotReproduced)]
    [InlineData("C8", "shareOfSmallBelow=1 shareOfLargeAbove=1 perceptronAmplitude=0.3 residualAmplitude=0.5", Verdict.Reproduced)]
    [InlineData("C8", "shareOfSmallBelow=1 shareOfLargeAbove=1 perceptronAmplitude=0.3 residualAmplitude=Infinity", Verdict.Reproduced)]
    [InlineData("C8", "shareOfSmallBelow=1 shareOfLargeAbove=1 perceptronAmplitude=0.5 residualAmplitude=0.5", Verdict.Partly)]
    [InlineData("C8", "shareOfSmallBelow=1 shareOfLargeAbove=0.9 perceptronAmplitude=0.3 residualAmplitude=0.5", Verdict.Partly)]
    [InlineData("C8", "shareOfSmallBelow=0.9 shareOfLargeAbove=0.9 perceptronAmplitude=0.3 residualAmplitude=0.5", Verdict.NotReproduced)]
    [InlineData("C9", "medianLog10Ratio=2", Verdict.Reproduced)]
    [InlineData("C9", "medianLog10Ratio=1.99", Verdict.Partly)]
    [InlineData("C9", "medianLog10Ratio=1", Verdict.Partly)]
    [InlineData("C9", "medianLog10Ratio=0.99", Verdict.NotReproduced)]
    [InlineData("C10", "shareDiffering=0.1 classDeviation=0.05", Verdict.Reproduced)]
    [InlineData("C10", "shareDiffering=0.11 classDeviation=0.05", Verdict.Partly)]
    [InlineData("C10", "shareDiffering=0.1 classDeviation=0.051", Verdict.Partly)]
    [InlineData("C10", "shareDiffering=0.11 classDeviation=0.051", Verdict.NotReproduced)]
    [InlineData("C11", "neighbourAccuracy=0.9 residualRows=10 perceptronRows=10 residualContrast=1 perceptronContrast=2", Verdict.Reproduced)]
    [InlineData("C11", "neighbourAccuracy=0.89 residualRows=10 perceptronRows=10 residualContrast=1 perceptronContrast=2", Verdict.Partly)]
    [InlineData("C11", "neighbourAccuracy=0.9 residualRows=9 perceptronRows=10 residualContrast=1 perceptronContrast=2", Verdict.Partly)]
    [InlineData("C11", "neighbourAccuracy=0.9 residualRows=10 perceptronRows=9 residualContrast=2 perceptronContrast=2", Verdict.NotReproduced)]
    [InlineData("C12", "layers=3 testError=0.018", Verdict.Reproduced)]
    [InlineData("C12", "layers=4 testError=0.018", Verdict.Partly)]
    [InlineData("C12", "layers=3 testError=0.0181", Verdict.Partly)]
    [InlineData("C12", "layers=5 testError=0.021", Verdict.Partly)]
    [InlineData("C12", "layers=6 testError=0.018", Verdict.NotReproduced)]
    [InlineData("C12", "layers=3 testError=0.0211", Verdict.NotReproduced)]
    [InlineData("C13", "layers=5 testError=0.0166 unprunedTestError=0.0156", Verdict.Reproduced)]
    [InlineData("C13", "layers=6 testError=0.0166 unprunedTestError=0.0156", Verdict.Partly)]
    [InlineData("C13", "layers=7 testError=0.0176 unprunedTestError=0.0156", Verdict.Partly)]
    [InlineData("C13", "layers=8 testError=0.0156 unprunedTestError=0.0156", Verdict.NotReproduced)]
    [InlineData("C13", "layers=5 testError=0.0177 unprunedTestError=0.0156", Verdict.NotReproduced)]
    [InlineData("C14", "lastDifference=0.1 previousDifference=0.1", Verdict.Reproduced)]
    [InlineData("C14", "lastDifference=0.05 previousDifference=0.11", Verdict.Partly)]
    [InlineData("C14", "lastDifference=0.3 previousDifference=0.1", Verdict.Partly)]
    [InlineData("C14", "lastDifference=0.31 previousDifference=0.1", Verdict.NotReproduced)]
    [InlineData("C15", "shareFalling=1 largestMeanGrowth=0.9", Verdict.Reproduced)]
    [InlineData("C15", "shareFalling=0.999 largestMeanGrowth=0.99", Verdict.Partly)]
    [InlineData("C15", "shareFalling=0.999 largestMeanGrowth=1", Verdict.NotReproduced)]
    [InlineData("C16", "leastShare=1 largestShare=1", Verdict.Reproduced)]
    [InlineData("C16", "leastShare=0.9 largestShare=1", Verdict.NotReproduced)]
    [InlineData("C16", "leastShare=1 largestShare=1.1", Verdict.NotReproduced)]
    [InlineData("C17", "transientAccuracy=0.97 lastAccuracy=0.96", Verdict.Reproduced)]
    [InlineData("C17", "transientAccuracy=0.97 lastAccuracy=0.97", Verdict.Partly)]
    [InlineData("C17", "transientAccuracy=0.96 lastAccuracy=0.95", Verdict.Partly)]
    [InlineData("C17", "transientAccuracy=0.96 lastAccuracy=0.96", Verdict.NotReproduced)]
    public void The_rule_decides_at_its_limits(string id, string values, Verdict expected) =>
        Assert.Equal(expected, Get(id).Judge(Values(values)));

    [Fact]
    public void Every_required_value_is_needed()
    {
        foreach (Claim claim in Claims.All)
        {
            Dictionary<string, double> all = claim.Quantities.ToDictionary(quantity => quantity.Name, _ => 0.5);
            Assert.NotEqual(Verdict.NotMeasured, claim.Judge(all));
            foreach (Quantity quantity in claim.Quantities.Where(quantity => quantity.Required))
            {
                Assert.Equal(Verdict.NotMeasured, claim.Judge(new Dictionary<string, double>(all) { [quantity.Name] = double.NaN }));
                Assert.Equal(Verdict.NotMeasured, claim.Judge(all.Where(pair => pair.Key != quantity.Name).ToDictionary()));
            }
        }
    }

    private static Claim Get(string id) => Claims.All.Single(claim => claim.Id == id);

    private static Dictionary<string, double> Values(string text) => text.Split(' ').Select(part => part.Split('='))
        .ToDictionary(part => part[0], part => double.Parse(part[1], CultureInfo.InvariantCulture));

    [Fact]
    public void Only_what_never_happens_is_never()
    {
        Quantity share = new("share", "Share", QuantityFormat.Percent);
        Assert.Equal(("never", "not measured", "-∞"), (share.Write(double.PositiveInfinity), share.Write(double.NaN), share.Write(double.NegativeInfinity)));
    }
}
