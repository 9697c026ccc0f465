using System.Reflection;
using Residua.Networks;
using Residua.Runs;
using Residua.Training;
using Xunit;

namespace Residua.Tests.Runs;

/// <summary>Every number of a specification has a least and a largest value, wherever the specification comes from.</summary>
public sealed class SpecBoundsTests
{
    public static TheoryData<string, string> Numbers
    {
        get
        {
            TheoryData<string, string> numbers = [];
            foreach (Type type in new[] { typeof(RunSpec), typeof(NetworkSpec), typeof(InitializationSpec), typeof(TrainingSpec), typeof(AdaptiveDepthSpec), typeof(NoiseRegularizerSpec) })
            {
                foreach (PropertyInfo property in type.GetProperties().Where(IsNumber))
                {
                    numbers.Add(type.Name, property.Name);
                }
            }

            return numbers;
        }
    }

    [Theory]
    [MemberData(nameof(Numbers))]
    public void One_beyond_all_measure_is_refused(string type, string property)
    {
        if (property is nameof(RunSpec.Seed) or nameof(RunSpec.Version))
        {
            Of(type, property, int.MaxValue).Validate(); // a seed is any number; of versions the readers speak
            return;
        }

        bool whole = IsWhole(type, property);
        foreach (object value in whole ? new object[] { int.MaxValue, int.MinValue } : [double.NaN, double.PositiveInfinity, double.NegativeInfinity, 1e300, -1e300])
        {
            RunSpec spec = Of(type, property, value);
            Assert.Throws<ArgumentException>(spec.Validate);
        }
    }

    [Fact]
    public void What_is_usual_is_not() => new RunSpec
    {
        Training = new() { Validation = 10, AdaptiveDepth = new() { Guard = 0.01, Restore = 0.1, MinLayers = 2 }, NoiseRegularizer = new() { Strength = 1 } },
    }.Validate();

    private static RunSpec Of(string type, string property, object value)
    {
        RunSpec spec = new()
        {
            Training = new() { Validation = 10, AdaptiveDepth = new() { MinLayers = 2 }, NoiseRegularizer = new() { Strength = 1 } },
        };
        object target = type switch
        {
            nameof(RunSpec) => spec,
            nameof(NetworkSpec) => spec.Network,
            nameof(InitializationSpec) => spec.Network.Initialization,
            nameof(TrainingSpec) => spec.Training,
            nameof(AdaptiveDepthSpec) => spec.Training.AdaptiveDepth!,
            _ => spec.Training.NoiseRegularizer!,
        };
        if (target is InitializationSpec shared)
        {
            target = shared with { }; // of all networks that start so
            spec = spec with { Network = spec.Network with { Initialization = (InitializationSpec)target } };
        }

        target.GetType().GetProperty(property)!.SetValue(target, value);
        return spec;
    }

    private static bool IsNumber(PropertyInfo property) => property.CanWrite && Plain(property) is var type && (type == typeof(int) || type == typeof(double));

    private static bool IsWhole(string type, string property) =>
        Plain(typeof(RunSpec).Assembly.GetTypes().Single(one => one.Name == type).GetProperty(property)!) == typeof(int);

    private static Type Plain(PropertyInfo property) => Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType;
}
