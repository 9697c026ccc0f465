using static TorchSharp.torch;

namespace Residua.Dynamics;

/// <summary>The eigenvalues of a matrix, on one thread.</summary>
/// <param name="matrix">The matrix, [n,n]; null for none.</param>
/// <param name="conditioned">Whether to find the condition number of its eigenvectors too.</param>
internal sealed class EigenvalueProblem(Tensor? matrix, bool conditioned)
{
    /// <summary>Real parts, [n].</summary>
    public double[] Real { get; private set; } = [];

    /// <summary>Imaginary parts, [n].</summary>
    public double[] Imaginary { get; private set; } = [];

    /// <summary>κ₂ of the eigenvectors, 1 without a matrix; NaN where not asked for.</summary>
    public double Conditioning { get; private set; } = conditioned ? 1 : double.NaN;

    /// <summary>Solves it; tensors made on the way stay in the caller's scope.</summary>
    public void Solve()
    {
        if (matrix is null)
        {
            return;
        }

        Tensor values;
        if (conditioned)
        {
            (values, Tensor vectors) = linalg.eig(matrix);
            double[] singular = linalg.svdvals(vectors).cpu().data<double>().ToArray();
            Conditioning = singular[^1] > 0 ? singular[0] / singular[^1] : double.PositiveInfinity;
        }
        else
        {
            values = linalg.eigvals(matrix);
        }

        Real = values.real.cpu().contiguous().data<double>().ToArray();
        Imaginary = values.imag.cpu().contiguous().data<double>().ToArray();
    }
}
