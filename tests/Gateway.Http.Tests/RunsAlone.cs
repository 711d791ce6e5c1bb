using Xunit;

namespace OrleansIot;

/// <summary>Tests that look at the whole process: no other runs beside them.</summary>
[CollectionDefinition(DisableParallelization = true)]
public sealed class RunsAlone;
