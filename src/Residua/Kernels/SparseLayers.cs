using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Residua.Kernels;

/// <summary>
/// The layers of an autonomous logistic map over a block of samples, by z(t+1) = a z(t) + (1-a) b + W y(t), where only the
/// columns of neurons that are on take part. Runs on one thread; changes the three matrices it is given.
/// </summary>
/// <remarks>
/// A neuron is off where y is at most 2⁻³⁰ in every sample of the block. Leaving it out changes z by at most 2⁻³⁰ Σⱼ |Wᵢⱼ| a
/// layer, which is below the rounding of z itself, 2⁻²⁴ |z|, as soon as |z| > Σⱼ |Wᵢⱼ| / 64; where y is 0 in float32 it changes
/// nothing. Over T layers with a = 1 what is left out adds up, to T 2⁻³⁰ Σⱼ |Wᵢⱼ| at most. The equation follows from
/// x(t) = a x(t-1) + y(t) and z(t+1) = W x(t) + b.
/// </remarks>
internal sealed unsafe class SparseLayers
{
    private const float Off = 1f / (1 << 30);
    private const double Dense = 0.6; // share of neurons on from which all take part

    private readonly PanelView _all;
    private readonly float* _bias;
    private readonly float _carry;
    private readonly Matrix _x, _y, _z;
    private readonly float[] _largest;
    private SparseWorkspace _work = null!; // lent for some layers

    /// <summary>Layers over a block of samples.</summary>
    /// <param name="weights">Wᵀ, [N,N].</param>
    /// <param name="bias">b, [1,N]; null for none.</param>
    /// <param name="carry">a.</param>
    /// <param name="x">x(0) on entry, x(t) after t steps, [B,N].</param>
    /// <param name="y">y(t), [B,N].</param>
    /// <param name="z">z(t), [B,N].</param>
    public SparseLayers(PanelView weights, Matrix? bias, float carry, Matrix x, Matrix y, Matrix z)
    {
        (_all, _carry, _x, _y, _z) = (weights, carry, x, y, z);
        _bias = bias is { } b ? b.Data : null;
        _largest = new float[x.Columns];
    }

    /// <summary>Σ |y(t) - y(t-1)| over the block in the last step that was asked to measure it.</summary>
    public double Change { get; private set; }

    /// <summary>A workspace that serves layers over so many samples, one block after another.</summary>
    public static SparseWorkspace NewWorkspace(PanelView weights, int samples) => new(weights, samples, (int)(Dense * weights.Rows) + 1);

    /// <summary>Lends a workspace for the layers that follow.</summary>
    public void Use(SparseWorkspace work)
    {
        _work = work;
        _work.Count = -1; // what it holds is another block's
    }

    /// <summary>The first layer, from x(0).</summary>
    public void First()
    {
        Product.MultiplyAlone(_x, _all, _z, add: false);
        Activate(isFirst: true, measure: false);
    }

    /// <summary>One more layer.</summary>
    /// <param name="measure">Whether to measure <see cref="Change"/>.</param>
    public void Next(bool measure)
    {
        int on = 0;
        foreach (float largest in _largest)
        {
            on += IsOn(largest) ? 1 : 0;
        }

        if (_carry != 1)
        {
            Decay();
        }

        if (on > Dense * _x.Columns)
        {
            _work.Count = -1;
            Product.MultiplyAlone(_y, _all, _z, add: true);
        }
        else if (on > 0)
        {
            Choose(on);
            Gather();
            Product.MultiplyAlone(new(_work.Gathered, _x.Rows, _work.Count, _work.Count, 1), new(_work.Packed, _work.Count, _all.Columns), _z, add: true);
        }

        Activate(isFirst: false, measure);
    }

    // What is not a number is on, so that it spreads as it would.
    private static bool IsOn(float largest) => !(largest <= Off);

    // Keeps what is packed while it holds all neurons that are on and not many others; else packs their columns anew.
    private void Choose(int on)
    {
        int kept = 0;
        for (int s = 0; s < _work.Count; s++)
        {
            kept += IsOn(_largest[_work.Chosen[s]]) ? 1 : 0;
        }

        if (kept == on && _work.Count <= (on * 5 / 4) + 8)
        {
            return;
        }

        _work.Count = 0;
        for (int j = 0; j < _largest.Length; j++)
        {
            if (IsOn(_largest[j]))
            {
                _work.Chosen[_work.Count++] = j;
            }
        }

        Pack();
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Pack()
    {
        float* to = _work.Packed;
        (int[] chosen, int count) = (_work.Chosen, _work.Count);
        for (int panel = 0; panel < _all.Count; panel++)
        {
            float* from = _all.At(panel, 0);
            for (int s = 0; s < count; s++, to += Panels.Width)
            {
                float* row = from + ((long)chosen[s] * Panels.Width);
                Vector256.Load(row).Store(to);
                Vector256.Load(row + 8).Store(to + 8);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Gather()
    {
        float* to = _work.Gathered;
        (int[] chosen, int count) = (_work.Chosen, _work.Count);
        for (int row = 0; row < _y.Rows; row++)
        {
            float* from = _y.Data + (row * _y.RowStride);
            for (int s = 0; s < count; s++)
            {
                *to++ = from[chosen[s]];
            }
        }
    }

    // z ← a z + (1-a) b
    private void Decay()
    {
        for (int row = 0; row < _z.Rows; row++)
        {
            float* z = _z.Data + (row * _z.RowStride);
            for (int j = 0; j < _z.Columns; j++)
            {
                z[j] = (_carry == 0 ? 0 : _carry * z[j]) + (_bias is null ? 0 : (1 - _carry) * _bias[j]); // not 0 · ∞
            }
        }
    }

    // y ← σ(z), x ← a x + y, the largest y of each neuron, and how much y changed.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Activate(bool isFirst, bool measure)
    {
        Array.Clear(_largest);
        Vector256<float> carry = Vector256.Create(_carry);
        double change = 0;
        fixed (float* largest = _largest)
        {
            for (int row = 0; row < _z.Rows; row++)
            {
                float* x = _x.Data + (row * _x.RowStride), y = _y.Data + (row * _y.RowStride), z = _z.Data + (row * _z.RowStride);
                Vector256<float> changed = Vector256<float>.Zero;
                int j = 0;
                for (; j + 8 <= _z.Columns; j += 8)
                {
                    Vector256<float> v = Vector256.Load(z + j);
                    if (isFirst && _bias is not null)
                    {
                        v += Vector256.Load(_bias + j);
                        v.Store(z + j);
                    }

                    Vector256<float> active = Logistic.Of(v);
                    if (measure)
                    {
                        changed += Vector256.Abs(active - Vector256.Load(y + j));
                    }

                    active.Store(y + j);
                    ((carry * Vector256.Load(x + j)) + active).Store(x + j);
                    Vector256.Max(Vector256.Load(largest + j), active).Store(largest + j); // NaN is carried on
                }

                float rest = 0;
                for (; j < _z.Columns; j++)
                {
                    z[j] += isFirst && _bias is not null ? _bias[j] : 0;
                    float active = Logistic.Of(z[j]);
                    rest += measure ? MathF.Abs(active - y[j]) : 0;
                    y[j] = active;
                    x[j] = (_carry * x[j]) + active;
                    largest[j] = MathF.Max(largest[j], active);
                }

                change += Vector256.Sum(changed) + rest;
            }
        }

        Change = change;
    }
}
