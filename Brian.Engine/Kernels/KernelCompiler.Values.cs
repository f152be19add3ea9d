using System.Reflection;
using System.Reflection.Emit;
using static System.Reflection.Emit.OpCodes;

namespace Brian.Engine;

// What is computed and stored in a block; the loops around it are in KernelCompiler.cs.
internal sealed unsafe partial class KernelCompiler
{
    /// <summary>Computes the values of a level that have a variable.</summary>
    private void NameValues(Level level)
    {
        for (var n = 0; n < _program.Body.Count; n++)
        {
            if (!_shape.IsNamed(n) || _shape.LevelOf(n) != level)
                continue;
            var name = _names[n] = _il.DeclareLocal(_vectors.TypeOf(LanesOf(n)));
            if (_program.Body[n].Op is Op.Rare)
                NameRare(_program.Body[n], name);
            else if (_program.Body[n].Op is Op.Call)
                NameCall(_program.Body[n], level, name);
            else
            {
                Compute(n);
                _il.Emit(Stloc, name);
            }
        }
    }

    /// <summary>Names what a lane-by-lane function gives, or 0 without a call when no lane needs it.</summary>
    private void NameWhere(int mask, LocalBuilder name, Action compute)
    {
        var none = _il.DefineLabel();
        Literal(0.0);
        _il.Emit(Stloc, name);
        Push(mask, Lanes.Numbers);
        _il.Emit(Call, _vectors.MaskBits);
        _il.Emit(Brfalse, none);
        compute();
        _il.Emit(Stloc, name);
        _il.MarkLabel(none);
    }

    private void NameRare(Instruction i, LocalBuilder name) => NameWhere(i.C, name, () =>
    {
        Push(i.A, Lanes.Numbers);
        Push(i.B, Lanes.Numbers);
        Push(i.C, Lanes.Numbers);
        _il.Emit(Ldc_I4, i.Slot);
        _il.Emit(Call, _vectors.LaneCall(nameof(LaneCalls.Rare)));
    });

    /// <summary>Arguments pass through memory, one vector after the other. No call stands inside another's arguments, since
    /// calls have names.</summary>
    private void NameCall(Instruction i, Level level, LocalBuilder name) => NameWhere(i.B, name, () =>
    {
        var arguments = _program.ArgumentsOf(i);
        for (var k = 0; k < arguments.Count; k++)
        {
            _il.Emit(Ldloc, _passed);
            _il.Emit(Ldc_I4, k * _vectors.Width * sizeof(double));
            _il.Emit(Conv_I);
            _il.Emit(Add);
            Push(arguments[k], Lanes.Numbers);
            _il.Emit(Stobj, _vectors.Numbers);
        }
        Push(i.B, Lanes.Numbers);
        _il.Emit(Ldloc, _passed);
        _il.Emit(BoundProgram);
        _il.Emit(Arguments);
        _il.Emit(Ldc_I4, i.Slot);
        if (level is Level.Call)
            _il.Emit(Ldc_I4, UserFunction.EveryNeuron);
        else
            PushLaneNumber(_block);
        _il.Emit(Call, _vectors.LaneCall(nameof(LaneCalls.Call)));
    });

    /// <summary>Memory for the arguments of one call.</summary>
    private void ReserveArguments()
    {
        var most = _program.Functions.Count == 0 ? 0 : _program.Functions.Max(function => function.Arity);
        if (most == 0)
            return;
        _il.Emit(Ldc_I4, most * _vectors.Width * sizeof(double));
        _il.Emit(Conv_U);
        _il.Emit(Localloc);
        _il.Emit(Stloc, _passed);
    }

    private Lanes LanesOf(int n) => _program.Body[n].Op is Op.Key or Op.StepBits or Op.PairCounter or Op.Occurred
        ? Lanes.Bits
        : OpTable.Of(_program.Body[n].Op).Lanes;

    /// <summary>Puts value n on the stack.</summary>
    private void Push(int n, Lanes lanes)
    {
        var i = _program.Body[n];
        if (KernelShape.IsLiteral(i.Op))
        {
            var bits = i.Op is Op.True ? ulong.MaxValue : BitConverter.DoubleToUInt64Bits(i.Number);
            if (lanes is Lanes.Bits || i.Op is Op.True)
            {
                Literal(bits);
                if (lanes is Lanes.Numbers)
                    _il.Emit(Call, _vectors.Convert(Lanes.Bits));
            }
            else
                Literal(i.Number);
            return;
        }
        if (_names[n] is { } name)
            _il.Emit(Ldloc, name);
        else
            Compute(n);
        if (LanesOf(n) != lanes)
            _il.Emit(Call, _vectors.Convert(LanesOf(n)));
    }

