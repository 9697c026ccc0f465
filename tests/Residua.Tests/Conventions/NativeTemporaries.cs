using Mono.Cecil;
using Mono.Cecil.Cil;

namespace Residua.Tests.Conventions;

/// <summary>
/// Finds, in compiled code, numbers and generators of the tensor library that live in a temporary only: a finalizer may
/// free such a one while native code reads it. Kept are those of a static field, and those that a <c>finally</c> (a
/// <c>using</c>) disposes of; those thrown away at once are read by nobody. Many methods and operators of TorchSharp
/// make one within, a + b among them; they are found by following its own calls.
/// </summary>
internal sealed class NativeTemporaries
{
    private static readonly string[] s_finalized = ["TorchSharp.Scalar", "TorchSharp.torch/Generator"];

    private readonly Dictionary<string, string> _makers = []; // a method of TorchSharp, and what it does

    public NativeTemporaries(string torchSharp)
    {
        using AssemblyDefinition assembly = AssemblyDefinition.ReadAssembly(torchSharp);
        (string Key, MethodDefinition Method)[] methods = [.. Methods(assembly).Where(method => !Returns(method)).Select(method => (Key(method), method))];
        foreach ((string key, MethodDefinition method) in methods)
        {
            if (method.Body.Instructions.FirstOrDefault(instruction => IsLost(instruction, method.Body)) is { } lost)
            {
                _makers.TryAdd(key, $"makes one by {((MethodReference)lost.Operand).Name}");
            }
        }

        for (int before = -1; before != _makers.Count;)
        {
            before = _makers.Count;
            foreach ((string key, MethodDefinition method) in methods.Where(one => one.Method.IsVirtual && _makers.ContainsKey(one.Key)).ToArray())
            {
                foreach (MethodReference overridden in Overridden(method))
                {
                    _makers.TryAdd(Key(overridden), $"is also {key}, which makes one");
                }
            }

            foreach ((string key, MethodDefinition method) in methods.Where(one => !_makers.ContainsKey(one.Key)))
            {
                if (method.Body.Instructions.Select(Called).FirstOrDefault(called => called is not null && _makers.ContainsKey(Key(called))) is { } maker)
                {
                    _makers[key] = $"calls {maker.Name}, which makes one";
                }
            }
        }
    }

    /// <summary>How many methods of TorchSharp make one.</summary>
    public int Makers => _makers.Count;

    /// <summary>Each place of an assembly where one is lost: the method, and in words what is called where.</summary>
    public IEnumerable<(MethodDefinition Method, string Words)> Find(string path)
    {
        bool symbols = File.Exists(Path.ChangeExtension(path, ".pdb"));
        using AssemblyDefinition assembly = AssemblyDefinition.ReadAssembly(path, new ReaderParameters { ReadSymbols = symbols });
        foreach (MethodDefinition method in Methods(assembly))
        {
            foreach (Instruction instruction in method.Body.Instructions)
            {
                string? what = IsLost(instruction, method.Body) ? "is not kept" : Called(instruction) is { } called && _makers.TryGetValue(Key(called), out string? why) ? why : null;
                if (what is not null)
                {
                    SequencePoint? place = method.DebugInformation.SequencePoints.LastOrDefault(point => point.Offset <= instruction.Offset && !point.IsHidden);
                    yield return (method, $"{place?.Document.Url}:{place?.StartLine}: {((MethodReference)instruction.Operand).FullName} {what}");
                }
            }
        }
    }

    // A call that makes a number or a generator, which nothing holds until the end of what uses it.
    private static bool IsLost(Instruction instruction, MethodBody body)
    {
        if (Called(instruction) is not { } called || !Makes(instruction, called) || called.Name.StartsWith("get_", StringComparison.Ordinal))
        {
            return false;
        }

        Instruction? next = instruction.Next;
        return next?.OpCode.Code is not (Code.Stsfld or Code.Pop)
            && !(Variable(next, store: true) is { } variable && body.ExceptionHandlers.Any(handler => Starts(handler, next!) && Disposes(handler, variable, body)));
    }

