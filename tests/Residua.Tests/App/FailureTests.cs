using Residua.App;
using Residua.Training;
using Xunit;

namespace Residua.Tests.App;

public sealed class FailureTests
{
    public static TheoryData<Exception, int> Kinds => new()
    {
        { new UsageException("m"), ExitCode.Usage },
        { new ArgumentException("m"), ExitCode.Usage },
        { new FileNotFoundException("m"), ExitCode.BadInput },
        { new DirectoryNotFoundException("m"), ExitCode.BadInput },
        { new InvalidDataException("m"), ExitCode.BadInput },
        { new IOException("m"), ExitCode.BadInput },
        { new UnauthorizedAccessException("m"), ExitCode.BadInput },
        { new DivergedException(1, 1, 0, "m"), ExitCode.Diverged },
        { new InterruptedException("m"), ExitCode.Interrupted },
        { new OperationCanceledException("m"), ExitCode.Interrupted },
        { new AggregateException(new IOException("m")), ExitCode.BadInput },
        { new InvalidOperationException("m"), ExitCode.Bug },
        { new ArgumentNullException("m"), ExitCode.Bug },
    };

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Every_exception_has_its_code(Exception exception, int code) => Assert.Equal(code, Failure.Of(exception).ExitCode);

    [Fact]
    public void The_name_of_a_parameter_is_not_for_users()
    {
        Assert.Equal("No.", Failure.Of(new ArgumentException("No.", "x")).Error);
        Assert.Equal("No.", Failure.Of(new ArgumentOutOfRangeException("x", 3, "No.")).Error);
    }

    [Fact]
    public void A_fault_names_its_type_and_asks_for_a_report()
    {
        Failure fault = Failure.Of(new InvalidOperationException("It broke."));
        Assert.StartsWith("InvalidOperationException: It broke. This is a fault of the program: please report it", fault.Error);
        Assert.False(fault.ShowsTrace());
    }
}