    /// <summary>Computes value n on the stack, in the lanes that are its own.</summary>
    private void Compute(int n)
    {
        var i = _program.Body[n];
        switch (i.Op)
        {
            case Op.Field:
                PushAddress(_state, i.Slot);
                _il.Emit(Ldobj, _vectors.Numbers);
                break;
            case Op.Shared:
                _il.Emit(Arguments);
                _il.Emit(Ldfld, Argument(nameof(KernelArguments.Shared)));
                _il.Emit(Ldc_I4, i.Slot * sizeof(double));
                _il.Emit(Conv_I);
                _il.Emit(Add);
                _il.Emit(Ldind_R8);
                _il.Emit(Call, _vectors.Broadcast(Lanes.Numbers));
                break;
            case Op.Time:
                PushArgument(nameof(KernelArguments.Time), Lanes.Numbers);
                break;
            case Op.Step:
                _il.Emit(Arguments);
                _il.Emit(Ldfld, Argument(nameof(KernelArguments.Step)));
                _il.Emit(Conv_R8);
                _il.Emit(Call, _vectors.Broadcast(Lanes.Numbers));
                break;
            case Op.StepBits:
                PushArgument(nameof(KernelArguments.Step), Lanes.Bits);
                break;
            case Op.Key:
                _il.Emit(Arguments);
                _il.Emit(Ldfld, Argument(nameof(KernelArguments.Seed)));
                _il.Emit(Arguments);
                _il.Emit(Ldfld, Argument(nameof(KernelArguments.Stream)));
                _il.Emit(Ldc_I4, i.Slot);
                _il.Emit(Call, typeof(Philox).GetMethod(nameof(Philox.Key))!);
                _il.Emit(Call, _vectors.Broadcast(Lanes.Bits));
                break;
            case Op.Index:
                PushLaneNumber(_block);
                _il.Emit(Conv_R8);
                _il.Emit(Call, _vectors.Broadcast(Lanes.Numbers));
                PushLanes(LaneCalls.LaneIndices, Lanes.Numbers);
                _il.Emit(Call, _vectors.Operation("op_Addition", Lanes.Numbers, 2));
                break;
            case Op.PairCounter:
                PushLaneNumber(_pair);
                _il.Emit(Conv_I8);
                _il.Emit(Call, _vectors.Broadcast(Lanes.Bits));
                PushLanes(LaneCalls.LaneNumbers, Lanes.Bits);
                _il.Emit(Call, _vectors.Operation("op_Addition", Lanes.Bits, 2));
                break;
            case Op.Occurred:
                PushEventAddress(i.Slot);
                _il.Emit(Ldind_U1);
                if (_vectors.Parts > 1)
                {
                    PushPartShift();
                    _il.Emit(Shr_Un);
                }
                _il.Emit(Conv_U8);
                _il.Emit(Call, _vectors.Broadcast(Lanes.Bits));
                PushLanes(LaneCalls.LaneBits, Lanes.Bits);
                _il.Emit(Call, _vectors.Operation("op_BitwiseAnd", Lanes.Bits, 2));
                PushLanes(LaneCalls.LaneBits, Lanes.Bits);
                _il.Emit(Call, _vectors.Operation("Equals", Lanes.Bits, 2));
                break;
            case Op.EitherBlock:
                _il.Emit(Ldloc, _odd);
                Push(i.B, Lanes.Numbers);
                Push(i.A, Lanes.Numbers);
                _il.Emit(Call, _vectors.Operation("ConditionalSelect", Lanes.Numbers, 3));
                break;
            case Op.Poisson:
                Push(i.A, Lanes.Numbers);
                _il.Emit(Arguments);
                _il.Emit(Ldc_I4, i.Slot);
                PushLaneNumber(_block);
                _il.Emit(Call, _vectors.LaneCall(nameof(LaneCalls.Poisson)));
                break;
            case Op.Lookup:
                Push(i.A, Lanes.Numbers);
                Push(i.B, Lanes.Numbers);
                _il.Emit(BoundProgram);
                _il.Emit(Ldc_I4, i.Slot);
                _il.Emit(Call, _vectors.LaneCall(nameof(LaneCalls.Lookup)));
                break;
            case Op.MultiplyWords:
                MultiplyWords(i);
                break;
            case Op.ShiftLeft or Op.ShiftRight:
                Push(i.A, Lanes.Bits);
                _il.Emit(Ldc_I4, i.Slot);
                _il.Emit(Call, _vectors.Shift(OpTable.Of(i.Op).Wide!));
                break;
            default:
                var row = OpTable.Of(i.Op);
                foreach (var operand in ProgramBuilder.Operands(i))
                    Push(operand, row.Lanes);
                _il.Emit(Call, _vectors.Operation(row.Wide!, row.Lanes, row.Operands.Length));
                break;
        }
    }

