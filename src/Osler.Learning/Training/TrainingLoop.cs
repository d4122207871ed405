using Osler.Core.Blocks;
using Osler.Core.Chance;
using Osler.Core.Faults;
using Osler.Core.Metrics;
using Osler.Core.Native;
using Osler.Learning.Batches;
using Osler.Learning.Checkpoints;
using Osler.Learning.Networks;
using Osler.Learning.Optimisers;
using Osler.Learning.Progress;
using Osler.Learning.Schedules;
using TorchSharp;
using static TorchSharp.torch;

namespace Osler.Learning.Training;

/// <summary>One run: steps, epochs, judging, checkpoints.</summary>
internal sealed class TrainingLoop : IDisposable
{
    // From here on a step's tensors are kept from step to step, which takes some memory.
    private const long LargeBlock = 64 << 20;

    private readonly TrainingSettings _settings;
    private readonly TrainingRun _run;
    private readonly Block _network;
    private readonly TorchNetwork _module;
    private readonly FlatWeights _weights;
    private readonly FlatOptimiser _optimiser;
    private readonly StageRates _stages;
    private readonly Snapshots _snapshots;
    private readonly BatchRecipe _recipe;
    private readonly BatchLoss _loss;
    private readonly Validation? _validation;
    private readonly ValidationMeasure _measure;
    private readonly RunSaver? _saver;
    private readonly int _members;
    private readonly Threads _threads;
    private readonly bool _drops;
    private TrainingState _state;

    public TrainingLoop(
        Block network,
        IExamples examples,
        ReadOnlyMemory<int> train,
        ReadOnlyMemory<int> validation,
        TrainingSettings settings,
        TrainingRun run
    )
    {
        (_settings, _run) = (settings, run);
        var device = Devices.Named(run.Device);
        _members = settings.Ensemble.Trained;
        _network = _members == 1 ? network : new Members(network, _members);
        int logits = ShapeInference.Of(network, examples.Input).Features;
        _measure = ValidationMeasure.Named(settings.EarlyStopping?.Measure ?? settings.Loss.Measure);
        var leftOut = LeaveOutFolds.Deal(settings.Ensemble, examples, train.Span, run.Patients, run.Seed);
        _recipe = new BatchRecipe(
            examples,
            train,
            settings.Loss,
            logits,
            run.Seed,
            settings,
            device,
            leftOut,
            TextLengths.Of(network, examples)
        );
        _loss = new BatchLoss(settings.Loss, _members);
        _threads = Threads.For(network, examples.Input, _members * Math.Min(settings.Batch, train.Length));
        _module = TorchNetwork.Build(_network, examples.Input, run.Seed);
        if (device.type == DeviceType.CPU && Largest(network, examples.Input) * settings.Batch > LargeBlock)
            NativeMemory.KeepLarge();
        _module.to(device);
        _module.Rounds = Computing.Rounds(network, examples.Input, settings.Precision, device);
        _drops = ShapeInference
            .Walk(network, examples.Input)
            .Any(step => step.Block is Dropout or StochasticDepth);
        _weights = new FlatWeights(_module);
        if (run.InitialWeights is { } start)
            _weights.Load(start);
        _optimiser = new FlatOptimiser(
            settings.Optimiser,
            _weights,
            member => settings.Ensemble.Decay(member, settings.Optimiser.WeightDecay),
            settings.L1Penalty
        );
        _stages = new StageRates(settings.FineTuning, _module, _weights, _optimiser);
        _snapshots = new Snapshots(_weights, settings);
        if (!validation.IsEmpty)
            _validation = new Validation(
                network,
                examples,
                validation,
                settings.Loss,
                _measure,
                logits,
                device,
                Inference.AtOnce(_network, examples.Input, device)
            );
        _state = TrainingState.Start(_members);
        if (run.CheckpointFolder is { } folder)
        {
            string print = TrainingRequest.Fingerprint(
                network,
                examples,
                train.Span,
                validation.Span,
                settings,
                run
            );
            _saver = new RunSaver(folder, print, run, [.. Tensors()]);
            _state = _saver.Begin() ?? _state;
        }
    }

    // Bytes of the largest input or output of a block, of one case.
    private static long Largest(Block network, Shape input) =>
        sizeof(float)
        * ShapeInference.Walk(network, input).Max(step => Math.Max(step.Input.Values, step.Output.Values));