    private static bool Makes(Instruction instruction, MethodReference called) =>
        s_finalized.Contains(instruction.OpCode.Code == Code.Newobj ? called.DeclaringType.FullName : called.ReturnType.FullName);

    private static bool Returns(MethodDefinition method) => s_finalized.Contains(method.ReturnType.FullName);

    // Right after the variable has its value, but for instructions that do nothing.
    private static bool Starts(ExceptionHandler handler, Instruction store)
    {
        Instruction? next = store.Next;
        while (next?.OpCode.Code == Code.Nop && next != handler.TryStart)
        {
            next = next.Next;
        }

        return next == handler.TryStart;
    }

    private static bool Disposes(ExceptionHandler handler, string variable, MethodBody body)
    {
        if (handler.HandlerType != ExceptionHandlerType.Finally)
        {
            return false;
        }

        IEnumerable<Instruction> within = body.Instructions.Where(one => one.Offset >= handler.HandlerStart.Offset && (handler.HandlerEnd is null || one.Offset < handler.HandlerEnd.Offset));
        return within.Any(one => Variable(one, store: false) == variable && one.Next is { } next && Called(next)?.Name == "Dispose");
    }

    // A local, or the field of a closure that a captured local becomes.
    private static string? Variable(Instruction? instruction, bool store) => instruction?.OpCode.Code switch
    {
        Code.Stloc_0 when store => "0",
        Code.Stloc_1 when store => "1",
        Code.Stloc_2 when store => "2",
        Code.Stloc_3 when store => "3",
        Code.Stloc or Code.Stloc_S when store => $"{((VariableDefinition)instruction.Operand).Index}",
        Code.Stfld when store => ((FieldReference)instruction.Operand).FullName,
        Code.Ldloc_0 when !store => "0",
        Code.Ldloc_1 when !store => "1",
        Code.Ldloc_2 when !store => "2",
        Code.Ldloc_3 when !store => "3",
        Code.Ldloc or Code.Ldloc_S when !store => $"{((VariableDefinition)instruction.Operand).Index}",
        Code.Ldfld when !store => ((FieldReference)instruction.Operand).FullName,
        _ => null,
    };

    // What is called, made, or given away to be called.
    private static MethodReference? Called(Instruction instruction) =>
        instruction.OpCode.Code is Code.Call or Code.Callvirt or Code.Newobj or Code.Ldftn or Code.Ldvirtftn ? instruction.Operand as MethodReference : null;

    private static IEnumerable<MethodDefinition> Methods(AssemblyDefinition assembly) =>
        assembly.MainModule.Types.SelectMany(Nested).SelectMany(type => type.Methods).Where(method => method.HasBody);

    private static IEnumerable<TypeDefinition> Nested(TypeDefinition type) => type.NestedTypes.SelectMany(Nested).Prepend(type);

    // The methods of base classes and interfaces that a call of this one may go by, by name and parameters.
    private static IEnumerable<MethodReference> Overridden(MethodDefinition method)
    {
        IEnumerable<TypeReference> bases = method.DeclaringType.Interfaces.Select(one => one.InterfaceType);
        for (TypeReference? type = method.DeclaringType.BaseType; type is not null; type = Own(type)?.BaseType)
        {
            bases = bases.Append(type);
        }

        return bases.Select(Own).OfType<TypeDefinition>().SelectMany(type => type.Methods)
            .Where(one => one.IsVirtual && one.Name == method.Name && one.Parameters.Count == method.Parameters.Count);

        static TypeDefinition? Own(TypeReference type) => type.GetElementType() as TypeDefinition; // one of this assembly
    }

    private static string Key(MethodReference method)
    {
        MethodReference open = method.GetElementMethod();
        return $"{Name(open.ReturnType)} {open.DeclaringType.GetElementType().FullName}::{open.Name}({string.Join(',', open.Parameters.Select(parameter => Name(parameter.ParameterType)))})";

        // A generic parameter is named where it is declared and numbered where it is used.
        static string Name(TypeReference type) => type.ContainsGenericParameter ? "generic" : type.FullName;
    }
}