    private void MultiplyWords(Instruction i)
    {
        foreach (var operand in (ReadOnlySpan<int>)[i.A, i.B])
        {
            Push(operand, Lanes.Bits);
            if (_vectors.WordProduct is not null)
                _il.Emit(Call, _vectors.ToWords);
            else
            {
                Literal((ulong)uint.MaxValue);
                _il.Emit(Call, _vectors.Operation("op_BitwiseAnd", Lanes.Bits, 2));
            }
        }
        _il.Emit(Call, _vectors.WordProduct ?? _vectors.Operation("op_Multiply", Lanes.Bits, 2));
    }

    // Stores

    private void Write(Store store)
    {
        if (store.Target is Target.Event)
        {
            WriteEvent(store);
            return;
        }
        PushAddress(store.Target is Target.Field ? _state : _output, store.Slot);
        Push(store.Value, Lanes.Numbers);
        _il.Emit(Stobj, _vectors.Numbers);
    }

    private void WriteEvent(Store store)
    {
        PushEventAddress(store.Slot);
        Push(store.Value, Lanes.Numbers);
        _il.Emit(Call, _vectors.MaskBits);
        _il.Emit(Conv_I4);
        if (_vectors.Parts > 1)
        {
            // This part's bits into the byte that holds the block's.
            PushPartShift();
            _il.Emit(Shl);
            PushEventAddress(store.Slot);
            _il.Emit(Ldind_U1);
            _il.Emit(Ldc_I4, (1 << _vectors.Width) - 1);
            PushPartShift();
            _il.Emit(Shl);
            _il.Emit(Not);
            _il.Emit(And);
            _il.Emit(Or);
        }
        _il.Emit(Stind_I1);
    }

    // Small change

    private static FieldInfo Argument(string name) => typeof(KernelArguments).GetField(name)!;

    private void PushArgument(string name, Lanes lanes)
    {
        _il.Emit(Arguments);
        _il.Emit(Ldfld, Argument(name));
        _il.Emit(Call, _vectors.Broadcast(lanes));
    }

    private void Literal(double number)
    {
        _il.Emit(Ldc_R8, number);
        _il.Emit(Call, _vectors.Broadcast(Lanes.Numbers));
    }

    private void Literal(ulong bits)
    {
        _il.Emit(Ldc_I8, unchecked((long)bits));
        _il.Emit(Call, _vectors.Broadcast(Lanes.Bits));
    }

    private void PushLanes(ulong* table, Lanes lanes)
    {
        _il.Emit(Ldc_I8, (long)table);
        _il.Emit(Conv_I);
        _il.Emit(Ldobj, _vectors.TypeOf(lanes));
    }

    /// <summary>block*8 or pair*8, plus the first lane of the part.</summary>
    private void PushLaneNumber(LocalBuilder counter)
    {
        _il.Emit(Ldloc, counter);
        _il.Emit(Ldc_I4_3);
        _il.Emit(Shl);
        if (_vectors.Parts > 1)
        {
            PushPartShift();
            _il.Emit(Add);
        }
    }

    /// <summary>The first lane of the part.</summary>
    private void PushPartShift()
    {
        _il.Emit(Ldloc, _part);
        _il.Emit(Ldc_I4, _vectors.Width);
        _il.Emit(Mul);
    }

    /// <summary>Sets the address of the block's first column, in the part.</summary>
    private void SetAddress(LocalBuilder address, string start, string columns)
    {
        _il.Emit(Arguments);
        _il.Emit(Ldfld, Argument(start));
        _il.Emit(Ldloc, _block);
        _il.Emit(Conv_I8);
        _il.Emit(Arguments);
        _il.Emit(Ldfld, Argument(columns));
        _il.Emit(Conv_I8);
        _il.Emit(Mul);
        _il.Emit(Ldc_I4, 8 * sizeof(double));
        _il.Emit(Conv_I8);
        _il.Emit(Mul);
        _il.Emit(Conv_I);
        _il.Emit(Add);
        if (_vectors.Parts > 1)
        {
            PushPartShift();
            _il.Emit(Ldc_I4_8);
            _il.Emit(Mul);
            _il.Emit(Conv_I);
            _il.Emit(Add);
        }
        _il.Emit(Stloc, address);
    }

    private void PushAddress(LocalBuilder address, int column)
    {
        _il.Emit(Ldloc, address);
        if (column == 0)
            return;
        _il.Emit(Ldc_I4, column * 8 * sizeof(double));
        _il.Emit(Conv_I);
        _il.Emit(Add);
    }

    private void PushEventAddress(int @event)
    {
        _il.Emit(Ldloc, _events);
        if (@event == 0)
            return;
        _il.Emit(Arguments);
        _il.Emit(Ldfld, Argument(nameof(KernelArguments.BlockCount)));
        _il.Emit(Conv_I);
        _il.Emit(Ldc_I4, @event);
        _il.Emit(Conv_I);
        _il.Emit(Mul);
        _il.Emit(Add);
    }
}