    private EarlyStopping? Rule => _validation is null ? null : _settings.EarlyStopping;

    public TrainedNetwork Run()
    {
        long steps = (long)_settings.Epochs * _recipe.Plan.Steps;
        if (!_state.Ended)
        {
            using var events = _run.EventFolder is { } folder
                ? new TensorBoardWriter(folder, _run.Time, _state.Step > 0 ? _state.Step : null)
                : null;
            using var batches = BatchSource.Of(_recipe, _state.Step);
            var teller = new ProgressTeller(_run, _settings.Epochs, steps);
            _module.train();
            while (!_state.Ended)
            {
                StopIfCancelled();
                Step(batches, steps);
                int inEpoch = (int)((_state.Step - 1) % _recipe.Plan.Steps);
                teller.Step(_state, _recipe.Plan.Size(inEpoch), _recipe.Plan.Steps);
                if (inEpoch == _recipe.Plan.Steps - 1)
                {
                    EndEpoch(steps);
                    _run.EpochEnded?.Invoke(_state.Epochs[^1], _measure.Name);
                    teller.Epoch(_state);
                    Chart(events);
                }
                _saver?.SaveWhenDue(_state);
            }
        }
        bool best = Rule is not null && _state.Members.Any(member => member.BestEpoch > 0);
        var (values, buffers) = best ? _snapshots.BestOrLast(_state.Members) : _snapshots.Last;
        return new TrainedNetwork(_network, _weights.Save(values, buffers), History());
    }

    private void Step(BatchSource batches, long steps)
    {
        using (no_grad())
            _weights.Gradients.zero_().Dispose();
        _stages.Begin(_state.Epochs.Length);
        int count = _recipe.Plan.Batches((int)(_state.Step % _recipe.Plan.Steps));
        float[] total = new float[_members];
        for (int i = 0; i < count; i++)
        {
            using var batch = batches.Next();
            Learn(batch, i, alone: count == 1, total);
        }
        // Each member's mean over the step is the sum of its sums / the sum of its weights.
        if (count > 1)
            _weights.ScaleGradients(Array.ConvertAll(total, BatchLoss.Inverse));
        if (_settings.ClipNorm is { } longest)
            _optimiser.Clip(longest);
        _optimiser.Step(_state.Step + 1, Factor(_state.Step, steps));
        _snapshots.Average(_state.Step);
        _state = _state with { Step = _state.Step + 1 };
    }

    /// <summary>Adds a batch's gradient: of its mean where it is alone in its step, else of its sum.</summary>
    private void Learn(Batch batch, int number, bool alone, float[] weighed)
    {
        using var scope = NewDisposeScope();
        if (_drops)
            _module.Reseed(Masks(number));
        var (logits, seconds) = MemberLogits.InTraining(_module, batch.Inputs, _members);
        var sums = _loss.Sums(logits, batch);
        var total = sums;
        foreach (var (share, answer) in seconds)
        {
            using Scalar held = share;
            total = Held.Sum(total, _loss.Sums(answer, batch).mul(held));
        }
        float[] weights = _loss.Weights(batch);
        // Each member's mean is sum / weight; a batch without a known label gives no gradient.
        float[] shares = Array.ConvertAll(weights, weight => alone ? BatchLoss.Inverse(weight) : 1);
        total.backward([tensor(shares, device: total.device)]);
        Count(Numbers.Of(sums), weights, batch);
        for (int member = 0; member < weighed.Length; member++)
            weighed[member] += weights[member];
    }

    // A batch's own masks, whatever came before it.
    private long Masks(int number)
    {
        var chance = new KeyedRandom(_run.Seed, "dropout", _state.Step);
        long drawn = chance.NextInt64();
        for (int i = 0; i < number; i++)
            drawn = chance.NextInt64();
        return drawn;
    }

    private double Factor(long step, long steps) =>
        _settings.Schedule.Factor(new ScheduleMoment(step, steps, _recipe.Plan.Steps, _state.Measures));

    private void Count(float[] sums, float[] weights, Batch batch)
    {
        double[] lossSums = [.. _state.LossSums];
        double[] lossWeights = [.. _state.LossWeights];
        for (int member = 0; member < _members; member++)
        {
            if (!float.IsFinite(sums[member]) && _state.Members[member].StoppedAfter is null)
                throw LossFault.Of(
                    batch,
                    _state.Step,
                    _recipe.Plan.Steps,
                    _settings.Optimiser.LearningRate
                        * Factor(_state.Step, (long)_settings.Epochs * _recipe.Plan.Steps)
                );
            lossSums[member] += sums[member];
            lossWeights[member] += weights[member];
        }
        _state = _state with { LossSums = [.. lossSums], LossWeights = [.. lossWeights] };
    }

    private void EndEpoch(long steps)
    {
        int epoch = _state.Epochs.Length + 1;
        Verdict? verdict = null;
        if (_validation is not null)
        {
            using var averaged = _snapshots.Averaged();
            verdict = _validation.Judge(_module, _members);
        }
        var members = _state.Members;
        bool[] improved = new bool[_members];
        var train = new Ratio();
        var loss = new Ratio();
        var measure = new Ratio();
        for (int member = 0; member < _members; member++)
        {
            if (members[member].StoppedAfter is not null)
                continue;
            train += Mean(new Ratio(_state.LossSums[member], _state.LossWeights[member]).Value);
            loss += Mean(verdict?.Losses[member].Value);
            measure += Mean(verdict?.Measures[member]);
            var (after, better) = members[member].After(epoch, verdict?.Measures[member], _measure, Rule);
            members = members.SetItem(member, after);
            improved[member] = better;
        }
        if (Rule is not null)
            _snapshots.Keep(improved);
        double lower = measure.Value is { } value
            ? (_measure.Better == Better.Higher ? -value : value)
            : double.NaN;
        double rate = _settings.Optimiser.LearningRate * Factor(_state.Step - 1, steps);
        var record = new EpochRecord(
            epoch,
            _state.Step,
            rate,
            train.Value
                ?? throw new DataException(
                    "No training case has a known label.",
                    remedy: "Check the outcome's column and how its values are read."
                ),
            loss.Value,
            measure.Value
        );
        _state = TrainingState.Start(_members) with
        {
            Step = _state.Step,
            Epochs = _state.Epochs.Add(record),
            Measures = _state.Measures.Add(lower),
            Members = members,
            Ended = epoch == _settings.Epochs || members.All(member => member.StoppedAfter is not null),
        };

        static Ratio Mean(double? value) => value is { } number ? new Ratio(number, 1) : default;
    }

    private void Chart(TensorBoardWriter? events)
    {
        if (events is null)
            return;
        var epoch = _state.Epochs[^1];
        events.Scalar("loss/train", epoch.Step, epoch.TrainLoss);
        if (epoch.ValidationLoss is { } loss)
            events.Scalar("loss/validation", epoch.Step, loss);
        if (epoch.ValidationMeasure is { } measure)
            events.Scalar($"{_measure.Name}/validation", epoch.Step, measure);
        events.Scalar("learning_rate", epoch.Step, epoch.LearningRate);
        events.Flush();
    }

    private TrainingHistory History() =>
        new(
            _measure.Name,
            _state.Epochs,
            [
                .. _state.Members.Select(member => new MemberRecord(
                    Rule is null || member.BestEpoch == 0 ? _state.Epochs.Length : member.BestEpoch,
                    member.StoppedAfter ?? _state.Epochs.Length,
                    Rule is null ? null : member.Best
                )),
            ],
            _state.Members.All(member => member.StoppedAfter is not null)
        );

    private void StopIfCancelled()
    {
        if (!_run.Cancellation.IsCancellationRequested)
            return;
        _saver?.Save(_state);
        _run.Cancellation.ThrowIfCancellationRequested();
    }

    /// <summary>All tensors that a resumed run needs, always in the same order.</summary>
    private IEnumerable<(string Name, Tensor Tensor)> Tensors()
    {
        yield return ("values", _weights.Values);
        yield return ("buffers", _weights.Buffers);
        foreach (var (name, tensor) in _settings.Optimiser.State.Zip(_optimiser.State))
            yield return ($"optimiser.{name}", tensor);
        foreach (var named in _snapshots.Tensors)
            yield return named;
    }

    public void Dispose()
    {
        _validation?.Dispose();
        _snapshots.Dispose();
        _stages.Dispose();
        _optimiser.Dispose();
        _module.Dispose();
        _weights.Dispose();
        _threads.Dispose();
        _ = NativeMemory.GiveBack();
    }
}
